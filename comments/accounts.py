"""Readers' accounts: an address and a name. The signing in itself is django-allauth's."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
from articles.plaintext import TOO_LONG, validate_name

from . import letters
from .addresses import network_of
from .confirming import own
from .models import Commenter, HouseRules
from .models.commenter import NAME_LIMIT
from .names import validate_readers_name
from .views import mark_as_known

logger = logging.getLogger(__name__)

STAFF_ELSEWHERE = "Members of the newsroom sign in at the desk, with their password."
# The page where one lands says it already, or is one for everybody, which carries no message.
SEEN_WITHOUT_WORDS = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
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

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return HouseRules.now().accounts_welcome

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
        return response

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
        words = {"site_name": settings.SITE_NAME, **context}
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
        if not letters.code_may_go(email.lower(), asked_from=self._network()):
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.exception("The mail %s was not sent", template_prefix)
            messages.error(self.request, NOT_SENT)

    def _network(self) -> str:
        """As far as the newsroom keeps it at all."""
        return HouseRules.now().keeps(network_of(self.request)) if self.request else ""


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
