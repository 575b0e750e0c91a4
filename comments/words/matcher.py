"""The list as one automaton: words looked up in tables, so that its length costs nothing.

A text is read once (see `normalise`) and each of its words is looked up: as it is spelt, as what it
may stand for ("zorb1at", "zooorblat"), and, when the list has wildcards, by the first characters of
their longest piece. A phrase is looked up by its longest word and then compared with the words
beside it. Words are whole: “assess” has no other word in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from unicodedata import category

from .normalise import LETTER, SHORTEST_PARTED, WIDEST_GAP, Folded, Read, Word, fold, words

WILDCARD = "*"
SHORTEST_TERM = 2
SHORTEST_PIECE = 2
# Wildcards need a few letters beside them, or they catch every word.
SHORTEST_WILDCARD = 3
HEAD = 3

# A term that is cut in pieces: by what, into how many, how long it is at most, and how long its
# pieces are where blanks cut it.
SEPARATORS = "-._\u2010"
MOST_PIECES = 12
LONGEST_PARTED = 40
SHORT = 2

SAME_LETTER = re.compile(r"(.)\1*", re.DOTALL)
I_FOR_L = str.maketrans("l", "i")


NOTHING = r"(?!)"


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


class Found(NamedTuple):
    """A term where it stands in a text."""

    listed: Listed
    start: int
    end: int


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
    def anchor(self) -> int:
        """Which of its parts it is looked up by: the longest word, or else the longest piece."""
        return max(range(len(self.parts)), key=lambda place: _weight(self.parts[place]))


Place = tuple[Pattern, int]


class Matcher:
    """The whole list. Made once for each version of the list, and never changed."""

    def __init__(self, terms: Iterable[Listed]) -> None:
        """Raises BrokenList, naming the first term that cannot be matched."""
        self.exact: dict[str, list[Place]] = defaultdict(list)
        self.loose: dict[str, list[Place]] = defaultdict(list)
        self.heads: dict[str, list[Place]] = defaultdict(list)
        self.glued: dict[str, list[tuple[Pattern, str]]] = defaultdict(list)
        self.signs: dict[str, list[Pattern]] = defaultdict(list)
        sizes: dict[str, set[int]] = defaultdict(set)
        for listed in terms:
            for pattern in _patterns(listed):
                self._index(pattern, sizes)
        self.any_sign = re.compile("|".join(map(re.escape, self.signs)) or NOTHING)
        self.head_sizes = sorted({len(head) for head in self.heads})
        self.glued_sizes = {head: sorted(them) for head, them in sizes.items()}

    def find(self, text: str, section_id: int | None = None) -> list[Found]:
        """Every term of the site and of that section, in the order in which they stand."""
        folded = fold(text)
        terms: dict[tuple[int, int], Found] = {}
        exceptions: list[Found] = []
        for pattern, start, end in self._spans(folded):
            if pattern.listed.section_id not in (None, section_id):
                continue
            found = Found(pattern.listed, start, end)
            if pattern.is_exception:
                exceptions.append(found)
            else:
                terms.setdefault((id(pattern), start), found)
        reaches = _reaches(exceptions)
        found_terms = sorted(terms.values(), key=lambda one: (one.start, one.end))
        return [one for one in found_terms if reaches.get((id(one.listed), one.start), 0) < one.end]

    def _index(self, pattern: Pattern, sizes: dict[str, set[int]]) -> None:
        place = (pattern, pattern.anchor)
        part = pattern.parts[pattern.anchor]
        if isinstance(part, Sign):
            self.signs[part].append(pattern)
        elif isinstance(part, Wildcard):
            self.heads[part.longest[:HEAD]].append(place)
        else:
            self.exact[part].append(place)
            self.loose[_loosely(part)].append(place)
        if isinstance(part, Sign) or pattern.is_exception:
            return
        if all(isinstance(part, str) for part in pattern.parts):
            literal = "".join(map(str, pattern.parts))
            glued = literal.translate(I_FOR_L)
            if len(glued) >= HEAD:
                self.glued[glued].append((pattern, literal))
                sizes[glued[:HEAD]].add(len(glued))

    def _spans(self, folded: Folded) -> Iterator[tuple[Pattern, int, int]]:
        for sign in self.any_sign.finditer(folded.text):
            for pattern in self.signs[sign.group()]:
                yield pattern, folded.starts[sign.start()], folded.ends[sign.end() - 1]
        sentence = words(folded)
        for at, word in enumerate(sentence):
            readings = (word, *word.others) if word.others else (word,)
            for reading in readings:
                for pattern, anchor in self._candidates(reading):
                    if len(pattern.parts) == 1:
                        yield pattern, reading.start, reading.end
                    elif span := _phrase(pattern, anchor, sentence, at):
                        yield pattern, *span
            if word.letters:
                yield from self._set_apart(word)
            yield from self._parted(folded, sentence, at)

    def _parted(
        self, folded: Folded, sentence: list[Word], at: int
    ) -> Iterator[tuple[Pattern, int, int]]:
        """Terms of one word whose pieces stand side by side from here: "zor-blat", "zo rb la t".

        Between two pieces is one of SEPARATORS, or a blank where all of them are short.
        """
        first = sentence[at]
        drawn, is_short = first.read.drawn, len(first.raw) <= SHORT
        is_tight = True
        for place in range(at + 1, min(at + MOST_PIECES, len(sentence))):
            before, word = sentence[place - 1], sentence[place]
            between = folded.text[before.to : word.at]
            is_tight = is_tight and len(between) == 1 and between in SEPARATORS
            is_short = is_short and len(word.raw) <= SHORT and len(between) <= WIDEST_GAP
            if not (is_tight or is_short):
                return
            drawn += word.read.drawn
            if len(drawn) > LONGEST_PARTED:
                return
            if len(drawn) < SHORTEST_PARTED or (not is_tight and place - at < 2):
                continue
            for pattern, _ in self.exact.get(drawn, ()):
                if len(pattern.parts) == 1 and not pattern.is_exception:
                    yield pattern, first.start, word.end

    def _candidates(self, word: Word) -> Iterable[Place]:
        drawn = word.read.drawn
        places: Iterable[Place] = self.exact.get(drawn, ())
        if word.is_loose:
            loose = self.loose.get(_loosely(drawn), ())
            places = [*places, *(place for place in loose if _spells(word.read, place))]
        return chain(places, self._wildcards(word.read)) if self.heads else places

    def _wildcards(self, read: Read) -> list[Place]:
        """Each is tried once, however often its first characters stand in the word."""
        spellings = (read.drawn,) if read.drawn == read.text else (read.drawn, read.text)
        places: dict[int, Place] = {}
        for text in spellings:
            for size in self.head_sizes:
                for at in range(len(text) - size + 1):
                    for place in self.heads.get(text[at : at + size], ()):
                        places[id(place)] = place
        if not places:
            return []
        return [place for place in places.values() if _wildcard_fits(place, spellings)]

    def _set_apart(self, word: Word) -> Iterator[tuple[Pattern, int, int]]:
        """Terms among letters set apart: "you are a t e r m", where the a is a word of its own.

        A term of three letters may have one letter before it and one after it, a longer one more.
        """
        drawn, letters = word.read.drawn, word.letters
        folded = drawn.translate(I_FOR_L)
        for at in range(len(folded) - HEAD + 1):
            for size in self.glued_sizes.get(folded[at : at + HEAD], ()):
                after = len(folded) - at - size
                if after < 0 or (size == HEAD and (at > 1 or after > 1)):
                    continue
                for pattern, literal in self.glued.get(folded[at : at + size], ()):
                    if word.read.is_vague or literal == drawn[at : at + size]:
                        yield pattern, letters[at].start, letters[at + size - 1].end


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


def _patterns(listed: Listed) -> Iterator[Pattern]:
    for number, text in enumerate((listed.text, *listed.exceptions)):
        try:
            yield Pattern(parts_of(text), listed, is_exception=number > 0)
        except BadTerm as bad:
            raise BrokenList(f"“{listed.text}” cannot be matched. “{text}”: {bad}") from bad


def _term_words(text: str) -> list[str]:
    """As the words of a text, but wildcards and outer symbols are a part of their word."""
    folded = fold(text)
    kinds = "".join(
        LETTER if one == WILDCARD else kind
        for one, kind in zip(folded.text, folded.kinds, strict=True)
    )
    sentence = words(folded._replace(kinds=kinds))
    return [max((word, *word.others), key=_width).read.drawn for word in sentence]


def _width(word: Word) -> int:
    return word.to - word.at


def _part(drawn: str) -> Part:
    if WILDCARD not in drawn:
        return drawn
    return Wildcard(tuple(re.sub(r"\*+", WILDCARD, drawn).split(WILDCARD)))


def _letters(part: Wildcard) -> int:
    return sum(map(len, part.pieces))


def _spelling(part: Part) -> str:
    return part if isinstance(part, str) else WILDCARD.join(part.pieces)


def _weight(part: Part) -> tuple[bool, int]:
    if isinstance(part, str):
        return len(part) >= SHORTEST_PIECE, len(part)
    return False, len(part.longest)


def _phrase(pattern: Pattern, anchor: int, sentence: list[Word], at: int) -> tuple[int, int] | None:
    """Where the phrase stands, if the words around the one at `at` are its others."""
    first = at - anchor
    last = first + len(pattern.parts)
    if first < 0 or last > len(sentence):
        return None
    beside = zip(pattern.parts, sentence[first:last], strict=True)
    if all(_is(part, word) for part, word in beside):
        return sentence[first].start, sentence[last - 1].end
    return None


def _is(part: Part, word: Word) -> bool:
    return any(_reads(part, one.read) for one in (word, *word.others))


def _reads(part: Part, read: Read) -> bool:
    if isinstance(part, Wildcard):
        return part.fits(read.text) or part.fits(read.drawn)
    return read.drawn == part or _is_spelt(read, part)


def _spells(read: Read, place: Place) -> bool:
    pattern, anchor = place
    part = pattern.parts[anchor]
    return isinstance(part, str) and _is_spelt(read, part)


def _wildcard_fits(place: Place, spellings: Iterable[str]) -> bool:
    pattern, anchor = place
    part = pattern.parts[anchor]
    return isinstance(part, Wildcard) and any(map(part.fits, spellings))


def _is_spelt(read: Read, word: str) -> bool:
    """Whether a loose reading can be that word.

    Letter by letter: three or more of one may be any number of it ("teeerm", "boooks"), and fewer
    are that many.
    """
    drawn = read.drawn
    if read.is_vague:
        drawn, word = drawn.translate(I_FOR_L), word.translate(I_FOR_L)
    if len(word) > len(drawn) or drawn[:1] != word[:1]:
        return False
    those, these = _runs(drawn), _runs(word)
    return len(those) == len(these) and all(
        that == this and (many == few or many >= max(few, 3))
        for (that, many), (this, few) in zip(those, these, strict=True)
    )


def _runs(text: str) -> list[tuple[str, int]]:
    return [(one.group(1), len(one.group())) for one in SAME_LETTER.finditer(text)]


@lru_cache(maxsize=10_000)
def _loosely(text: str) -> str:
    """The same for every word that a loose reading can be."""
    return SAME_LETTER.sub(r"\1", text.translate(I_FOR_L))


def _reaches(exceptions: Iterable[Found]) -> dict[tuple[int, int], int]:
    """For each term and place within an exception to it: where the widest of them ends."""
    reaches: dict[tuple[int, int], int] = {}
    for one in exceptions:
        for at in range(one.start, one.end):
            place = (id(one.listed), at)
            reaches[place] = max(reaches.get(place, 0), one.end)
    return reaches
