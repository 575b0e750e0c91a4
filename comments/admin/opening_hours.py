"""The opening hours of the paper, and the rules of its sections, each on a page of its own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comments.models import HouseRules, OpeningHours, SectionRules
from comments.models.opening import DAYS
from comments.models.thread_mode import TAKES_NO_COMMENTS

from .own_sections import OwnSectionsAdmin
from .whole_paper import WholePaperAdmin

HOW_TO_WRITE = (
    "A line for each day, such as 08:00–12:30, 18:00–02:00. An evening may end after midnight. "
    "Empty: nobody moderates on that day."
)


@admin.register(OpeningHours)
class OpeningHoursAdmin(WholePaperAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The one row, though nobody has settled anything yet."""
        return OpeningHours.now() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one page of them, and no list."""
        return self.change_view(request, "1", extra_context=extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        how = f"{HOW_TO_WRITE} The clock is that of {timezone.get_default_timezone_name()}."
        return [
            (None, {"fields": ["outside_hours"]}),
            ("The week", {"fields": DAYS, "description": how, "classes": ["week"]}),
            ("Holidays", {"fields": ["holidays"]}),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Of the one row, what this page shows: the other house rules have another page."""
        HouseRules.objects.get_or_create(pk=1)
        obj.settle(only=form.changed_data)


class SectionRulesForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mode") in TAKES_NO_COMMENTS and cleaned.get("reason") == "":
            self.add_error("reason", "Readers see why comments are closed: write the reason.")
        return cleaned


@admin.register(SectionRules)
class SectionRulesAdmin(OwnSectionsAdmin):
    form = SectionRulesForm
    list_display = ["section", "mode", "closes_after", "premoderates_after", "has_own_hours"]
    list_select_related = ["section"]
    fieldsets = [
        (None, {"fields": ["section", "mode", "reason"]}),
        ("As articles grow old", {"fields": [("closes_after", "premoderates_after")]}),
        (
            "Opening hours",
            {"fields": ["has_own_hours", *DAYS], "description": HOW_TO_WRITE, "classes": ["week"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["section"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.settle()
