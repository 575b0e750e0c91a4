"""The word list in figures: recall in each disguise, false alarms, milliseconds, ratios.

All from one run on one machine: compare the ratios, not the milliseconds, with another. Real lists
of abuse are no part of the project; where they are not kept beside it, made-up words stand in.
"""

from __future__ import annotations

import argparse
import os
import random
import string
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "ENV_FILE": os.devnull}
os.environ.setdefault("SECRET_KEY", "made-up-for-the-measurements")

from articles.safe_html import comment_body
from comments.words.matcher import Matcher
from comments.words.reading import matches_in
from comments.words.terms import Listed
from tests import disguises

TERMS = 5_000
LENGTH = 5_000
ROUNDS = 15
MOST_MILLISECONDS = 10

# A piece of each kind of text, which is made of such pieces. Their letters are drawn anew for every
# round: what was read before is known, and would flatter.
HOSTILE: dict[str, Callable[[random.Random], str]] = {
    "clean prose": lambda _: "well you are nice today and what a thing to say of them ",
    "any words": lambda chance: f"{letters(chance, 1, 9)} ",
    "letters set apart": lambda chance: f"{letters(chance, 1)} ",
    "look-alikes and accents": lambda chance: f"{letters(chance, 3, 8).translate(CYRILLIC)}é ",
    "leetspeak": lambda chance: (
        f"{letters(chance, 3)}{chance.choice('1034578')}{letters(chance, 2)} "
    ),
    "held down": lambda chance: (
        f"{letters(chance, 2)}{letters(chance, 1) * 3}{letters(chance, 1)} "
    ),
    "symbols": lambda chance: f"{chance.choice('@$!|').join(letters(chance, 4))} ",
    "symbols between pieces": lambda chance: f"{'@'.join(letters(chance, 2) for _ in 'abcd')} ",
    "symbols around": lambda chance: f"{chance.choice('@$!|')}{letters(chance, 2)}$ ",
    "sums": lambda chance: f"a${chance.randint(1, 9)} ",
    "digits between": lambda chance: f"{'1'.join(letters(chance, 5))} ",
    "pieces, blanks between": lambda chance: f"{letters(chance, 2)} ",
    "pieces, hyphens between": lambda chance: f"{letters(chance, 2, 3)}-",
    "one long word": lambda chance: letters(chance, 5),
    "zero-width": lambda chance: f"{letters(chance, 1)}\u200b{letters(chance, 1)}\u200b ",
    "marks": lambda chance: f"{letters(chance, 1)}\u0301\u0302",
    "joiners of Hindi": lambda chance: f"{chance.choice('कखगघच')}\u094d\u200dष ",
    "any letter there is": lambda chance: chr(chance.randint(0x3400, 0xD7A3)),
    "listed words": lambda chance: f"{chance.choice(many_terms())} ",
    "listed words, disguised": lambda chance: f"{disguised(chance, chance.choice(many_terms()))} ",
}
CYRILLIC = str.maketrans("aeopxyc", "аеорхус")


def line(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def is_beside() -> bool:
    return disguises.FOLDER.is_dir()


def listing(terms: list[str]) -> Matcher:
    return Matcher(Listed(number, term) for number, term in enumerate(terms))


def found(matcher: Matcher, text: str) -> set[str]:
    html = comment_body(text)
    return {one.term for one in matches_in(matcher, name="A", body=html, section_id=None)}


def milliseconds(act: Callable[[int], object]) -> float:
    """The median of a few rounds, in time of the processor: others may be at work too.

    Where they are, it is stretched all the same, by half and more: measure on a machine at rest.
    """
    times = []
    for number in range(ROUNDS):
        start = time.process_time()
        act(number)
        times.append(1000 * (time.process_time() - start))
    return sorted(times)[ROUNDS // 2]


def letters(chance: random.Random, least: int, most: int = 0) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=chance.randint(least, most or least)))


@cache
def many_terms() -> list[str]:
    """Words of four to ten letters, a tenth of them with a wildcard."""
    chance = random.Random(5000)  # noqa: S311
    words = (letters(chance, 4, 10) for _ in range(TERMS))
    return [f"{word}*" if number % 10 == 0 else word for number, word in enumerate(words)]


def disguised(chance: random.Random, term: str) -> str:
    return "".join(chance.choice((one, one * 3, f"{one}\u200b", one.upper())) for one in term)


