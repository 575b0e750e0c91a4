"""Signing in with an account that a reader has elsewhere, where the paper has switched that on."""

from typing import Any

import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import forms as librarys
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.http import HttpRequest
from django.shortcuts import redirect

from .account_forms import InOurWords

SECONDS_TO_ANSWER = 10


class NotTold(ImmediateHttpResponse):  # type: ignore[misc]  # it comes without types
    """The other site does not say who the reader is, for whatever reason."""

    def __init__(self) -> None:
        super().__init__(redirect("socialaccount_login_error"))


class PatientSession(requests.Session):
    """A server that is away, or ill, leads to the page that says so."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        try:
            response = super().request(*args, **{"timeout": SECONDS_TO_ANSWER} | options)
        except requests.RequestException as error:
            raise NotTold from error
        if response.status_code >= 500:
            raise NotTold
        return response


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # it comes without types
    """What another site says of an address opens nothing here: the paper asks the address."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        for address in sociallogin.email_addresses:
            address.verified = False

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """The name as it is there; whoever it belongs to may write another."""
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        return initial | {"name": sociallogin.user.get_full_name()}

    def get_requests_session(self) -> requests.Session:
        return PatientSession()

    def on_authentication_error(self, request: HttpRequest, *about: Any, **more: Any) -> None:
        """Every failure has one page; which one it was helps no reader."""
        if more.get("error") != "cancelled":
            raise NotTold


class DisconnectForm(librarys.DisconnectForm):  # type: ignore[misc]
    """Readers have no password: what is left to them is a confirmed address, by a code."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        if not EmailAddress.objects.filter(user=self.request.user, verified=True).exists():
            raise forms.ValidationError("It is your only way in. Confirm an address first.")
        return cleaned


class SignupForm(InOurWords, librarys.SignupForm):  # type: ignore[misc]
    pass
