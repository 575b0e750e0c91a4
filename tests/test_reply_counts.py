"""The counts kept on comments and threads are those one would count."""

from collections import Counter
from functools import partial
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from comments.models import Comment, CommentStatus, DecisionConflict, Thread
from comments.models.comment_status import MOVES
from comments.models.placing import MAX_DEPTH, PATH_STEP
from tests import factories
from tests.test_races import at_once

Step = tuple[int, int]


def counted(article: Article) -> dict[int, int]:
    """Approved comments under each: down the whole tree, and below its depth one step."""
    counts: Counter[int] = Counter()
    comments = {c.pk: c for c in Comment.objects.filter(thread=article.thread)}
    for comment in comments.values():
        if not comment.is_approved:
            continue
        above = set()
        parent = comments.get(comment.parent_id or 0)
        while parent:
            is_in_path = comment.path.startswith(parent.path)
            if is_in_path or parent.pk == comment.parent_id:
                above.add(parent.pk)
            parent = comments.get(parent.parent_id or 0)
        counts.update(above)
    return {pk: counts[pk] for pk in comments}


def kept(article: Article) -> dict[int, int]:
    comments = Comment.objects.filter(thread=article.thread)
    return dict(comments.values_list("pk", "reply_count"))


def assert_the_counts_are_right(article: Article) -> None:
    assert kept(article) == counted(article)
    thread = Thread.objects.get(article=article)
    comments = Comment.objects.filter(thread=thread)
    assert thread.approved_count == comments.approved().count()
    assert thread.held_count == comments.held().count()
    numbered = comments.filter(number__isnull=False)
    roots = numbered.roots().order_by("ordinal").values_list("ordinal", flat=True)
    assert list(roots) == list(range(1, thread.last_root + 1))
    for root in numbered.roots():
        places = root.branch.order_by("ordinal").values_list("ordinal", flat=True)
        assert list(places) == list(range(1, root.last_reply + 1))


def decide_at_random(comment: Comment, chance: Random, by: User) -> None:
    """Any move there is; a moderator who comes too late is told, and that is all."""
    moves = sorted(MOVES[CommentStatus(comment.status)])
    if not moves:
        return
    to = chance.choice(moves)
    try:
        if to is CommentStatus.WITHDRAWN:
            comment.withdraw()
        else:
            comment.decide(to, by=by, reason="So it was decided.")
    except DecisionConflict:
        pass


class RandomDecisions(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=40))
    def test_after_any_decisions_the_counts_are_right(self, steps: list[Step]) -> None:
        article, moderator = factories.published(), factories.moderator()
        for which, what in steps:
            comments = list(article.thread.comments.order_by("pk"))
            chosen = comments[which % len(comments)] if comments else None
            if chosen is None or what < 4:
                parent = chosen if chosen and chosen.is_approved else None
                factories.comment(article, parent=parent, from_newsroom=what % 2 == 0)
            elif what == 9 and (last := chosen.decisions.first()) and not chosen.is_withdrawn:
                chosen.undo(last, by=moderator)
            else:
                decide_at_random(chosen, Random(f"{which} {what}"), by=moderator)  # noqa: S311
        assert_the_counts_are_right(article)


@pytest.mark.django_db
def test_below_the_depth_of_paths_a_comment_counts_for_the_one_it_answers() -> None:
    article, moderator = factories.published(), factories.moderator()
    links: list[Comment] = []
    for _ in range(MAX_DEPTH + 4):
        parent = links[-1] if links else None
        links.append(factories.approved(article, parent=parent, from_newsroom=True))
    assert_the_counts_are_right(article)
    links[-2].reject(by=moderator, reason="Rude.")
    assert links[-2] in Comment.objects.on_page()
    assert len(links[-1].path) == MAX_DEPTH * PATH_STEP


@pytest.mark.django_db
def test_a_stub_goes_with_the_last_reply_under_it() -> None:
    article, moderator = factories.published(), factories.moderator()
    answered = factories.approved(article)
    reply = factories.approved(article, parent=answered)
    for comment in (answered, reply):
        comment.reject(by=moderator, reason="Rude.")
    assert not Comment.objects.on_page().exists()
    reply.approve(by=moderator)
    assert list(Comment.objects.on_page()) == [answered, reply]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_counts_are_right_when_many_decide_at_once() -> None:
    article = factories.published()
    root = factories.approved(article)
    reply = factories.approved(article, parent=root)
    for parent in (root, reply, reply):
        factories.comment(article, parent=parent)
    moderators = [factories.moderator() for _ in range(4)]

    def decide_often(by: User, seed: int, rounds: int) -> None:
        chance = Random(seed)  # noqa: S311
        for _ in range(rounds):
            comments = list(Comment.objects.filter(thread=article.thread).exclude(pk=root.pk))
            decide_at_random(chance.choice(comments), chance, by)
            factories.comment(article, parent=root, from_newsroom=True)

    rounds = 15 if connection.vendor == "postgresql" else 4
    at_once(*(partial(decide_often, by, seed, rounds) for seed, by in enumerate(moderators)))
    assert_the_counts_are_right(article)
