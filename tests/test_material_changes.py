"""Which changes of a text want another look."""

import time

import pytest

from articles.safe_html import COMMENT_LIMIT
from comments.material import changed_materially

TEXT = "The ferry left at 7, they say, becuase of the tide. It can return tomorrow."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TEXT, TEXT),
        (TEXT, TEXT.replace("becuase", "because")),
        (TEXT, TEXT.replace("tomorrow", "tommorow")),
        (TEXT, TEXT.upper()),
        (TEXT, TEXT.replace(",", " –").replace(". ", "!\n\n")),
        (TEXT, f"*{TEXT}*"),
        (TEXT, f"> {TEXT}"),
        ("Straße, naïve", "STRASSE, nai\u0308ve"),
        ("See https://example.com/a", "See: https://example.com/a"),
        ("recieve seperate definately", "receive separate definitely"),
    ],
)
def test_spelling_case_and_punctuation_are_no_material_change(before: str, after: str) -> None:
    assert changed_materially(before, after) is False


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TEXT, TEXT.replace("It can", "It can not")),
        (TEXT, TEXT.replace("can", "can't")),
        (TEXT, TEXT.replace("7", "8")),
        (TEXT, TEXT.replace("ferry", "thief")),
        (TEXT, TEXT.replace(" of the tide", "")),
        (TEXT, TEXT + " Idiots!"),
        (TEXT, TEXT.replace("left", "lift").replace("tide", "tidy").replace("say", "pay")),
        (TEXT, TEXT + " 🖕"),
        (TEXT, "Buy boats at https://example.com"),
        ("See [it](https://example.com/a)", "See [it](https://example.org/a)"),
        ("See https://example.com", "See https://exampie.com"),
        ("You are a fine man", "You are a fin\u200be man"),
        ("Great! Great! Great!", "Great! Great! Great! Great!"),
        ("recieve seperate definately becuase", "receive separate definitely because"),
    ],
)
def test_words_numbers_and_links_are_a_material_change(before: str, after: str) -> None:
    assert changed_materially(before, after) is True


@pytest.mark.parametrize("unit", ["a b ", "ab", "🖕", "abcdefgh ", "[a](b) "])
def test_the_longest_text_is_compared_in_a_moment(unit: str) -> None:
    text = (unit * COMMENT_LIMIT)[:COMMENT_LIMIT]
    start = time.perf_counter()
    changed_materially(text, text[:-1] + "x")
    assert time.perf_counter() - start < 1
