"""What readers send about comments that are there: another text, a word for one, a name to mute."""

from typing import Any

from django import forms

from articles.plaintext import validate_text
from articles.safe_html import COMMENT_LIMIT
from comments.fields import TextField
from comments.forms import that_shows


class RewriteForm(forms.Form):
    """Another text for one's own comment, bound to the one that was before one's eyes."""

    body = TextField(
        label="Your comment",
        max_length=COMMENT_LIMIT,
        validators=[validate_text],
        error_messages={"required": "Write something first, or withdraw the comment."},
    )
    revision = forms.IntegerField(min_value=1, max_value=32_000, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        return that_shows(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """What is wrong with a field that nobody sees is said above the form."""
        cleaned = super().clean() or {}
        for message in self.errors.pop("revision", []):
            self.add_error(None, message)
        return cleaned

    def put_in_place_of(self, revision: int) -> None:
        """Sent again, it is bound to the version that stands there by now."""
        self.data = {name: self.data.get(name) for name in self.data} | {"revision": revision}


class SwitchForm(forms.Form):
    """On or off, as it was asked for: sent twice, it is what it was after the first time."""

    on = forms.BooleanField(required=False)
