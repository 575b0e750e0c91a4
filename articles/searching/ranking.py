"""Which of the articles that were found comes first: the same on both engines.

Neither engine's own rank would do. FTS5's weighs a word by how many rows of its index have it, and
so by scheduled articles that nobody may hear of, and reads all of them for it; PostgreSQL's orders
otherwise. Here a row counts by where its own words stand, and as many rows are read as are shown.
"""

from collections.abc import Iterable
from typing import NamedTuple

from .query import Query

# What a term counts for by where it stands. That it stands somewhere is true of every row.
IN_HEADLINE, IN_STANDFIRST, OFTEN_IN_TEXT = 8, 4, 3
# Of what only a word with the same stem counts for.
BY_STEM = 0.75


class Row(NamedTuple):
    """An article that was found, with the tokens it is ranked by. The newest row comes first."""

    pk: int
    headline: str
    standfirst: str
    often: str


def ranked(rows: Iterable[Row], query: Query, languages: tuple[str, ...]) -> list[int]:
    """Equal ones stay as they are."""
    spellings = [term.spellings(languages) for term in query.wanted]
    scores = {row.pk: _score(row, spellings) for row in rows}
    return sorted(scores, key=lambda pk: -scores[pk])


def _score(row: Row, spellings: list[tuple[str, ...]]) -> float:
    places = ((row.headline, IN_HEADLINE), (row.standfirst, IN_STANDFIRST))
    score = 0.0
    for itself, *stems in spellings:
        for tokens, worth in places:
            if _has(tokens, itself):
                score += worth
            elif any(_has(tokens, one) for one in stems):
                score += worth * BY_STEM
        # What stands there often is kept by its stem, where it has one.
        if any(_has(row.often, one) for one in (itself, *stems)):
            score += OFTEN_IN_TEXT
    return score


def _has(tokens: str, run: str) -> bool:
    return f" {run} " in f" {tokens} "
