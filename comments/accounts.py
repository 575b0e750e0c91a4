"""Readers' accounts: an address and a name. The signing in itself is django-allauth's."""

import logging
import smtplib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from articles.mailboxes import one_mailbox
from articles.networks import address_of, network_of
from articles.plaintext import TOO_LONG, validate_name

from . import letters
from .confirming import own
from .models import Commenter, HouseRules
from .models.commenter import NAME_LIMIT
from .names import validate_readers_name
from .readers import has_signed_in, mark_as_known, remember_account

logger = logging.getLogger(__name__)

STAFF_ELSEWHERE = "Members of the newsroom sign in at the desk, with their password."
# The page where one lands says it already, or is one for everybody, which carries no message.
SEEN_WITHOUT_WORDS = (
    "account/messages/email_confirmation_sent.txt",
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/login_code_sent.txt",
    "mfa/messages/recovery_codes_generated.txt",
)
NOT_SENT = "Our mail server does not answer just now. Please ask for the code again in a while."


class NameForm(forms.Form):
    """What a new account asks for beside the address."""

    name = forms.CharField(
        label="Your name",
        max_length=NAME_LIMIT,
        validators=[validate_name, validate_readers_name],
        help_text="Shown beside your comments.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name.", "max_length": TOO_LONG},
    )
    field_order = ("name", "email")

    def signup(self, request: HttpRequest, user: User) -> None:
        """The account's commenter, who may write once the address is confirmed."""
        Commenter.objects.create(user=user, name=self.cleaned_data["name"])


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # it comes without types
    """The paper's word in the signing in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "The newsroom has closed this account.",
        "duplicate_email": "This is your address already.",
        "incorrect_code": "That is not the code. Look again, or have another one sent.",
        "rate_limited": "That was asked for very often. Please wait some minutes.",
        "same_as_current": "This is your address already.",
        "too_many_login_attempts": "That was tried very often. Please wait some minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return HouseRules.now().accounts_welcome

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by name and network: nobody locks an editor out from afar."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{network_of(request)}:{key}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the limits of comments have it; the library's refuses whoever has no address."""
        return address_of(request) or "unknown"

    def clean_email(self, email: str) -> str:
        return one_mailbox(super().clean_email(email))

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """An address alone lets nobody into the newsroom."""
        if user.is_staff:
            messages.info(request, STAFF_ELSEWHERE)
            return redirect("admin:login")
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """On a device that has not commented yet, one's own comments are known all the same."""
        response: HttpResponse = super().post_login(request, user, **options)
        mark_as_known(request, response)
        remember_account(request, response, user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Who has signed in a moment ago is asked nothing twice.

        It is also the way out for who has lost a passkey: sign in by a code, and remove it.
        """
        if _signed_in_just_now(self.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **options))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey first. Codes are asked of who has an app for them, and so has them at hand."""
        ways = super().get_reauthentication_methods(user)
        if not is_mfa_enabled(user):
            ways = [way for way in ways if way["id"] != "mfa_reauthenticate"]
        return sorted(ways, key=lambda way: way["id"] != "mfa_reauthenticate:webauthn")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **options: Any,
    ) -> None:
        if message_template not in SEEN_WITHOUT_WORDS:
            super().add_message(request, level, message_template, *rest, **options)

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME}: {subject}"

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """In plain text, as every letter of the paper."""
        words = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
        subject, body = (
            render_to_string(f"{template_prefix}_{part}.txt", words, using="letters").strip()
            for part in ("subject", "message")
        )
        subject = self.format_email_subject(" ".join(subject.split()))
        return EmailMessage(subject, f"{body}\n", to=[email], headers=headers)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A code cannot wait in the outbox. A server that is away is said, not an error.

        Beyond the limits nothing is sent, and whoever asks is not told.
        """
        by_owner = self.request is not None and has_signed_in(self.request, email)
        if not letters.code_may_go(email.lower(), asked_from=self._network(), by_owner=by_owner):
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.exception("The mail %s was not sent", template_prefix)
            messages.error(self.request, NOT_SENT)

    def _network(self) -> str:
        """As far as the newsroom keeps it at all."""
        return HouseRules.now().keeps(network_of(self.request)) if self.request else ""


def _signed_in_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


@transaction.atomic
def address_confirmed(request: HttpRequest, email_address: Any, **kwargs: Any) -> None:
    """What a guest has written under this address is the account's."""
    user = email_address.user
    if user.is_staff:
        return
    commenter, _ = Commenter.objects.get_or_create(
        user=user, defaults={"name": user.get_username()[:NAME_LIMIT]}
    )
    own(commenter, one_mailbox(email_address.email))
