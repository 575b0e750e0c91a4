"""The one place that makes HTML safe, at the moment it is written.

Whatever people type or paste goes through the same door: limits, nh3, tidying, bleach, nh3. What
comes out is a fixed point of that door and is stored; nothing rewrites it afterwards, and no
template strips or cuts its tags.

Each engine catches what another lets by. nh3 is linear and goes first, so bleach (quadratic on deep
nesting, slow on a tag with thousands of attributes) never meets hostile markup, and last, so what
is stored was written by a serialiser that a browser agrees with. Bleach turns addresses in running
text into links. Its own pattern for them is quadratic ("((((a))))": 1.4 s for 20,000 characters),
ADDRESS_IN_TEXT is linear, which is why bodies can have links too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from html.parser import HTMLParser
from itertools import dropwhile, groupby, takewhile
from typing import Any, NamedTuple

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from articles.plaintext import SURROGATE, normalise_newlines, too_long

# Raise it when a rule below changes: rows cleaned under an older one are cleaned anew.
POLICY_VERSION = 1

BODY_LIMIT = 100_000
COMMENT_LIMIT = 5_000
TAG_LIMIT = 5_000
DEPTH_LIMIT = 100
ATTRIBUTE_LIMIT = 50
# Bleach adds each to the text before it, one by one.
ESCAPE_LIMIT = 20_000


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMENT_TAGS = _names("p ul ol li blockquote a strong em s code pre br hr")
ARTICLE_TAGS = COMMENT_TAGS | _names(
    "h2 h3 h4 sub sup figure figcaption img table thead tbody tfoot tr th td caption"
)
# Never allowed, and dropped with everything in them: each has been the start of an escape from an
# HTML cleaner, or holds no text for readers.
DROPPED_WHOLE = _names(
    "script style svg math noscript title textarea iframe xmp template noembed noframes select xml"
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "scope"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
SCHEMES = frozenset({"http", "https", "mailto"})

# Bleach takes "javascript:123" for a host with a port, and lets "//host" through.
ADDRESS = re.compile(r"https?://[^/\\]|mailto:|/(?![/\\])|#", re.IGNORECASE)
ADDRESS_IN_TEXT = re.compile(
    r"""(?<![\w@.:/-])(?:https?://|www\.)\w(?:[^\s<>"`{}|\\^]*[^\s<>"`{}|\\^.,:;!?'()\[\]*_~])?\)?""",
    re.IGNORECASE,
)
LONGEST_ADDRESS = 2_000
NUMBERS = {
    "width": re.compile(r"[1-9][0-9]{0,3}"),
    "height": re.compile(r"[1-9][0-9]{0,3}"),
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
    "start": re.compile(r"-?[0-9]{1,6}"),
}
SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
MEDIA_PATH = re.compile(
    r"(?!/)(?:[\w.~!$'()*+,;=:@-]|%(?!2e|2f|5c|00)[0-9a-f]{2}|/(?!/))+", re.IGNORECASE
)

CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
TAG = re.compile(r"""<(/?)([a-z][^\s<>/]*)((?:[^"'<>]+|"[^"]*"|'[^']*')*)""", re.IGNORECASE)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
VOID = _names("br hr img")
# A thousand paragraphs without "</p>" are not nested.
CLOSED_BY_PARSER = VOID | _names(
    "p li td th tr thead tbody tfoot dt dd option colgroup "
    "col wbr input meta link area base embed source track"
)


class Unsafe(ValidationError):
    """Input refused before or while cleaning. Its message can be shown to the writer."""


def article_body(source: str) -> str:
    """Clean HTML of an article's body or a policy page."""
    source = _readable(source, BODY_LIMIT)
    _refuse_monsters(source, limit=TAG_LIMIT, unnested=CLOSED_BY_PARSER)
    return _settled(partial(_cleaned, tags=ARTICLE_TAGS, rel="noopener"), source)


