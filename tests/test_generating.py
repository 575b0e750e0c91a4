"""`manage.py generate`: a synthetic load that is as a newsroom would have made it."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from comments.models import Comment, CommentStatus, Thread
from tests import factories
from tests.newspaper import typed_comment
from tests.test_reply_counts import assert_the_counts_are_right

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_for_trying(settings: Settings) -> None:
    settings.DEBUG = True


def generate(**asked: Any) -> str:
    said = io.StringIO()
    call_command("generate", stdout=said, **({"articles": 3, "comments": 300} | asked))
    return said.getvalue()


def written() -> list[tuple[Any, ...]]:
    fields = ("author_name", "body_source", "status", "number", "depth", "submission")
    return list(Comment.objects.order_by("pk").values_list(*fields))


def test_as_many_as_were_asked_for() -> None:
    assert "3 articles and 300 comments in 2 threads, 40 of them held" in generate(
        threads=2, held=40
    )
    assert (Article.objects.published().count(), Comment.objects.count()) == (3, 300)
    assert Comment.objects.held().count() == 40
    assert Thread.objects.filter(comments__isnull=False).distinct().count() == 2
    assert set(CommentStatus) == set(Comment.objects.values_list("status", flat=True))


@pytest.mark.parametrize("shape", ["mixed", "branch", "chain"])
def test_numbers_places_and_counts_are_right(shape: str) -> None:
    generate(articles=1, shape=shape)
    assert_the_counts_are_right(Article.objects.get())


def test_what_is_derived_from_a_text_is_as_its_model_derives_it() -> None:
    generate()
    for comment in Comment.objects.all()[:20]:
        before = (comment.body, comment.gist, comment.body_policy)
        comment.save()
        assert (comment.body, comment.gist, comment.body_policy) == before


def test_a_moderator_has_seen_what_they_decided_and_nothing_else() -> None:
    generate()
    for comment in Comment.objects.all():
        seen = set(comment.decisions.filter(moderator__isnull=False).values_list("decided_at"))
        assert seen == ({(comment.seen_at,)} if comment.seen_at else set())


def test_what_a_moderator_let_in_was_held_by_a_rule() -> None:
    generate()
    first = [comment.decisions.order_by("pk").first() for comment in Comment.objects.all()]
    for decision in filter(None, first):
        held = (decision.comment.held_by_rule, decision.comment.held_because)
        assert held == (decision.was_held_by_rule, decision.was_held_because)
        assert bool(decision.moderator_id) is bool(decision.was_held_by_rule)


def test_decisions_follow_one_another_in_time() -> None:
    generate()
    for comment in Comment.objects.all():
        moments = [d.decided_at for d in comment.decisions.order_by("pk")]
        assert moments == sorted(moments)
        assert all(moment >= comment.posted_at for moment in moments)


def test_every_decision_leads_from_one_status_to_the_next() -> None:
    generate()
    for comment in Comment.objects.all():
        moves = [(d.from_status, d.to_status) for d in comment.decisions.order_by("pk")]
        ends = [to for _, to in moves]
        assert [was for was, _ in moves] == [CommentStatus.HELD, *ends][: len(moves)]
        assert comment.status == (ends[-1] if ends else CommentStatus.HELD)


def test_a_second_run_adds_to_the_first() -> None:
    generate()
    generate()
    assert (Article.objects.count(), Comment.objects.count()) == (6, 600)


def test_the_newsroom_goes_on_after_it(client: Client) -> None:
    """The next row gets a key of its own, and the next comment its number."""
    generate(articles=1)
    article = Article.objects.get()
    client.post(article.comment_url, typed_comment())
    comment = factories.approved(article)
    assert comment.number == Thread.objects.get(article=article).last_number
    assert_the_counts_are_right(article)


def test_the_same_seed_writes_the_same() -> None:
    with transaction.atomic():
        generate(seed=7)
        first = written()
        transaction.set_rollback(True)
    assert not Comment.objects.exists()
    generate(seed=7)
    assert written() == first


def test_it_is_refused_on_a_site_that_readers_see(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        generate()
    generate(force=True)


@pytest.mark.parametrize(
    "asked", [{"articles": 0}, {"threads": 4}, {"threads": 0}, {"held": 301}, {"held": -1}]
)
def test_what_cannot_be_is_refused(asked: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        generate(**asked)
    assert not Comment.objects.exists()
