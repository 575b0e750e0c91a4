"""Network addresses: kept short, and never as a stranger claims."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from articles import networks
from articles.networks import network_of, truncated


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", ""),
        ("unknown", ""),
        ("203.0.113.77:1234", ""),
    ],
)
def test_an_address_is_kept_without_its_last_part(address: str, kept: str) -> None:
    assert truncated(address) == kept


@pytest.mark.parametrize(
    ("proxies", "forwarded", "kept"),
    [
        (0, "198.51.100.1", "203.0.113.0/24"),
        (1, "198.51.100.1", "198.51.100.0/24"),
        (1, "192.0.2.1, 198.51.100.1", "198.51.100.0/24"),
        (2, "192.0.2.9, 192.0.2.1, 198.51.100.1", "192.0.2.0/24"),
        (2, "198.51.100.1", "198.51.100.0/24"),
        (1, "", "203.0.113.0/24"),
        (1, "198.51.100.1:1234", "198.51.100.0/24"),
        (1, "[2001:db8:1::7]:1234", "2001:db8:1::/48"),
        (1, "[2001:db8:1::7]", "2001:db8:1::/48"),
        (1, "66.00.1.1", "203.0.113.0/24"),
        (1, "unknown", "203.0.113.0/24"),
    ],
)
def test_a_forwarded_address_counts_as_far_as_our_own_proxies_wrote_it(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, kept: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="203.0.113.77", headers={"X-Forwarded-For": forwarded})
    assert network_of(request) == kept


def test_a_proxy_that_nobody_has_named_is_logged_once(
    rf: RequestFactory, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TRUSTED_PROXIES = 0
    networks._warn_of_a_proxy.cache_clear()
    network_of(rf.get("/"))
    assert caplog.text == ""
    for _ in range(2):
        network_of(rf.get("/", headers={"X-Forwarded-For": "198.51.100.1"}))
    assert caplog.text.count("set TRUSTED_PROXIES") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["66.00.1.1", "unknown", "198.51.100.1:1234", "198.51.100.1"])
def test_nobody_is_kept_from_signing_in_by_what_a_proxy_writes(
    client: Client, settings: Settings, forwarded: str
) -> None:
    settings.TRUSTED_PROXIES = 1
    typed = {"login": "nora@mail.example"}
    answer = client.post("/accounts/login/", typed, headers={"X-Forwarded-For": forwarded})
    assert answer.status_code == 302
