"""What was taken from readers keeps the headline and the address that they know it by."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from articles.publishing import PublishingConflict
from tests import factories
from tests.newspaper import quiet
from tests.test_editing import address, retyped
from tests.test_structured import data

pytestmark = pytest.mark.django_db

KNOWN, TYPED = "Ferry at night", "Mayor under arrest"
LATER = datetime.timedelta(hours=2)


def published() -> Article:
    return factories.published(headline=KNOWN)


def rewritten(article: Article, **fields: Any) -> Article:
    """Withdrawn, and saved since with words that no reader has had."""
    editor, client = factories.editor(), quiet()
    article.refresh_from_db()
    article.withdraw(by=editor, reason="Under review")
    client.force_login(editor)
    sent = retyped(article, headline=TYPED, **fields, _continue="Save")
    assert client.post(address(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.headline == TYPED
    return article


def retracted(**fields: Any) -> Article:
    article = rewritten(published(), **fields)
    article.retract(by=factories.editor(), reason="None of it happened.")
    return article


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


# The word


@pytest.mark.parametrize(
    ("stands", "known"),
    [
        *(("draft", TYPED), ("scheduled", TYPED), ("published", TYPED), ("withdrawn", KNOWN)),
        *(("a draft again", KNOWN), ("retracted", KNOWN), ("published again", TYPED)),
    ],
)
def test_readers_know_a_piece_by_what_they_have_or_last_had(stands: str, known: str) -> None:
    editor = factories.editor()
    article = factories.draft(headline=TYPED)
    if stands == "scheduled":
        article.publish(by=editor, at=timezone.now() + LATER)
    elif stands == "published":
        article.publish(by=editor)
    elif stands != "draft":
        article = rewritten(published())
    if stands == "a draft again":
        article.return_to_draft(by=editor)
    elif stands == "retracted":
        article.retract(by=editor, reason="None of it happened.")
    elif stands == "published again":
        article.publish(by=editor)
    assert article.headline_for_readers == known
    assert article.was_taken_away is (known == KNOWN)
    assert Article.objects.taken_away().exists() is article.was_taken_away


# What is retracted


@pytest.mark.parametrize("where", ["its address", "/corrections/", "/corrections/feed.rss"])
def test_a_retraction_makes_no_headline_public(client: Client, where: str) -> None:
    article = retracted()
    page = read(client, article.get_absolute_url() if where == "its address" else where)
    assert KNOWN in page
    assert TYPED not in page


def test_machines_read_of_a_retracted_piece_what_readers_had(client: Client) -> None:
    told = data(read(client, retracted(kind="satire").get_absolute_url()))
    assert told["headline"] == KNOWN
    assert told["@type"] == ["NewsArticle", "ReportageNewsArticle"]


@pytest.mark.parametrize("where", ["/corrections/", "/corrections/feed.rss"])
def test_five_retracted_pieces_ask_as_much_as_one(client: Client, where: str) -> None:
    retracted()
    with CaptureQueriesContext(connection) as few:
        read(client, where)
    for _ in range(4):
        retracted()
    with CaptureQueriesContext(connection) as many:
        read(client, where)
    assert Correction.objects.count() == 5
    assert len(many) == len(few)


# The address


def test_the_address_stays_while_readers_do_not_have_the_piece(client: Client) -> None:
    client.force_login(factories.editor())
    known = published().slug
    article = rewritten(Article.objects.get(), slug="mayor-under-arrest")
    assert article.slug == known
    page = read(client, address(article))
    assert 'name="slug"' not in page
    assert "Readers know this address; change it once they have the piece again." in page


def test_no_verb_changes_the_address_of_what_readers_do_not_have() -> None:
    article = rewritten(published())
    with pytest.raises(PublishingConflict, match="Readers know this address"):
        article.readdress("mayor-under-arrest", by=factories.editor())
    assert Article.objects.get().slug == article.slug


def test_once_readers_have_it_again_the_address_is_changed_as_ever(client: Client) -> None:
    client.force_login(factories.editor())
    article = rewritten(published())
    article.publish(by=factories.editor())
    client.post(address(article), retyped(article, slug="mayor-under-arrest", _continue="Save"))
    assert Article.objects.get().slug == "mayor-under-arrest"
