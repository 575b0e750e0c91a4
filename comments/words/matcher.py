"""The list as one automaton: words looked up in tables, so that its length costs nothing.

A text is read once (see `normalise`) and of each of its words is asked which words of the list it
can be (see `vocabulary`). Those lead into the terms as into a tree: a term of one word ends there,
a phrase goes on with the next word. Words are whole: “assess” has no other word in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from .folding import Folded, fold
from .normalise import SHORTEST_PARTED, WIDEST_GAP, Word, words
from .terms import Listed, Part, Pattern, Sign, patterns_of
from .vocabulary import HEAD, I_FOR_L, Pieces, Vocabulary

# A term that is cut in pieces: by what, into how many, how long it is at most, and how long its
# pieces are where blanks cut it.
SEPARATORS = "-._\u2010"
MOST_PIECES = 12
LONGEST_PARTED = 40
SHORT = 2
LINKED = re.compile(rb"\x01+")

NOTHING = r"(?!)"


class Found(NamedTuple):
    """A term where it stands in a text."""

    listed: Listed
    start: int
    end: int


class Span(NamedTuple):
    """A term, or one of its exceptions, where it stands in the folded text."""

    pattern: Pattern
    at: int
    to: int


class Step:
    """The terms that have begun with the same words: those that end here, and the ways on."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.ways: dict[Part, Step] = {}


class Matcher:
    """The whole list. Made once for each version of the list, and never changed."""

    def __init__(self, terms: Iterable[Listed]) -> None:
        """Raises BrokenList, naming the first term that cannot be matched."""
        self.vocabulary = Vocabulary()
        self.first = Step()
        self.set_apart: Pieces[tuple[Pattern, str]] = Pieces()
        self.parted: Pieces[Pattern] = Pieces()
        self.signs: dict[str, list[Pattern]] = defaultdict(list)
        known: set[Part] = set()
        for listed in terms:
            for pattern in patterns_of(listed):
                self._index(pattern, known)
        self.any_sign = re.compile("|".join(map(re.escape, self.signs)) or NOTHING)

    def find(self, text: str, section_id: int | None = None) -> list[Found]:
        """Every term of the site and of that section, in the order in which they stand."""
        folded = fold(text)
        terms: dict[tuple[int, int], Found] = {}
        exceptions: dict[int, list[Found]] = defaultdict(list)
        for pattern, at, to in self._spans(folded):
            if pattern.listed.section_id not in (None, section_id):
                continue
            found = Found(pattern.listed, folded.start(at), folded.end(to))
            if pattern.is_exception:
                exceptions[id(pattern.listed)].append(found)
            else:
                terms.setdefault((id(pattern), found.start), found)
        covers = {listed: _cover(them) for listed, them in exceptions.items()}
        found_terms = sorted(terms.values(), key=lambda one: (one.start, one.end))
        return [one for one in found_terms if not _is_excused(one, covers.get(id(one.listed)))]

    def _index(self, pattern: Pattern, known: set[Part]) -> None:
        if isinstance(pattern.parts[0], Sign):
            self.signs[pattern.parts[0]].append(pattern)
            return
        step = self.first
        for part in pattern.parts:
            if part not in known:
                known.add(part)
                self.vocabulary.add(part)
            step = step.ways.setdefault(part, Step())
        step.patterns.append(pattern)
        literal = pattern.literal
        if pattern.is_exception:
            return
        if len(literal) >= HEAD:
            self.set_apart.add(literal.translate(I_FOR_L), (pattern, literal))
        if len(pattern.parts) == 1 and SHORTEST_PARTED <= len(literal) <= LONGEST_PARTED:
            self.parted.add(literal, pattern)

    def _spans(self, folded: Folded) -> Iterator[Span]:
        for sign in self.any_sign.finditer(folded.text):
            for pattern in self.signs[sign.group()]:
                yield Span(pattern, *sign.span())
        sentence = words(folded)
        yield from self._as_they_stand(sentence)
        for word in sentence:
            if word.letters:
                yield from self._among_letters(word)
        for row, fewest in _rows(folded, sentence):
            yield from self._in_pieces(row, fewest)

    def _as_they_stand(self, sentence: list[Word]) -> Iterator[Span]:
        """Terms of one word, and phrases, each of whose words may be read in any way.

        `begun` are the phrases that the words before may be the beginning of, and where they start.
        """
        meanings, ways = self.vocabulary.meanings(sentence), self.first.ways
        begun: list[tuple[Step, int]] = []
        for number in sorted(meanings):
            word = sentence[number]
            if number - 1 not in meanings:
                begun = []
            parts = dict.fromkeys(meaning.part for meaning in meanings[number])
            begun = [
                (step.ways[part], at) for step, at in begun for part in parts if part in step.ways
            ]
            for step, at in begun:
                for pattern in step.patterns:
                    yield Span(pattern, at, word.to)
            for part, reading in meanings[number]:
                if part in ways:
                    for pattern in ways[part].patterns:
                        yield Span(pattern, word.at + reading.at, word.at + reading.to)
            begun += [(ways[part], word.at) for part in parts if part in ways]

    def _among_letters(self, word: Word) -> Iterator[Span]:
        """Terms among letters set apart: "you are a t e r m", where the a is a word of its own.

        A term of three letters may have one letter before it and one after it, a longer one more.
        """
        reading, letters = word.spelling.readings[0], word.letters
        for at, size, (pattern, literal) in self.set_apart.within(reading.drawn.translate(I_FOR_L)):
            if size == HEAD and (at > 1 or len(letters) - at - size > 1):
                continue
            if reading.is_vague or literal == reading.drawn[at : at + size]:
                yield Span(pattern, letters[at].at, letters[at + size - 1].to)

    def _in_pieces(self, row: list[Word], fewest: int) -> Iterator[Span]:
        """Terms of one word whose pieces stand side by side: "zor-blat", "zo rb la t"."""
        drawn = [word.drawn for word in row]
        places = {at: place for place, at in enumerate(accumulate(map(len, drawn), initial=0))}
        for at, size, pattern in self.parted.within("".join(drawn)):
            if at in places and at + size in places:
                first, after = places[at], places[at + size]
                if fewest <= after - first <= MOST_PIECES:
                    yield Span(pattern, row[first].at, row[after - 1].to)


