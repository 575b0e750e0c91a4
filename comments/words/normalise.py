"""Text as the word list reads it: the same word in every disguise, and where each stands.

The text itself is never altered. A copy is folded (compatibility decomposition, case, accents and
invisible characters gone), cut into words, and each word is read: look-alikes of Latin letters,
digits and symbols that stand for letters, letters held down ("teeerm"), letters set apart
("t e r m"). Every word knows where it stands in the text it was read from.

The time is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .confusables import (
    FLAGS,
    I_OR_L,
    LEET,
    LOOKALIKES,
    MARKS_AT_THE_END,
    SECOND_FACES,
    SYMBOLS,
    VARIANTS,
)

# Letters set apart: so many of them, by at most so many characters.
SHORTEST_RUN = 3
WIDEST_GAP = 3

# So many letters a word has at least that is read past what stands between them.
SHORTEST_PARTED = 5

# The kind of each folded character: letter, digit, symbol that may be a letter, letter of which
# two are a flag, anything else.
LETTER, DIGIT, SYMBOL, FLAG, GAP = "wdsfg"
ONE_TO_ONE = frozenset({LETTER, DIGIT, SYMBOL, FLAG, GAP})
# Kinds of the fold alone: a mark that is a letter in its script, and U+200C and U+200D.
MARK, JOINER = "mz"

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
CHUNK = re.compile(f"[{LETTER}{DIGIT}{SYMBOL}]+|{FLAG}+")
# “z1o1r1b1l1a1t”: letters with one and the same digit between each two.
DIGIT_BETWEEN = re.compile(r"[^\W\d_](?=(\d))(?:\1[^\W\d_])+")
# “A$5” and “$3bn” are sums.
PRICE = re.compile(r"([a-z]{0,3})[$€]([0-9]+(?:[kmbt]n?)?)")
HELD_DOWN = re.compile(r"([^\W\d_])\1{2,}")
LATIN = re.compile(r"[a-z]")
PIECE = re.compile(f"[^{re.escape(''.join(SYMBOLS))}]{{2,}}")

LOOKS = str.maketrans(LOOKALIKES)
SECOND_LOOKS = str.maketrans(LOOKALIKES | SECOND_FACES)
KNOWN = SYMBOLS.union(LOOKALIKES)
SPEAKS = str.maketrans(LEET)

# Marks above this are vowel signs and the like; below it they are accents and points.
FIRST_VOWEL_SIGN = 0x0900
THAANA_VOWELS = range(0x07A6, 0x07B1)
ACCENTS = (
    *(range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)),
    *(range(0x2DE0, 0x2E00), range(0x302A, 0x3030), range(0xA66F, 0xA680)),
    *(range(0xFE00, 0xFE10), range(0xFE20, 0xFE30), range(0xE0100, 0xE01F0)),
)
# Letters or marks in Unicode's books, nothing on the page.
UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f")
# Scripts in which a joiner inside a word is spelling: Arabic and what comes after it.
FIRST_JOINED = 0x0600
# White letters in black discs and squares have no decomposition.
DISCS = (range(0x1F150, 0x1F16A), range(0x1F170, 0x1F18A))
# Signs and no part of the word before them.
SIGNS = frozenset("™℠")


class Folded(NamedTuple):
    """Folded text, the kind of each of its characters, and where each came from."""

    text: str
    kinds: str
    starts: Sequence[int]
    ends: Sequence[int]


class Read(NamedTuple):
    """How one run of characters reads as a word.

    `drawn` still has the letters that were held down, `text` has one for three or more. `is_vague`
    says that an i may be an l.
    """

    drawn: str
    text: str
    is_vague: bool = False


class Word(NamedTuple):
    """A word, and where it stands: in the folded text (`at`, `to`) and the original one.

    `others` are further readings of the same place ("$hit" with and without its first character).
    A word that was set apart has its `letters`, with `spelt` as one character for each.
    """

    raw: str
    read: Read
    at: int
    to: int
    start: int
    end: int
    is_price: bool = False
    others: tuple[Word, ...] = ()
    letters: tuple[Word, ...] = ()

    @property
    def is_single(self) -> bool:
        return len(self.read.text) == 1 and not self.is_price and self.raw != "*"

    @property
    def is_loose(self) -> bool:
        """Whether it stands for more words than the one it spells."""
        return self.read.is_vague or self.read.drawn != self.read.text

    @property
    def is_symbol(self) -> bool:
        return self.raw in SYMBOLS


def normalise(text: str) -> str:
    """The text as it is read. Normalising it again changes nothing."""
    folded, parts, last = fold(text), [], 0
    for word in words(folded):
        parts += [folded.text[last : word.at], word.read.text]
        last = word.to
    return "".join([*parts, folded.text[last:]])


# Characters


def fold(text: str) -> Folded:
    if text.isascii() and not CONTROL.search(text):
        folded = text.translate(_PLAIN)
        return _one_to_one(folded, folded.translate(_KINDS))
    alphabet = {ord(one): _fold_character(one) for one in set(text)}
    if all(kind in ONE_TO_ONE for _, kind in alphabet.values()):
        folded = text.translate({code: one for code, (one, _) in alphabet.items()})
        return _one_to_one(folded, text.translate({code: k for code, (_, k) in alphabet.items()}))
    return _fold_any(text)


def _one_to_one(text: str, kinds: str) -> Folded:
    """Each character where it stood."""
    return Folded(text, kinds, range(len(text)), range(1, len(text) + 1))


def _fold_any(text: str) -> Folded:
    out: list[str] = []
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joiner = -1
    for place, character in enumerate(text):
        folded, kind = _fold_character(character)
        if kind[:1] == MARK:
            is_letter = bool(out) and _is_of_script(out[-1], kinds[-1], FIRST_VOWEL_SIGN)
            folded, kind = (folded, LETTER * len(folded)) if is_letter else ("", "")
        if kind == JOINER:
            if out and _is_of_script(out[-1], kinds[-1], FIRST_JOINED):
                joiner = place
            folded = kind = ""
        if not folded:
            # What is not seen belongs to the letter before it.
            if ends and kinds[-1] != GAP and ends[-1] == place:
                ends[-1] = place + 1
            continue
        if joiner >= 0 and _is_of_script(folded[0], kind[0], FIRST_JOINED):
            out.append(text[joiner])
            kinds.append(LETTER)
            starts.append(joiner)
            ends.append(joiner + 1)
        joiner = -1
        for one, its_kind in zip(folded, kind, strict=True):
            out.append(one)
            kinds.append(its_kind)
            starts.append(place)
            ends.append(place + 1)
    return Folded("".join(out), "".join(kinds), starts, ends)


@lru_cache(maxsize=10_000)
def _fold_character(character: str) -> tuple[str, str]:
    """What a character folds to, and the kinds of it. Two empty strings: it is not seen."""
    if character in "\u200c\u200d":
        return character, JOINER
    if character in SIGNS:
        return " ", GAP
    for disc in DISCS:
        if ord(character) in disc:
            return chr(ord("a") + ord(character) - disc.start), LETTER
    folded, kinds = "", ""
    for one in _plain(character):
        kind = _kind(one)
        if kind == MARK and kinds:
            # In a letter that was decomposed, its sign is a letter; beside a blank it is nothing.
            kind = LETTER if kinds[-1] == LETTER else MARK if kinds[-1] == MARK else ""
        if kind:
            folded, kinds = folded + one, kinds + kind
    return folded, kinds


def _plain(character: str) -> str:
    """Decomposed and case-folded, until neither changes it."""
    while True:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        plain = "".join(" " if one.isspace() else VARIANTS.get(one, one) for one in plain)
        if plain == character:
            return plain
        character = plain


def _kind(character: str) -> str:
    """The kind of a decomposed character; nothing for the unseen."""
    category = unicodedata.category(character)
    if character.isspace():
        return GAP
    if character in UNSEEN or category in {"Cf", "Cc", "Cs"}:
        return ""
    if category in {"Mn", "Mc", "Me"}:
        return "" if _is_accent(ord(character)) or category == "Me" else MARK
    if "0" <= character <= "9":
        return DIGIT
    if category[0] in "LN":
        return LETTER
    if character in FLAGS:
        return FLAG
    return SYMBOL if character in SYMBOLS else GAP


def _is_of_script(character: str, kind: str, first: int) -> bool:
    """Whether it is a letter of a script that comes after `first`, and not a forged Latin one."""
    return kind == LETTER and ord(character) >= first and character not in LOOKALIKES


def _is_accent(code: int) -> bool:
    if code < FIRST_VOWEL_SIGN:
        return code not in THAANA_VOWELS
    return any(code in block for block in ACCENTS)


# For text of plain ASCII, which needs no look at each character.
_ASCII = [chr(code) for code in range(128)]
_PLAIN = str.maketrans({one: " " if one.isspace() else one.lower() for one in _ASCII})
_KINDS = str.maketrans({one: _kind(one) or GAP for one in _ASCII})


# Words


def words(folded: Folded) -> list[Word]:
    """The words of a text, in order; letters that were set apart are one word."""
    return list(_joined(list(_chunks(folded))))


def _chunks(folded: Folded) -> Iterator[Word]:
    """Words as they stand, and symbols that stand alone."""
    for found in CHUNK.finditer(folded.kinds):
        at, to = found.span()
        chunk = folded.kinds[at:to]
        if chunk == FLAG * 2:
            continue  # a flag
        if SYMBOL not in chunk:
            yield _past_digits(_word(folded, at, to), chunk)
        elif price := PRICE.fullmatch(folded.text, at, to):
            spans = filter(None, (price.group(1) and price.span(1), price.span(2)))
            yield from (_word(folded, *span, is_price=True) for span in spans)
        elif LETTER in chunk or DIGIT in chunk:
            yield _with_symbols(folded, at, to, chunk)
        elif to - at == 1:
            yield _word(folded, at, to)


def _word(folded: Folded, at: int, to: int, *, is_price: bool = False) -> Word:
    raw = folded.text[at:to]
    read = Read(raw, raw) if is_price else read_as_word(raw)
    word = Word(raw, read, at, to, folded.starts[at], folded.ends[to - 1], is_price)
    if raw.isascii() or SECOND_FACES.keys().isdisjoint(raw):
        return word
    other = read_as_word(_latin(raw, SECOND_LOOKS))
    return word._replace(others=(word._replace(read=other),))


def _past_digits(word: Word, kinds: str) -> Word:
    """Read without the digit that stands between each two of its letters, too."""
    is_parted = kinds.count(DIGIT) * 2 + 1 == len(kinds) and DIGIT_BETWEEN.fullmatch(word.raw)
    return _parted(word, word.raw[::2]) if is_parted else word


def _parted(word: Word, letters: str) -> Word:
    """The word, which is also read as these letters of it, when they are enough."""
    if len(letters) < SHORTEST_PARTED:
        return word
    return word._replace(others=(*word.others, word._replace(read=read_as_word(letters))))


def _with_symbols(folded: Folded, at: int, to: int, kinds: str) -> Word:
    """Read as it stands between its outer symbols, with them, and cut at its inner ones."""
    raw = folded.text[at:to]
    first = at + len(kinds) - len(kinds.lstrip(SYMBOL))
    last = to - len(kinds) + len(kinds.rstrip(SYMBOL))
    end = to - len(raw) + len(raw.rstrip(MARKS_AT_THE_END))
    core = _word(folded, first, last)
    if LETTER not in kinds:
        return core
    spans = {(at, last), (at, end), (first, end)} - {(first, last)}
    others = [_word(folded, *span) for span in sorted(spans)]
    inside = folded.text[first:last]
    if any(symbol in inside for symbol in SYMBOLS):
        pieces = PIECE.finditer(inside)
        others += [_word(folded, first + one.start(), first + one.end()) for one in pieces]
        core = _parted(core, "".join(one for one in inside if one not in SYMBOLS))
    return core._replace(others=(*core.others, *others))


@lru_cache(maxsize=10_000)
def read_as_word(raw: str) -> Read:
    """One word: look-alikes first, then what stands for a letter, then letters held down."""
    if raw.isascii() and raw.isalpha():
        drawn, is_vague = raw, False
    else:
        drawn = _latin(raw, LOOKS)
        is_vague = False
        if LATIN.search(drawn):
            is_vague = not I_OR_L.isdisjoint(raw)
            drawn = drawn.translate(SPEAKS)
    return Read(drawn, HELD_DOWN.sub(r"\1", drawn), is_vague)


def _latin(raw: str, looks: dict[int, str]) -> str:
    """With look-alikes of Latin letters as such, unless the word is of another script throughout.

    “тема” with its unmistakable letters is no Latin word; “tеrm” with one Cyrillic letter is, and
    so is “сор”, which has nothing but look-alikes.
    """
    if raw.isascii():
        return raw
    is_foreign = any(not one.isascii() and one not in KNOWN for one in raw)
    return raw if is_foreign and not LATIN.search(raw) else raw.translate(looks)


# Letters set apart


def _joined(chunks: list[Word]) -> Iterator[Word]:
    """Runs of single characters become one word; symbols that stand alone are no words."""
    run: list[Word] = []
    for chunk in chunks:
        if run and not (chunk.is_single and chunk.at - run[-1].to <= WIDEST_GAP):
            yield from _settled(run)
            run = []
        if chunk.is_single:
            run.append(chunk)
        else:
            yield chunk
    yield from _settled(run)


def _settled(run: list[Word]) -> list[Word]:
    while run and run[-1].raw in MARKS_AT_THE_END:
        run = run[:-1]
    spelt = "".join(_sign(one) for one in run)
    letters = sum(map(str.isalpha, spelt))
    if len(run) < SHORTEST_RUN or letters * 2 < len(run):
        return [one for one in run if not one.is_symbol]
    first, last = run[0], run[-1]
    read = read_as_word(spelt)
    place = (first.at, last.to, first.start, last.end)
    return [Word(spelt, read, *place, letters=tuple(run))]


def _sign(one: Word) -> str:
    """The one character that a word of a run stands for."""
    return one.raw if len(one.raw) == 1 and one.raw not in FLAGS else one.read.text
