"""Tries at signing in are counted once for all workers, and nothing makes room for more."""

import os
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from newsroom import settings as house
from tests.test_accounts import code, sign_up

pytestmark = pytest.mark.django_db

TABLE = "newsroom_cache"


def configured(monkeypatch: pytest.MonkeyPatch, url: str | None) -> dict[str, Any]:
    if url is None:
        monkeypatch.delitem(os.environ, "CACHE_URL")
    else:
        monkeypatch.setitem(os.environ, "CACHE_URL", url)
    return house.cache()


@pytest.fixture
def shared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> BaseCache:
    """The cache of a site whose CACHE_URL says nothing."""
    settings.CACHES = {"default": configured(monkeypatch, None)}
    return caches["default"]


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")  # noqa: S608 -- our own table
        return int(cursor.fetchone()[0])


def test_a_site_counts_in_its_database(shared: BaseCache, client: Client) -> None:
    before = rows()
    client.post("/accounts/login/", {"login": "nora@mail.example"})
    assert rows() > before


def test_an_authenticator_is_guessed_at_five_times(shared: BaseCache, client: Client) -> None:
    sign_up(client)
    TOTP.activate(User.objects.get(), generate_totp_secret())
    client.logout()
    shared.clear()
    client.post("/accounts/login/", {"login": "nora@mail.example"})
    client.post("/accounts/login/code/confirm/", {"code": code()})
    for _ in range(6):
        page = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "very often" in page.content.decode()


def sign_in(client: Client, password: str, network: str = "203.0.113.5") -> str:
    words = {"username": "nora", "password": password}
    page = client.post("/admin/login/", words, REMOTE_ADDR=network)
    return "in" if page.status_code == 302 else page.content.decode()


@pytest.fixture
def editor(shared: BaseCache) -> User:
    return User.objects.create_user("nora", password="the right one", is_staff=True)


def test_a_password_of_the_newsroom_is_guessed_at_five_times(editor: User, client: Client) -> None:
    for _ in range(5):
        assert "correct username and password" in sign_in(client, "a guess")
    assert "very often" in sign_in(client, "the right one")
    assert sign_in(client, "the right one", network="198.51.100.7") == "in"


def test_who_knows_the_password_signs_in_as_often_as_they_like(
    editor: User, client: Client
) -> None:
    for _ in range(12):
        assert sign_in(client, "the right one") == "in"
        client.logout()


def test_other_names_do_not_lengthen_the_guessing(editor: User, client: Client) -> None:
    for number in range(10):
        client.post("/admin/login/", {"username": f"n{number}", "password": "a guess"})
    page = client.post("/admin/login/", {"username": "nora", "password": "the right one"})
    assert "very often" in page.content.decode()


@pytest.mark.parametrize("url", [None, "locmemcache://", "filecache:///tmp/made-up"])
def test_no_limit_is_crowded_out_by_a_few_hundred_others(
    monkeypatch: pytest.MonkeyPatch, url: str | None
) -> None:
    assert configured(monkeypatch, url)["OPTIONS"]["MAX_ENTRIES"] == 100_000


def test_a_redis_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "find_spec", lambda name: True)
    config = configured(monkeypatch, "redis://127.0.0.1:6379/0")
    assert "MAX_ENTRIES" not in config.get("OPTIONS", {})
