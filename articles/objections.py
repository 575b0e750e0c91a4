"""What is said against letting an article go."""

from dataclasses import dataclass

from articles.conflicts import Hit
from articles.models.publishing_rules import Weight


@dataclass(frozen=True)
class Objection:
    """One thing against publication, and the form field it stands beside, if any."""

    message: str
    field: str | None = None
    weight: str = Weight.MUST
    # The permission with which somebody may publish all the same, for a reason.
    overridden_by: str = ""
    # What an editor can answer there and then.
    hit: Hit | None = None

    @property
    def is_in_the_way(self) -> bool:
        return self.weight == Weight.MUST
