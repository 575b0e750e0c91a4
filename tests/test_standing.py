"""What a moderator settles for a commenter, and how it is taken back exactly."""

import datetime
import itertools
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from comments.models import (
    Act,
    Appeal,
    Comment,
    Commenter,
    CommenterDecision,
    CommentStatus,
    DecisionConflict,
    Standing,
)
from comments.models.act import STANDING_AFTER
from comments.models.comment_status import DECIDABLE, MOVES
from tests import factories

pytestmark = pytest.mark.django_db

STANDINGS = [Act.WATCH, Act.MUTE, Act.BAN, Act.RESTORE]


@pytest.fixture
def reader() -> Commenter:
    return factories.commenter()


def tomorrow() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=1)


def act(commenter: Commenter, what: Act, **how: Any) -> CommenterDecision:
    if what is Act.MUTE:
        how = {"until": tomorrow(), **how}
    return commenter.decide(what, by=factories.moderator(), **{"reason": "Shouts.", **how})


def standing(commenter: Commenter) -> tuple[Any, ...]:
    commenter.refresh_from_db()
    return commenter.standing, commenter.standing_until, commenter.standing_reason


@pytest.mark.parametrize(("first", "second"), list(itertools.product(STANDINGS, repeat=2)))
def test_undoing_an_act_restores_the_standing_before_it_exactly(
    reader: Commenter, first: Act, second: Act
) -> None:
    act(reader, first, reason="Shouts at people.")
    before = standing(reader)
    decision = act(reader, second, reason="Advertises.")
    assert reader.standing == STANDING_AFTER[second]
    reader.undo(decision, by=factories.moderator())
    assert standing(reader) == before


def test_a_muting_that_is_over_does_not_come_back_with_an_undoing(reader: Commenter) -> None:
    act(reader, Act.MUTE)
    with time_machine.travel(tomorrow() + datetime.timedelta(hours=1)):
        ban = act(reader, Act.BAN)
        undoing, _ = reader.undo(ban, by=factories.moderator())
        assert standing(reader) == (Standing.GOOD, None, "")
        assert not undoing.is_restriction


@pytest.mark.parametrize("what", [Act.NOTE, Act.WARN])
def test_a_note_and_a_warning_leave_the_standing(reader: Commenter, what: Act) -> None:
    act(reader, Act.WATCH)
    before = standing(reader)
    act(reader, what, note="Wrote to us.")
    assert standing(reader) == before


@pytest.mark.parametrize("what", [Act.WARN, Act.WATCH, Act.MUTE, Act.BAN])
def test_what_a_commenter_feels_has_a_reason(reader: Commenter, what: Act) -> None:
    with pytest.raises(DecisionConflict, match="needs a reason"):
        act(reader, what, reason=" ")
    assert not reader.decisions.exists()


@pytest.mark.parametrize("until", [None, timezone.now() - datetime.timedelta(minutes=1)])
def test_a_muting_ends_some_time_to_come(
    reader: Commenter, until: datetime.datetime | None
) -> None:
    with pytest.raises(DecisionConflict, match="an end that is still to come"):
        act(reader, Act.MUTE, until=until)
    assert standing(reader)[0] == Standing.GOOD


def test_of_two_moderators_the_second_is_told(reader: Commenter) -> None:
    seen_by_the_second = Commenter.objects.get(pk=reader.pk)
    act(reader, Act.WATCH)
    with pytest.raises(DecisionConflict, match="somebody else"):
        act(seen_by_the_second, Act.BAN)
    assert standing(reader)[0] == Standing.WATCHED
    assert reader.decisions.count() == 1


def test_an_act_that_was_followed_by_another_cannot_be_undone(reader: Commenter) -> None:
    decision = act(reader, Act.WATCH)
    act(reader, Act.BAN)
    with pytest.raises(DecisionConflict, match="decided on again since"):
        reader.undo(decision, by=factories.moderator())


def test_a_comment_that_is_appealed_keeps_no_ban_from_being_taken_back(reader: Commenter) -> None:
    by, article = factories.moderator(), factories.published()
    appealed, other = (factories.comment(article, commenter=reader) for _ in range(2))
    ban = act(reader, Act.BAN)
    for comment in (appealed, other):
        comment.reject(by=by, reason="Banned.", part_of=ban)
    Appeal.open(appealed.decisions.get(), text="No.")
    _, left = reader.undo(ban, by=by)
    assert left == [f"{appealed} is appealed: answer the appeal instead."]
    appealed.refresh_from_db()
    other.refresh_from_db()
    assert (reader.standing, appealed.status, other.status) == ("good", "rejected", "held")


def test_what_was_rejected_with_a_ban_comes_back_with_it(reader: Commenter) -> None:
    by = factories.moderator()
    article = factories.published()
    waiting = factories.comment(article, commenter=reader)
    decided_again = factories.comment(article, commenter=reader)
    before = shown(waiting)
    ban = act(reader, Act.BAN)
    for comment in (waiting, decided_again):
        comment.reject(by=by, reason="Banned.", part_of=ban)
    decided_again.approve(by=by)
    reader.undo(ban, by=by)
    decided_again.refresh_from_db()
    assert shown(waiting) == before
    assert decided_again.is_approved is True


# Comments


def shown(comment: Comment) -> tuple[Any, ...]:
    comment.refresh_from_db()
    because = comment.held_because, comment.held_by_rule
    return comment.status, because, comment.number, comment.path


@pytest.mark.parametrize(
    ("was", "to"), [(was, to) for was in MOVES for to in sorted(MOVES[was] & DECIDABLE)]
)
def test_undoing_a_decision_restores_the_comment_exactly(
    was: CommentStatus, to: CommentStatus
) -> None:
    by = factories.moderator()
    comment = factories.comment(factories.published())
    if was is not CommentStatus.HELD:
        comment.decide(was, by=by, reason="As it was.")
    before = shown(comment)
    decision = comment.decide(to, by=by, reason="A mistake.")
    undoing = comment.undo(decision, by=by)
    status, because, number, path = shown(comment)
    assert (status, because) == before[:2]
    # A number that was given is never given back.
    assert (number, path) == before[2:] or before[2] is None
    assert undoing.undoes == decision


def test_a_decision_that_was_followed_by_another_cannot_be_undone() -> None:
    by = factories.moderator()
    comment = factories.comment(factories.published())
    first = comment.approve(by=by)
    comment.reject(by=by, reason="Rude.")
    with pytest.raises(DecisionConflict, match="decided on again"):
        comment.undo(first, by=by)


def test_a_decision_binds_to_the_text_that_was_seen() -> None:
    comment = factories.comment(factories.published())
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    with pytest.raises(DecisionConflict, match="rewritten"):
        comment.approve(by=factories.moderator())
    assert not comment.decisions.exists()


def test_a_moderator_who_decides_has_read_it_and_a_rule_has_not() -> None:
    article, known = factories.published(), factories.commenter(known=True)
    by_rule = factories.comment(article, commenter=known)
    by_person = factories.approved(article)
    assert by_rule.seen_at is None
    assert by_person.seen_at is not None
