"""Which checks stop a publication, and which warn; and what was published in spite of them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.models import Override, PublishingRules, Weight
from articles.publishing import CHECKS, TO_CHOOSE
from articles.rights import rights_of

from .lists import DatedChangeList, hour
from .one_row import OneRowAdmin
from .record import ReadOnlyAdmin


class WeightsForm(forms.ModelForm):
    """A choice for each check that the newsroom may choose about; `publishing.py` names them."""

    class Meta:
        model = PublishingRules
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in TO_CHOOSE:
            self.initial[check.name] = self.instance.weights.get(check.name, check.weight)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.weights = {
            check.name: cleaned[check.name] for check in TO_CHOOSE if check.name in cleaned
        }
        return cleaned


# Fields are declared by their class, or the admin does not find them.
PublishingRulesForm = type(
    "PublishingRulesForm",
    (WeightsForm,),
    {
        check.name: forms.ChoiceField(
            label=check.asks_for, choices=Weight.choices, widget=forms.RadioSelect
        )
        for check in TO_CHOOSE
    },
)


@admin.register(PublishingRules)
class PublishingRulesAdmin(OneRowAdmin):
    """The rules are the whole paper’s: whoever is confined to sections changes none."""

    form = PublishingRulesForm
    fieldsets = [
        (
            "Without this …",
            {
                "fields": [check.name for check in TO_CHOOSE],
                "description": "Nothing is ever published without: "
                + "; ".join(check.asks_for.lower() for check in CHECKS if check.is_fixed)
                + ". A publisher can set aside a declaration or an interest, with a reason that is "
                "listed under Overrides.",
            },
        )
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and rights_of(request).sections is None


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    list_display = ["article", "objections", "reason", "made_by", "at"]
    list_select_related = ["article", "made_by"]
    list_filter = ["made_by"]
    search_fields = ["article__headline", "reason"]
    date_hierarchy = "made_at"
    change_form_template = "admin/articles/override/change_form.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    @admin.display(description="When", ordering="made_at")
    def at(self, override: Override) -> str:
        return hour(override.made_at)
