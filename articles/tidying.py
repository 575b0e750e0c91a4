"""What Word, Google Docs and web pages put on the clipboard, as plain paragraphs and lists.

Headings, quotes, links, tables and emphasis stay. It reads balanced markup and is no part of the
defence: `safe_html` cleans before it and after it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from articles.blocks import Block, Item, Mark, Run, attributes_html, block_html, listed
from articles.markup import (
    CELLS,
    HEADINGS,
    HINTS,
    LEAVES,
    LISTS,
    MARKS,
    PARAGRAPHS,
    PLACES,
    SPACE,
    VOID,
    WRAPPING,
)

MARKS_BY_STYLE = (
    ("strong", "font-weight", re.compile(r"bold|[6-9]00")),
    ("em", "font-style", re.compile(r"italic|oblique")),
    ("s", "text-decoration", re.compile(r".*line-through")),
    ("s", "text-decoration-line", re.compile(r".*line-through")),
    ("sub", "vertical-align", re.compile(r"sub$")),
    ("sup", "vertical-align", re.compile(r"super$")),
)
UNMARKED_BY_STYLE = {
    "strong": ("font-weight", re.compile(r"normal|[1-5]00")),
    "em": ("font-style", re.compile(r"normal")),
}
WORD_LEVEL = re.compile(r"\blevel([1-9])")
NUMBERED = re.compile(r"\(?(?:([0-9]{1,4})|[a-z]{1,5})[.):]", re.IGNORECASE)


def tidied(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(map(block_html, listed(reader.root.children)))


class _Open(NamedTuple):
    """What the end of an element undoes."""

    tag: str
    marks: int
    path: int | None = None
    is_marker: bool = False
    is_quiet: bool = False


class _Reader(HTMLParser):
    """Reads balanced HTML into blocks of runs: no block inside a paragraph, each mark once."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Block("root")
        self.path = [self.root]
        self.marks: list[Mark] = []
        self.open: list[_Open] = []
        self.quiet = 0
        self.marker: list[str] | None = None
        self.loose_items_are_ordered = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self._void(tag, given)
            return
        hint = _Hint.read(given)
        now = _Open(tag, len(self.marks), is_marker=hint.is_marker, is_quiet=hint.is_comment)
        self.quiet += hint.is_comment
        if hint.is_marker:
            self.marker = []
        elif tag in MARKS or tag in {"a", "span", "font"}:
            self._mark(tag, given, hint)
        else:
            now = now._replace(path=self._begin(tag, given, hint))
        self.open.append(now)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            return
        ended = self.open.pop()
        del self.marks[ended.marks :]
        self.quiet -= ended.is_quiet
        if ended.is_marker:
            self._number_item()
        if ended.path is not None:
            del self.path[ended.path :]

    def handle_data(self, data: str) -> None:
        if self.marker is not None:
            self.marker.append(data)
        elif not self.quiet:
            self._run(Run(data, tuple(self.marks)))

    def _run(self, run: Run) -> None:
        where = self.path[-1]
        if where.tag not in LEAVES | CELLS | {"li"}:
            if run.is_blank or run.void == "<br>":
                return
            if not (where.tag == "figure" and run.void):
                where = self._enter(Block("li" if where.tag in LISTS else "p", is_implied=True))
        where.children.append(run)

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if tag == "hr":
            self._rule()
        elif not self.quiet and (tag == "br" or "src" in given):
            self._run(Run("", tuple(self.marks), f"<{tag}{attributes_html(tag, given)}>"))

    def _rule(self) -> None:
        self._leave_paragraph()
        if self.path[-1].tag in WRAPPING:
            self.path[-1].children.append(Block("hr"))

    def _mark(self, tag: str, given: dict[str, str], hint: _Hint) -> None:
        names = [MARKS[tag]] if tag in MARKS and not hint.unmarks(MARKS[tag]) else []
        for name in [*names, *hint.marks]:
            self._add_mark(Mark(name, f"<{name}>"))
        if tag == "a" and "href" in given:
            self._add_mark(Mark("a", f"<a{attributes_html('a', given)}>"))

    def _add_mark(self, mark: Mark) -> None:
        if mark.tag not in {other.tag for other in self.marks}:
            self.marks.append(mark)

    def _begin(self, tag: str, given: dict[str, str], hint: _Hint) -> int | None:
        """Open a block. Returns how long the path is once it is closed again."""
        if self.path[-1].tag in LEAVES - {"p"}:
            self._run(Run(" "))
            return None
        self._leave_paragraph()
        if self.path[-1].is_implied:
            self.path.pop()
        length = len(self.path)
        if tag in LISTS and hint.is_loose_list:
            self.loose_items_are_ordered = tag == "ol"
            return length
        if tag != "li" and self.path[-1].tag in LISTS:
            self._enter_item()
        self._enter(self._block(tag, given, hint))
        return length

    def _block(self, tag: str, given: dict[str, str], hint: _Hint) -> Block:
        if tag == "li" and self.path[-1].tag not in LISTS:
            return Block("li", item=Item(hint.level or 1, self.loose_items_are_ordered))
        if tag in PARAGRAPHS or not self._fits(tag):
            tag = hint.heading or "p"
            return Block(tag, item=Item(hint.level) if hint.level and tag == "p" else None)
        tag = HEADINGS.get(tag, tag)
        return Block(tag, attributes_html(tag, given))

    def _fits(self, tag: str) -> bool:
        """Whether HTML lets this element stand here. A table within a table does not fit either."""
        if tag == "table":
            return not any(block.tag in CELLS for block in self.path)
        return tag not in PLACES or self.path[-1].tag in PLACES[tag]

    def _enter(self, block: Block) -> Block:
        self.path[-1].children.append(block)
        self.path.append(block)
        return block

    def _enter_item(self) -> None:
        """Google Docs writes an inner list beside the item it belongs to, not into it."""
        items = self.path[-1].children
        if items and isinstance(items[-1], Block):
            self.path.append(items[-1])
        else:
            self._enter(Block("li"))

    def _leave_paragraph(self) -> None:
        if self.path[-1].tag == "p":
            self.path.pop()

    def _number_item(self) -> None:
        """The marker that Word wrote into the item tells the kind of list."""
        written = NUMBERED.match("".join(self.marker or []).strip(SPACE))
        self.marker = None
        block = self.path[-1]
        if block.item and written:
            block.item = Item(block.item.level, ordered=True, start=written[1] or "")


