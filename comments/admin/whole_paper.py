"""What holds for the whole paper is for who moderates all of it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.admin import one_row
from articles.admin.staff import acting
from comments.locks import lock_for_settling
from comments.models.beat import is_bound


def allow_the_unbound(request: HttpRequest) -> None:
    if is_bound(acting(request)):
        raise PermissionDenied("This reaches beyond your sections.")


class WholePaperAdmin(admin.ModelAdmin):
    """Read by all who may; changed by nobody who has a beat."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not is_bound(acting(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_bound(acting(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_bound(acting(request))


class SettledAdmin(admin.ModelAdmin):
    """Rules that hold at once. Whoever saves them finds what was saved before."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        if request.method == "POST" and self.has_change_permission(request):
            lock_for_settling()
        return super().get_object(request, object_id, from_field)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.settle()


class OneRowAdmin(SettledAdmin, WholePaperAdmin, one_row.OneRowAdmin):
    """Rules of which there is one row, settled for the whole paper."""
