"""Matched words, marked where a moderator reads them."""

import re

import pytest

from articles.safe_html import comment_body
from comments.words.matcher import Matcher
from comments.words.reading import matches_in
from comments.words.terms import Listed
from comments.words.texts import Page, highlighted, highlighted_text

MARK = re.compile(r"</?mark[^>]*>")


def marked(source: str, *, is_slur: bool = False, term: str = "zorblat") -> str:
    html = comment_body(source)
    matcher = Matcher([Listed(1, term, is_slur=is_slur)])
    return highlighted(html, matches_in(matcher, name="A", body=html, section_id=None))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("so zorblat then", '<p>so <mark class="matched">zorblat</mark> then</p>'),
        (
            "z**orb**lat",
            '<p><mark class="matched">z</mark><strong><mark class="matched">orb</mark></strong>'
            '<mark class="matched">lat</mark></p>',
        ),
        ("a & b <zorblat>", '<p>a &amp; b &lt;<mark class="matched">zorblat</mark>&gt;</p>'),
        (
            "&#122;orblat",
            '<p><mark class="matched">&amp;</mark><mark class="matched">#122;orblat</mark></p>',
        ),
        ("Z\u200bo\u0301rblat", '<p><mark class="matched">Z\u200bo\u0301rblat</mark></p>'),
        ("nothing", "<p>nothing</p>"),
    ],
)
def test_the_mark_is_round_the_word_as_it_was_typed(source: str, html: str) -> None:
    assert marked(source).replace("\n", "") == html


def test_a_slur_has_a_mark_of_its_own() -> None:
    assert 'class="matched matched--slur"' in marked("so zorblat", is_slur=True)


@pytest.mark.parametrize(
    "source",
    [
        "> zorblat\n\n- z o r b l a t\n- x `zorblat` <b>zorblat</b>",
        '[zorblat](https://example.com/?a=1&b=2 "zorblat") & \'z0rblat\' "x" &lt;zorblat',
        "z**o**_r_~~b~~lat z\no\nr\nb\nl\na\nt zorblatzorblat",
    ],
)
def test_without_the_marks_the_html_is_what_it_was(source: str) -> None:
    html = marked(source)
    assert "<mark" in html
    assert MARK.sub("", html) == comment_body(source)


def test_terms_that_overlap_are_one_mark() -> None:
    html = comment_body("so zorblat dog")
    matcher = Matcher([Listed(1, "zorblat dog"), Listed(2, "dog"), Listed(3, "zorb*")])
    found = matches_in(matcher, name="A", body=html, section_id=None)
    assert len(found) == 3
    assert highlighted(html, found).count("<mark") == 1


def test_a_name_is_escaped() -> None:
    name = "<b>Zorblat</b> & co"
    found = matches_in(Matcher([Listed(1, "zorblat")]), name=name, body="", section_id=None)
    assert (
        highlighted_text(name, found[:1])
        == '&lt;b&gt;<mark class="matched">Zorblat</mark>&lt;/b&gt; &amp; co'
    )


def test_the_text_of_a_page_is_what_readers_see() -> None:
    page = Page(comment_body('a **b** & c\nd [e](https://example.com/?x=1&y=2 "t")'))
    assert page.text.split() == ["a", "b", "&", "c", "d", "e"]
    assert page.links == ["https://example.com/?x=1&y=2", "t"]