def comment_body(source: str) -> str:
    """Clean HTML of a comment written in Markdown: a line break is a line break."""
    written = _markdown().render(_readable(source, COMMENT_LIMIT))
    return _settled(partial(_cleaned, tags=COMMENT_TAGS, rel="nofollow ugc noopener"), written)


def plain_text(clean: str) -> str:
    """The words of HTML that this module made, one block to a line."""
    reader = _Words()
    reader.feed(clean)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(text: str, length: int = 240) -> str:
    """The beginning of a plain text on one line, cut at a word if there is one to cut at."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[:length].rpartition(" ")[0] or line[: length - 1]
    return head.rstrip(" ,;:.–—-") + "…"


def as_safe(clean: str) -> SafeString:
    """Mark HTML that this module made, so that templates show it unescaped."""
    return mark_safe(clean)  # noqa: S308


# Limits


def _readable(source: str, limit: int) -> str:
    """The source with plain newlines, if it is short enough and made of characters."""
    source = normalise_newlines(source)
    if len(source) > limit:
        raise Unsafe(too_long(source, limit), code="length")
    if "\x00" in source:
        raise Unsafe("This text contains a NUL character, which cannot be kept.", code="nul")
    if SURROGATE.search(source):
        raise Unsafe("This text contains a broken character (half of a pair).", code="surrogate")
    return CONTROLS.sub(" ", source)


def _refuse_monsters(text: str, *, limit: int, unnested: frozenset[str]) -> None:
    """Refuse markup that is costly to parse: counted by name, before a parser sees it."""
    opened: Counter[str] = Counter()
    depth = 0
    for count, (slash, name, rest) in enumerate(TAG.findall(text), start=1):
        if count > limit:
            raise Unsafe(f"At most {TAG_LIMIT:,} tags in a text.", code="tags")
        if rest and len(QUOTED.sub("", rest).split()) > ATTRIBUTE_LIMIT:
            raise Unsafe(f"At most {ATTRIBUTE_LIMIT} attributes on a tag.", code="attributes")
        # Office's own elements ("w:LsdException") come by the hundred, in comments.
        if ":" in name or (name := name.lower()) in unnested:
            continue
        step = 1 if not slash else -1 if opened[name] else 0
        opened[name] += step
        depth += step
        if depth > DEPTH_LIMIT:
            raise Unsafe(f"Tags may be nested {DEPTH_LIMIT} deep, not deeper.", code="depth")


# Cleaning


def _settled(clean: Callable[[str], str], text: str) -> str:
    """Clean until cleaning changes nothing."""
    for _ in range(8):
        text, before = clean(text), text
        if text == before:
            return text
    raise Unsafe("This text cannot be cleaned: please simplify its formatting.", code="unsettled")


def _cleaned(text: str, *, tags: frozenset[str], rel: str) -> str:
    text = _well_formed(text)
    # A mark that is never closed is repeated in every paragraph after it.
    _refuse_monsters(text, limit=3 * TAG_LIMIT, unnested=VOID)
    text = _tidied(text)
    if text.count("&") > ESCAPE_LIMIT:
        raise Unsafe(f"At most {ESCAPE_LIMIT:,} of the characters & < > in a text.", code="escapes")
    # A Cleaner is not thread-safe: one for each text.
    cleaner = Cleaner(
        tags=tags, attributes=_allows, protocols=SCHEMES, strip=True, filters=[_Addresses]
    )
    return nh3.clean(
        cleaner.clean(text),
        tags=tags,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        link_rel=rel,
        url_schemes=SCHEMES,
    )


def _well_formed(text: str) -> str:
    """The same text without scripts, as balanced markup that still shows what was meant."""
    balanced = nh3.clean(
        text,
        tags=ARTICLE_TAGS | READ_TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES | {"*": HINTS},
        attribute_filter=_allowed_or_hint,
        link_rel=None,
        url_schemes=SCHEMES,
    )
    # A character reference is another way to write a control character.
    return CONTROLS.sub(" ", balanced)


def _allows(tag: str, name: str, value: str) -> bool:
    return name in ATTRIBUTES.get(tag, ()) and _allowed(tag, name, value) == value


def _allowed(tag: str, name: str, value: str) -> str | None:
    """The attribute's value if it may stay."""
    if name == "href":
        return _address(value)
    if name == "src":
        return _own_picture(value)
    if name == "scope":
        return value if value in SCOPES else None
    if name in NUMBERS:
        return value if NUMBERS[name].fullmatch(value) else None
    return value


