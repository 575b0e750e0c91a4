"""What readers type to report an error, and editors to answer."""

import uuid
from typing import Any

from django import forms

from articles.correction_forms import CorrectionForm
from articles.lines import LinesField
from articles.mailboxes import ADDRESS_LIMIT, one_mailbox
from articles.models import Correction, ErrorReport
from articles.models.error_report import PASSAGE_LIMIT, PROBLEM_LIMIT
from articles.plaintext import TOO_LONG

TWO_AT_ONCE = "Write a correction, or choose one that stands: not both."
NONE_WANTED = "A correction is written or chosen here: answer by it, or empty its fields first."
NO_CORRECTION = "Write what is right, or choose a correction; or close the report without one."


class ErrorReportForm(forms.Form):
    """A reader's report. `homepage` is a trap: no reader sees it, machines fill it."""

    passage = LinesField(label="The passage", max_length=PASSAGE_LIMIT, required=False)
    problem = LinesField(
        label="What is wrong with it?",
        max_length=PROBLEM_LIMIT,
        error_messages={"required": "Say what is wrong."},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=ADDRESS_LIMIT,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    homepage = forms.CharField(label="Leave this empty", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        return one_mailbox(address) if address else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("homepage"):
            self.add_error(None, "Leave the field “Leave this empty” empty: machines fill it.")
        for message in self.errors.pop("submission", []):
            self.add_error(None, message)
        return cleaned


class ErrorAnswerForm(forms.Form):
    """An editor's answer: by a correction of the article, or without one."""

    correction = forms.ModelChoiceField(
        label="Or a correction that stands already",
        queryset=Correction.objects.none(),
        required=False,
        empty_label="None",
    )
    answer = LinesField(
        label="Note on what was done",
        help_text="Kept in the record; nobody outside the newsroom reads it.",
        max_length=PROBLEM_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, report: ErrorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["correction"].queryset = report.article.corrections.all()  # type: ignore

    def takes(self, new: CorrectionForm, *, corrects: bool) -> bool:
        """Whether what is typed is what the button says: one correction, or none."""
        if self.is_valid():
            count = new.is_typed + bool(self.cleaned_data["correction"])
            if count > corrects:
                self.add_error("correction", TWO_AT_ONCE if corrects else NONE_WANTED)
            elif count < corrects:
                self.add_error("correction", NO_CORRECTION)
        return self.is_valid()
