"""What a moderator has settled for a commenter, and what of it holds for the whole person.

A person may have been known as several commenters. Each act stays with the commenter it was taken
on; what holds for the person is the worst that is in force for any of them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from .commenter import Commenter
    from .decision import CommenterDecision


class Standing(models.TextChoices):
    """What a moderator has settled for a commenter, from the best to the worst."""

    GOOD = "good", "In good standing"
    WATCHED = "watched", "Always held"
    MUTED = "muted", "Muted"
    BANNED = "banned", "Banned"


@dataclass(frozen=True)
class Settlement:
    """A standing with its end and its reason."""

    standing: str = Standing.GOOD
    until: datetime.datetime | None = None
    reason: str = ""

    @property
    def badness(self) -> tuple[int, float]:
        """A muting that is over counts for nothing; of two, the longer one is worse."""
        if self.is_over:
            return 0, 0.0
        place = Standing.values.index(self.standing)
        return place, self.until.timestamp() if self.until else 0.0

    @property
    def is_over(self) -> bool:
        """Whether the clock has ended it."""
        if self.standing != Standing.MUTED:
            return False
        return self.until is None or self.until <= timezone.now()


def settled_for(commenter: "Commenter") -> Settlement:
    return Settlement(commenter.standing, commenter.standing_until, commenter.standing_reason)


def left_by(act: "CommenterDecision") -> Settlement:
    return Settlement(act.to_standing, act.to_until, act.to_reason)


def found_by(act: "CommenterDecision") -> Settlement:
    return Settlement(act.from_standing, act.from_until, act.from_reason)


def worst(settlements: Iterable[Settlement]) -> Settlement:
    """What is in force; a muting that is over leaves a good standing. Of equals the first."""
    in_force = [one for one in settlements if not one.is_over]
    return max(in_force, key=lambda one: one.badness, default=Settlement())


def newest_acts(commenter: "Commenter") -> "list[CommenterDecision]":
    """The acts that no later one has overtaken, one for each commenter the person was known as.

    An act on the person overtakes all that was taken on whoever had been joined to them by then.
    """
    newest = commenter.decisions.on_standing().first()
    joined = commenter.mergers.select_related("gone")
    if newest is not None:
        joined = joined.filter(merged_at__gt=newest.decided_at)
    acts = [newest] if newest else []
    for merger in joined:
        acts += newest_acts(merger.gone)
    return acts
