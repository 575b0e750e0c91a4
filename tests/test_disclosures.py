"""Disclosures: what stands on which day."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Disclosure
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 3)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "stands"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (DAY + datetime.timedelta(1), None, False),
        (DAY - datetime.timedelta(9), DAY - datetime.timedelta(1), False),
        (DAY - datetime.timedelta(9), DAY, True),
    ],
)
def test_a_disclosure_stands_from_its_first_to_its_last_day(
    valid_from: datetime.date, valid_to: datetime.date | None, stands: bool
) -> None:
    factories.disclosure(factories.author(), valid_from=valid_from, valid_to=valid_to)
    assert Disclosure.objects.in_force(DAY).exists() is stands


def test_a_successor_replaces_from_its_first_day_and_not_before() -> None:
    author = factories.author()
    old = factories.disclosure(author, text="Old")
    new = factories.disclosure(author, text="New", valid_from=DAY, supersedes=old)
    assert Disclosure.objects.in_force(DAY - datetime.timedelta(1)).get() == old
    assert Disclosure.objects.in_force(DAY).get() == new


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_the_query_word_agrees_with_the_property(days: int) -> None:
    today = timezone.localdate()
    author = factories.author()
    old = factories.disclosure(author, valid_from=today - datetime.timedelta(500))
    start = today + datetime.timedelta(days)
    factories.disclosure(author, valid_from=start, supersedes=old)
    standing = set(Disclosure.objects.in_force(today))
    for disclosure in Disclosure.objects.all():
        begun = disclosure.valid_from <= today
        assert (disclosure in standing) is (begun and not disclosure.has_passed)


def test_the_authors_page_shows_what_stands_and_what_stood(client: Client) -> None:
    author = factories.author()
    old = factories.disclosure(author, text="Owned a ferry.")
    factories.disclosure(
        author, text="Sold the ferry.", valid_from=timezone.localdate(), supersedes=old
    )
    html = client.get(author.disclosures_url).content.decode()
    assert html.index("Sold the ferry.") < html.index("Owned a ferry.")


def test_ending_an_interest_keeps_its_words_and_gives_it_a_last_day() -> None:
    author = factories.author()
    ended = factories.disclosure(author).end(on=DAY, by=factories.editor())
    assert (ended.text, ended.valid_to) == ("Owns shares in it.", DAY)
    assert author.disclosures.in_force(DAY).get() == ended
    assert not author.disclosures.in_force(DAY + datetime.timedelta(1)).exists()
