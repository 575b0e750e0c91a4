"""What a moderator has settled for a commenter, and what of it holds for the whole person.

A person may have been known as several commenters. Each act stays with the commenter it was taken
on; what holds for the person is the worst that is in force for any of them.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from .commenter import Commenter
    from .commenter_decision import CommenterDecision


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
    def label(self) -> str:
        return Standing(self.standing).label

    @property
    def is_good(self) -> bool:
        return self.standing == Standing.GOOD

    @property
    def refuses(self) -> bool:
        """Whether nothing of theirs gets in."""
        return self.standing in (Standing.MUTED, Standing.BANNED) and not self.is_over

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
    return _newest_acts([commenter.pk])[commenter.pk]


def in_force(people: "Iterable[Commenter]") -> dict[int, Settlement]:
    """What holds for each of them at this moment, in as many queries for a hundred as for one.

    Behind a muting that is over may stand what was settled for somebody they turned out to be.
    """
    settled = {person.pk: settled_for(person) for person in people}
    over = [pk for pk, settlement in settled.items() if settlement.is_over]
    for pk, acts in _newest_acts(over).items():
        left = [settlement for settlement in map(left_by, acts) if not settlement.is_over]
        settled[pk] = worst(left)
    return settled


def _newest_acts(persons: list[int]) -> "dict[int, list[CommenterDecision]]":
    from .commenter_decision import CommenterDecision
    from .merger import CommenterMerger

    if not persons:
        return {}
    taken, joined = defaultdict(list), defaultdict(list)
    for act in CommenterDecision.objects.on_persons(persons).on_standing():
        taken[act.commenter_id].append(act)
    theirs = Q(kept__in=persons) | Q(kept__merged_into__in=persons)
    for merger in CommenterMerger.objects.filter(theirs):
        joined[merger.kept_id].append(merger)

    def newest(known_as: int) -> "list[CommenterDecision]":
        acts = taken[known_as][:1]
        for merger in joined[known_as]:
            if not acts or merger.merged_at > acts[0].decided_at:
                acts = acts + newest(merger.gone_id)
        return acts

    return {person: newest(person) for person in persons}
