"""Lines of text in a form."""

from typing import Any

from django import forms

from articles.plaintext import TOO_LONG, normalise_newlines, refuse_turned, validate_text


class LinesField(forms.CharField):
    """Lines of text, counted as they are stored: one character for a line break."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        messages = {"max_length": TOO_LONG} | options.pop("error_messages", {})
        super().__init__(
            validators=[validate_text, refuse_turned], error_messages=messages, **options
        )

    def to_python(self, value: Any) -> str:
        return normalise_newlines(super().to_python(value) or "")
