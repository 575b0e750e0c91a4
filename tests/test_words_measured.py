"""The word list in figures: what it finds in each disguise, its false alarms, what it costs."""

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

import pytest

from articles.safe_html import comment_body
from comments.words.matcher import Matcher
from comments.words.reading import matches_in
from comments.words.terms import Listed
from tests import disguises

LEAST_RECALL = 0.99
MOST_FALSE_ALARMS = 0.001
ROWS = pytest.mark.parametrize("disguise", disguises.DISGUISES.values(), ids=disguises.DISGUISES)


def listed(terms: Iterable[str]) -> list[Listed]:
    return [Listed(number, term) for number, term in enumerate(terms)]


def listing(terms: Iterable[str]) -> Matcher:
    return Matcher(listed(terms))


def found(matcher: Matcher, text: str) -> set[str]:
    html = comment_body(text)
    return {one.term for one in matches_in(matcher, name="A", body=html, section_id=None)}


def recall(words: list[str], disguise: Callable[[str], str]) -> float:
    matcher = listing(words)
    caught = [word for word in words if word in found(matcher, f"well you {disguise(word)} today")]
    return len(caught) / len(words)


@ROWS
def test_three_hundred_made_up_words_are_found_in_each_disguise(
    disguise: Callable[[str], str],
) -> None:
    assert recall(disguises.made_up_words(), disguise) >= LEAST_RECALL


@pytest.mark.corpus
@ROWS
def test_a_real_list_is_found_in_each_disguise(disguise: Callable[[str], str]) -> None:
    assert recall(disguises.abusive_words(), disguise) >= LEAST_RECALL


@pytest.mark.corpus
def test_a_real_list_finds_nothing_in_a_clean_paper() -> None:
    matcher, paragraphs = listing(disguises.abusive_terms()), disguises.clean_paragraphs()
    alarms = [text for text in paragraphs if found(matcher, text)]
    assert len(paragraphs) > 250
    assert len(alarms) / len(paragraphs) <= MOST_FALSE_ALARMS


@pytest.mark.corpus
def test_words_that_contain_a_listed_one_are_innocent() -> None:
    terms, innocent = disguises.abusive_terms(), disguises.innocent_words()
    matcher = listing(terms)
    # Some collectors call a word innocent that another one lists as it is.
    alarms = [
        word
        for word in innocent
        if found(matcher, f"well you {word} today") - set(word.split()) - {word}
    ]
    assert len(innocent) > 900
    assert len(alarms) / len(innocent) <= MOST_FALSE_ALARMS


@pytest.mark.corpus
def test_one_letter_of_another_script_hides_nothing() -> None:
    pairs = disguises.lookalikes("CYRILLIC", "ARMENIAN", "CHEROKEE", "LISU", "LATIN", "FULLWIDTH")
    caught = [
        alike
        for letter, alike in pairs
        if found(listing([f"zorb{letter}x"]), f"so zorb{alike}x then")
    ]
    assert len(pairs) > 150
    # That table goes by looks alone: to it an ſ is an f, and a capital I an l.
    assert len(caught) / len(pairs) >= 0.95


HOSTILE = {
    "letters set apart": "z o r b l a t ",
    "words that may be many": "b1l1aaa zooorblat ",
    "symbols": "a@b$",
    "symbols around": "@zorb$ ",
    "marks of an end": "z ! ! ! ",
    "one long word": "zorb",
    "marks": "z\u0301\u0302\u0303",
    "references": "&#122;",
    "tags that never end": "<b",
    "pieces": "zo-rb.la_t zo rb ",
    "pieces of pieces": "zo rb la t zo rb la t zo-rb-la-t",
    "symbols between": "z|o|r|b|l|a|t",
    "sums": "a$5 ",
    "phrases that begin": "hot hot red ",
    "phrases that go on": "hot hot red dog ",
    "exceptions": "zorblat lane zorblat lane street ",
}
WORDS = [*disguises.made_up_words(), "hot hot red dog", "hot hot", "* red", "zorb*", "*orbl*"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_with_the_length_and_no_faster(text: str) -> None:
    lane = Listed(-1, "zorblat", exceptions=("zorblat lane", "zorblat lane street", "zor* lane"))
    matcher = Matcher([*listed(WORDS), lane])

    def steps(length: int) -> int:
        return _steps(matcher, (text * length)[:length])

    assert steps(4_000) <= 2.2 * steps(2_000) + 50


@pytest.mark.parametrize(
    "term",
    ["the {}", "{} the", "the {}*", "zorb{}*", "*{}blat", "zorblat{}"],
)
def test_a_longer_list_is_not_slower_to_ask(term: str) -> None:
    text = "well the zorblat and what else is there the zorbing to be said " * 10

    def steps(count: int) -> int:
        terms = (term.format(one) for one in disguises.made_up_words(count))
        return _steps(listing(terms), text)

    assert steps(400) <= 1.1 * steps(40)


def _steps(matcher: Matcher, text: str) -> int:
    """How many steps the interpreter takes to read a text that it has read before.

    A busy machine stretches the time, not the steps.
    """

    def act() -> None:
        matches_in(matcher, name="A", body=text, section_id=None)

    count = 0

    def trace(frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    act()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count
