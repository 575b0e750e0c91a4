"""Guests in a hurry: two browsers confirm at once, one link twice, a ban comes between."""

import datetime
import itertools
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import mailing
from comments.confirming import LinkRefused, confirm
from comments.erasing import ERASED_NAME, erase
from comments.forgetting import UNCONFIRMED_DAYS, forget
from comments.models import (
    Act,
    Comment,
    Commenter,
    DecisionConflict,
    HouseRules,
    Letter,
    LetterKind,
)
from tests import factories
from tests.newspaper import typed_comment
from tests.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROUNDS = 20 if connection.vendor == "postgresql" else 3


def guest(article: Article, address: str) -> str:
    """Somebody in a new browser; answers what their link carries."""
    stranger = Commenter(name="Nora", email=address)
    factories.comment(article, commenter=stranger)
    letter = Letter.objects.filter(kind=LetterKind.CONFIRM).latest("pk")
    return mailing.signed(letter, mailing.CONFIRM_SALT)


def test_two_browsers_that_confirm_at_once_are_one_commenter() -> None:
    article = factories.published()
    for number in range(ROUNDS):
        address = f"nora{number}@mail.example"
        tokens = [guest(article, address) for _ in range(2)]
        at_once(*(lambda token=token: confirm(token) for token in tokens))
        nora = Commenter.objects.get(email=address, email_confirmed_at__isnull=False)
        assert nora.comments.count() == 2


def test_a_link_that_is_followed_twice_at_once_works_once() -> None:
    article = factories.published()

    def follow(token: str) -> bool:
        try:
            confirm(token)
        except LinkRefused:
            return False
        return True

    for number in range(ROUNDS):
        token = guest(article, f"nora{number}@mail.example")
        assert sorted(at_once(*(lambda: follow(token) for _ in range(4)))) == [  # noqa: B023
            *(False, False, False, True)
        ]


def test_nothing_of_who_is_banned_gets_in_by_confirming() -> None:
    article, mo = factories.published(), factories.moderator()
    for number in range(ROUNDS):
        address = f"nora{number}@mail.example"
        nora = factories.commenter(known=True, email=address, name="Nora")
        token = guest(article, address)
        at_once(
            lambda: confirm(token),  # noqa: B023
            lambda: nora.decide(Act.BAN, by=mo, reason="Threats."),  # noqa: B023
        )
        nora.refresh_from_db()
        assert nora.is_banned


def test_fifty_browsers_do_not_get_more_letters_to_an_address_than_one() -> None:
    article = factories.published()
    ports = itertools.count(1)

    def write() -> None:
        browser = Client(REMOTE_ADDR=f"203.0.{next(ports)}.9")
        browser.post(article.comment_url, typed_comment(body=f"What I think, {next(ports)}."))

    for _ in range(3):
        at_once(*[write] * 8)
    assert Comment.objects.count() == 24
    assert Letter.objects.filter(kind=LetterKind.CONFIRM).count() == 3


def test_a_confirmation_a_decision_and_a_comment_wait_for_each_other() -> None:
    """In the thread, and about the commenter, that all three concern."""
    HouseRules(pk=1, flood_comments=0, flood_from_address=0).save()
    mo = factories.moderator()
    for number in range(ROUNDS):
        article, address = factories.published(), f"nora{number}@mail.example"
        known = factories.commenter(email=address)
        published = factories.approved(article, commenter=known)
        token = guest(article, address)

        def reject(pk: int = published.pk) -> None:
            Comment.objects.get(pk=pk).reject(by=mo, reason="Rude.")

        def write(pk: int = known.pk, article: Article = article) -> None:
            factories.comment(article, commenter=Commenter.objects.get(pk=pk))

        at_once(partial(confirm, token), reject, write)
        assert known.comments.count() == 3


def test_an_erasure_and_a_decision_wait_for_each_other() -> None:
    mo, article = factories.moderator(), factories.published()
    for _ in range(ROUNDS):
        comment = factories.approved(article)

        def reject(pk: int = comment.pk) -> None:
            with suppress(DecisionConflict):
                Comment.objects.get(pk=pk).reject(by=mo, reason="Rude.")

        at_once(partial(erase, comment.commenter), reject)
        comment.refresh_from_db()
        assert (comment.author_name, comment.body_source) == (ERASED_NAME, "")


def test_who_confirms_while_guests_are_forgotten_is_kept_whole_or_told_to_ask_again() -> None:
    long_ago = timezone.now() - datetime.timedelta(days=UNCONFIRMED_DAYS + 1)

    def follow(token: str) -> bool:
        try:
            confirm(token)
        except LinkRefused:
            return False
        return True

    for number in range(ROUNDS):
        article = factories.published()
        tokens = [guest(article, f"nora{number}-{one}@mail.example") for one in range(3)]
        Commenter.objects.update(first_seen_at=long_ago)
        article.thread.comments.update(posted_at=long_ago)
        kept = at_once(*(partial(follow, token) for token in tokens), forget)[:-1]
        whole = article.thread.comments.held().exclude(body_source="")
        gone = article.thread.comments.withdrawn().filter(author_name=ERASED_NAME)
        assert (whole.count(), gone.count()) == (kept.count(True), kept.count(False))
