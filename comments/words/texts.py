"""Which texts of a comment are read: its name, its words as readers see them, its links.

The body is read from its clean HTML, so that markup inside a word does not part it, and a second
time with what looks like tags and character references resolved: Markdown shows both as they were
typed. Places in a body are places in `Page.text`, and `Page.marked` finds them in the HTML again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from django.utils.safestring import SafeString

from articles.markup import BLOCKS
from articles.safe_html import as_safe

BODY, NAME, LINK = "body", "name", "link"

# Of HTML that safe_html made: a tag, a character reference, or text.
TOKEN = re.compile(r"""<(/?[a-z][a-z0-9]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>|&[#\w]{1,31};|[^<&]+|.""")
ADDRESS = re.compile(r'\b(?:href|title)="([^"]*)"')
# The same as people type them, where Markdown shows them as they are.
TYPED_MARKUP = re.compile(r"</?[a-z!][^<>]{0,200}>|&#?\w{1,31};", re.IGNORECASE)
PUNYCODE = re.compile(r"\bxn--([a-z0-9-]{1,59})", re.IGNORECASE)
LINE_BREAKS = BLOCKS | {"br", "hr"}


class Marked(Protocol):
    """Where a matched word stands: a match, or one that was kept."""

    @property
    def field(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def is_slur(self) -> bool: ...


class Stretch(NamedTuple):
    """A piece of text and the HTML that writes it: as long, or one character for a reference."""

    at: int
    html_at: int
    html: str
    is_reference: bool


class Page:
    """Clean HTML as text, with the way back."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.links: list[str] = []
        self.stretches: list[Stretch] = []
        written: list[str] = []
        length = 0
        for token in TOKEN.finditer(html):
            text, tag = token.group(), token.group(1)
            if tag:
                self.links += map(unescape, ADDRESS.findall(token.group(2)))
                text = "\n" if tag.lstrip("/") in LINE_BREAKS else ""
            else:
                is_reference = text.startswith("&") and len(text) > 1
                self.stretches.append(Stretch(length, token.start(), text, is_reference))
                text = unescape(text)[:1] if is_reference else text
            written.append(text)
            length += len(text)
        self.text = "".join(written)

    def marked(self, places: Iterable[Marked]) -> SafeString:
        """The HTML with the places in its text marked."""
        spans = _apart(places)
        parts: list[str] = []
        done = first = 0
        for stretch in self.stretches:
            while first < len(spans) and spans[first].end <= stretch.at:
                first += 1
            parts.append(self.html[done : stretch.html_at])
            parts += _cut(stretch, spans[first:])
            done = stretch.html_at + len(stretch.html)
        return as_safe("".join([*parts, self.html[done:]]))


class Span(NamedTuple):
    start: int
    end: int
    is_slur: bool


def highlighted(html: str, places: Iterable[Marked]) -> SafeString:
    """Clean HTML of a body, with the words that matched in it marked."""
    return Page(html).marked(place for place in places if place.field == BODY)


def highlighted_text(text: str, places: Iterable[Marked]) -> SafeString:
    """Plain text (a name, an address), escaped, with the words that matched in it marked."""
    parts, done = [], 0
    for span in _apart(places):
        parts += [escape(text[done : span.start]), _mark(escape(text[span.start : span.end]), span)]
        done = span.end
    return as_safe("".join([*parts, escape(text[done:])]))


class Resolved(NamedTuple):
    """Text without typed markup; where each of its characters starts and ends in the typed one."""

    text: str
    starts: list[int]
    ends: list[int]


def resolved(text: str) -> Resolved | None:
    """The text without typed tags and with typed references resolved, if it has any."""
    if "<" not in text and "&" not in text:
        return None
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in (*TYPED_MARKUP.finditer(text), None):
        start, end = found.span() if found else (len(text), len(text))
        meant = unescape(found.group()) if found and text[start] == "&" else ""
        out += [text[done:start], meant]
        starts += [*range(done, start), *[start] * len(meant)]
        ends += [*range(done + 1, start + 1), *[end] * len(meant)]
        done = end
    return Resolved("".join(out), starts, ends)


def readable(address: str) -> str:
    """An address with its escapes and its foreign host name written out."""
    return PUNYCODE.sub(_host, unquote(address))


def _host(label: re.Match[str]) -> str:
    try:
        return label.group(1).encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label.group()


def _apart(places: Iterable[Marked]) -> list[Span]:
    """In order, with overlapping ones as one."""
    spans: list[Span] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        span = Span(place.start, place.end, place.is_slur)
        if spans and span.start < spans[-1].end:
            last = spans.pop()
            span = Span(last.start, max(last.end, span.end), last.is_slur or span.is_slur)
        spans.append(span)
    return spans


def _cut(stretch: Stretch, spans: list[Span]) -> Iterator[str]:
    """The HTML of one stretch, with the spans that reach into it marked."""
    if stretch.is_reference:
        inside = next((one for one in spans[:1] if one.start <= stretch.at < one.end), None)
        yield _mark(stretch.html, inside) if inside else stretch.html
        return
    at, end = stretch.at, stretch.at + len(stretch.html)
    for span in spans:
        if span.start >= end:
            break
        start, stop = max(span.start, at), min(span.end, end)
        yield stretch.html[at - stretch.at : start - stretch.at]
        yield _mark(stretch.html[start - stretch.at : stop - stretch.at], span)
        at = stop
    yield stretch.html[at - stretch.at :]


def _mark(html: str, span: Span) -> str:
    # Blurred, until it has the focus.
    kind = 'class="matched matched--slur" tabindex="0"' if span.is_slur else 'class="matched"'
    return f"<mark {kind}>{html}</mark>"
