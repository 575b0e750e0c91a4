"""A term of the list, and what it matches: a word, one with gaps, a phrase, a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category

from .folding import LETTER, fold
from .normalise import Reading, words

WILDCARD = "*"
SHORTEST_TERM = 2
SHORTEST_PIECE = 2
# Wildcards need a few letters beside them, or they catch every word.
SHORTEST_WILDCARD = 3


class Sign(str):
    """An emoji or another picture: found wherever it stands."""

    __slots__ = ()


class BadTerm(ValueError):
    """A term that cannot be matched; the message says why, to who typed it."""


class BrokenList(Exception):
    """The list cannot be used as it is; the message names the term that breaks it."""


class Listed(NamedTuple):
    """One term of the list."""

    pk: int
    text: str
    action: str = "hold"
    is_slur: bool = False
    section_id: int | None = None
    exceptions: tuple[str, ...] = ()


class Wildcard(NamedTuple):
    """A word with gaps: "zor*" is ("zor", "")."""

    pieces: tuple[str, ...]

    @property
    def longest(self) -> str:
        return max(self.pieces, key=len)

    def fits(self, word: str) -> bool:
        """By looking for one piece after the other; it never goes back."""
        first, *middle, last = self.pieces
        if not word.startswith(first) or not word.endswith(last):
            return False
        at, end = len(first), len(word) - len(last)
        for piece in middle:
            found = word.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return at <= end


Part = str | Wildcard


class Pattern(NamedTuple):
    """A term, or one of its exceptions, as the words it consists of."""

    parts: tuple[Part, ...]
    listed: Listed
    is_exception: bool

    @property
    def literal(self) -> str:
        """All its letters, when it has no gaps."""
        is_literal = all(isinstance(part, str) for part in self.parts)
        return "".join(map(str, self.parts)) if is_literal else ""


def patterns_of(listed: Listed) -> Iterator[Pattern]:
    """The term and its exceptions. Raises BrokenList."""
    for number, text in enumerate((listed.text, *listed.exceptions)):
        try:
            yield Pattern(parts_of(text), listed, is_exception=number > 0)
        except BadTerm as bad:
            raise BrokenList(f"“{listed.text}” cannot be matched. “{text}”: {bad}") from bad


def parts_of(text: str) -> tuple[Part, ...]:
    """The words of a term, read as a text is. Raises BadTerm with what is wrong."""
    parts = tuple(map(_part, _term_words(text)))
    if not parts and (picture := "".join(one for one in text if category(one) == "So")):
        return (Sign(picture),)
    letters = [len(part) if isinstance(part, str) else _letters(part) for part in parts]
    if sum(letters) < SHORTEST_TERM:
        raise BadTerm(f"Write at least {SHORTEST_TERM} letters or digits.")
    is_wild = not any(isinstance(part, str) and len(part) >= SHORTEST_PIECE for part in parts)
    pieces = [len(part.longest) for part in parts if isinstance(part, Wildcard)]
    if is_wild and pieces and (sum(letters) < SHORTEST_WILDCARD or max(pieces) < SHORTEST_PIECE):
        raise BadTerm(
            f"A wildcard needs at least {SHORTEST_WILDCARD} letters beside it, "
            f"{SHORTEST_PIECE} of them together: this would catch too many words."
        )
    return parts


def key_of(text: str) -> str:
    """What tells a term from another: two with the same key match the same words."""
    return " ".join(_spelling(part) for part in parts_of(text))


def _term_words(text: str) -> list[str]:
    """As the words of a text, but wildcards and outer symbols are a part of their word."""
    folded = fold(text)
    kinds = "".join(
        LETTER if one == WILDCARD else kind
        for one, kind in zip(folded.text, folded.kinds, strict=True)
    )
    sentence = words(folded._replace(kinds=kinds))
    return [max(word.spelling.readings, key=_width).drawn for word in sentence]


def _width(reading: Reading) -> int:
    return reading.to - reading.at


def _part(drawn: str) -> Part:
    if WILDCARD not in drawn:
        return drawn
    return Wildcard(tuple(re.sub(r"\*+", WILDCARD, drawn).split(WILDCARD)))


def _letters(part: Wildcard) -> int:
    return sum(map(len, part.pieces))


def _spelling(part: Part) -> str:
    return part if isinstance(part, str) else WILDCARD.join(part.pieces)
