"""Blocks of text and the HTML they are written as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import dropwhile, groupby, takewhile
from typing import NamedTuple

from articles.markup import ATTRIBUTES, CELLS, HEADINGS, LEAVES, LISTS, SPACE

SPACES = re.compile(r"[ \t\n\r\f\xa0]{2,}|[\t\n\r\f]")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


class Mark(NamedTuple):
    """An inline element around a run: its name and its opening tag."""

    tag: str
    opening: str


class Run(NamedTuple):
    """Text, or one void element, inside its marks, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()
    void: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.void and not self.text.strip(SPACE)


class Item(NamedTuple):
    """What a loose list item says about its list."""

    level: int
    ordered: bool = False
    start: str = ""


@dataclass(slots=True, eq=False)
class Block:
    """An element that holds runs, or other blocks, or for cells and items both."""

    tag: str
    attributes: str = ""
    children: list[Block | Run] = field(default_factory=list)
    item: Item | None = None
    is_implied: bool = False


def block_html(block: Block | Run) -> str:
    """The block as HTML; nothing at all for one that shows nothing."""
    if isinstance(block, Run):
        return _inline_html([block])
    if block.tag == "hr":
        return "<hr>"
    if block.tag == "p":
        return "".join(f"<p>{piece}</p>" for piece in _paragraphs(block))
    if block.tag == "pre":
        return _preformatted(block)
    if block.tag == "figure":
        return _figure(block)
    if block.tag in CELLS | {"li"}:
        inner = _flow(listed(block.children))
        if block.tag == "th" and not inner:
            # An empty corner is the header of nothing.
            block = Block("td", block.attributes)
    elif block.tag in LEAVES:
        inner = _inline_html(_runs(block.children), heading=block.tag in HEADINGS)
    else:
        inner = "".join(map(block_html, listed(block.children)))
    return _element(block, inner) if inner or block.tag in CELLS else ""


def _element(block: Block, inner: str) -> str:
    return f"<{block.tag}{block.attributes}>{inner}</{block.tag}>"


def _runs(children: Iterable[Block | Run]) -> list[Run]:
    return [child for child in children if isinstance(child, Run)]


def _figure(block: Block) -> str:
    """A figure without a picture is its caption, as a paragraph.

    One that names a photo of the library has no other picture, and its caption at most.
    """
    if block.attributes:
        return _figure_of_library(block)
    inner = _inline_html(_runs(block.children))
    blocks = [child for child in block.children if isinstance(child, Block)]
    if not inner and all(child.tag in {"figcaption", "p"} for child in blocks):
        return "".join(block_html(Block("p", children=child.children)) for child in blocks)
    return _element(block, inner + "".join(map(block_html, blocks)))


def _figure_of_library(block: Block) -> str:
    blocks = [child for child in block.children if isinstance(child, Block)]
    words = [child for child in blocks if child.tag in {"figcaption", "p"}]
    caption = " ".join(filter(None, (_inline_html(_runs(child.children)) for child in words)))
    inner = f"<figcaption>{caption}</figcaption>" if caption else ""
    beside = "".join(block_html(child) for child in blocks if child not in words)
    return _element(block, inner) + beside


def _flow(children: list[Block | Run]) -> str:
    """The inside of an item or a cell: its only paragraph stands there without a tag."""
    pieces: list[tuple[str, str]] = []
    for block in _with_paragraphs(children):
        inner = _paragraphs(block) if block.tag == "p" else [block_html(block)]
        pieces += [(block.tag, piece) for piece in inner if piece]
    if [tag for tag, _ in pieces[:1]] == ["p"] and all(tag in LISTS for tag, _ in pieces[1:]):
        return "".join(piece for _, piece in pieces)
    return "".join(f"<p>{piece}</p>" if tag == "p" else piece for tag, piece in pieces)


def _with_paragraphs(children: list[Block | Run]) -> list[Block]:
    """Children with every stretch of runs in a paragraph."""
    blocks: list[Block] = []
    for is_run, group in groupby(children, key=lambda child: isinstance(child, Run)):
        if is_run:
            blocks.append(Block("p", children=list(group)))
        else:
            blocks.extend(child for child in group if isinstance(child, Block))
    return blocks


def _paragraphs(block: Block) -> list[str]:
    """What the block holds, parted at empty lines; no part is empty."""
    parts: list[list[Run]] = [[]]
    breaks: list[Run] = []
    for run in _runs_by_line(block):
        if run.void == "<br>":
            breaks.append(run)
        elif breaks and run.is_blank:
            continue
        elif len(breaks) > 1:
            parts.append([run])
            breaks = []
        else:
            parts[-1] += [*breaks, run]
            breaks = []
    return [html for html in map(_inline_html, parts) if html]


