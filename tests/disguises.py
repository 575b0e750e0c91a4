"""A word in the disguises of the table in which systems are compared, and words that are innocent.

The lists of real abuse are no part of the project: where they are not kept beside it, what reads
them skips and says so.
"""

from __future__ import annotations

import json
import random
import string
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.lacking import go_without

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "wordlists"
STORIES = Path(__file__).resolve().parents[1] / "newsroom" / "demo" / "stories"

LEET = str.maketrans("aeiost", "431057")
SYMBOLS = str.maketrans("aeiosl", "@3!0$1")
HOMOGLYPHS = str.maketrans("abcehijkmopstxy", "авсеніјкморѕтху")
GREEK = str.maketrans("aeikoptuvx", "αεικορτυνχ")


def _shifted(word: str, first: int) -> str:
    """In the alphabet that starts at `first`."""
    return "".join(chr(first + ord(one) - ord("a")) if one.islower() else one for one in word)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper": str.upper,
    "zero-width space": "\u200b".join,
    "zero-width joiner": "\u200d".join,
    "soft hyphen": "\u00ad".join,
    "spaced": " ".join,
    "dotted": ".".join,
    "hyphenated": "-".join,
    "one a line": "\n".join,
    "leetspeak": lambda word: word.translate(LEET),
    # A "!" that ends a word is a mark.
    "leetspeak with symbols": lambda word: word[:-1].translate(SYMBOLS) + word[-1:],
    "stretched": lambda word: "".join(one * 3 if one in "aeiou" else one for one in word),
    "stretched throughout": lambda word: "".join(one * 4 for one in word),
    "Cyrillic look-alikes": lambda word: word.translate(HOMOGLYPHS),
    "Greek look-alikes": lambda word: word.translate(GREEK),
    "full-width": lambda word: _shifted(word, 0xFF41),
    "mathematical bold": lambda word: _shifted(word, 0x1D41A),
    "circled": lambda word: _shifted(word, 0x24D0),
    "combining accent": lambda word: "\u0301".join(word) + "\u0301",
    "composed accent": lambda word: unicodedata.normalize("NFC", "\u0301".join(word) + "\u0301"),
    "underscores": lambda word: f"_{word}_",
    "markup inside": lambda word: f"{word[:1]}**{word[1:-1]}**{word[-1:]}",
    "references": lambda word: "".join(f"&#{ord(one)};" for one in word),
}


def made_up_words(count: int = 300) -> list[str]:
    """Words of no language, the same ones every time."""
    chance = random.Random(300)  # noqa: S311
    syllables = ("zor vra quo ble snu kri", "bla mmo tti ffe dro sso", "ti lo ru", "t x g lk zz st")
    drawn = ("".join(chance.choice(one.split()) for one in syllables) for _ in range(3 * count))
    return list(dict.fromkeys(drawn))[:count]


def abusive_words() -> list[str]:
    """The single words of four letters or more of a list that is widely used."""
    lines = _beside_the_project("ldnoobw-en.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.isascii() and line.isalpha() and len(line) >= 4]


def abusive_terms() -> list[str]:
    return list(filter(None, _beside_the_project("ldnoobw-en.txt").read_text("utf-8").splitlines()))


def innocent_words() -> list[str]:
    """Words that contain one of the listed: “Scunthorpe”, “therapist”, “cockpit”."""
    rows = json.loads(_beside_the_project("dsojevic-en.json").read_text("utf-8"))
    return sorted(
        {
            exception.replace("*", match)
            for row in rows
            for match in row["match"].split("|")
            for exception in row.get("exceptions", [])
        }
    )


def lookalikes(*scripts: str) -> list[tuple[str, str]]:
    """Each Latin letter with each character that Unicode's table takes for it, of these scripts."""
    table = json.loads(_beside_the_project("confusables.json").read_text("utf-8"))
    return [
        (letter, alike["c"])
        for letter in string.ascii_letters
        for alike in table.get(letter, [])
        if len(alike["c"]) == 1 and alike["n"].split()[0] in scripts
    ]


def clean_paragraphs() -> list[str]:
    """What the demo paper prints."""
    texts = (path.read_text("utf-8") for path in sorted(STORIES.glob("*.md")))
    return [part for text in texts for part in text.split("\n\n") if part.strip()]


def _beside_the_project(name: str) -> Path:
    if not FOLDER.is_dir():
        go_without(f"needs the lists of abusive words in {FOLDER.name}/ beside the project")
    return FOLDER / name
