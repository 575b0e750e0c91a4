from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, Disclosure

from .autocomplete import AutocompleteAdmin
from .lists import DatedChangeList, hour_of
from .staff import acting

LISTED = 200


def tell_taken_out(request: HttpRequest, articles: Iterable[Article]) -> None:
    """Tell whoever changed an author what will not appear in its hour."""
    for article in articles:
        because = article.log[0].reason
        messages.warning(request, f"“{article}” left the schedule. {because}")


def _untold(article: Article, disclosure: Disclosure) -> str:
    """What an editor should know of an article whose readers do not see the disclosure."""
    publication = article.publication
    if publication and disclosure.declared_at > publication.pinned_at:
        return " (declared afterwards: its readers were not told)"
    return ""


class AppendOnlyAdmin(AutocompleteAdmin):
    """Rows of the record are added and read, by nobody edited or deleted."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Disclosure)
class DisclosureAdmin(AppendOnlyAdmin):
    list_display = ["author", "kind", "entity", "valid_from", "valid_to", "stands", "declared_by"]
    list_filter = ["kind", "author"]
    search_fields = ["author__name", "entity", "aliases", "text"]
    autocomplete_fields = ["author", "supersedes"]
    readonly_fields = ["declared_by", "declared_at", "articles"]
    date_hierarchy = "valid_from"

    def get_fields(self, request: HttpRequest, obj: Disclosure | None = None) -> Any:
        typed = ["author", "kind", "entity", "aliases", "text"]
        typed += ["valid_from", "valid_to", "supersedes"]
        return [*typed, "declared_by", "declared_at", "articles"] if obj else typed

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        return super().get_queryset(request).select_related("author", "successor", "declared_by")

    def save_model(self, request: HttpRequest, obj: Disclosure, form: Any, change: bool) -> None:
        tell_taken_out(request, obj.declare(by=acting(request)).taken_out)

    @admin.display(description="Articles published while it was in force")
    def articles(self, disclosure: Disclosure) -> str | SafeString:
        """Each with its day, and whether readers of it were told."""
        published = Article.objects.published_under(disclosure).select_related("publication")
        rows = [
            (
                article.get_absolute_url(),
                article,
                hour_of(article),
                _untold(article, disclosure),
            )
            for article in published.newest_first()[:LISTED]
        ]
        if not rows:
            return "None"
        listed = format_html_join("", '<li><a href="{}">{}</a>, {}{}</li>', rows)
        total = published.count()
        more = f"These are the newest {LISTED} of {total:,}." if total > LISTED else ""
        return format_html("<ul>{}</ul>{}", listed, more)

    @admin.display(description="Stands", boolean=True)
    def stands(self, disclosure: Disclosure) -> bool:
        return not disclosure.has_passed
