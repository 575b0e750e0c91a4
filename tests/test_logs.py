"""What the log holds of links that let somebody in: everything but what lets them in."""

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from newsroom.logs import WithoutSecrets, without_secrets

pytestmark = pytest.mark.django_db
SECRET = "q3Z-x8_kT0"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes of Django's lines."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutSecrets())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def with_secrets() -> list[str]:
    secret = ("<str:token>", "<str:signed>", "<uuid:receipt>")
    dated = "<yyyy:year>"
    found = routes(get_resolver().url_patterns)
    return [each for each in found if any(s in each for s in secret) and dated not in each]


@pytest.mark.parametrize("route", with_secrets())
def test_no_address_with_a_secret_is_written_whole(route: str) -> None:
    address = "/" + route
    for name in ("<str:token>", "<str:signed>", "<uuid:receipt>"):
        address = address.replace(name, SECRET)
    assert SECRET not in without_secrets(f'"GET {address} HTTP/1.1" 200 17')


@pytest.mark.parametrize("method", ["get", "put"])
def test_a_refused_link_is_in_the_log_without_its_secret(
    client: Client, log: io.StringIO, method: str
) -> None:
    getattr(client, method)(f"/declare/{SECRET}/")
    assert "/declare/…/" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_a_form_from_elsewhere_is_in_the_log_without_the_secret(log: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post(f"/declare/{SECRET}/")
    assert "/declare/…/" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_a_traceback_holds_no_secret_either(log: io.StringIO) -> None:
    try:
        raise LookupError(f"/declare/{SECRET}/")
    except LookupError:
        logging.getLogger("django.request").error("It broke.", exc_info=sys.exc_info())
    assert "LookupError: /declare/…/" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_what_is_no_secret_is_written_as_it_is() -> None:
    line = "Not Found: /admin/articles/article/7/preview/ and /2026/05/03/ferry-to-run/"
    assert without_secrets(line) == line


def test_every_handler_of_the_site_leaves_secrets_out() -> None:
    handlers: Any = settings.LOGGING["handlers"]
    assert all(each["filters"] == ["without_secrets"] for each in handlers.values())
