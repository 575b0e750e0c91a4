"""Which articles the list shows."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models.article import ArticleQuerySet


class StandingFilter(admin.SimpleListFilter):
    """Where an article stands now, the clock included."""

    title = "status"
    parameter_name = "where"
    template = "admin/tabs.html"
    words: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "draft": ("Draft", ArticleQuerySet.drafts),
        "review": ("In review", ArticleQuerySet.in_review),
        "scheduled": ("Scheduled", ArticleQuerySet.scheduled),
        "published": ("Published", ArticleQuerySet.published),
        "withdrawn": ("Withdrawn", ArticleQuerySet.withdrawn),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(where, label) for where, (label, _) in self.words.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else queryset
