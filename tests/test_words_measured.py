"""The word list in figures: what it finds in each disguise, its false alarms, what it costs."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from articles.safe_html import comment_body
from comments.words import matcher as engine
from comments.words.matcher import Listed, Matcher
from comments.words.reading import matches_in
from tests import disguises

LEAST_RECALL = 0.99
MOST_FALSE_ALARMS = 0.001
ROWS = pytest.mark.parametrize("disguise", disguises.DISGUISES.values(), ids=disguises.DISGUISES)


def listing(terms: Iterable[str]) -> Matcher:
    return Matcher(Listed(number, term) for number, term in enumerate(terms))


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
    "one long word": "zorb",
    "marks": "z\u0301\u0302\u0303",
    "references": "&#122;",
    "tags that never end": "<b",
    "pieces": "zo-rb.la_t zo rb ",
    "symbols between": "z|o|r|b|l|a|t",
    "phrases that begin": "hot hot red ",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_with_the_length_and_no_faster(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in steps of the engine and not in time, which a busy machine stretches."""
    words = [*disguises.made_up_words(), "hot hot red dog", "zorb*", "*orbl*"]
    matcher = listing(words)

    def steps(length: int) -> int:
        counted = _counted(monkeypatch, matcher)
        matches_in(matcher, name="A", body=(text * length)[:length], section_id=None)
        return counted()

    assert steps(4_000) <= 2.2 * steps(2_000) + 50


def _counted(monkeypatch: pytest.MonkeyPatch, matcher: Matcher) -> Callable[[], int]:
    """How often the tables are asked and words compared from here on."""
    count = 0

    class Counting(dict[str, Any]):
        def get(self, *args: Any) -> Any:
            nonlocal count
            count += 1
            return super().get(*args)

    def counting(compare: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            nonlocal count
            count += 1
            return compare(*args)

        return counted

    for table in ("exact", "loose", "heads", "glued", "glued_sizes"):
        monkeypatch.setattr(matcher, table, Counting(getattr(matcher, table)))
    for compare in ("_is_spelt", "_phrase", "_is"):
        monkeypatch.setattr(engine, compare, counting(getattr(engine, compare)))
    return lambda: count


def test_a_longer_list_is_not_slower_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "well you zorblat today and what else is there to be said " * 20

    def steps(terms: int) -> int:
        matcher = listing(disguises.made_up_words(terms))
        counted = _counted(monkeypatch, matcher)
        matches_in(matcher, name="A", body=text, section_id=None)
        return counted()

    assert steps(400) == steps(40)