def _allowed_or_hint(tag: str, name: str, value: str) -> str | None:
    return value if name in HINTS else _allowed(tag, name, value)


def _address(value: str) -> str | None:
    """Where a link may lead: the web, a mail address, this site, this page."""
    value = re.sub(r"[\t\n\r]", "", value).strip(SPACE)
    return value if ADDRESS.match(value) and not CONTROLS.search(value) else None


def _own_picture(value: str) -> str | None:
    """A path under this site's media, without a way back out of it."""
    prefix, path = settings.MEDIA_URL, value.removeprefix(settings.MEDIA_URL)
    own = value.startswith(prefix) and MEDIA_PATH.fullmatch(path) and not DOTS.search(path)
    return value if own else None


class _Addresses(LinkifyFilter):  # type: ignore[misc]
    """Turns addresses in running text into links, but not in code."""

    def __init__(self, source: Any) -> None:
        super().__init__(
            source, callbacks=[_link], skip_tags={"pre", "code"}, url_re=ADDRESS_IN_TEXT
        )

    def extract_entities(self, token: Any) -> Iterator[Any]:
        """The cleaner before this filter did it; a second time, "&amp;lt;" would become "&lt;"."""
        yield token


def _link(attributes: dict[Any, str], new: bool = False) -> dict[Any, str] | None:
    href = attributes[None, "href"]
    if not new:
        return attributes
    if len(href) > LONGEST_ADDRESS or not _address(href):
        return None
    # Bleach's serialiser takes "&lt" in an attribute for an entity.
    return attributes | {(None, "href"): href.replace("&", "&amp;")}


def _markdown() -> MarkdownIt:
    """Emphasis, links, lists, quotes and code. Everything else stays as it was typed."""
    return MarkdownIt("js-default", {"html": False, "breaks": True}).disable(
        ["image", "heading", "lheading", "table", "code", "reference", "entity"]
    )


# Words


BLOCKS = ARTICLE_TAGS - _names("a strong em s sub sup code img td th")