class _Hint(NamedTuple):
    """What a style, a class or a role says about an element."""

    style: dict[str, str] = {}
    classes: str = ""
    heading: str = ""
    level: int = 0

    @classmethod
    def read(cls, given: dict[str, str]) -> _Hint:
        if given.keys().isdisjoint(HINTS):
            return NO_HINT
        style = _declarations(given.get("style", ""))
        classes = given.get("class", "").lower()
        depth = style.get("mso-outline-level", "")
        if given.get("role") == "heading":
            depth = given.get("aria-level", "")
        heading = HEADINGS.get(f"h{depth}", "h2" if "msotitle" in classes else "")
        item = WORD_LEVEL.search(style.get("mso-list", ""))
        level = item[1] if item else given.get("data-aria-level", "")
        return cls(style, classes, heading, int(level) if level in set("123456789") else 0)

    @property
    def marks(self) -> list[str]:
        return [
            mark
            for mark, name, pattern in MARKS_BY_STYLE
            if pattern.match(self.style.get(name, ""))
        ]

    @property
    def is_marker(self) -> bool:
        return self.style.get("mso-list") == "ignore"

    @property
    def is_comment(self) -> bool:
        """An editor's remark in the margin, not for readers."""
        return "msocom" in self.classes or any(
            name.startswith("mso-comment") for name in self.style
        )

    @property
    def is_loose_list(self) -> bool:
        """Word on the web gives every item a list of its own."""
        return "liststyle" in self.classes

    def unmarks(self, mark: str) -> bool:
        name, pattern = UNMARKED_BY_STYLE.get(mark, ("", NUMBERED))
        return bool(pattern.match(self.style.get(name, "")))


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


NO_HINT = _Hint()