def _rows(folded: Folded, sentence: list[Word]) -> Iterator[tuple[list[Word], int]]:
    """Words that may be pieces of one, and of how many of them it consists at least.

    Between two pieces is one of SEPARATORS, or a blank where all of them are short: two short words
    are mostly two words.
    """
    text, beside = folded.text, list(pairwise(sentence))
    tight = [two.at - one.to == 1 and text[one.to] in SEPARATORS for one, two in beside]
    short = [
        two.at - one.to <= WIDEST_GAP and len(one.spelling.raw) <= SHORT >= len(two.spelling.raw)
        for one, two in beside
    ]
    for links, fewest in ((tight, 2), (short, 3)):
        for linked in LINKED.finditer(bytes(links)):
            row = sentence[linked.start() : linked.end() + 1]
            if len(row) >= fewest:
                yield row, fewest


def _cover(exceptions: list[Found]) -> tuple[list[int], list[int]]:
    """Where the exceptions to a term start, and where the widest of those up to each ends."""
    exceptions.sort(key=lambda one: one.start)
    ends = accumulate((one.end for one in exceptions), max)
    return [one.start for one in exceptions], list(ends)


def _is_excused(term: Found, cover: tuple[list[int], list[int]] | None) -> bool:
    """Whether one of the exceptions stands around it."""
    if cover is None:
        return False
    starts, ends = cover
    before = bisect_right(starts, term.start)
    return before > 0 and ends[before - 1] >= term.end
