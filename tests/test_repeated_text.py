"""The same text is known again, whatever it is dressed up as."""

import pytest
from django.apps import apps
from django.test import Client

from comments.models import Comment
from tests import factories
from tests.newspaper import typed_comment
from tests.readers import written
from tests.test_places_of_old_comments import migration

pytestmark = pytest.mark.django_db

TEXT = "Buy it at the ferry"


@pytest.fixture
def known(client: Client) -> Client:
    written(client, factories.published(), body="I think so too.").approve(by=factories.moderator())
    return client


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        f"{TEXT}.",
        f"{TEXT} !!",
        TEXT.upper(),
        "Buy it  at\n\nthe ferry",
        f"{TEXT}\u200b",
        "Búy it at the ferry",
    ],
)
def test_a_text_that_was_posted_before_is_held(known: Client, body: str) -> None:
    factories.approved(factories.published(), body_source=TEXT)
    article = factories.published()

    known.post(article.comment_url, typed_comment(body=body))

    assert article.thread.comments.get().held_by_rule == "hold_repeated_text"


@pytest.mark.parametrize("body", ["Buy it at the ferryman", "Buy it, at the ferry", "!!!", "?"])
def test_another_text_is_not(known: Client, body: str) -> None:
    factories.approved(factories.published(), body_source=TEXT)
    factories.approved(factories.published(), body_source="...")
    article = factories.published()

    known.post(article.comment_url, typed_comment(body=body))

    assert article.thread.comments.get().is_approved


def test_what_was_posted_before_gists_is_found_after_the_migration(known: Client) -> None:
    factories.approved(factories.published(), body_source=TEXT)
    Comment.objects.update(gist="")
    migration("_gist").give_gists(apps, None)
    article = factories.published()

    known.post(article.comment_url, typed_comment(body=TEXT.lower()))

    assert article.thread.comments.get().held_by_rule == "hold_repeated_text"


def test_a_rewritten_comment_is_known_by_its_newest_text(known: Client) -> None:
    first, second = factories.published(), factories.published()
    known.post(first.comment_url, typed_comment(body="Good."))
    known.post(first.thread.comments.get().edit_url, {"body": TEXT, "revision": 1})

    known.post(second.comment_url, typed_comment(body=TEXT.lower()))

    assert second.thread.comments.get().held_by_rule == "hold_repeated_text"
