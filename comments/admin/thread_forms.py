"""What is typed about threads, and about the rules that hold for them."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.fields import MomentField
from articles.plaintext import (
    validate_text,
)
from comments.fields import OverrideField, PresetField
from comments.models import Reason, ReasonPurpose, Thread, ThreadMode
from comments.models.decision import REASON_LIMIT
from comments.models.house_rules import MOST_SLOW_SECONDS
from comments.models.thread_mode import TAKES_NO_COMMENTS

TO_CLOSE_NOW = "To close comments now, choose “Closed” above and write the reason."


def refuse_past(moment: datetime.datetime | None, instead: str) -> None:
    """Readers would be told of an end at which nothing ended. `instead` says what to do."""
    if moment and moment <= timezone.now():
        raise ValidationError(f"This has passed. {instead}")


class ThreadForm(forms.Form):
    """A thread's mode, with the reason that readers see and the time for which it holds.

    Without a mode, threads are left as they are; one that is closed by hand can be given another
    reason, and one that is set by hand another end.
    """

    mode = forms.ChoiceField(
        label="Comments are",
        choices=[("", "As they are now"), *ThreadMode.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    preset = PresetField(ReasonPurpose.CLOSE)
    reason = forms.CharField(
        label="Reason, shown to readers",
        max_length=REASON_LIMIT,
        required=False,
        validators=[validate_text],
        show_hidden_initial=True,
        help_text="In your own words. To close and to hide, one or the other is needed.",
    )
    until = MomentField(
        label="Until",
        show_hidden_initial=True,
        help_text="It stays as set here until then, whatever closing date, opening hours and "
        "backlog say; afterwards they decide. Empty: until somebody sets it anew, and an open "
        "thread keeps to all of them.",
    )

    def __init__(self, *args: Any, by_hand: str = "", **kwargs: Any) -> None:
        """`by_hand` is the mode whose reason and end are shown; empty where nothing is."""
        super().__init__(*args, **kwargs)
        self.by_hand = by_hand

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if "until" in self.changed_data:
            refuse_past(until, "Choose a moment to come, or leave it empty.")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        preset = cleaned.pop("preset", None)
        if self._is_another(cleaned.get("mode", "")):
            # Why it was closed, and until when, says nothing about its being open.
            shown = {"reason": "", "until": None}
            cleaned |= {name: none for name, none in shown.items() if name not in self.changed_data}
        if preset:
            self._take(preset, cleaned)
        if cleaned.get("mode") == "" and self.changed_data:
            cleaned["mode"] = self._mode_of_what_was_typed()
        if cleaned.get("mode") in TAKES_NO_COMMENTS and cleaned.get("reason") == "":
            self.add_error("reason", "Readers see why a thread is closed: write the reason.")
        if cleaned.get("mode") == "" and self.changed_data:
            self.add_error("mode", "Choose what comments are: a reason and an end go with it.")
        return cleaned

    def _mode_of_what_was_typed(self) -> str:
        """Where none was chosen: empty for a reason that may be meant to close what is open."""
        if self.by_hand in TAKES_NO_COMMENTS or self.changed_data == ["until"]:
            return self.by_hand
        return ""

    def _is_another(self, mode: str) -> bool:
        """Than the one that what is shown belongs to. Closed and hidden are one in this."""
        if not self.by_hand or mode in {"", self.by_hand}:
            return False
        return not {mode, self.by_hand} <= set(TAKES_NO_COMMENTS)

    def _take(self, preset: Reason, cleaned: dict[str, Any]) -> None:
        """In place of the words that stood there, never of words that were just typed."""
        if "reason" in self.changed_data and cleaned.get("reason"):
            self.add_error("reason", "Choose one of the usual reasons or write your own, not both.")
        else:
            cleaned["reason"] = preset.text


class RulesForm(forms.ModelForm):
    """Rules that several people settle: a field left alone changes nothing.

    What was shown is sent along. Before the rest is looked at, what was left alone is as it is in
    the row by now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance._state.adding:
            return cleaned
        alone = cleaned.keys() - set(self.changed_data)
        return cleaned | {name: getattr(self.instance, name, cleaned[name]) for name in alone}


class TermsForm(RulesForm):
    """What one thread has of its own beside its mode."""

    closes_at = MomentField(label="Comments close on")
    premoderates_at = MomentField(label="Every comment is held from")

    class Meta:
        model = Thread
        fields = ["closes_at", "premoderates_at", "follows_section", "slow_seconds"]

    def clean_closes_at(self) -> datetime.datetime | None:
        """One that has come true since stays, where it is left alone."""
        closes_at: datetime.datetime | None = self.cleaned_data["closes_at"]
        if "closes_at" in self.changed_data:
            refuse_past(closes_at, TO_CLOSE_NOW)
        return closes_at

    @property
    def changed(self) -> dict[str, Any]:
        """As `Thread.settle` takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ManyTermsForm(forms.Form):
    """What many threads have beside their mode: what is ticked is set for all of them."""

    # Apart from the fields of the mode, which are in the same form.
    prefix = "all"

    change = forms.MultipleChoiceField(
        label="Set for all of these",
        choices=[
            ("closes_at", "the day on which comments close"),
            ("premoderates_at", "the day from which every comment is held"),
            ("follows_section", "whether empty dates are as the section has them"),
            ("slow_seconds", "the seconds between two comments of one commenter"),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What is not ticked stays as each thread has it. Ticked and left empty below: "
        "none.",
    )
    closes_at = MomentField(label="Comments close on")
    premoderates_at = MomentField(label="Every comment is held from")
    follows_section = forms.BooleanField(
        label="Empty dates are as the section has them",
        required=False,
        initial=True,
        show_hidden_initial=True,
    )
    slow_seconds = forms.IntegerField(
        label="Seconds between two comments of one commenter",
        required=False,
        min_value=0,
        max_value=MOST_SLOW_SECONDS,
    )
    reason = forms.CharField(
        label="Why",
        max_length=REASON_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="For your colleagues: it stays in the log of each thread.",
    )

    def clean_closes_at(self) -> datetime.datetime | None:
        closes_at: datetime.datetime | None = self.cleaned_data["closes_at"]
        refuse_past(closes_at, TO_CLOSE_NOW)
        return closes_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = cleaned.get("change", [])
        if ticked and cleaned.get("reason") == "":
            self.add_error("reason", "Write why: it stays in the log of each thread.")
        if set(self.changed_data) - {"change", *ticked, *(["reason"] if ticked else [])}:
            self.add_error("change", "Tick what shall be set.")
        return cleaned

    @property
    def changed(self) -> dict[str, Any]:
        """As `Thread.settle` takes it."""
        changed = {name: self.cleaned_data[name] for name in self.cleaned_data["change"]}
        return changed and changed | {"reason": self.cleaned_data["reason"]}


class OverrideForm(forms.Form):
    """Why somebody with an interest in an article sets its thread all the same."""

    override = OverrideField(
        label="Why you do this in spite of your interest in the article",
        help_text="You wrote it, or its disclosures name you. This stays in the log.",
    )
