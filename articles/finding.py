"""Finding articles by words: at most so many, the best first, whatever the paper has printed."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from articles.models import Article
from articles.models.article_words import languages_printed
from articles.searching.engines import Asked, key_of
from articles.searching.query import Query, Term
from articles.searching.ranking import Row, ranked

# Of what matches, as many can be leafed through. More are neither read nor counted.
MOST_FOUND = 1_000
# Where more match, so many of those are ranked too that have all the words in the headline.
MOST_NAMED = 200
# How often readers have a word is counted so far, when words are suggested.
MOST_COUNTED = 50


@dataclass(frozen=True)
class Found:
    """Numbers of rows in their order, and whether more than these match."""

    numbers: list[int] = field(default_factory=list)
    are_more: bool = False


def find(asked: Asked, *, newest_first: bool = False) -> Found:
    """What readers have and ask for.

    Where more match than can be leafed through, the newest are ranked, and of those that have all
    the words in the headline the newest.
    """
    rows = _rows(asked, MOST_FOUND + 1)
    are_more = len(rows) > MOST_FOUND
    rows = rows[:MOST_FOUND]
    if newest_first:
        return Found([row.pk for row in rows], are_more)
    if are_more:
        named = _rows(asked._replace(column="headline"), MOST_NAMED)
        rows = list({row.pk: row for row in (*rows, *named)}.values())
    return Found(ranked(rows, asked.query, asked.languages)[:MOST_FOUND], are_more)


def asked_for(
    query: Query,
    *,
    labels: tuple[str, ...] = (),
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> Asked:
    """From the first day to the last, by the paper's own clock."""
    return Asked(
        query,
        languages_printed(),
        labels,
        since=_beginning_of(first) if first else None,
        before=_beginning_of(last + datetime.timedelta(days=1)) if last else None,
    )


def how_many_have(folded: str) -> int:
    """Of the articles that readers have, as the word is spelled; counted so far and no further."""
    asked = Asked(Query((Term((folded,), is_exact=True),)), ())
    return len(Article.objects.published().search(asked).values_list("pk")[:MOST_COUNTED])


def _rows(asked: Asked, most: int) -> list[Row]:
    columns = ("pk", "words__headline", "words__standfirst", "words__often")
    found = Article.objects.published().search(asked).values_list(*columns)
    return [Row(*row) for row in found[:most]]


def _beginning_of(day: datetime.date) -> int:
    return key_of(timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)))
