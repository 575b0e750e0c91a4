"""The house rules and the usual reasons, each on a page of its own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from comments.models import HouseRules, Reason
from comments.screening import CHECK_NAMED, Settled
from comments.spoken import spoken

from .thread_forms import RulesForm
from .whole_paper import OneRowAdmin, WholePaperAdmin


class ScreeningWidget(forms.Widget):
    """A row for each check: its place, whether it is on, and what it looks for."""

    template_name = "admin/comments/houserules/screening.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        places = value if isinstance(value, dict) else {}
        context["rows"] = [
            {
                "name": check,
                "label": spoken(check).capitalize(),
                "looks_for": (CHECK_NAMED[check].__doc__ or "").partition("\n")[0],
                "place": place,
                "is_on": is_on,
            }
            for check, (place, is_on) in places.items()
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, tuple[str, bool]]:
        return {
            check: (data.get(f"{name}-{check}-place", ""), f"{name}-{check}-on" in data)
            for check in CHECK_NAMED
        }


class ShownScreeningWidget(ScreeningWidget):
    """The rows as they were shown, sent along."""

    template_name = "admin/comments/houserules/shown_screening.html"
    input_type = "hidden"


class ScreeningField(forms.Field):
    """The checks in the order of their places: `Settled`. Equal places keep the usual order."""

    widget = ScreeningWidget
    hidden_widget = ShownScreeningWidget

    def prepare_value(self, value: Any) -> Any:
        """From what is settled to the rows, or what was typed as it was typed."""
        if not isinstance(value, Settled):
            return value
        return {
            check: (str(place), check not in value.off)
            for place, check in enumerate(value.order, start=1)
        }

    def clean(self, value: dict[str, tuple[str, bool]]) -> Settled:
        places = {}
        for check, (place, _) in value.items():
            if not (place.isascii() and place.isdigit() and len(place) < 5):
                raise ValidationError(f"“{spoken(check)}” needs a whole number as its place.")
            places[check] = int(place)
        return Settled(
            order=sorted(places, key=lambda check: places[check]),
            off=[check for check, (_, is_on) in value.items() if not is_on],
        )


class HouseRulesForm(RulesForm):
    screening = ScreeningField(
        label="Checks, first to last",
        required=False,
        help_text="The first that objects decides. A closed thread refuses before any of them, and "
        "before anything is held or rejected, a flood or slow mode does.",
    )

    class Meta:
        model = HouseRules
        fields = "__all__"  # the fieldsets of the page name them
        help_texts = {
            "public_log": "For everybody, at /comments/log/. A link stands below each discussion.",
            "transparency_page": "For everybody, at /comments/transparency/. A link stands below "
            "each discussion.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["screening"] = Settled.by(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "screening" in cleaned and "screening" in self.changed_data:
            self.instance.screening_order = cleaned["screening"].order
            self.instance.screening_off = cleaned["screening"].off
        return cleaned


@admin.register(HouseRules)
class HouseRulesAdmin(OneRowAdmin):
    form = HouseRulesForm
    fieldsets = [
        ("The whole site", {"fields": ["paused", "pause_message", ("brake_held", "brake_hours")]}),
        ("Who may comment", {"fields": ["guests_welcome", "accounts_welcome", "edit_minutes"]}),
        (
            "Screening",
            {
                "fields": [
                    "screening",
                    "form_seconds",
                    ("flood_comments", "flood_from_address", "flood_minutes"),
                    "slow_seconds",
                    "repeat_hours",
                    ("most_links", "hold_first_links"),
                    ("rejected_percent", "rejected_at_least"),
                ]
            },
        ),
        ("The desk", {"fields": [("undo_seconds", "claim_minutes"), "blur_slurs", "break_after"]}),
        (
            "Reasons and appeals",
            {
                "fields": [
                    ("appeal_days", "appeal_messages"),
                    ("reports_per_hour", "reports_from_address"),
                    "public_log",
                    "transparency_page",
                ]
            },
        ),
        ("People’s rights", {"fields": ["address_days"]}),
    ]


@admin.register(Reason)
class ReasonAdmin(WholePaperAdmin):
    list_display = ["label", "purpose", "text", "ground", "is_grim", "is_offered", "position"]
    list_filter = ["purpose", "is_offered"]
    search_fields = ["label", "text"]
    fields = ["purpose", ("label", "position"), "text", "ground", ("is_grim", "is_offered")]
