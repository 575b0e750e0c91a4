"""Acting on a commenter together with what of theirs still waits."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Count, Q

from comments.each import do_to_each
from comments.models import (
    Act,
    Comment,
    Commenter,
    CommenterDecision,
    CommentStatus,
    Reason,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Waiting(models.TextChoices):
    """What becomes of a commenter's comments that no moderator has read."""

    LEAVE = "leave", "Leave it for the queues"
    HOLD = "hold", "Hold it"
    REJECT = "reject", "Reject it for the same reason"


HELD = Q(status=CommentStatus.HELD)
PUBLISHED_BY_A_RULE = Q(status=CommentStatus.APPROVED, seen_at__isnull=True)
# Which of what is unread an act takes along.
TAKES = {
    Waiting.LEAVE: Q(pk__in=[]),
    Waiting.HOLD: PUBLISHED_BY_A_RULE,
    Waiting.REJECT: PUBLISHED_BY_A_RULE | HELD,
}


@dataclass(frozen=True)
class Unread:
    """How much of a commenter's no moderator has read."""

    held: int
    published: int


def unread_of(commenter: Commenter, by: "User") -> Unread:
    """As far as the moderator's beat goes."""
    theirs = Comment.objects.for_moderator(by).filter(commenter=commenter)
    return Unread(
        **theirs.aggregate(
            held=Count("pk", filter=HELD), published=Count("pk", filter=PUBLISHED_BY_A_RULE)
        )
    )


@transaction.atomic
def act_on(
    commenter: Commenter,
    act: Act,
    *,
    by: "User",
    reason: str = "",
    note: str = "",
    until: datetime.datetime | None = None,
    preset: Reason | None = None,
    waiting: Waiting = Waiting.LEAVE,
) -> tuple[CommenterDecision, list[str]]:
    """Act on a commenter and on what waits, all in one; answers what could not be done, and why.

    `commenter.undo(decision)` puts all of it back.
    """
    decision = commenter.decide(act, by=by, reason=reason, note=note, until=until, preset=preset)
    why: dict[str, Any] = {"by": by, "reason": reason, "preset": preset, "part_of": decision}
    take = Comment.reject if waiting is Waiting.REJECT else Comment.hold
    left = do_to_each(_what_waits(commenter, waiting, by), lambda comment: take(comment, **why))
    return decision, left


def _what_waits(commenter: Commenter, waiting: Waiting, by: "User") -> models.QuerySet[Comment]:
    """On the moderator's beat, thread after thread, so that no two acts wait for each other."""
    found = (
        Comment.objects.for_moderator(by)
        .filter(TAKES[waiting], commenter=commenter)
        .order_by("thread_id", "pk")
    )
    return found.select_related("thread__article__publication", "parent")
