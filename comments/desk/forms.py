"""What a moderator types about a commenter."""

import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.fields import MomentField
from articles.plaintext import validate_text
from comments.fields import ReasonField, TextField
from comments.models import Act, Reason, ReasonPurpose, Standing
from comments.models.act import NEEDS_REASON, STANDING_AFTER
from comments.models.beat import is_bound
from comments.models.decision import NOTE_LIMIT
from comments.sanctions import Unread, Waiting

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SAYS_NOTHING = set(Act) - NEEDS_REASON
# What these acts leave out, and the page hides.
WITH_A_RESTRICTION = {"preset": None, "reason": "", "waiting": Waiting.LEAVE}
USUAL_MUTING = datetime.timedelta(days=7)


def in_a_week() -> datetime.datetime:
    return timezone.now() + USUAL_MUTING


def ways_with(unread: Unread) -> list[tuple[str, str]]:
    """What can become of what waits, each way with what it takes."""
    held = f"{intcomma(unread.held)} held" if unread.held else ""
    published = f"{intcomma(unread.published)} published by a rule" if unread.published else ""
    taken = {
        Waiting.HOLD: published,
        Waiting.REJECT: " and ".join(filter(None, [held, published])),
    }
    ways = {way: f"{way.label}: {taken[way] or 'none'}" for way in taken}
    return [(way.value, ways.get(way, way.label)) for way in Waiting]


class ActForm(forms.Form):
    """An act on a commenter. `seen` is the standing that the moderator saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    act = forms.ChoiceField(
        choices=Act.choices, widget=forms.RadioSelect, error_messages={"required": "Choose an act."}
    )
    until = MomentField(label="Muted until", initial=in_a_week)
    preset = forms.ModelChoiceField(
        label="Usual reason",
        queryset=Reason.objects.offered(ReasonPurpose.COMMENTER),
        required=False,
        empty_label="In my own words",
    )
    reason = ReasonField(label="In your own words, shown to the commenter", required=False)
    note = TextField(
        label="Note, for moderators only",
        max_length=NOTE_LIMIT,
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    waiting = forms.ChoiceField(
        label="What of theirs no moderator has read",
        choices=Waiting.choices,
        initial=Waiting.LEAVE,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, by: "User", unread: Unread, **kwargs: Any) -> None:
        """Who was seen in good standing has nothing to be restored; a beat changes no standing.

        What goes along is counted before it is chosen.
        """
        super().__init__(*args, **kwargs)
        refused = set(STANDING_AFTER) if is_bound(by) else set()
        if self["seen"].value() == Standing.GOOD:
            refused.add(Act.RESTORE)
        acts = [choice for choice in Act.choices if choice[0] not in refused]
        cast(forms.ChoiceField, self.fields["act"]).choices = acts
        cast(forms.ChoiceField, self.fields["waiting"]).choices = ways_with(unread)

    def clean_act(self) -> Act:
        return Act(self.cleaned_data["act"])

    def clean_waiting(self) -> Waiting:
        return Waiting(self.cleaned_data["waiting"] or Waiting.LEAVE)

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if self.cleaned_data.get("act") is not Act.MUTE:
            return None
        if until is None or until <= timezone.now():
            raise ValidationError("Choose a moment that is still to come.")
        return until

    def clean(self) -> dict[str, Any]:
        """A usual reason stands for its words.

        What was begun for another act counts for nothing once that one was left.
        """
        cleaned = super().clean() or {}
        act = cleaned.get("act")
        if act in SAYS_NOTHING:
            cleaned |= WITH_A_RESTRICTION
            for name in WITH_A_RESTRICTION:
                self.errors.pop(name, None)
        if act is not Act.MUTE:
            self.errors.pop("until", None)
            cleaned["until"] = None
        preset = cleaned.get("preset")
        cleaned["reason"] = cleaned.get("reason") or (preset.text if preset else "")
        if act in NEEDS_REASON and not cleaned["reason"] and "reason" not in self.errors:
            self.add_error("reason", "The commenter is told why: choose a reason or write one.")
        if act is Act.NOTE and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Write the note.")
        return cleaned
