"""What readers type about letters: where to, and which."""

from django import forms

from articles.mailboxes import ADDRESS_LIMIT, one_mailbox
from comments.models import MailWishes


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
