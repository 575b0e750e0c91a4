"""What stands where on a front page, before it is one."""

import datetime
from dataclasses import dataclass

from .article import Article

LEAD = 0
SECONDS = 6
PLACES = range(LEAD, SECONDS + 1)


def place_name(place: int) -> str:
    return "Lead" if place == LEAD else f"Second {place}"


def is_late(article: Article, begins: datetime.datetime) -> bool:
    """Whether readers do not have it yet when a front page begins: the newest stands in for it."""
    return article.is_scheduled and (article.publish_at or begins) > begins


@dataclass(frozen=True)
class Plan:
    """What an arrangement says, before it is one.

    `places` has the number of an article for each place that an editor filled; `rivers` the
    number of a section and whether its river is shown, in order.
    """

    places: dict[int, int]
    rivers: tuple[tuple[int, bool], ...] = ()
    notice: str = ""
    notice_link: str = ""
    notice_until: datetime.datetime | None = None
