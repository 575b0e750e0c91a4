"""The front page: what leads, what follows, and a river for every section."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .models import Article, Section

SECONDS = 6
RIVER = 4


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


def compose() -> Front:
    """The newest article with a photo leads. One query of articles, whatever the archive.

    Whatever stands above the rivers is among the newest of its section, so that reading that
    many more from each section leaves every river full.
    """
    newest = list(_newest_of_each_section(SECONDS + 1 + RIVER))
    lead = next((article for article in newest if article.shown_photo), None)
    if lead is None and newest:
        lead = newest[0]
    seconds = [article for article in newest if article != lead][:SECONDS]
    below = [article for article in newest if article != lead and article not in seconds]
    return Front(lead, seconds, _rivers(below))


def _newest_of_each_section(count: int) -> list[Article]:
    rank = Window(RowNumber(), partition_by=F("section"), order_by=F("publish_at").desc())
    ranked = Article.objects.published().annotate(rank=rank).filter(rank__lte=count)
    return list(ranked.for_cards().newest_first())


def _rivers(articles: list[Article]) -> list[River]:
    def place(article: Article) -> tuple[int, str]:
        return article.section.position, article.section.name

    return [
        River(group[0].section, group[:RIVER])
        for _, found in groupby(sorted(articles, key=place), key=place)
        if (group := list(found))
    ]