class _Words(HTMLParser):
    """Collects text; a block begins and ends on its own line, cells are apart by a space."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._apart(tag)

    def handle_endtag(self, tag: str) -> None:
        self._apart(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _apart(self, tag: str) -> None:
        if tag in BLOCKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append(" ")


# Tidying: what Word, Google Docs and web pages put on the clipboard, as paragraphs, headings,
# lists, quotes and tables. It reads balanced markup and is no part of the defence.

HINTS = frozenset({"style", "class", "role", "aria-level", "data-aria-level"})
MARKS = {
    **dict.fromkeys(["strong", "b"], "strong"),
    **dict.fromkeys(["em", "i", "cite", "dfn", "var"], "em"),
    **dict.fromkeys(["s", "strike", "del"], "s"),
    **dict.fromkeys(["code", "tt", "kbd", "samp"], "code"),
    "sub": "sub",
    "sup": "sup",
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
PARAGRAPHS = _names(
    "p div section article main header footer aside nav address center dl dt dd fieldset form "
    "details summary legend hgroup body"
)
READ_TAGS = PARAGRAPHS | frozenset(MARKS) | frozenset(HEADINGS) | frozenset({"span", "font"})
CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol"})
LEAVES = frozenset({"p", "h2", "h3", "h4", "pre", "figcaption", "caption"})
WRAPPING = frozenset({"root", "blockquote"})

SPACE = "".join(map(chr, range(0x21))) + "\xa0"
SPACES = re.compile(r"[ \t\n\r\f\xa0]{2,}|[\t\n\r\f]")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")

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

PLACES = {
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "caption": {"table"},
    "figcaption": {"figure"},
}


class _Mark(NamedTuple):
    """An inline element around a run: its name and its opening tag."""

    tag: str
    opening: str


class _Run(NamedTuple):
    """Text, or one void element, inside its marks, outermost first."""

    text: str
    marks: tuple[_Mark, ...] = ()
    void: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.void and not self.text.strip(SPACE)


class _Item(NamedTuple):
    """What a loose list item says about its list."""

    level: int
    ordered: bool = False
    start: str = ""


@dataclass(slots=True, eq=False)
class _Block:
    tag: str
    attributes: str = ""
    children: list[_Block | _Run] = field(default_factory=list)
    item: _Item | None = None
    is_implied: bool = False


class _Open(NamedTuple):
    """What the end of an element undoes."""

    tag: str
    marks: int
    path: int | None = None
    is_marker: bool = False
    is_quiet: bool = False


def _tidied(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(map(_block_html, _listed(reader.root.children)))


class _Reader(HTMLParser):
    """Reads balanced HTML into blocks of runs: no block inside a paragraph, each mark once."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Block("root")
        self.path = [self.root]
        self.marks: list[_Mark] = []
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
            self._run(_Run(data, tuple(self.marks)))

    def _run(self, run: _Run) -> None:
        where = self.path[-1]
        if where.tag not in LEAVES | CELLS | {"li"}:
            if run.is_blank or run.void == "<br>":
                return
            if not (where.tag == "figure" and run.void):
                where = self._enter(_Block("li" if where.tag in LISTS else "p", is_implied=True))
        where.children.append(run)

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if tag == "hr":
            self._rule()
        elif not self.quiet and (tag == "br" or "src" in given):
            self._run(_Run("", tuple(self.marks), f"<{tag}{_attributes(tag, given)}>"))

    def _rule(self) -> None:
        self._leave_paragraph()
        if self.path[-1].tag in WRAPPING:
            self.path[-1].children.append(_Block("hr"))

    def _mark(self, tag: str, given: dict[str, str], hint: _Hint) -> None:
        names = [MARKS[tag]] if tag in MARKS and not hint.unmarks(MARKS[tag]) else []
        for name in [*names, *hint.marks]:
            self._add_mark(_Mark(name, f"<{name}>"))
        if tag == "a" and "href" in given:
            self._add_mark(_Mark("a", f"<a{_attributes('a', given)}>"))

    def _add_mark(self, mark: _Mark) -> None:
        if mark.tag not in {other.tag for other in self.marks}:
            self.marks.append(mark)

    def _begin(self, tag: str, given: dict[str, str], hint: _Hint) -> int | None:
        """Open a block. Returns how long the path is once it is closed again."""
        if self.path[-1].tag in LEAVES - {"p"}:
            self._run(_Run(" "))
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

    def _block(self, tag: str, given: dict[str, str], hint: _Hint) -> _Block:
        if tag == "li" and self.path[-1].tag not in LISTS:
            return _Block("li", item=_Item(hint.level or 1, self.loose_items_are_ordered))
        if tag in PARAGRAPHS or not self._fits(tag):
            tag = hint.heading or "p"
            return _Block(tag, item=_Item(hint.level) if hint.level and tag == "p" else None)
        tag = HEADINGS.get(tag, tag)
        return _Block(tag, _attributes(tag, given))

    def _fits(self, tag: str) -> bool:
        """Whether HTML lets this element stand here. A table within a table does not fit either."""
        if tag == "table":
            return not any(block.tag in CELLS for block in self.path)
        return tag not in PLACES or self.path[-1].tag in PLACES[tag]

    def _enter(self, block: _Block) -> _Block:
        self.path[-1].children.append(block)
        self.path.append(block)
        return block

    def _enter_item(self) -> None:
        """Google Docs writes an inner list beside the item it belongs to, not into it."""
        items = self.path[-1].children
        if items and isinstance(items[-1], _Block):
            self.path.append(items[-1])
        else:
            self._enter(_Block("li"))

    def _leave_paragraph(self) -> None:
        if self.path[-1].tag == "p":
            self.path.pop()

    def _number_item(self) -> None:
        """The marker that Word wrote into the item tells the kind of list."""
        written = NUMBERED.match("".join(self.marker or []).strip(SPACE))
        self.marker = None
        block = self.path[-1]
        if block.item and written:
            block.item = _Item(block.item.level, ordered=True, start=written[1] or "")


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


