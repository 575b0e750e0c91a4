"""What a reader's account asks for beside the mailed code: an authenticator's, where there is one.

The desk's own sign-in does not come by here.
"""

from collections.abc import Sequence
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.http import HttpRequest
from django.urls import reverse

# How long a name is that still fits beside its passkey.
NAME_LIMIT = 60


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # it comes without types
    """A passkey is another door, not a second lock: who has one may still come by the code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. The app shows another one every half minute.",
        "unverified_email": "Confirm your address first.",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a passkey is called whose owner gives it no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        asks_for_a_lock = types is None or Authenticator.Type.TOTP in types
        locks = [Authenticator.Type.TOTP] if asks_for_a_lock else types
        return bool(super().is_mfa_enabled(user, types=locks))


def just_proven(request: HttpRequest, user: Any, authenticator: Any, **signal: Any) -> None:
    """Who has added an authenticator has used it a moment ago, and is not asked for it again."""
    record_authentication(
        request,
        user,
        method="mfa",
        id=authenticator.pk,
        type=authenticator.type,
        reauthenticated=True,
    )


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Leads to the passkeys, not to recovery codes that a passkey alone does not need."""

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Signs in by itself, unless its owner wants it as a second lock alone."""

    name = forms.CharField(
        label="Its name",
        required=False,
        max_length=NAME_LIMIT,
        help_text="To know it among others: “Phone”, “Key on my ring”.",
    )
    passwordless = forms.BooleanField(
        label="It signs me in by itself",
        required=False,
        initial=True,
        help_text="Otherwise it is only a second lock, where an authenticator app could be used.",
    )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label="Its name", max_length=NAME_LIMIT)
