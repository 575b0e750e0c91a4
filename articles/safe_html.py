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

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from html.parser import HTMLParser
from typing import Any

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import markdown
from articles.markup import (
    ARTICLE_TAGS,
    ATTRIBUTES,
    BLOCKS,
    COMMENT_TAGS,
    DROPPED_WHOLE,
    HINTS,
    READ_TAGS,
    SPACE,
    VOID,
    names,
)
from articles.plaintext import SURROGATE, normalise_newlines, too_long
from articles.tidying import tidied

# Raise it when a rule below changes: each row tells which one it was cleaned under.
POLICY_VERSION = 1

BODY_LIMIT = 100_000
COMMENT_LIMIT = 5_000
TAG_LIMIT = 5_000
DEPTH_LIMIT = 100
ATTRIBUTE_LIMIT = 50
# Bleach adds each to the text before it, one by one.
ESCAPE_LIMIT = 20_000

# A mark that spans a thousand paragraphs is written in each of them.
GROWTH_LIMIT = 4 * BODY_LIMIT

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
    "data-photo": re.compile(r"[1-9][0-9]{0,8}"),
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
    "start": re.compile(r"-?[0-9]{1,6}"),
}
SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")
MEDIA_PATH = re.compile(
    r"(?!/)(?:[\w.~!$'()*+,;=:@-]|%(?!2e|2f|5c|00)[0-9a-f]{2}|/(?!/))+", re.IGNORECASE
)

CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
TAG = re.compile(r"""<(/?)([a-z][^\s<>/]*)((?:[^"'<>]+|"[^"]*"|'[^']*')*)""", re.IGNORECASE)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
# A thousand paragraphs without "</p>" are not nested.
CLOSED_BY_PARSER = VOID | names(
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


# The form, the word list and the row that is saved ask for the same text, one after the other.
@lru_cache(maxsize=16)
def comment_body(source: str) -> str:
    """Clean HTML of a comment written in Markdown: a line break is a line break."""
    written = markdown.as_html(_readable(source, COMMENT_LIMIT))
    return _settled(partial(_cleaned, tags=COMMENT_TAGS, rel="nofollow ugc noopener"), written)


def live_body(source: str) -> str:
    """Clean HTML of an update of a live story: written as a comment is, by the newsroom."""
    written = markdown.as_html(_readable(source, COMMENT_LIMIT))
    return _settled(partial(_cleaned, tags=COMMENT_TAGS, rel="noopener"), written)


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


# Inside a script the only way out is a tag, and entities are not read.
SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_script(told: Any, *, kind: str) -> SafeString:
    """A block of data of that media type for a page."""
    written = json.dumps(told, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html('<script type="{}">{}</script>', kind, as_safe(written))


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
    text = tidied(text)
    if len(text) > GROWTH_LIMIT:
        raise Unsafe("This text grows too much when it is cleaned: please simplify its formatting.")
    if text.count("&") > ESCAPE_LIMIT:
        raise Unsafe(f"At most {ESCAPE_LIMIT:,} of the characters & < > in a text.", code="escapes")
    return _scrubbed(text, tags, rel)


# The round that finds nothing to change meets the text of the round before.
@lru_cache(maxsize=8)
def _scrubbed(text: str, tags: frozenset[str], rel: str) -> str:
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


# Words


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
