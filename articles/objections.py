"""What is said against letting an article go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.conflicts import MOST_SHOWN, Hit
from articles.models.publishing_rules import Weight


@dataclass(frozen=True)
class Objection:
    """One thing against publication, and the form field it stands beside, if any."""

    message: str
    field: str | None = None
    weight: str = Weight.MUST
    # The permission with which somebody may publish all the same, for a reason.
    overridden_by: str = ""
    # By what it is known again once it was overridden, however it is worded then.
    key: str = ""
    # What an editor can answer there and then.
    hit: Hit | None = None

    @property
    def is_in_the_way(self) -> bool:
        return self.weight == Weight.MUST


def at_once(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """All of them; but of passages as many as a page shows, and how many are asked about next."""
    told = tuple(objections)
    left_out = [each for each in told if each.hit][MOST_SHOWN:]
    if not left_out:
        return told
    said = f"{len(left_out)} more passages wait for an answer: you are shown them after these."
    shown = (each for each in told if each not in left_out)
    return (*shown, replace(left_out[0], message=said, hit=None))