def _attributes(tag: str, given: dict[str, str]) -> str:
    kept = {name: given[name] for name in given if name in ATTRIBUTES.get(tag, ())}
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in kept.items()
        if (name, value) not in {("colspan", "1"), ("rowspan", "1"), ("start", "1")}
    )


def _listed(children: Iterable[_Block | _Run]) -> list[_Block | _Run]:
    """Loose items gathered into lists within lists, by their level."""
    listed: list[_Block | _Run] = []
    lists: list[tuple[int, _Block]] = []
    for child in children:
        if isinstance(child, _Block) and child.item:
            _place(child, child.item, lists, listed)
        elif not (lists and _is_nothing(child)):
            lists.clear()
            listed.append(child)
    return listed


def _is_nothing(child: _Block | _Run) -> bool:
    """Space between tags. A paragraph that was left empty on purpose holds a "&nbsp;"."""
    if isinstance(child, _Run):
        return not child.void and not child.text.strip(" \t\n\r\f")
    return child.tag == "p" and all(map(_is_nothing, child.children))


def _place(
    block: _Block, item: _Item, lists: list[tuple[int, _Block]], listed: list[_Block | _Run]
) -> None:
    tag = "ol" if item.ordered else "ul"
    while lists and lists[-1][0] > item.level:
        lists.pop()
    if lists and lists[-1][0] == item.level and lists[-1][1].tag != tag:
        lists.pop()
    if not lists or lists[-1][0] < item.level:
        new = _Block(tag, _attributes(tag, {"start": item.start} if item.start else {}))
        parent = lists[-1][1].children[-1] if lists else None
        (parent.children if isinstance(parent, _Block) else listed).append(new)
        lists.append((item.level, new))
    lists[-1][1].children.append(_Block("li", children=block.children))


def _block_html(block: _Block | _Run) -> str:
    if isinstance(block, _Run):
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
        inner = _flow(_listed(block.children))
    elif block.tag in LEAVES:
        inner = _inline_html(_runs(block.children), heading=block.tag in HEADINGS)
    else:
        inner = "".join(map(_block_html, _listed(block.children)))
    return _element(block, inner) if inner or block.tag in CELLS else ""


def _element(block: _Block, inner: str) -> str:
    return f"<{block.tag}{block.attributes}>{inner}</{block.tag}>"


def _runs(children: Iterable[_Block | _Run]) -> list[_Run]:
    return [child for child in children if isinstance(child, _Run)]


def _figure(block: _Block) -> str:
    """A figure without a picture is its caption, as a paragraph."""
    inner = _inline_html(_runs(block.children))
    blocks = [child for child in block.children if isinstance(child, _Block)]
    if not inner and all(child.tag in {"figcaption", "p"} for child in blocks):
        return "".join(_block_html(_Block("p", children=child.children)) for child in blocks)
    return _element(block, inner + "".join(map(_block_html, blocks)))


