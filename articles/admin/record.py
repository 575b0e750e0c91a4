"""Rows that the verbs write and staff read: a list with tabs, and a page of their own each."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .lists import DatedChangeList


class WordsFilter(admin.SimpleListFilter):
    """Tabs, each with the query word that chooses its rows. A subclass names them."""

    title = "status"
    parameter_name = "status"
    template = "admin/tabs.html"
    words: dict[str, tuple[str, Callable[[Any], Any]]] = {}

    def opening(self, rows: Any) -> Any:
        """What is shown where no tab is asked for."""
        return rows

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.words.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else self.opening(queryset)


class OpenFirstFilter(WordsFilter):
    """Tabs: the open rows, unless others are asked for."""

    # The first tab.
    opens_with = "Open"

    def opening(self, rows: Any) -> Any:
        return rows.open()

    def choices(self, changelist: Any) -> Any:
        """The choice without a parameter is the open ones, not all."""
        first, *others = super().choices(changelist)
        count = self.opening(changelist.root_queryset).count()
        return [{**first, "display": f"{self.opens_with} {count}"}, *others]


class FilteredAdmin(admin.ModelAdmin):
    """An address asks for what the filters beside the list ask for, and for nothing else.

    Django lets it ask for every column, so that what no page shows is read letter by letter:
    `?address__startswith=n`.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return self._is_offered(lookup, request) and super().lookup_allowed(lookup, value, request)

    def _is_offered(self, lookup: str, request: HttpRequest) -> bool:
        # Alone, or with the class that draws it.
        filters = (
            each if isinstance(each, tuple) else (each,) for each in self.get_list_filter(request)
        )
        names = [getattr(each[0], "parameter_name", each[0]) for each in filters]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in names)


class ReadOnlyAdmin(FilteredAdmin):
    """Nothing is added, changed or deleted here; `change_form_template` is a page, not a form."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.found(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return self.page(request, row)

    def found(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        """The page of a row; `more` is what its template needs beside it."""
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "original": row,
            **more,
        }
        template = str(self.change_form_template)
        return TemplateResponse(request, template, context, status=status)
