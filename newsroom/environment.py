"""Reading settings: what makes no sense is named in one line, and never a secret with it."""

import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

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
