"""Rules of which there is one row, and so one page and no list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse


class OneRowAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The one row, though nobody has settled anything yet."""
        if object_id != "1":
            return None
        return super().get_object(request, object_id, from_field) or self.model.now()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self.change_view(request, "1", extra_context=extra_context)
