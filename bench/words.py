"""The word list in figures: recall in each disguise, false alarms, milliseconds, ratios.

All from one run on one machine: compare the ratios, not the milliseconds, with another. Real lists
of abuse are no part of the project; where they are not kept beside it, made-up words stand in.
"""

from __future__ import annotations

import os
import random
import string
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "ENV_FILE": os.devnull}
os.environ.setdefault("SECRET_KEY", "made-up-for-the-measurements")

from articles.safe_html import comment_body
from comments.words.matcher import Listed, Matcher
from comments.words.reading import matches_in
from tests import disguises

TERMS = 5_000
LENGTH = 5_000
ROUNDS = 15
MOST_MILLISECONDS = 10

HOSTILE = {
    "clean prose": "well you are nice today and what a thing to say of them ",
    "letters set apart": "z o r b l a t ",
    "look-alikes and accents": "zоrblаt wéll tоdaу ",
    "leetspeak, held down": "b1l1aaa z0rblat zooorblat ",
    "symbols": "a@b$c!d ",
    "symbols between pieces": "ab@cd$ef!gh ",
    "one long word": "zorbl",
    "zero-width": "z\u200bo\u200br\u200bb\u200bl\u200ba\u200bt ",
}


def line(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def is_beside() -> bool:
    return disguises.FOLDER.is_dir()


def listing(terms: list[str]) -> Matcher:
    return Matcher(Listed(number, term) for number, term in enumerate(terms))


def found(matcher: Matcher, text: str) -> set[str]:
    html = comment_body(text)
    return {one.term for one in matches_in(matcher, name="A", body=html, section_id=None)}


def milliseconds(act: Callable[[], object]) -> float:
    """The median of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[ROUNDS // 2]


def many_terms() -> list[str]:
    """Words of four to ten letters, a tenth of them with a wildcard."""
    chance = random.Random(5000)  # noqa: S311
    letters = string.ascii_lowercase
    words = ("".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(TERMS))
    return [f"{word}*" if number % 10 == 0 else word for number, word in enumerate(words)]


def disguised(terms: list[str]) -> str:
    """A comment that is all listed words, each letter in some disguise."""
    chance = random.Random(1)  # noqa: S311
    letters = (
        chance.choice((one, one * 3, f"{one}\u200b", one.upper())) for one in " ".join(terms)
    )
    return "".join(letters)


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
    texts = {name: text * LENGTH for name, text in HOSTILE.items()}
    for name, text in {**texts, "listed words, disguised": disguised(terms)}.items():
        once = milliseconds(lambda text=text: matcher.find(text[:LENGTH]))
        twice = milliseconds(lambda text=text: matcher.find(text[: 2 * LENGTH]))
        verdict = "" if once <= MOST_MILLISECONDS else f"  over {MOST_MILLISECONDS} ms"
        line(f"  {name:26}{once:7.2f}{twice / once:7.2f}{verdict}")
    html = comment_body(("&#122;orblat [a](https://b.example/c) " * LENGTH)[:LENGTH])
    whole = milliseconds(lambda: matches_in(matcher, name="A", body=html, section_id=None))
    line(f"  {'whole comment with links':26}{whole:7.2f}")
    text = (HOSTILE["clean prose"] * LENGTH)[:LENGTH]
    plain = milliseconds(lambda: [term for term in terms if term in text.lower()])
    short = listing(terms[:50])
    ours, few = milliseconds(lambda: matcher.find(text)), milliseconds(lambda: short.find(text))
    line("Ratios, clean prose")
    line(f"  {'to `term in text` for every term':40}{ours / plain:7.2f}")
    line(f"  {'5,000 terms to 50 terms':40}{ours / few:7.2f}")
    line(f"Making the list ready: {milliseconds(lambda: listing(terms)):.0f} ms, once a version")


if __name__ == "__main__":
    report_recall()
    report_false_alarms()
    report_time()
