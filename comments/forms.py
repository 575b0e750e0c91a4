"""What readers and moderators type."""

import datetime
import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.mailboxes import ADDRESS_LIMIT, one_mailbox
from articles.plaintext import (
    OVERRIDES,
    TOO_LONG,
    has_visible,
    normalise_newlines,
    refuse_tall,
    validate_name,
    validate_text,
)
from articles.safe_html import COMMENT_LIMIT, comment_body, plain_text

from .models import Comment, MailWishes, Reason, ReasonPurpose, Thread, ThreadMode
from .models.commenter import NAME_LIMIT
from .models.decision import NOTE_LIMIT, REASON_LIMIT
from .models.house_rules import MOST_SLOW_SECONDS
from .models.thread_mode import TAKES_NO_COMMENTS
from .names import validate_readers_name
from .screening import Arrival

PARENT_GONE = (
    "The comment you answered is no longer there. Send yours again, and it stands on its own."
)
# A note of the opening is no pass for ever.
OPEN_AT_MOST = datetime.timedelta(days=1)


class TextField(forms.CharField):
    """Lines of text, counted as they are stored: one character for a line break."""

    widget = forms.Textarea
    default_error_messages: ClassVar = {
        "max_length": TOO_LONG,
    }

    def to_python(self, value: Any) -> str:
        return normalise_newlines(super().to_python(value) or "")


def note_of_opening(thread: Thread, at: datetime.datetime | None = None) -> str:
    """A signed note of the moment at which the form of a thread was opened; worth nothing to any
    other thread."""
    moment = at or timezone.now()
    return signing.dumps(int(moment.timestamp()), salt=_salt(thread))


def seconds_open(opened: str, thread: Thread) -> float:
    """For how long a form has been open; 0 when its note is missing, not ours or too old."""
    try:
        moment = float(signing.loads(opened, salt=_salt(thread)))
    except signing.BadSignature:
        return 0.0
    seconds = timezone.now().timestamp() - moment
    return seconds if 0 <= seconds <= OPEN_AT_MOST.total_seconds() else 0.0


def _salt(thread: Thread) -> str:
    return f"comment-form-{thread.pk}"


def that_shows(body: str) -> str:
    """The text, unless nothing of it would be seen, or another text than the one that is kept."""
    shown = comment_body(body)
    seen = plain_text(shown)
    if not has_visible(seen):
        raise ValidationError("Nothing of this can be shown. Write it in plain words.")
    refuse_tall(seen)
    if OVERRIDES.search(shown):
        raise ValidationError(
            "This has characters that turn the direction of writing around, so that it reads "
            "otherwise than it was typed. Type it in its usual order.",
            code="bidi",
        )
    return body


