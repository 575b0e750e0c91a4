"""How a comment came stays what it was: no edit and no old form makes up for it."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.models import Comment
from comments.opening_note import note_of_opening
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
    note = note_of_opening(article.thread, moment)

    known.post(article.comment_url, typed_comment(opened=note, body="A word."))

    assert article.thread.comments.get().is_held is is_held


def test_a_note_of_one_thread_is_no_pass_to_another(known: Client) -> None:
    elsewhere, article = factories.published(), factories.published()

    known.post(article.comment_url, typed_comment(elsewhere, body="A word."))

    assert article.thread.comments.get().held_by_rule == "hold_hasty_form"


def test_a_reader_with_two_articles_open_writes_under_both(known: Client) -> None:
    articles = [factories.published(), factories.published()]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        forms = [known.get(article.comment_url).context["form"] for article in articles]
        clock.shift(60)
        for number, (article, form) in enumerate(zip(articles, forms, strict=True)):
            note = form["opened"].value()
            known.post(article.comment_url, typed_comment(opened=note, body=f"A word, {number}."))

    assert [article.thread.comments.get().is_approved for article in articles] == [True, True]
