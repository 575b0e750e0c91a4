"""Characters as the word list reads them: folded, and where each stood.

Folding is compatibility decomposition and case; accents and invisible characters are gone. The text
itself is never altered: folded text knows where each of its characters came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from .confusables import FLAGS, LOOKALIKES, LUNATE, SYMBOLS, VARIANTS

# The kind of each folded character: letter, digit, symbol that may be a letter, letter of which
# two are a flag, anything else.
LETTER, DIGIT, SYMBOL, FLAG, GAP = "wdsfg"
# Kinds of the fold alone: a mark that is a letter in its script, and U+200C and U+200D.
MARK, JOINER = "mz"
BESIDE = frozenset({MARK, JOINER})

# Folded characters are kept from one text to the next.
MOST_KEPT = 20_000

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")

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
# Letters without case or decomposition that are not themselves all the same.
ODD = UNSEEN.union(VARIANTS)
SPACES = "".join(one for one in map(chr, range(0x3001)) if one.isspace())
PLAINLY = str.maketrans(VARIANTS | dict.fromkeys(SPACES, " "))
# Scripts in which a joiner inside a word is spelling: Arabic and what comes after it.
FIRST_JOINED = 0x0600
# White letters in black discs and squares have no decomposition.
DISCS = {
    chr(first + place): chr(ord("a") + place) for first in (0x1F150, 0x1F170) for place in range(26)
}
# Signs and no part of the word before them.
SIGNS = frozenset("™℠")


class Folded(NamedTuple):
    """Folded text, the kind of each of its characters, and where each came from.

    `starts` has one more: where the original text ends.
    """

    text: str
    kinds: str
    starts: Sequence[int]

    def start(self, at: int) -> int:
        """Where the character at `at` stands in the original text."""
        return self.starts[at]

    def end(self, to: int) -> int:
        """Where the character before `to` ends, with what is not seen after a letter."""
        after = self.starts[to - 1] + 1
        return after if self.kinds[to - 1] == GAP else max(after, self.starts[to])


def fold(text: str) -> Folded:
    if text.isascii() and not CONTROL.search(text):
        folded = text.translate(_PLAIN)
        return Folded(folded, folded.translate(_KINDS), range(len(text) + 1))
    alphabet = _alphabet(text)
    if any(kinds[:1] in BESIDE for _, kinds in alphabet.values()):
        return _fold_in_order(text, alphabet)
    letters = {one: folded for one, (folded, _) in alphabet.items()}
    kinds = {one: its_kinds for one, (_, its_kinds) in alphabet.items()}
    starts = [place for place, one in enumerate(text) for _ in letters[one]]
    folded = "".join(map(letters.__getitem__, text))
    return Folded(folded, "".join(map(kinds.__getitem__, text)), [*starts, len(text)])


def _alphabet(text: str) -> dict[str, tuple[str, str]]:
    return {one: (one, LETTER) if _is_plain(one) else _fold_character(one) for one in set(text)}


def _is_plain(character: str) -> bool:
    """Whether it is a letter of a script without capitals that folds to itself, as most are."""
    return category(character) == "Lo" and normalize("NFKD", character) == character not in ODD


def _fold_in_order(text: str, alphabet: dict[str, tuple[str, str]]) -> Folded:
    """For marks and joiners, which are letters or nothing by what stands beside them."""
    out: list[str] = []
    kinds: list[str] = []
    starts: list[int] = []
    joiner = -1
    for place, character in enumerate(text):
        folded, kind = alphabet[character]
        if kind[:1] == MARK:
            is_letter = bool(out) and _is_of_script(out[-1], kinds[-1], FIRST_VOWEL_SIGN)
            folded, kind = (folded, LETTER * len(folded)) if is_letter else ("", "")
        elif kind == JOINER:
            if out and _is_of_script(out[-1], kinds[-1], FIRST_JOINED):
                joiner = place
            folded = kind = ""
        if not folded:
            continue
        if joiner >= 0:
            if _is_of_script(folded[0], kind[0], FIRST_JOINED):
                out.append(text[joiner])
                kinds.append(LETTER)
                starts.append(joiner)
            joiner = -1
        # The kinds are as many as the characters, mostly one.
        out += folded
        kinds += kind
        starts += [place] * len(folded)
    return Folded("".join(out), "".join(kinds), [*starts, len(text)])


@lru_cache(maxsize=MOST_KEPT)
def _fold_character(character: str) -> tuple[str, str]:
    """What a character folds to, and the kinds of it. Two empty strings: it is not seen."""
    if character in "\u200c\u200d":
        return character, JOINER
    if character in SIGNS:
        return " ", GAP
    if character in DISCS:
        return DISCS[character], LETTER
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
    character = LUNATE.get(character, character)
    while True:
        plain = normalize("NFKD", normalize("NFKD", character).casefold()).translate(PLAINLY)
        if plain == character:
            return plain
        character = plain


@lru_cache(maxsize=MOST_KEPT)
def _kind(character: str) -> str:
    """The kind of a decomposed character; nothing for the unseen."""
    its_category = category(character)
    if character.isspace():
        return GAP
    if character in UNSEEN or its_category in {"Cf", "Cc", "Cs"}:
        return ""
    if its_category in {"Mn", "Mc", "Me"}:
        return "" if _is_accent(ord(character)) or its_category == "Me" else MARK
    if "0" <= character <= "9":
        return DIGIT
    if its_category[0] in "LN":
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