class CommentForm(forms.Form):
    """A reader's comment. `submission` makes a double click one comment.

    `asks_address` is for guests who have not confirmed one yet. `opened` says since when the form
    of this thread is open. `homepage` is a trap: no reader sees it, machines fill it.
    """

    author_name = forms.CharField(
        label="Your name",
        max_length=NAME_LIMIT,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name.", "max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=ADDRESS_LIMIT,
        error_messages={
            "required": "Write your e-mail address: we send one link to it.",
            "max_length": TOO_LONG,
        },
    )
    body = TextField(
        label="Your comment",
        max_length=COMMENT_LIMIT,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write something first."},
    )
    homepage = forms.CharField(label="Leave this empty", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    parent = forms.ModelChoiceField(
        queryset=Comment.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": PARENT_GONE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.thread = kwargs.pop("thread")
        self.is_newsrooms = kwargs.pop("is_newsrooms", False)
        asks_address = kwargs.pop("asks_address", True)
        super().__init__(*args, **kwargs)
        if not asks_address:
            del self.fields["email"]
        parent = cast(forms.ModelChoiceField, self.fields["parent"])
        parent.queryset = Comment.objects.approved().filter(thread=self.thread)
        self.fields["opened"].initial = note_of_opening(self.thread)

    def clean(self) -> dict[str, Any]:
        """What is wrong with a field that nobody sees is said above the form."""
        cleaned = super().clean() or {}
        if "parent" in self.errors:
            self.stand_alone()
        for field in self.hidden_fields():
            for message in self.errors.pop(field.name, []):
                self.add_error(None, message)
        return cleaned

    def stand_alone(self) -> None:
        """What was answered is gone: sent again, this is a comment of its own."""
        self.data = {name: self.data.get(name) for name in self.data} | {"parent": ""}

    @property
    def arrival(self) -> Arrival:
        """How the comment came, for the checks."""
        return Arrival(
            seconds=seconds_open(self.cleaned_data["opened"], self.thread),
            trap_was_filled=bool(self.cleaned_data["homepage"]),
        )

    def clean_author_name(self) -> str:
        """The newsroom signs with its own names, and nobody else does."""
        name: str = self.cleaned_data["author_name"]
        if not self.is_newsrooms:
            validate_readers_name(name)
        return name

    def clean_email(self) -> str:
        return one_mailbox(self.cleaned_data["email"])

    def clean_body(self) -> str:
        return that_shows(self.cleaned_data["body"])


class AddressForm(forms.Form):
    """Where to send the link to what is kept."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=ADDRESS_LIMIT,
        error_messages={"required": "Write the address that you comment with."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return one_mailbox(self.cleaned_data["email"])


class MailWishesForm(forms.ModelForm):
    """Which letters a commenter wants, and how often."""

    class Meta:
        model = MailWishes
        fields = ("reply", "decision", "featured", "pace")
        widgets = {"pace": forms.RadioSelect}


class NoteForm(forms.Form):
    """What a moderator notes beside a decision, for colleagues."""

    note = TextField(max_length=NOTE_LIMIT, required=False, validators=[validate_text])


class RejectionForm(NoteForm):
    """Why comments are rejected, for who wrote them."""

    reason = forms.CharField(
        max_length=REASON_LIMIT,
        validators=[validate_text],
        error_messages={"required": "Write the reason: who wrote the comment can read it."},
    )


class ClosingForm(forms.Form):
    """Why a thread is closed at the desk, and why so in spite of an interest in the article."""

    reason = forms.CharField(
        max_length=REASON_LIMIT,
        validators=[validate_text],
        error_messages={"required": "Closing a thread needs a reason that readers see."},
    )
    override = forms.CharField(max_length=REASON_LIMIT, required=False, validators=[validate_text])


class MomentField(forms.DateTimeField):
    """A day and an hour of the paper's own clock, picked in the browser's own way."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class PresetField(forms.ModelChoiceField):
    """The usual reasons, each as readers will see it."""

    def __init__(self, purpose: ReasonPurpose) -> None:
        super().__init__(
            Reason.objects.offered(purpose),
            label="Usual reasons",
            required=False,
            blank=True,
            empty_label="In my own words",
            widget=forms.RadioSelect,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.text)


class ThreadForm(forms.Form):
    """A thread's mode, with the reason that readers see and the time for which it holds.

    Without a mode, threads are left as they are.
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

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if "until" in self.changed_data and until and until <= timezone.now():
            raise ValidationError("This has passed. Choose a moment to come, or leave it empty.")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        preset = cleaned.pop("preset", None)
        if preset:
            self._take(preset, cleaned)
        elif cleaned.get("mode") == ThreadMode.OPEN and "reason" not in self.changed_data:
            # Why it was closed is no reason to open it.
            cleaned["reason"] = ""
        if cleaned.get("mode") in TAKES_NO_COMMENTS and cleaned.get("reason") == "":
            self.add_error("reason", "Readers see why a thread is closed: write the reason.")
        if cleaned.get("mode") == "" and self.changed_data:
            self.add_error("mode", "Choose what comments are: a reason and an end go with it.")
        return cleaned

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

    override = forms.CharField(
        label="Why you do this in spite of your interest in the article",
        max_length=REASON_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="You wrote it, or its disclosures name you. This stays in the log.",
    )
