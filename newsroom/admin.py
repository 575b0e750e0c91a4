"""The admin site: it greets with what waits."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Policy
from comments.models import Comment


@dataclass(frozen=True)
class Waiting:
    """One line of the greeting: how many of what, and where they are."""

    label: str
    count: int
    url: str


class NewsroomAdminSite(AdminSite):
    site_url = "/"
    index_template = "admin/newsroom_index.html"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "site_header": settings.SITE_NAME,
            "site_title": settings.SITE_NAME,
        }

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(
            request,
            {
                **(extra_context or {}),
                "title": "What waits",
                "waiting": list(_waiting(request)),
                "today": timezone.localdate(),
            },
        )


def _waiting(request: HttpRequest) -> list[Waiting]:
    """What this member of staff may see of it."""
    articles = reverse("admin:articles_article_changelist")
    waiting = []
    if request.user.has_perm("articles.view_article"):
        waiting += [
            Waiting("in review", Article.objects.in_review().count(), f"{articles}?where=review"),
            Waiting(
                "scheduled", Article.objects.scheduled().count(), f"{articles}?where=scheduled"
            ),
            Waiting("drafts", Article.objects.drafts().count(), f"{articles}?where=draft"),
        ]
    if request.user.has_perm("comments.view_comment"):
        held = reverse("admin:comments_comment_changelist")
        waiting.append(Waiting("held comments", Comment.objects.held().count(), held))
    if request.user.has_perm("articles.add_policy") and not Policy.objects.exists():
        policies = reverse("admin:articles_policy_add")
        waiting.append(Waiting("policy pages: write the first", 0, policies))
    return waiting
