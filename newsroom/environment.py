"""Reading settings: what makes no sense is named in one line, and never a secret with it."""

import io
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

# What a name or a password holds in an address: the rest would end it.
PART = r"(?:[^@:/?#%\s]|%[0-9A-Fa-f]{2})+"
HOST = r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
SMTP = re.compile(rf"smtp(?:\+tls|\+ssl)?://(?:{PART}(?::{PART})?@)?{HOST}/?")
ENCODED = "In a name or password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25."

LINE = re.compile(r"(?:export )?[A-Za-z_][A-Za-z_0-9]*=(.*)")
SWITCH = {"1": True, "0": False} | dict.fromkeys(("true", "yes", "on"), True)
SWITCH |= dict.fromkeys(("false", "no", "off", ""), False)


def without_odd_lines(file: Path) -> str:
    """The text of a file of settings, each line of which is a setting or a remark."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ImproperlyConfigured(f"{file.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{file.name} must be text in UTF-8.") from None
    settings = [line if line.strip() else "" for line in lines]
    for at, line in enumerate(settings, start=1):
        if line and not line.startswith("#"):
            refuse_odd_line(line, f"Line {at} of {file.name}")
    return "\n".join(settings)


def refuse_odd_line(line: str, where: str) -> None:
    found = LINE.fullmatch(line)
    if not found:
        raise ImproperlyConfigured(f"{where} must be NAME=value, or begin with # for a remark.")
    value = found[1].rstrip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    if not quoted and re.search(r"\s#", value):
        raise ImproperlyConfigured(
            f"{where} has a # after its value: put the remark on a line of its own, or the whole "
            "value in quotes."
        )


env = environ.Env()
ENV_FILE = Path(os.environ.get("ENV_FILE") or Path(__file__).resolve().parent.parent / ".env")
env.read_env(io.StringIO(without_odd_lines(ENV_FILE)))


def switch(name: str, default: bool) -> bool:
    value = env.str(name, default=str(int(default))).strip().lower()
    if value not in SWITCH:
        raise ImproperlyConfigured(f"{name} must be 1 or 0.")
    return SWITCH[value]


def number(name: str, default: int, least: int = 0) -> int:
    value = env.str(name, default=str(default)).strip()
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number, {least} or more.")
    return int(value)


def time_zone(name: str, default: str) -> str:
    zone = str(env.str(name, default=default))
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} {zone!r} is not known; try Europe/Paris.") from error


def web_address(name: str, default: str) -> str:
    """Scheme and host, without the slash at the end."""
    address = str(env.str(name, default=default)).rstrip("/")
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


def day_or_year(name: str, default: str) -> str:
    told = str(env.str(name, default=default)).strip()
    if told and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", told, re.ASCII):
        raise ImproperlyConfigured(f"{name} {told!r} is no year or day; try 1887 or 1887-05-01.")
    return told


def language(name: str, default: str) -> str:
    code = str(env.str(name, default=default)).strip().lower()
    if code not in LANG_INFO and code.partition("-")[0] not in LANG_INFO:
        raise ImproperlyConfigured(f"{name} {code!r} is not known to Django; try en-gb.")
    return code