def _flow(children: list[_Block | _Run]) -> str:
    """The inside of an item or a cell: its only paragraph stands there without a tag."""
    pieces: list[tuple[str, str]] = []
    for block in _with_paragraphs(children):
        inner = _paragraphs(block) if block.tag == "p" else [_block_html(block)]
        pieces += [(block.tag, piece) for piece in inner if piece]
    if [tag for tag, _ in pieces[:1]] == ["p"] and all(tag in LISTS for tag, _ in pieces[1:]):
        return "".join(piece for _, piece in pieces)
    return "".join(f"<p>{piece}</p>" if tag == "p" else piece for tag, piece in pieces)


def _with_paragraphs(children: list[_Block | _Run]) -> list[_Block]:
    """Children with every stretch of runs in a paragraph."""
    blocks: list[_Block] = []
    for is_run, group in groupby(children, key=lambda child: isinstance(child, _Run)):
        if is_run:
            blocks.append(_Block("p", children=list(group)))
        else:
            blocks.extend(child for child in group if isinstance(child, _Block))
    return blocks


def _paragraphs(block: _Block) -> list[str]:
    """What the block holds, parted at empty lines; no part is empty."""
    parts: list[list[_Run]] = [[]]
    breaks: list[_Run] = []
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


def _runs_by_line(block: _Block) -> Iterator[_Run]:
    """Text typed without any tag is parted by its empty lines."""
    for run in _runs(block.children):
        lines = BLANK_LINE.split(run.text) if block.is_implied else [run.text]
        for number, line in enumerate(lines):
            if number:
                yield from (_Run("", void="<br>"), _Run("", void="<br>"))
            yield run._replace(text=line)


def _preformatted(block: _Block) -> str:
    runs = _runs(block.children)
    text = "".join("\n" if run.void == "<br>" else run.text for run in runs).strip("\n").rstrip()
    if not text.strip(SPACE):
        return ""
    is_code = any(mark.tag == "code" for run in runs for mark in run.marks)
    inner = escape(text, quote=False)
    return f"<pre><code>{inner}</code></pre>" if is_code else f"<pre>{inner}</pre>"


def _inline_html(runs: Iterable[_Run], *, heading: bool = False) -> str:
    if heading:
        runs = [
            run._replace(marks=tuple(mark for mark in run.marks if mark.tag != "strong"))
            for run in runs
        ]
    return "".join(_written(_spread(_trimmed(_merged(runs)))))


def _merged(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Neighbours with the same marks as one run: Word cuts a sentence into many."""
    for (marks, void), group in groupby(runs, key=lambda run: (run.marks, run.void)):
        if void:
            yield from group
        else:
            yield _Run("".join(run.text for run in group), marks)


def _trimmed(runs: Iterable[_Run]) -> list[_Run]:
    """Spaces as a browser shows them; none at either end, nor around a line break."""
    trimmed: list[_Run] = []
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


def _strip_end(runs: list[_Run]) -> None:
    while runs and runs[-1].is_blank:
        runs.pop()
    if runs and not runs[-1].void:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(SPACE))


def _spread(runs: list[_Run]) -> Iterator[_Run]:
    """Spaces and line breaks carry only the marks that both their neighbours share."""
    for number, run in enumerate(runs):
        if run.is_blank or run.void == "<br>":
            after = runs[number + 1].marks if number + 1 < len(runs) else ()
            yield run._replace(marks=_common(runs[number - 1].marks if number else (), after))
        else:
            yield run


def _common(one: tuple[_Mark, ...], other: tuple[_Mark, ...]) -> tuple[_Mark, ...]:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(mark for mark, _ in same)


def _written(runs: Iterable[_Run]) -> Iterator[str]:
    """Runs as HTML; a mark stays open from one run to the next."""
    open_marks: tuple[_Mark, ...] = ()
    for run in [*runs, _Run("")]:
        common = len(_common(open_marks, run.marks))
        yield from (f"</{mark.tag}>" for mark in reversed(open_marks[common:]))
        yield from (mark.opening for mark in run.marks[common:])
        yield run.void or escape(run.text, quote=False)
        open_marks = run.marks