def texts(piece: Callable[[random.Random], str], length: int) -> list[str]:
    """One for each round."""
    chance = random.Random(length)  # noqa: S311
    return ["".join(piece(chance) for _ in range(length))[:length] for _ in range(ROUNDS)]


def reading(matcher: Matcher, some: list[str]) -> float:
    return milliseconds(lambda number: matcher.find(some[number]))


def report_recall() -> None:
    words = disguises.abusive_words() if is_beside() else disguises.made_up_words()
    matcher = listing(words)
    line(f"Recall, {len(words)} {'listed' if is_beside() else 'made-up'} words, in percent")
    for name, disguise in disguises.DISGUISES.items():
        caught = sum(word in found(matcher, f"well you {disguise(word)} today") for word in words)
        line(f"  {name:26}{100 * caught / len(words):7.1f}")


def report_false_alarms() -> None:
    terms = disguises.abusive_terms() if is_beside() else disguises.made_up_words()
    matcher, paragraphs = listing(terms), disguises.clean_paragraphs()
    alarms = sum(bool(found(matcher, text)) for text in paragraphs)
    line(f"False alarms, {len(terms)} terms")
    line(f"  {'paragraphs of a clean paper':40}{alarms:4} of {len(paragraphs)}")
    if is_beside():
        innocent = disguises.innocent_words()
        alarms = sum(
            bool(found(matcher, f"well you {word} today") - set(word.split()) - {word})
            for word in innocent
        )
        line(f"  {'innocent words that contain a listed one':40}{alarms:4} of {len(innocent)}")


def report_time() -> None:
    terms = many_terms()
    matcher = listing(terms)
    line(f"Milliseconds, {TERMS} terms, {LENGTH} characters; 10,000 characters as a ratio of it")
    for name, piece in HOSTILE.items():
        once = reading(matcher, texts(piece, LENGTH))
        twice = reading(matcher, texts(piece, 2 * LENGTH))
        verdict = "" if once <= MOST_MILLISECONDS else f"  over {MOST_MILLISECONDS} ms"
        line(f"  {name:26}{once:7.2f}{twice / once:7.2f}{verdict}")
    html = comment_body(("&#122;orblat [a](https://b.example/c) " * LENGTH)[:LENGTH])
    whole = milliseconds(lambda _: matches_in(matcher, name="A", body=html, section_id=None))
    line(f"  {'whole comment with links':26}{whole:7.2f}")
    report_lists(terms)
    prose = texts(HOSTILE["clean prose"], LENGTH)
    plain = milliseconds(lambda number: [term for term in terms if term in prose[number].lower()])
    ours, few = reading(matcher, prose), reading(listing(terms[:50]), prose)
    line("Ratios, clean prose")
    line(f"  {'to `term in text` for every term':40}{ours / plain:7.2f}")
    line(f"  {'5,000 terms to 50 terms':40}{ours / few:7.2f}")
    line(f"Making the list ready: {milliseconds(lambda _: listing(terms)):.0f} ms, once a version")


def report_lists(terms: list[str]) -> None:
    """Lists that could lead astray, each asked of a text that is made of its terms."""
    line(f"Milliseconds, {LENGTH} characters, lists of 5,000")
    bare = [term.strip("*") for term in terms]
    some = bare[:71]
    for name, list_of in {
        "phrases with the same word": [f"the {term}" for term in bare],
        "phrases with a shorter word": sorted({f"the {term[:2]}" for term in bare}),
        "phrases that begin alike": [f"the red hot {term}" for term in bare],
        "phrases of any two words": [f"{one} {two}" for one in some for two in some],
        "wildcards that begin alike": [f"zor{term}*" for term in bare],
    }.items():
        line(f"  {name:26}{reading(listing(list_of), of_terms(list_of)):7.2f}")
    exceptions = [f"zorblat {term}" for term in bare[:500]]
    matcher = Matcher([Listed(1, "zorblat", exceptions=tuple(exceptions))])
    line(f"  {'a word, 500 exceptions':26}{reading(matcher, of_terms(exceptions)):7.2f}")


def of_terms(terms: list[str]) -> list[str]:
    return texts(lambda chance: f"{chance.choice(terms).strip('*')} ", LENGTH)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    report_recall()
    report_false_alarms()
    report_time()