def _runs_by_line(block: Block) -> Iterator[Run]:
    """Text typed without any tag is parted by its empty lines."""
    for run in _runs(block.children):
        lines = BLANK_LINE.split(run.text) if block.is_implied else [run.text]
        for number, line in enumerate(lines):
            if number:
                yield from (Run("", void="<br>"), Run("", void="<br>"))
            yield run._replace(text=line)


def _preformatted(block: Block) -> str:
    runs = _runs(block.children)
    text = "".join("\n" if run.void == "<br>" else run.text for run in runs).strip("\n").rstrip()
    if not text.strip(SPACE):
        return ""
    is_code = any(mark.tag == "code" for run in runs for mark in run.marks)
    inner = escape(text, quote=False)
    return f"<pre><code>{inner}</code></pre>" if is_code else f"<pre>{inner}</pre>"


def _inline_html(runs: Iterable[Run], *, heading: bool = False) -> str:
    if heading:
        runs = [
            run._replace(marks=tuple(mark for mark in run.marks if mark.tag != "strong"))
            for run in runs
        ]
    return "".join(_written(_spread(_trimmed(_merged(runs)))))


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours with the same marks as one run: Word cuts a sentence into many."""
    for (marks, void), group in groupby(runs, key=lambda run: (run.marks, run.void)):
        if void:
            yield from group
        else:
            yield Run("".join(run.text for run in group), marks)


def _trimmed(runs: Iterable[Run]) -> list[Run]:
    """Spaces as a browser shows them; none at either end, nor around a line break."""
    trimmed: list[Run] = []
    after_space = True
    for run in runs:
        if run.void:
            if run.void == "<br>":
                _strip_end(trimmed)
            trimmed.append(run)
            after_space = run.void == "<br>"
        else:
            text = SPACES.sub(" ", run.text)
            text = text.lstrip(SPACE) if after_space else text
            if text:
                trimmed.append(run._replace(text=text))
                after_space = text[-1] in SPACE
    while trimmed and (trimmed[-1].void == "<br>" or trimmed[-1].is_blank):
        trimmed.pop()
    _strip_end(trimmed)
    return list(dropwhile(lambda run: run.void == "<br>" or run.is_blank, trimmed))


def _strip_end(runs: list[Run]) -> None:
    while runs and runs[-1].is_blank:
        runs.pop()
    if runs and not runs[-1].void:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(SPACE))


def _spread(runs: list[Run]) -> Iterator[Run]:
    """Spaces and line breaks carry only the marks that both their neighbours share."""
    for number, run in enumerate(runs):
        if run.is_blank or run.void == "<br>":
            after = runs[number + 1].marks if number + 1 < len(runs) else ()
            yield run._replace(marks=_common(runs[number - 1].marks if number else (), after))
        else:
            yield run


def _common(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(mark for mark, _ in same)


def _written(runs: Iterable[Run]) -> Iterator[str]:
    """Runs as HTML; a mark stays open from one run to the next."""
    open_marks: tuple[Mark, ...] = ()
    for run in [*runs, Run("")]:
        common = len(_common(open_marks, run.marks))
        yield from (f"</{mark.tag}>" for mark in reversed(open_marks[common:]))
        yield from (mark.opening for mark in run.marks[common:])
        yield run.void or escape(run.text, quote=False)
        open_marks = run.marks


def listed(children: Iterable[Block | Run]) -> list[Block | Run]:
    """Loose items gathered into lists within lists, by their level."""
    listed: list[Block | Run] = []
    lists: list[tuple[int, Block]] = []
    for child in children:
        if isinstance(child, Block) and child.item:
            _place(child, child.item, lists, listed)
        elif not (lists and _is_nothing(child)):
            lists.clear()
            listed.append(child)
    return listed


def _is_nothing(child: Block | Run) -> bool:
    """Space between tags. A paragraph that was left empty on purpose holds a "&nbsp;"."""
    if isinstance(child, Run):
        return not child.void and not child.text.strip(" \t\n\r\f")
    return child.tag == "p" and all(map(_is_nothing, child.children))


def _place(
    block: Block, item: Item, lists: list[tuple[int, Block]], listed: list[Block | Run]
) -> None:
    tag = "ol" if item.ordered else "ul"
    while lists and lists[-1][0] > item.level:
        lists.pop()
    if lists and lists[-1][0] == item.level and lists[-1][1].tag != tag:
        lists.pop()
    if not lists or lists[-1][0] < item.level:
        new = Block(tag, attributes_html(tag, {"start": item.start} if item.start else {}))
        parent = lists[-1][1].children[-1] if lists else None
        (parent.children if isinstance(parent, Block) else listed).append(new)
        lists.append((item.level, new))
    lists[-1][1].children.append(Block("li", children=block.children))


def attributes_html(tag: str, given: dict[str, str]) -> str:
    kept = {name: given[name] for name in given if name in ATTRIBUTES.get(tag, ())}
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in kept.items()
        if (name, value) not in {("colspan", "1"), ("rowspan", "1"), ("start", "1")}
    )
