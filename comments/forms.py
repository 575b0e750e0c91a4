"""What readers and moderators type."""

import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.plaintext import normalise_newlines, validate_name, validate_text
from articles.safe_html import COMMENT_LIMIT, comment_body

from .models import Comment, ThreadMode
from .models.commenter import NAME_LIMIT
from .models.decision import NOTE_LIMIT, REASON_LIMIT
from .screening import Arrival

PARENT_GONE = (
    "The comment you answered is no longer there. Send yours again, and it stands on its own."
)
TOO_LONG = "At most %(limit_value)d characters: this text has %(show_value)d."


class TextField(forms.CharField):
    """Lines of text, counted as they are stored: one character for a line break."""

    widget = forms.Textarea
    default_error_messages: ClassVar = {
        "max_length": TOO_LONG,
    }

    def to_python(self, value: Any) -> str:
        return normalise_newlines(super().to_python(value) or "")


def opened_now() -> str:
    """A signed note of the moment at which a form was opened."""
    return signing.dumps(int(timezone.now().timestamp()), salt="comment-form")


def seconds_open(opened: str) -> float:
    """For how long a form has been open; 0 when its note is missing or not ours."""
    try:
        moment = float(signing.loads(opened, salt="comment-form"))
    except signing.BadSignature:
        return 0.0
    return max(0.0, timezone.now().timestamp() - moment)


class CommentForm(forms.Form):
    """A reader's comment. `submission` makes a double click one comment.

    `opened` says since when it is open. `homepage` is a trap: no reader sees it, machines fill it.
    """

    author_name = forms.CharField(
        label="Your name",
        max_length=NAME_LIMIT,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name.", "max_length": TOO_LONG},
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
    opened = forms.CharField(widget=forms.HiddenInput, required=False, initial=opened_now)
    parent = forms.ModelChoiceField(
        queryset=Comment.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": PARENT_GONE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        thread = kwargs.pop("thread")
        super().__init__(*args, **kwargs)
        parent = cast(forms.ModelChoiceField, self.fields["parent"])
        parent.queryset = Comment.objects.approved().filter(thread=thread)

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
            seconds=seconds_open(self.cleaned_data["opened"]),
            trap_was_filled=bool(self.cleaned_data["homepage"]),
        )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not comment_body(body).strip():
            raise ValidationError("Nothing of this can be shown. Write it in plain words.")
        return body


# Offered while a moderator types a reason; any other words will do.
USUAL_REASONS = (
    "Off the subject of the article.",
    "Attacks a person instead of answering them.",
    "Advertising.",
    "Makes an accusation without evidence.",
    "Says what was said before.",
)


class RejectionForm(forms.Form):
    """Why comments are rejected."""

    reason = forms.CharField(
        label="Reason, shown to who wrote it",
        max_length=REASON_LIMIT,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"list": "usual-reasons", "autocomplete": "off"}),
        error_messages={"required": "Write the reason: who wrote the comment can read it."},
    )
    note = TextField(
        label="Note, for moderators only",
        max_length=NOTE_LIMIT,
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ThreadForm(forms.Form):
    """A thread's mode, with the reason that readers see."""

    mode = forms.ChoiceField(
        label="Comments are", choices=ThreadMode.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Reason, shown to readers",
        max_length=REASON_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="Needed to close.",
    )
    override = forms.CharField(
        label="Why you close it in spite of your interest in the article",
        max_length=REASON_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="You wrote it, or its disclosures name you. This stays in the log.",
    )

    def ask_override(self, is_asked: bool) -> None:
        """Only who has an interest is asked why they decide all the same."""
        if not is_asked:
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        closes_silently = cleaned.get("mode") == ThreadMode.CLOSED and cleaned.get("reason") == ""
        if closes_silently:
            self.add_error("reason", "Readers see why a thread is closed: write the reason.")
        return cleaned
