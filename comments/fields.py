"""What forms of readers and of moderators are made of."""

from typing import Any, ClassVar

from django import forms

from articles.plaintext import TOO_LONG, has_visible, normalise_newlines, validate_text
from comments.models import Reason, ReasonPurpose
from comments.models.decision import REASON_LIMIT


class TextField(forms.CharField):
    """Lines of text, counted as they are stored: one character for a line break."""

    widget = forms.Textarea
    default_error_messages: ClassVar = {
        "max_length": TOO_LONG,
    }

    def to_python(self, value: Any) -> str:
        return normalise_newlines(super().to_python(value) or "")


class ReasonField(forms.CharField):
    """A line that somebody reads: it says something."""

    def __init__(self, **kwargs: Any) -> None:
        limits = {"max_length": REASON_LIMIT, "validators": [validate_text]}
        super().__init__(**{**limits, **kwargs})

    def to_python(self, value: Any) -> str:
        """What nobody sees is nothing."""
        text = super().to_python(value) or ""
        return text if has_visible(text) else ""


class OverrideField(ReasonField):
    """Why somebody decides in spite of an interest, or judges their own decision."""

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
