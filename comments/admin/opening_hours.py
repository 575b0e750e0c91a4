"""The opening hours of the paper, and the rules of its sections, each on a page of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from comments.models import OpeningHours, SectionRules
from comments.models.opening import DAYS
from comments.models.thread_mode import TAKES_NO_COMMENTS

from .own_sections import OwnSectionsAdmin
from .thread_forms import RulesForm
from .whole_paper import OneRowAdmin, SettledAdmin

HOW_TO_WRITE = (
    "A line for each day, such as 08:00–12:30, 18:00–02:00. An evening may end after midnight. "
    "Empty: nobody moderates on that day."
)


@admin.register(OpeningHours)
class OpeningHoursAdmin(OneRowAdmin):
    form = RulesForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        how = f"{HOW_TO_WRITE} The clock is that of {timezone.get_default_timezone_name()}."
        return [
            (None, {"fields": ["outside_hours"]}),
            ("The week", {"fields": DAYS, "description": how, "classes": ["week"]}),
            ("Holidays", {"fields": ["holidays"]}),
        ]


class SectionRulesForm(RulesForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mode") in TAKES_NO_COMMENTS and cleaned.get("reason") == "":
            self.add_error("reason", "Readers see why comments are closed: write the reason.")
        return cleaned


@admin.register(SectionRules)
class SectionRulesAdmin(SettledAdmin, OwnSectionsAdmin):
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
