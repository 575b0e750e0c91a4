"""Fields that find a row while one types."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.http import HttpRequest

from articles.identifiers import is_row_number


class RowsOnly:
    """Leaves out a refused value that is no row's number: Django's widgets break on it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        numbers = [one for one in value if is_row_number(str(one))]
        return super().optgroups(name, numbers, attr)  # type: ignore[misc]


class RowSelect(RowsOnly, AutocompleteSelect):
    pass


class RowSelectMultiple(RowsOnly, AutocompleteSelectMultiple):
    pass


class Autocompleting:
    """For an admin and for its inlines."""

    admin_site: Any
    get_autocomplete_fields: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelectMultiple(
                db_field, self.admin_site, using=kwargs.get("using")
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class AutocompleteAdmin(Autocompleting, admin.ModelAdmin):
    pass
