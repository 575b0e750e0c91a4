"""How a comment came stays what it was: no edit and no old form makes up for it."""

import datetime

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from comments.models import Comment
from tests import factories
from tests.newspaper import typed_comment
from tests.readers import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(client: Client) -> Client:
    written(client, factories.published()).approve(by=factories.moderator())
    return client


def hasty(client: Client) -> Comment:
    article = factories.published()
    client.post(article.comment_url, typed_comment(opened="", body="Buy our pills."))
    comment: Comment = article.thread.comments.get()
    return comment


@pytest.mark.parametrize("body", ["A kind word.", "See https://a.example https://b.example"])
def test_a_hasty_comment_stays_held_when_it_is_changed(known: Client, body: str) -> None:
    comment = hasty(known)

    for revision, text in enumerate((body, "A kind word on ferries."), start=1):
        known.post(comment.edit_url, {"body": text, "revision": revision})

    comment.refresh_from_db()
    assert comment.body_source == "A kind word on ferries."
    assert (comment.is_held, comment.held_by_rule) == (True, "hold_hasty_form")


def test_a_hasty_comment_is_rejected_for_a_banned_word_all_the_same(known: Client) -> None:
    factories.term("zorblat", action="reject")
    comment = hasty(known)

    known.post(comment.edit_url, {"body": "You zorblat.", "revision": 1})

    comment.refresh_from_db()
    assert comment.is_rejected


@pytest.mark.parametrize(("hours", "is_held"), [(23, False), (25, True), (24 * 365, True)])
def test_a_form_of_another_day_is_no_pass(known: Client, hours: int, is_held: bool) -> None:
    article = factories.published()
    moment = timezone.now() - datetime.timedelta(hours=hours)
    note = signing.dumps(int(moment.timestamp()), salt="comment-form")

    known.post(article.comment_url, typed_comment(opened=note, body="A word."))

    assert article.thread.comments.get().is_held is is_held
