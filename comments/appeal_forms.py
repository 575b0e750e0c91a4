"""What commenters and moderators type in an appeal."""

from django import forms

from articles.plaintext import TOO_LONG, refuse_turned, validate_text
from comments.fields import OverrideField, TextField
from comments.models.appeal_message import MESSAGE_LIMIT


class AppealForm(forms.Form):
    """The commenter's side."""

    text = TextField(
        label="What should we look at again?",
        max_length=MESSAGE_LIMIT,
        validators=[validate_text, refuse_turned],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you object to.", "max_length": TOO_LONG},
    )


class AppealMessageForm(forms.Form):
    """A moderator asks back."""

    text = TextField(
        label="Message to the commenter",
        max_length=MESSAGE_LIMIT,
        validators=[validate_text],
        error_messages={"required": "Write the message.", "max_length": TOO_LONG},
    )
    override = OverrideField(label="Why you write all the same")


# The three ends of an appeal, by the value of the button.
UPHOLD, OVERTURN, PUBLISH = "uphold", "overturn", "publish"


class AppealDecisionForm(forms.Form):
    """The end of an appeal, with the answer that the commenter reads."""

    answer = TextField(
        label="Answer to the commenter",
        max_length=MESSAGE_LIMIT,
        required=False,
        validators=[validate_text],
        error_messages={"max_length": TOO_LONG},
    )
    override = OverrideField(label="Why you decide all the same")
    # How many messages of the commenter were on the page.
    heard = forms.IntegerField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=[(UPHOLD, "Uphold"), (OVERTURN, "Overturn"), (PUBLISH, "Overturn and publish")],
        error_messages={"required": "Choose what becomes of the decision."},
    )

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == UPHOLD and not cleaned.get("answer", "x"):
            self.add_error("answer", "Say to the commenter why the decision stands.")
        return cleaned
