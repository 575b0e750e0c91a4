"""The words of the list, in tables, and which of them a word of a text can be.

Asking costs the same however long the list is: a word is looked up as it is spelt, as what it may
stand for ("zorb1at", "zooorblat"), and by the pieces of wildcards that stand in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from .normalise import Reading, Word, loosened
from .terms import Part, Wildcard

HEAD = 3

SAME_LETTER = re.compile(r"(.)\1*", re.DOTALL)
I_FOR_L = str.maketrans("l", "i")

T = TypeVar("T")


class Pieces(Generic[T]):
    """Strings to be found anywhere in others, by their first characters and their lengths."""

    def __init__(self) -> None:
        self.known: dict[str, list[T]] = defaultdict(list)
        # By the number of first characters and by these: how long the strings are that begin so.
        self.heads: dict[int, dict[str, list[int]]] = {}

    def add(self, piece: str, value: T) -> None:
        head = piece[:HEAD]
        sizes = self.heads.setdefault(len(head), {}).setdefault(head, [])
        if len(piece) not in sizes:
            sizes.append(len(piece))
        self.known[piece].append(value)

    def within(self, text: str) -> list[tuple[int, int, T]]:
        """Where each stands in the text, and how long it is."""
        return [
            (at, size, value)
            for length, heads in self.heads.items()
            for at in range(len(text) - length + 1)
            if text[at : at + length] in heads
            for size in heads[text[at : at + length]]
            if at + size <= len(text)
            for value in self.known.get(text[at : at + size], ())
        ]


class Meaning(NamedTuple):
    """What of the list a word can be, and how it is read then."""

    part: Part
    reading: Reading


class Vocabulary:
    """Every word and wildcard that terms consist of."""

    def __init__(self) -> None:
        self.plain: set[str] = set()
        self.loose: dict[str, list[str]] = defaultdict(list)
        self.wild: Pieces[Wildcard] = Pieces()
        # “*” alone, in a phrase.
        self.any_word: list[Wildcard] = []

    def add(self, part: Part) -> None:
        """A part that is not known yet."""
        if isinstance(part, str):
            self.plain.add(part)
            self.loose[loosened(part)].append(part)
        elif part.longest:
            self.wild.add(part.longest, part)
        else:
            self.any_word.append(part)

    def meanings(self, sentence: list[Word]) -> dict[int, list[Meaning]]:
        """By its number, what each word can be. Most words are nothing and are not in it."""
        meanings: dict[int, list[Meaning]] = defaultdict(list)
        readings = [reading for word in sentence for reading in word.spelling.readings]
        numbers = [number for number, word in enumerate(sentence) for _ in word.spelling.readings]
        for number, reading in zip(numbers, readings, strict=True):
            if reading.drawn in self.plain:
                meanings[number].append(Meaning(reading.drawn, reading))
            if reading.loosely in self.loose:
                for part in self._loosely_spelt(reading):
                    meanings[number].append(Meaning(part, reading))
        for place, wildcard in self._wildcards(readings):
            meanings[numbers[place]].append(Meaning(wildcard, readings[place]))
        return meanings

    def _loosely_spelt(self, reading: Reading) -> list[str]:
        alike = self.loose[reading.loosely]
        return [one for one in alike if one != reading.drawn and _is_spelt(reading, one)]

    def _wildcards(self, readings: list[Reading]) -> Iterator[tuple[int, Wildcard]]:
        """Looked for in all readings at once; each is tried once for a reading."""
        # Letters held down may hide a piece, and may be a part of one. No piece has a line break.
        spelt = [
            one.drawn if one.text == one.drawn else f"{one.drawn}\n{one.text}" for one in readings
        ]
        starts = list(accumulate((len(one) + 1 for one in spelt), initial=0))
        found = self.wild.within("\n".join(spelt))
        tries = {(bisect_right(starts, at) - 1, wildcard): None for at, _, wildcard in found}
        tries |= {(place, one): None for one in self.any_word for place in range(len(spelt))}
        for place, wildcard in tries:
            reading = readings[place]
            if wildcard.fits(reading.drawn) or wildcard.fits(reading.text):
                yield place, wildcard


def _is_spelt(reading: Reading, word: str) -> bool:
    """Whether a loose reading can be that word, which is the same as it loosely.

    Letter by letter: three or more of one may be any number of it ("teeerm", "boooks"), and fewer
    are that many.
    """
    if word == reading.text:
        return True
    drawn = reading.drawn
    if reading.is_vague:
        drawn, word = drawn.translate(I_FOR_L), word.translate(I_FOR_L)
    those, these = _runs(drawn), _runs(word)
    return len(those) == len(these) and all(
        that == this and (many == few or many >= max(few, 3))
        for (that, many), (this, few) in zip(those, these, strict=True)
    )


def _runs(text: str) -> list[tuple[str, int]]:
    return [(one.group(1), len(one.group())) for one in SAME_LETTER.finditer(text)]
