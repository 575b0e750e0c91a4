"""A whole comment, read with the list: every text it has, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .matcher import Found, Matcher
from .texts import BODY, LINK, NAME, Page, readable, resolved


class Match(NamedTuple):
    """A term that stands in a comment. `start` and `end` are places in the text of its field.

    The text of a body is `texts.Page(html).text`, that of a name the name, that of a link its
    address as one reads it. `passage` is what stands there, character by character.
    """

    term_id: int
    term: str
    action: str
    is_slur: bool
    field: str
    start: int
    end: int
    passage: str


def matches_in(matcher: Matcher, *, name: str, body: str, section_id: int | None) -> list[Match]:
    page = Page(body)
    return [
        *_in_text(matcher, NAME, name, section_id),
        *_in_body(matcher, page.text, section_id),
        *(
            match
            for address in dict.fromkeys(page.links)
            for match in _in_text(matcher, LINK, readable(address), section_id)
        ),
    ]


def _in_text(matcher: Matcher, field: str, text: str, section_id: int | None) -> Iterator[Match]:
    for found in matcher.find(text, section_id):
        yield _match(found, field, text, found.start, found.end)


def _in_body(matcher: Matcher, text: str, section_id: int | None) -> list[Match]:
    """As it stands, and with what looks like markup resolved; each place once."""
    matches = list(_in_text(matcher, BODY, text, section_id))
    without_markup = resolved(text)
    if without_markup is None:
        return matches
    taken = {(one.term_id, at) for one in matches for at in range(one.start, one.end)}
    for found in matcher.find(without_markup.text, section_id):
        start, end = without_markup.starts[found.start], without_markup.ends[found.end - 1]
        if not any((found.listed.pk, at) in taken for at in range(start, end)):
            matches.append(_match(found, BODY, text, start, end))
    return sorted(matches, key=lambda one: (one.start, one.end))


def _match(found: Found, field: str, text: str, start: int, end: int) -> Match:
    term = found.listed
    place = (field, start, end, text[start:end])
    return Match(term.pk, term.text, term.action, term.is_slur, *place)
