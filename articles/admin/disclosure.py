from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Disclosure

from .autocomplete import AutocompleteAdmin
from .lists import DatedChangeList
from .staff import acting


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
    search_fields = ["author__name", "entity", "text"]
    autocomplete_fields = ["author", "supersedes"]
    readonly_fields = ["declared_by", "declared_at"]
    date_hierarchy = "valid_from"

    def get_fields(self, request: HttpRequest, obj: Disclosure | None = None) -> Any:
        typed = ["author", "kind", "entity", "text", "valid_from", "valid_to", "supersedes"]
        return [*typed, "declared_by", "declared_at"] if obj else typed

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        return super().get_queryset(request).select_related("author", "successor", "declared_by")

    def save_model(self, request: HttpRequest, obj: Disclosure, form: Any, change: bool) -> None:
        obj.declare(by=acting(request))

    @admin.display(description="Stands", boolean=True)
    def stands(self, disclosure: Disclosure) -> bool:
        return not disclosure.has_passed
