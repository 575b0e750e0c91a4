"""Reading settings: what makes no sense is named in one line, and never a secret with it."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

# What a name or a password holds in an address: the rest would end it.
PART = r"(?:[^@:/?#%\s]|%[0-9A-Fa-f]{2})+"
HOST = r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
SMTP = re.compile(rf"smtp(?:\+tls|\+ssl)?://(?:{PART}(?::{PART})?@)?{HOST}/?")
ENCODED = "In a name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25."

env = environ.Env()
env.read_env(os.environ.get("ENV_FILE", Path(__file__).resolve().parent.parent / ".env"))


def number(name: str, default: int) -> int:
    try:
        return int(env.str(name, default=str(default)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error


def time_zone(name: str, default: str) -> str:
    zone = env.str(name, default=default)
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} {zone!r} is not known; try Europe/Paris.") from error


def web_address(name: str, default: str) -> str:
    """Scheme and host, without the slash at the end."""
    address = env.str(name, default=default).rstrip("/")
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.path or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(f"{name} must look like https://news.example, with no path.")
    return address


def mail(name: str, default: str) -> dict[str, Any]:
    """Django's settings of mail."""
    url = env.str(name, default=default)
    if url.startswith("smtps:"):
        raise ImproperlyConfigured(
            f"{name} is smtp+tls:// (STARTTLS, mostly port 587) or smtp+ssl:// (TLS from the "
            "first byte, mostly port 465): smtps:// is read both ways."
        )
    if url.startswith("smtp") and not SMTP.fullmatch(url):
        raise ImproperlyConfigured(
            f"{name} must look like smtp+tls://user:password@mail.example:587. {ENCODED}"
        )
    try:
        return dict(env.email_url_config(url))
    except (ImproperlyConfigured, ValueError):
        known = "smtp+tls://, smtp+ssl://, smtp://, consolemail:// or filemail:///folder"
        raise ImproperlyConfigured(f"{name} must begin with {known}.") from None
