"""The little Markdown that comments are written in."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import urlsplit

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Where what is known of the brackets of a text is kept while it is rendered.
KNOWN = "label_ends"
# What reads as the name of a host: the last part of one has no digit in it.
HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}\.[^\W\d_]{2,63}")


def as_html(source: str) -> str:
    """Emphasis, links, lists, quotes and code. Everything else stays as it was typed."""
    parser = MarkdownIt("js-default", {"html": False, "breaks": True}).disable(
        ["image", "heading", "lheading", "table", "code", "reference", "entity"]
    )
    parser.helpers = SimpleNamespace(**vars(helpers) | {"parseLinkLabel": label_end})  # type: ignore[assignment]
    parser.core.ruler.push("honest_links", _show_where_links_lead)
    html: str = parser.render(source)
    return html


def label_end(state: StateInline, start: int, no_link_inside: bool = True) -> int:
    """Where the label that opens at `start` is closed; -1 where it is not, or holds a link.

    The library's own reads on to the end of the paragraph from every bracket, as far as brackets
    are nested. Here each bracket is followed once: one that meets another goes on behind what that
    one has closed, and is itself no label where that one is none. Pictures, which may hold links,
    are switched off.
    """
    known: dict[int, int] = state.env.setdefault(KNOWN, {}).setdefault(state, {})
    if start not in known:
        known[start] = _followed(state, start + 1, known)
    return known[start]


def _followed(state: StateInline, at: int, known: dict[int, int]) -> int:
    before, state.pos = state.pos, at
    try:
        while state.pos < state.posMax and state.src[state.pos] != "]":
            here = state.pos
            state.md.inline.skipToken(state)
            if state.src[here] == "[":
                is_link = state.pos != here + 1
                if is_link or known.get(here, -1) < 0:
                    return -1
                state.pos = known[here] + 1
        return state.pos if state.pos < state.posMax else -1
    finally:
        state.pos = before


def _show_where_links_lead(state: StateCore) -> None:
    """A link that names another host than the one it leads to shows its address instead."""
    for block in state.tokens:
        if block.children:
            block.children = list(_honest(iter(block.children)))


def _honest(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.type == "link_open":
            address, words = str(token.attrs["href"]), []
            for inside in tokens:
                words.append(inside)
                if inside.type == "link_close":
                    break
            named = HOST.search("".join(word.content for word in words))
            if named and not _leads_to(named[0], address):
                words = [Token("text", "", 0, content=address), words[-1]]
            yield from words


def _leads_to(named: str, address: str) -> bool:
    """Whether it is that host, or a part of it, that an address leads to; so is what is no host."""
    try:
        host = urlsplit(address).hostname
        name = named.lower().removeprefix("www.").encode("idna").decode()
    except (UnicodeError, ValueError):
        return False
    return host is None or host == name or host.endswith(f".{name}")
