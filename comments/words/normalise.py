"""The words of a text as the word list reads them: the same word in every disguise.

Folded text (see `folding`) is cut into words, and each word is read: look-alikes of Latin letters,
digits and symbols that stand for letters, letters held down ("teeerm"), letters set apart
("t e r m"). Every word knows where it stands in the folded text.

The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .confusables import (
    FLAGS,
    I_OR_L,
    LEET,
    LOOKALIKES,
    MARKS_AT_THE_END,
    SECOND_FACES,
    SYMBOLS,
)
from .folding import DIGIT, FLAG, LETTER, SYMBOL, Folded, fold

# Letters set apart: so many of them, by at most so many characters.
SHORTEST_RUN = 3
WIDEST_GAP = 3

# So many letters a word has at least that is read past what stands between them.
SHORTEST_PARTED = 5

# Spellings are kept from one text to the next. Long ones are not: nobody fills the memory.
LONGEST_KEPT = 20
MOST_KEPT = 5_000

CHUNK = re.compile(f"[{LETTER}{DIGIT}{SYMBOL}]+|{FLAG}+")
# “z1o1r1b1l1a1t”: letters with one and the same digit between each two.
DIGIT_BETWEEN = re.compile(r"[^\W\d_](?=([0-9]))(?:\1[^\W\d_])+")
# “A$5” and “$3bn” are sums.
PRICE = re.compile(r"([a-z]{0,3})[$€]([0-9]+(?:[kmbt]n?)?)")
# All but the last of three and more, and of two and more.
HELD_DOWN = re.compile(r"([^\W\d_])\1+(?=\1)")
DOUBLE = re.compile(r"(.)(?=\1)", re.DOTALL)
LATIN = re.compile(r"[a-z]")
ANY_SYMBOL = "".join(sorted(SYMBOLS))
PIECE = re.compile(f"[^{re.escape(ANY_SYMBOL)}]{{2,}}")
NO_LETTERS = ANY_SYMBOL + "0123456789"

LOOKS = str.maketrans(LOOKALIKES)
SECOND_LOOKS = str.maketrans(LOOKALIKES | SECOND_FACES)
KNOWN = SYMBOLS.union(LOOKALIKES)
SPEAKS = str.maketrans(LEET)
WITHOUT_SYMBOLS = str.maketrans("", "", ANY_SYMBOL)


@dataclass(slots=True)
class Reading:
    """One way to read a word, and which part of it reads so: from `at` to `to`, from its start.

    `drawn` still has the letters that were held down, `text` has one for three or more. `is_vague`
    says that an i may be an l. `loosely` is what a reading that stands for more words than the one
    it spells has in common with all of them; empty for the others.
    """

    drawn: str
    text: str
    is_vague: bool
    loosely: str
    at: int
    to: int


@dataclass(slots=True)
class Spelling:
    """How a word reads, wherever it stands: first as it is, then otherwise (“$hit”, “z|o|r”).

    `sign` is the character that it is, if it may be a letter set apart from others; `shift` is how
    far it starts from the run of characters that it was cut from.
    """

    raw: str
    readings: tuple[Reading, ...]
    sign: str = ""
    shift: int = 0


@dataclass(slots=True)
class Word:
    """A spelling where it stands in a folded text. One that was set apart has its `letters`."""

    spelling: Spelling
    at: int
    to: int
    letters: tuple[Word, ...] = ()

    @property
    def drawn(self) -> str:
        return self.spelling.readings[0].drawn


def normalise(text: str) -> str:
    """The text as it is read. Normalising it again changes nothing."""
    folded, parts, last = fold(text), [], 0
    for word in words(folded):
        parts += [folded.text[last : word.at], word.spelling.readings[0].text]
        last = word.to
    return "".join([*parts, folded.text[last:]])


def words(folded: Folded) -> list[Word]:
    """The words of a text, in order; letters that were set apart are one word."""
    sentence: list[Word] = []
    run: list[Word] = []
    for word in _chunks(folded):
        is_single = word.spelling.sign
        if run and not (is_single and word.at - run[-1].to <= WIDEST_GAP):
            sentence += _settled(run)
            run = []
        (run if is_single else sentence).append(word)
    return sentence + _settled(run)


def _chunks(folded: Folded) -> Iterator[Word]:
    """Words as they stand, and symbols that stand alone."""
    text = folded.text
    for found in CHUNK.finditer(folded.kinds):
        at, to = found.span()
        chunk = text[at:to]
        for spelling in _kept(chunk) if to - at <= LONGEST_KEPT else _spellings(chunk):
            first = at + spelling.shift
            yield Word(spelling, first, first + len(spelling.raw))


def _settled(run: list[Word]) -> list[Word]:
    """Runs of single characters become one word; symbols that stand alone are no words."""
    while run and run[-1].spelling.raw in MARKS_AT_THE_END:
        run.pop()
    spelt = "".join([one.spelling.sign for one in run])
    letters = sum(map(str.isalpha, spelt))
    if len(run) < SHORTEST_RUN or letters * 2 < len(run):
        return [one for one in run if one.spelling.raw not in SYMBOLS]
    at, to = run[0].at, run[-1].to
    spelling = Spelling(spelt, (_reading(spelt, width=to - at),))
    return [Word(spelling, at, to, tuple(run))]


# Spellings


def _spellings(chunk: str) -> tuple[Spelling, ...]:
    """The words of a run of letters, digits and symbols, or of letters of flags."""
    if chunk.isascii() and chunk.isalpha():
        return (_spelling(chunk, [_reading(chunk)]),)
    if SYMBOLS.isdisjoint(chunk):
        is_flag = len(chunk) == 2 and chunk[0] in FLAGS
        return () if is_flag else (_past_digits(chunk),)
    if price := PRICE.fullmatch(chunk):
        return tuple(_sum(price.group(one), price.start(one)) for one in (1, 2) if price.group(one))
    if chunk.strip(ANY_SYMBOL):
        return (_with_symbols(chunk),)
    return (_spelling(chunk, [_reading(chunk)]),) if len(chunk) == 1 else ()


_kept = lru_cache(maxsize=MOST_KEPT)(_spellings)


def _spelling(raw: str, readings: list[Reading], shift: int = 0) -> Spelling:
    return Spelling(raw, tuple(readings), _sign(raw, readings[0].text), shift)


def _sign(raw: str, text: str) -> str:
    if len(text) != 1 or raw == "*":
        return ""
    return raw if len(raw) == 1 and raw not in FLAGS else text


def _sum(raw: str, shift: int) -> Spelling:
    """A part of a price: figures that are no letters, and no letter set apart."""
    return Spelling(raw, (Reading(raw, raw, False, "", 0, len(raw)),), shift=shift)


def _past_digits(raw: str) -> Spelling:
    """Read without the digit that stands between each two of its letters, too."""
    readings = _as_it_stands(raw)
    if not raw.isalpha() and DIGIT_BETWEEN.fullmatch(raw):
        readings += _parted(raw[::2], len(raw))
    return _spelling(raw, readings)


def _with_symbols(chunk: str) -> Spelling:
    """Read as it stands between its outer symbols, with them, and cut at its inner ones."""
    inside = chunk.strip(ANY_SYMBOL)
    first = chunk.index(inside)
    readings = _as_it_stands(inside)
    if not chunk.strip(NO_LETTERS):
        return _spelling(inside, readings, first)
    is_cut = not SYMBOLS.isdisjoint(inside)
    if is_cut:
        readings += _parted(inside.translate(WITHOUT_SYMBOLS), len(inside))
    readings += _with_outer(readings[0], chunk[:first], chunk[first + len(inside) :])
    if is_cut:
        readings += [_reading(one.group(), one.start()) for one in PIECE.finditer(inside)]
    return _spelling(inside, readings, first)


def _with_outer(word: Reading, before: str, after: str) -> Iterator[Reading]:
    """The word with the symbols before it, with those after it, and with both."""
    after = after.rstrip(MARKS_AT_THE_END)
    drawn, is_vague = word.drawn, word.is_vague
    first, end = -len(before), word.to + len(after)
    if LATIN.search(drawn):
        is_vague = is_vague or not I_OR_L.isdisjoint(before + after)
        before, after = before.translate(SPEAKS), after.translate(SPEAKS)
    if before:
        yield _drawn(before + drawn, is_vague, first, word.to)
    if before and after:
        yield _drawn(before + drawn + after, is_vague, first, end)
    if after:
        yield _drawn(drawn + after, is_vague, 0, end)


def _as_it_stands(raw: str) -> list[Reading]:
    readings = [_reading(raw)]
    if not raw.isascii() and not SECOND_FACES.keys().isdisjoint(raw):
        readings.append(_reading(_latin(raw, SECOND_LOOKS)))
    return readings


def _parted(letters: str, width: int) -> list[Reading]:
    """Only these letters of a word, when they are enough."""
    return [_reading(letters, 0, width)] if len(letters) >= SHORTEST_PARTED else []


def _reading(raw: str, at: int = 0, width: int = 0) -> Reading:
    """One word: look-alikes first, then what stands for a letter, then letters held down."""
    drawn, is_vague = raw, False
    if not (raw.isascii() and raw.isalpha()):
        drawn = _latin(raw, LOOKS)
        if LATIN.search(drawn):
            is_vague = not I_OR_L.isdisjoint(raw)
            drawn = drawn.translate(SPEAKS)
    return _drawn(drawn, is_vague, at, at + (width or len(raw)))


def _drawn(drawn: str, is_vague: bool, at: int, to: int) -> Reading:
    # A letter that was held down is there three times.
    text = HELD_DOWN.sub("", drawn) if len(set(drawn)) <= len(drawn) - 2 else drawn
    loosely = loosened(drawn) if is_vague or text != drawn else ""
    return Reading(drawn, text, is_vague, loosely, at, to)


def loosened(drawn: str) -> str:
    """The same for every word that a loose reading can be."""
    drawn = drawn.replace("l", "i")
    return drawn if len(set(drawn)) == len(drawn) else DOUBLE.sub("", drawn)


def _latin(raw: str, looks: dict[int, str]) -> str:
    """With look-alikes of Latin letters as such, unless the word is of another script throughout.

    “тема” with its unmistakable letters is no Latin word; “tеrm” with one Cyrillic letter is, and
    so is “сор”, which has nothing but look-alikes.
    """
    if raw.isascii():
        return raw
    is_foreign = any(not one.isascii() and one not in KNOWN for one in raw)
    return raw if is_foreign and not LATIN.search(raw) else raw.translate(looks)
