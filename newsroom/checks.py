"""What `manage.py check --deploy` and the start of `make serve` look at beside Django's own."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

TAG = "newsroom"


@register(TAG, deploy=True)
def nobody_has_the_demos_password(**options: Any) -> Iterable[CheckMessage]:
    from newsroom.demo.accounts import open_to_all

    try:
        names = open_to_all()
    except DatabaseError:
        return []  # there are no tables yet, or no server: nobody signs in
    if not names:
        return []
    return [
        Error(
            f"{', '.join(names)} can sign in with the demo's password, which everyone knows.",
            hint="Change it: .venv/bin/python manage.py changepassword NAME",
            id="newsroom.E001",
        )
    ]
