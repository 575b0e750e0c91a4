"""Taking the decisions that a desk's form posts: each bound to what the moderator saw."""

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.identifiers import is_row_number, row_numbers
from comments.models import (
    Comment,
    CommentStatus,
    Decision,
    DecisionConflict,
    HouseRules,
    Reason,
    Thread,
)
from comments.models.decision import ON_APPEAL, DecisionQuerySet
from comments.spoken import decider

from . import notices
from .queues import PER_PAGE, for_cards

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Verb(models.TextChoices):
    """What can be done with a comment at the desk."""

    APPROVE = "approve"
    REJECT = "reject"
    HOLD = "hold"
    SEE = "see"
    DISMISS = "dismiss"
    FEATURE = "feature"
    UNFEATURE = "unfeature"


@dataclass(frozen=True)
class Seen:
    """A comment as the moderator's page showed it, with how many reports of it."""

    pk: int
    revision: int
    status: str
    reports: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Why:
    """The reasons that go with a decision."""

    reason: str = ""
    note: str = ""
    preset: Reason | None = None
    override: str = ""


@dataclass
class Outcome:
    """What was done and what was not, with the reason for each that was not."""

    says: notices.Done = notices.NO_DECISION
    done: list[Comment] = field(default_factory=list)
    left: list[tuple[Comment, str]] = field(default_factory=list)
    gone: int = 0
    # How many were published where nobody can answer any more.
    into_closed: int = 0
    # How many were published where readers see no comment.
    unseen: int = 0
    # How many were ticked beyond what one page shows, and not touched.
    beyond: int = 0

    @property
    def concerned(self) -> list[Comment]:
        return [*self.done, *(comment for comment, _ in self.left)]

    @property
    def said(self) -> str:
        asked = len(self.done) + len(self.left) + self.gone
        return self.says.of(len(self.done), asked) + notices.beyond(self.beyond)

    def count_publication(self, thread: Thread) -> None:
        if thread.is_out_of_sight:
            self.unseen += 1
        elif thread.is_closed:
            self.into_closed += 1

    @property
    def in_closed(self) -> str:
        return notices.into_closed(self.into_closed, self.unseen, len(self.done))


def seen_in(values: list[str]) -> list[Seen]:
    """From “12:1:held” or “12:1:approved:3”: which comment, which text of it, where it stood,
    and with how many reports."""
    found = []
    for value in values[: 5 * PER_PAGE]:
        pk, _, rest = value.partition(":")
        revision, _, rest = rest.partition(":")
        status, _, reports = rest.partition(":")
        if is_row_number(pk) and is_row_number(revision) and status in CommentStatus.values:
            count = int(reports) if is_row_number(reports) else None
            found.append(Seen(int(pk), int(revision), status, count))
    return found


def take_a_page(verb: Verb, seen: list[Seen], *, by: "User", why: Why) -> Outcome:
    """As many as one page shows: what was taken back makes an open page longer than anybody reads
    at once."""
    outcome = take(verb, seen[:PER_PAGE], by=by, why=why)
    outcome.beyond = len(seen[PER_PAGE:])
    return outcome


def take(verb: Verb, seen: list[Seen], *, by: "User", why: Why) -> Outcome:
    """Each in its own transaction: what cannot be done stops none of the others.

    All that is done bears the same moment, so that it can be taken back at once.
    """
    at = timezone.now()
    outcome = Outcome(notices.DONE[verb])
    shown = {one.pk: one for one in seen}
    found = for_cards(Comment.objects.for_moderator(by)).in_bulk(list(shown))
    outcome.gone = len(shown) - len(found)
    for comment in (found[pk] for pk in shown if pk in found):
        comment.thread.read_with(comment)
        publishes = verb is Verb.APPROVE and not comment.is_approved
        try:
            _refuse_stale(comment, shown[comment.pk])
            if verb is Verb.DISMISS:
                _dismiss(comment, shown[comment.pk], by=by, why=why)
            else:
                _do(verb, comment, by=by, why=why, at=at)
            outcome.done.append(comment)
            if publishes:
                outcome.count_publication(comment.thread)
        except DecisionConflict as conflict:
            outcome.left.append((comment, str(conflict)))
    return outcome


