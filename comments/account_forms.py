"""The forms of the signing in, in the paper's words: django-allauth asks for an “Email”."""

from typing import Any

from allauth.account import forms as librarys


class InOurWords:
    """For a form with one field for an address, which says what it wants outside the field."""

    label = "Your e-mail address"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "login"):
            if field := self.fields.get(name):  # type: ignore[attr-defined]
                field.label = self.label
                field.error_messages["required"] = "Write your e-mail address."
                field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, librarys.LoginForm):  # type: ignore[misc]  # it comes without types
    pass


class SignupForm(InOurWords, librarys.SignupForm):  # type: ignore[misc]
    pass


class AddEmailForm(InOurWords, librarys.AddEmailForm):  # type: ignore[misc]
    label = "Your new e-mail address"


class RequestLoginCodeForm(InOurWords, librarys.RequestLoginCodeForm):  # type: ignore[misc]
    pass
