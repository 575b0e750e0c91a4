"""The list of articles: its columns, its actions, and what is told of an act."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list, slugify

from articles.models import Article
from articles.publishing import PublishingConflict, PublishingRefused, objections
from articles.rights import rights_of

from .lists import DatedChangeList, hour_of
from .staff import acting, allowed


class ListingAdmin(admin.ModelAdmin):
    """Adds the columns of where an article stands, and the verbs for many at once."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def action_checkbox(self, obj: Article) -> SafeString:
        """With the save that the row shows, which the actions hold against what is stored."""
        sent = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(sent, super().action_checkbox(obj), _shown(obj), _save_of(obj))

    @admin.display(description="Status", ordering="status")
    def standing(self, article: Article) -> SafeString:
        label = article.status_label
        badge = format_html('<span class="standing standing--{}">{}</span>', slugify(label), label)
        embargo = render_to_string("admin/articles/article/_embargo.html", {"article": article})
        return format_html("{} {}", badge, embargo)

    @admin.display(description="Byline")
    def byline(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all()) or "–"

    @admin.display(description="Published", ordering="publish_at")
    def when(self, article: Article) -> str:
        return hour_of(article)

    @admin.action(description="Publish (or schedule, where a time is set)", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        theirs = allowed(request, articles, rights_of(request).may_let_go)
        for article in _as_listed(request, theirs):
            self._try(request, article, "publish", at=to_come(article.publish_at), change=None)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.approve_article")

    @admin.action(description="Approve what is in review", permissions=["approve"])
    def approve_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        theirs = allowed(request, articles, rights_of(request).may_approve)
        for article in _as_listed(request, theirs):
            self._try(request, article, "approve")

    @admin.action(description="Send to review", permissions=["change"])
    def review_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in allowed(request, articles, rights_of(request).may_change):
            if self._try(request, article, "send_to_review"):
                self.ask_the_undeclared(request, article)  # type: ignore[attr-defined]

    def _try(self, request: HttpRequest, article: Article, verb: str, **kwargs: Any) -> bool:
        """One article of a selection; a refusal is told and stops none of the others."""
        try:
            getattr(article, verb)(by=acting(request), **kwargs)
            tell_what_became(request, article)
            return True
        except PublishingRefused as refusal:
            messages.error(request, f"“{article}” was not published. {refusal}")
        except PublishingConflict as conflict:
            messages.error(request, str(conflict))
        return False


def _shown(article: Article) -> str:
    """The field in which the list says which save of it was shown."""
    return f"shown-{article.pk}"


def _save_of(article: Article) -> str:
    return article.saved_at.isoformat()


def _as_listed(request: HttpRequest, articles: Iterable[Article]) -> Iterator[Article]:
    """Those that are what the list showed; of each other it is told that it is not."""
    for article in articles:
        if request.POST.get(_shown(article)) == _save_of(article):
            yield article
        else:
            messages.error(request, f"“{article}” is not what the list showed: read it first.")


def to_come(wanted: datetime.datetime | None) -> datetime.datetime | None:
    """The hour that was set, unless it has passed: then an article is published at once."""
    return wanted if wanted and wanted > timezone.now() else None


def tell_what_became(request: HttpRequest, article: Article) -> None:
    messages.success(request, _told(article))
    if article.is_let_go:
        for warning in objections(article):
            messages.warning(request, warning.message)
    silent = [author.name for author in article.record if not author.disclosures]
    if article.is_let_go and silent:
        names = get_text_list(silent, "and")
        messages.warning(
            request,
            f"No disclosure is recorded for {names}, and readers are told so. "
            "Who has no interests can declare that too, on the author’s form.",
        )


def _told(article: Article) -> str:
    """What became of an article, for whoever pressed the button."""
    if article.is_scheduled:
        hour = timezone.localtime(article.publish_at)
        return f"“{article}” is scheduled for {hour:%-d %B %Y, %H:%M}."
    return {
        "draft": f"“{article}” is a draft again.",
        "review": f"“{article}” was sent to review.",
        "approved": f"“{article}” is approved.",
        "published": f"“{article}” is published.",
        "withdrawn": f"“{article}” is withdrawn: readers no longer find it.",
        "retracted": f"“{article}” is retracted: readers find the notice at its address.",
    }[article.status]
