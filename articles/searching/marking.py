"""What was found, shown where it stands: pieces of a text, of which some are marked."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from .query import Query
from .words import MOST_WORDS, Word, composed, read, stem, token

SNIPPET = 240  # characters
# Before the first word that was found there are some to read.
LEAD_IN = 60


class Piece(NamedTuple):
    """Some words of a text as they were written. A template prints them, and escapes them."""

    text: str
    is_match: bool


class Match(NamedTuple):
    """Where in a text a term stands, and which one of the query it is."""

    start: int
    end: int
    term: int


def marked(text: str, query: Query, language: str) -> list[Piece]:
    """The whole text."""
    text = composed(text)
    return _pieces(text, 0, len(text), _matches(text, query, language))


def snippet(text: str, query: Query, language: str) -> list[Piece]:
    """The part of it with most of the terms, the first of such parts; empty where there is none."""
    text = " ".join(composed(text).split())
    matches = _matches(text, query, language)
    if not matches:
        return []
    start, end = _around(text, _best(matches).start)
    pieces = _pieces(text, start, end, matches)
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _matches(text: str, query: Query, language: str) -> list[Match]:
    """In their order; where two begin at one word the longer one."""
    words = list(islice(read(text), MOST_WORDS))
    found = list(_found(words, query, language))
    return sorted(found, key=lambda match: (match.start, -match.end))


def _found(words: list[Word], query: Query, language: str) -> Iterator[Match]:
    for number, term in enumerate(query.wanted):
        if term.is_exact:
            count = len(term.words)
            for place, word in enumerate(words):
                run = words[place : place + count] if word.folded == term.words[0] else []
                if run and tuple(each.folded for each in run) == term.words:
                    yield Match(word.start, run[-1].end, number)
        else:
            spellings = set(term.spellings((language,)))
            for word in words:
                if token(word.folded) in spellings or stem(word.folded, language) in spellings:
                    yield Match(word.start, word.end, number)


def _best(matches: list[Match]) -> Match:
    """The first of those within a snippet that has the most terms, and of these the most words."""
    best, most, until = matches[0], (0, 0), 0
    within: Counter[int] = Counter()
    for place, first in enumerate(matches):
        while until < len(matches) and matches[until].end <= first.start + SNIPPET - LEAD_IN:
            within[matches[until].term] += 1
            until += 1
        if (has := (len(within), within.total())) > most:
            best, most = first, has
        if until > place:
            within[first.term] -= 1
            within += Counter()  # without what has come to nothing
        else:
            until = place + 1
    return best


def _around(text: str, place: int) -> tuple[int, int]:
    """Where a snippet begins and ends: between words, where there are blanks to cut at."""
    start = max(0, place - LEAD_IN)
    if start:
        blank = text.find(" ", start, place)
        start = blank + 1 if blank >= 0 else place
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        blank = text.rfind(" ", place + 1, end)
        end = blank if blank >= 0 else end
    return start, end


def _pieces(text: str, start: int, end: int, matches: list[Match]) -> list[Piece]:
    pieces, at = [], start
    for match in matches:
        if match.start < at or match.end > end:
            continue
        if match.start > at:
            pieces.append(Piece(text[at : match.start], False))
        pieces.append(Piece(text[match.start : match.end], True))
        at = match.end
    if at < end:
        pieces.append(Piece(text[at:end], False))
    return pieces
