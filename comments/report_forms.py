"""What readers type to report a comment."""

import uuid
from typing import Any

from django import forms

from articles.mailboxes import ADDRESS_LIMIT, one_mailbox
from articles.plaintext import TOO_LONG, refuse_turned, validate_name, validate_text
from comments.fields import TextField
from comments.models import ReportReason
from comments.models.commenter import NAME_LIMIT
from comments.models.report import REPORT_LIMIT
from comments.names import validate_readers_name


class ReportForm(forms.Form):
    """A reader's report. `homepage` is a trap: no reader sees it, machines fill it.

    The newsroom signs with its own names, `is_newsrooms`, and nobody else does.
    """

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it."},
    )
    text = TextField(
        label="What should the moderator know?",
        max_length=REPORT_LIMIT,
        required=False,
        validators=[validate_text, refuse_turned],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": TOO_LONG},
    )
    name = forms.CharField(
        label="Your name",
        max_length=NAME_LIMIT,
        required=False,
        validators=[validate_name],
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=ADDRESS_LIMIT,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    homepage = forms.CharField(label="Leave this empty", required=False)
    receipt = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, is_newsrooms: bool = False, **kwargs: Any) -> None:
        self.is_newsrooms = is_newsrooms
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and not self.is_newsrooms:
            validate_readers_name(name)
        return name

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        return one_mailbox(address) if address else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_unexplained = cleaned.get("reason") == ReportReason.ILLEGAL and not cleaned.get("text")
        if is_unexplained and "text" not in self.errors:
            self.add_error("text", "Say which words are against the law, and why you think so.")
        if cleaned.get("homepage"):
            self.add_error(None, "Leave the field “Leave this empty” empty: machines fill it.")
        return cleaned
