"""What a moderator types beside a decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.plaintext import validate_text
from comments.fields import OverrideField, ReasonField, TextField
from comments.models import Reason
from comments.models.decision import NOTE_LIMIT

from . import notices


class NoteForm(forms.Form):
    """What a moderator notes beside a decision, for colleagues, and why in spite of an interest."""

    override = OverrideField()
    note = TextField(max_length=NOTE_LIMIT, required=False, validators=[validate_text])

    def clean_override(self) -> str:
        """Where it is asked for, it is owed."""
        override: str = self.cleaned_data["override"]
        if "override" in self.data and not override:
            raise ValidationError(notices.NO_OVERRIDE)
        return override


class RejectionForm(NoteForm):
    """Why comments are rejected, for who wrote them: in one's own words, or in the usual ones."""

    reason = ReasonField(
        error_messages={"required": "Write the reason: who wrote the comment can read it."},
    )

    def __init__(self, *args: Any, usual: Reason | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if usual:
            self.initial["reason"] = usual.text
            self.fields["reason"].disabled = True


class ClosingForm(forms.Form):
    """Why a thread is closed at the desk, and why so in spite of an interest in the article."""

    reason = ReasonField(
        error_messages={"required": "Closing a thread needs a reason that readers see."},
    )
    override = OverrideField()
