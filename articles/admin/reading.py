"""For who may read a body and not change it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString


class ReadableBodyAdmin(admin.ModelAdmin):
    """Shows the body as readers see it, where there is no editor to show it in."""

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.readable(request, obj, super().get_fieldsets(request, obj))

    def readable(self, request: HttpRequest, obj: Model | None, fieldsets: Any) -> Any:
        """These, with the body to read in place of its source for whoever cannot change it."""
        is_typed = "body_source" not in self.get_readonly_fields(request, obj)
        if obj is None or (is_typed and self.has_change_permission(request, obj)):
            return fieldsets
        return [
            (name, {**options, "fields": [_to_read(field) for field in options["fields"]]})
            for name, options in fieldsets
        ]

    @admin.display(description="Body")
    def body_read(self, written: Any) -> SafeString:
        return written.body_html  # type: ignore[no-any-return]


def _to_read(field: Any) -> Any:
    return "body_read" if field == "body_source" else field
