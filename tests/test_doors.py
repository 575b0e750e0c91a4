"""The door to a reader's own page: the same link on every page, and who one is behind it."""

import pytest
from django.test import Client

from comments.models import HouseRules
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "article", "/search/", "/no/such/page", "/comments/yours/"]
)
def test_every_page_has_the_door(client: Client, address: str) -> None:
    article = factories.published()
    page = client.get(article.get_absolute_url() if address == "article" else address)
    assert '<a href="/accounts/">Your account</a>' in page.content.decode()


def test_a_page_is_the_same_for_who_is_signed_in(client: Client) -> None:
    address = factories.published().get_absolute_url()
    before = client.get(address).content
    client.force_login(factories.user("", username="nora"))
    signed_in = client.get(address)
    assert signed_in.content == before
    assert "Cookie" not in signed_in.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [("nobody", "/accounts/login/"), ("", "/comments/yours/"), ("Moderator", "/admin/")],
)
def test_behind_the_door_everybody_meets_their_own_page(
    client: Client, role: str, leads_to: str
) -> None:
    if role != "nobody":
        client.force_login(factories.user(role))
    answer = client.get("/accounts/")
    assert answer.headers["Location"] == leads_to
    assert "no-store" in answer.headers["Cache-Control"]


def test_where_no_accounts_are_made_the_door_leads_to_what_guests_have(client: Client) -> None:
    HouseRules(pk=1, accounts_welcome=False).save()
    assert client.get("/accounts/").headers["Location"] == "/comments/yours/"
    assert "Make an account" not in client.get("/accounts/login/").content.decode()
