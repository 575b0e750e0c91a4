"""What `manage.py check --deploy` and the start of `make serve` look at beside Django's own."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError

TAG = "newsroom"
THIS_MACHINE = ("127.0.0.1", "localhost")
PRINTED = "django.core.mail.backends.console.EmailBackend"


@register(TAG, deploy=True)
def nobody_has_the_demos_password(**options: Any) -> Iterable[CheckMessage]:
    from newsroom.demo.accounts import open_to_all

    try:
        names = open_to_all()
    except DatabaseError:
        return  # there are no tables yet, or no server: nobody signs in
    if names:
        yield Error(
            f"{', '.join(names)} can sign in with the demo's password, which everyone knows.",
            hint="Leave the demo (docs/running.md), or change it: .venv/bin/python manage.py "
            "changepassword NAME",
            id="newsroom.E001",
        )


@register(TAG, deploy=True)
def letters_go_out(**options: Any) -> Iterable[CheckMessage]:
    if settings.EMAIL_BACKEND == PRINTED:
        yield Warning(
            "Letters are printed to the console, with addresses and links, and not sent.",
            hint="Set EMAIL_URL and DEFAULT_FROM_EMAIL.",
            id="newsroom.W001",
        )


@register(TAG, deploy=True)
def links_lead_to_the_paper(**options: Any) -> Iterable[CheckMessage]:
    if urlsplit(settings.SITE_URL).hostname in THIS_MACHINE:
        yield Warning(
            f"Links in letters begin with {settings.SITE_URL}, which is this machine.",
            hint="Set SITE_URL to where readers find the paper.",
            id="newsroom.W002",
        )


@register(TAG, deploy=True)
def readers_are_told_apart(**options: Any) -> Iterable[CheckMessage]:
    """HTTPS is spoken by a proxy: the server itself knows HTTP alone."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Warning(
            "Behind the proxy that speaks HTTPS all readers are one, and share every limit.",
            hint="Set TRUSTED_PROXIES to the number of proxies that write X-Forwarded-For.",
            id="newsroom.W003",
        )
