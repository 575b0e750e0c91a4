"""What a page is made of besides prose: everything that could run, ask, send or load.

The same page holding harmless words has the same skeleton. It is read by Python's own parser,
which had no part in cleaning the page.
"""

import re
from collections import Counter
from functools import lru_cache
from html.parser import HTMLParser


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What prose may be made of; spelled out here, and not taken from the code under test.
PROSE = names(
    "p br hr a strong em s code pre ul ol li blockquote h2 h3 h4 sub sup figure figcaption img "
    "table thead tbody tfoot tr th td caption"
)
PROSE_ATTRIBUTES = names("href title rel src alt width height colspan rowspan scope start")
ADDRESSES = names("href src srcset action formaction data poster background cite ping")
VOID = names("area base br col embed hr img input link meta source track wbr")
OWN = re.compile(r"/(?![/\\])|[\w.-]+(?:[/?#]|\Z)|[?#]|\Z", re.ASCII)
WEB = re.compile(r"https?://[^/\\]", re.IGNORECASE)
MAIL = re.compile(r"mailto:", re.IGNORECASE)


class Skeleton(HTMLParser):
    """Counts the parts of a page. Prose counts only where it is not closed, or leads astray."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: Counter[tuple[str, ...]] = Counter()
        self.words: list[str] = []
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        """Every word of the page, as a reader would copy it."""
        return "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        kinds = [(name, _kind(tag, value or "")) for name, value in attrs if name in ADDRESSES]
        if tag not in PROSE or not names <= PROSE_ATTRIBUTES:
            self.parts["element", tag, *sorted(names), *sorted(kind for _, kind in kinds)] += 1
        else:
            for name, kind in kinds:
                if kind not in {"own", "mail", "web"} or (tag == "img" and kind != "own"):
                    self.parts["astray", tag, name, kind] += 1
        if tag not in VOID:
            self.parts["open", tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.parts["open", tag] -= 1

    def handle_endtag(self, tag: str) -> None:
        self.parts["open", tag] -= 1

    def handle_comment(self, data: str) -> None:
        self.parts["comment", data] += 1

    def handle_decl(self, decl: str) -> None:
        self.parts["declaration", decl] += 1

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _kind(tag: str, address: str) -> str:
    """Where an address leads: own, web, mail, or the address itself when it is none of these."""
    for kind, pattern in (("own", OWN), ("web", WEB), ("mail", MAIL)):
        if pattern.match(address):
            return kind
    return address


@lru_cache(maxsize=64)
def _parts(harmless: str) -> Counter[tuple[str, ...]]:
    """Of a page that others are compared with again and again."""
    return Skeleton(harmless).parts


def difference(page: str, harmless: str) -> list[str]:
    """What one page has and the other has not; empty when both are made of the same parts."""
    found, expected = Skeleton(page).parts, _parts(harmless)
    keys = sorted({*found, *expected})
    return [
        f"{found[key]} instead of {expected[key]}: {' '.join(key)}"
        for key in keys
        if found[key] != expected[key]
    ]
