"""Acting on a commenter together with what of theirs still waits."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

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
    HOLD = "hold", "Hold it, also what a rule has published"
    REJECT = "reject", "Reject it for the same reason"


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
    unread = Q(status=CommentStatus.APPROVED, seen_at__isnull=True)
    held = Q(status=CommentStatus.HELD)
    chosen = {
        Waiting.LEAVE: Q(pk__in=[]),
        Waiting.HOLD: unread,
        Waiting.REJECT: unread | held,
    }[waiting]
    found = (
        Comment.objects.for_moderator(by)
        .filter(chosen, commenter=commenter)
        .order_by("thread_id", "pk")
    )
    return found.select_related("thread__article__publication", "parent")
