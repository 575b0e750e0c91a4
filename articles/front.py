"""The front page: what leads, what follows, and a river for every section.

Editors arrange it; whatever they leave empty, or place and readers cannot have at this moment, is
filled with the newest articles. No place is left open, and no article stands twice.
"""

import datetime
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from .models import Arrangement, Article, ArticleKind, Section
from .models.plan import LEAD, PLACES, SECONDS, Plan

RIVER = 4
# Fewer than two opinions stand where their sections do.
MOST_OPINIONS, FEWEST_OPINIONS = 3, 2
# What is read of each section: whatever stands above leaves every river full.
NEWEST = SECONDS + 1 + MOST_OPINIONS + RIVER
NOTHING_PLACED = Plan(places={})


@dataclass(frozen=True)
class River:
    """A section's newest articles that do not stand above it."""

    section: Section
    articles: list[Article]


@dataclass(frozen=True)
class Front:
    lead: Article | None
    seconds: list[Article]
    rivers: list[River]
    opinions: list[Article] = field(default_factory=list)
    breaking: tuple[Article, ...] = ()
    notice: str = ""
    notice_link: str = ""

    @property
    def above(self) -> list[Article]:
        """What stands above the rivers, the lead first."""
        return [self.lead, *self.seconds] if self.lead else []


def compose(plan: Plan | None = None, *, at: datetime.datetime | None = None) -> Front:
    """The front page in force, or as a plan would have it; of this moment, or of another.

    One query of articles, whatever the archive.
    """
    moment = at or timezone.now()
    if plan is None:
        arrangement = Arrangement.objects.in_force(moment)
        plan = arrangement.plan if arrangement else NOTHING_PLACED
    found = _read(plan, moment)
    above = _above(found, plan)
    below = [article for article in found if _is_among_newest(article) and article not in above]
    opinions = _opinions(below, plan)
    is_noticed = plan.notice_until is None or plan.notice_until > moment
    return Front(
        lead=above[0] if above else None,
        seconds=above[1:],
        rivers=_rivers([article for article in below if article not in opinions], plan),
        opinions=opinions,
        breaking=tuple(article for article in found if article.is_announced_at(moment)),
        notice=plan.notice if is_noticed else "",
        notice_link=plan.notice_link,
    )


def _read(plan: Plan, at: datetime.datetime) -> list[Article]:
    """The newest of each section, what is placed and what is breaking; the newest first.

    What is placed or breaking may be older than all that is read of its section.
    """
    rank = Window(RowNumber(), partition_by=F("section"), order_by=F("publish_at").desc())
    ranked = Article.objects.published(at).annotate(rank=rank)
    is_named = Q(pk__in=list(plan.places.values())) | Q(breaking_until__gt=at)
    asked = ranked.filter(Q(rank__lte=NEWEST) | is_named)
    return list(asked.for_cards().prefetch_related("bylines__author__photo").newest_first())


def _is_among_newest(article: Article) -> bool:
    return bool(vars(article)["rank"] <= NEWEST)


def _above(found: list[Article], plan: Plan) -> list[Article]:
    """The lead and the seconds: each in its place, the newest where none is placed."""
    by_number = {article.pk: article for article in found}
    placed = {
        place: by_number[number] for place, number in plan.places.items() if number in by_number
    }
    free = [each for each in found if _is_among_newest(each) and each not in placed.values()]
    if LEAD not in placed and (lead := _to_lead(free)):
        placed[LEAD] = lead
        free.remove(lead)
    for place in PLACES:
        if place not in placed and free:
            placed[place] = free.pop(0)
    return [placed[place] for place in sorted(placed)]


def _to_lead(articles: list[Article]) -> Article | None:
    """The newest with a photo leads; without any photo, the newest."""
    pictured = (article for article in articles if article.shown_photo)
    return next(pictured, articles[0] if articles else None)


def _opinions(articles: list[Article], plan: Plan) -> list[Article]:
    """Views stand together and apart from the news, once there are some."""
    hidden = _hidden(plan)
    found = [
        article
        for article in articles
        if article.kind == ArticleKind.OPINION and article.section_id not in hidden
    ]
    return found[:MOST_OPINIONS] if len(found) >= FEWEST_OPINIONS else []


def _hidden(plan: Plan) -> set[int]:
    return {section for section, is_shown in plan.rivers if not is_shown}


def _rivers(articles: list[Article], plan: Plan) -> list[River]:
    """In the order that is arranged; a section that is younger than it follows, as in the menu."""
    order = {section: place for place, (section, _) in enumerate(plan.rivers)}
    hidden = _hidden(plan)

    def place(article: Article) -> tuple[int, int, str]:
        section = article.section
        return order.get(section.pk, len(order)), section.position, section.name

    shown = (article for article in articles if article.section_id not in hidden)
    return [
        River(group[0].section, group[:RIVER])
        for _, found in groupby(sorted(shown, key=place), key=place)
        if (group := list(found))
    ]