def _dismiss(comment: Comment, seen: Seen, *, by: "User", why: Why) -> None:
    """Close the case: what readers reported stays."""
    case = comment.cases.open().first()
    if case is None:
        raise DecisionConflict("Its reports were settled meanwhile.")
    case.dismiss(by=by, note=why.note, seen=seen.reports, override=why.override)


def _do(verb: Verb, comment: Comment, *, by: "User", why: Why, at: datetime.datetime) -> Decision:
    if verb is Verb.REJECT:
        return comment.reject(
            by=by, reason=why.reason, note=why.note, preset=why.preset, override=why.override, at=at
        )
    do = {
        Verb.APPROVE: comment.see if comment.is_new else comment.approve,
        Verb.HOLD: comment.hold,
        Verb.SEE: comment.see,
        Verb.FEATURE: comment.feature,
        Verb.UNFEATURE: comment.unfeature,
    }[verb]
    return do(by=by, note=why.note, override=why.override, at=at)


def _refuse_stale(comment: Comment, seen: Seen) -> None:
    if comment.status != seen.status:
        raise DecisionConflict(already_decided(comment, comment.decisions.first()))
    if comment.revision != seen.revision:
        raise DecisionConflict("It was rewritten since you read it. This is the present text.")


def already_decided(comment: Comment, last: Decision | None) -> str:
    """“Already approved by Ana Ruiz, 4 s ago.”"""
    if last is None:
        return f"It is {comment.status} by now."
    return f"Already {comment.status} by {decider(last)}, {ago(last.decided_at)}."


def ago(moment: datetime.datetime) -> str:
    """“4 s ago”, “3 min ago”, “2 h ago”, “5 days ago”."""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {'day' if count == 1 and unit == 'days' else unit} ago"
    return f"{seconds} s ago"


# Taking it back


def last_taken(
    by: "User", rules: HouseRules, *, after: datetime.datetime | None = None
) -> list[Decision]:
    """What this moderator did last, all of it, within the time to take it back.

    What is final is named, so that nothing before it is taken back; what was decided on again
    since is left out. `after` is when they last did something that is no decision on a comment.
    """
    since = timezone.now() - rules.undo_window
    since = max(since, after) if after else since
    recent = _taken_by(by).filter(decided_at__gt=since).order_by("-decided_at", "-pk")
    newest = recent.first()
    if newest is None:
        return []
    last_of_comment = Decision.objects.filter(comment=OuterRef("comment")).values("pk")[:1]
    stands = recent.filter(decided_at=newest.decided_at, pk=Subquery(last_of_comment))
    return list(stands.select_related("comment"))


def _taken_by(moderator: "User") -> DecisionQuerySet:
    """Neither what was taken back nor the taking back, nor what went along with another act."""
    taken = Decision.objects.filter(moderator=moderator, undone_by=None, part_of=None)
    return taken.filter(undoes=None) | taken.filter(rule=ON_APPEAL)


def take_back(pks: list[str], *, by: "User", rules: HouseRules) -> Outcome:
    """Undo one's own decisions within the window, each in its own transaction."""
    outcome = Outcome(notices.TAKEN_BACK)
    numbers = row_numbers(pks[: 5 * PER_PAGE])
    taken = _taken_by(by).filter(pk__in=numbers)
    comments = for_cards(Comment.objects.for_moderator(by)).in_bulk([d.comment_id for d in taken])
    outcome.gone = len(numbers) - len(taken)
    for decision in taken:
        comment = comments.get(decision.comment_id)
        if comment is None:
            outcome.gone += 1
            continue
        try:
            _refuse_late(decision, rules)
            comment.undo(decision, by=by)
            outcome.done.append(comment)
        except DecisionConflict as conflict:
            outcome.left.append((comment, str(conflict)))
    return outcome


def _refuse_late(decision: Decision, rules: HouseRules) -> None:
    if timezone.now() - decision.decided_at > rules.undo_window:
        raise DecisionConflict(
            f"It was decided more than {rules.undo_seconds} s ago. Decide anew instead."
        )
