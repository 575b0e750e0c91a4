"""The article in the admin, with its discussion."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin import ArticleAdmin
from articles.admin.staff import acting
from articles.models import Article
from comments.models import Thread
from comments.models.beat import bound_to
from comments.modes_address import modes_address


class DiscussedArticleAdmin(ArticleAdmin):
    """Adds to the editors' list and form what readers say."""

    list_display = [*ArticleAdmin.list_display, "comment_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request).select_related("thread")
        sections = bound_to(acting(request))
        inside = Value(True) if sections is None else Q(section__in=sections)
        return articles.annotate(is_on_beat=inside)

    @admin.display(description="Comments", ordering="thread__approved_count")
    def comment_count(self, article: Article) -> Any:
        """How many readers see and, to who moderates there, how many are held."""
        thread = article.thread
        if not (thread.held_count and article.is_on_beat):  # type: ignore[attr-defined]
            return thread.approved_count
        return format_html(
            '{} <span class="held-count">{} held</span>', thread.approved_count, thread.held_count
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft takes its empty thread along; that asks for no permission of its own."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(needed) - {Thread._meta.verbose_name}, protected

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        article = context.get("original")
        if article and article.thread.may_be_set_by(acting(request)):
            context["thread"] = article.thread
            context["thread_modes_url"] = modes_address(article.thread)
        return super().render_change_form(request, context, *args, **kwargs)


admin.site.unregister(Article)
admin.site.register(Article, DiscussedArticleAdmin)
