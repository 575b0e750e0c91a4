"""Who moderates which sections."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from comments.models import Beat

from .whole_paper import WholePaperAdmin


@admin.register(Beat)
class BeatAdmin(WholePaperAdmin):
    list_display = ["moderator", "bound_to"]
    fields = ("moderator", "sections")

    def get_fields(self, request: HttpRequest, obj: Beat | None = None) -> Any:
        """Who only reads is not led to the account, which is the administrator's business."""
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return ["who", "bound_to"] if is_read else self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Beat]:
        beats = super().get_queryset(request).select_related("moderator")
        return beats.prefetch_related("sections")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of all accounts, those that come to the desk."""
        if db_field.name == "moderator":
            kwargs["queryset"] = User.objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="Moderator")
    def who(self, beat: Beat) -> str:
        return str(beat)

    @admin.display(description="Sections")
    def bound_to(self, beat: Beat) -> str:
        return ", ".join(section.name for section in beat.sections.all()) or "none"
