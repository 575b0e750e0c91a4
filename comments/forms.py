"""What a reader types under an article."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from articles.mailboxes import ADDRESS_LIMIT, one_mailbox
from articles.plaintext import (
    OVERRIDES,
    TOO_LONG,
    has_visible,
    refuse_tall,
    validate_name,
    validate_text,
)
from articles.safe_html import COMMENT_LIMIT, comment_body, plain_text
from comments.fields import TextField
from comments.models import Comment
from comments.models.commenter import NAME_LIMIT
from comments.names import validate_readers_name
from comments.opening_note import note_of_opening, seconds_open
from comments.screening import Arrival

PARENT_GONE = (
    "The comment you answered is no longer there. Send yours again, and it stands on its own."
)


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

    `is_newsrooms` is for staff, who sign with their own name and are asked for none. `asks_address`
    is for guests who have not confirmed one yet. `opened` says since when the form of this thread
    is open. `homepage` is a trap: no reader sees it, machines fill it.
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
        is_newsrooms = kwargs.pop("is_newsrooms", False)
        asks_address = kwargs.pop("asks_address", True)
        super().__init__(*args, **kwargs)
        if not asks_address:
            del self.fields["email"]
        if is_newsrooms:
            del self.fields["author_name"]
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
        """Nobody but the newsroom signs with its names."""
        name: str = self.cleaned_data["author_name"]
        validate_readers_name(name)
        return name

    def clean_email(self) -> str:
        return one_mailbox(self.cleaned_data["email"])

    def clean_body(self) -> str:
        return that_shows(self.cleaned_data["body"])
