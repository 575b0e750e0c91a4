"""The little Markdown that comments are written in."""

from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

# Where what is known of the brackets of a text is kept while it is rendered.
KNOWN = "label_ends"


def as_html(source: str) -> str:
    """Emphasis, links, lists, quotes and code. Everything else stays as it was typed."""
    parser = MarkdownIt("js-default", {"html": False, "breaks": True}).disable(
        ["image", "heading", "lheading", "table", "code", "reference", "entity"]
    )
    parser.helpers = SimpleNamespace(**vars(helpers) | {"parseLinkLabel": label_end})  # type: ignore[assignment]
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
