"""What differs between two revisions of an article, in words that readers can follow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from articles.content import Content
from articles.languages import name_of_language
from articles.models.kind import ArticleKind
from articles.safe_html import plain_text

# Two lists are held against each other at a cost of about their lengths multiplied. So much of
# that one comparison may cost, and all of a page: what is beyond is shown as replaced whole.
MOST_AT_ONCE = 90_000
MOST_IN_ALL = 600_000
# How many unchanged paragraphs are shown around a change.
AROUND = 1
# What no revision keeps, and the form of an article has fields for.
BESIDE = {
    "slug": "Address",
    "planned_for": "Planned for",
    "publish_at": "Publish at",
    "embargo_until": "Embargo",
}
# Every field that two people can change, by the name that the page has for it.
LABELS = {
    "kind": "Kind",
    "sponsor": "Sponsor",
    "section": "Section",
    "kicker": "Kicker",
    "headline": "Headline",
    "standfirst": "Standfirst",
    "byline": "Byline",
    "dateline": "Dateline",
    "language": "Language",
    "photo": "Lead photo",
    "body": "Text",
    "tags": "Tags",
    **BESIDE,
}
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """A run of text. `kind` is “same”, “gone” or “added”."""

    kind: str
    text: str

    @property
    def is_gone(self) -> bool:
        return self.kind == "gone"

    @property
    def is_added(self) -> bool:
        return self.kind == "added"


@dataclass(frozen=True)
class Row:
    """A paragraph, or a number of paragraphs that are left out as nothing changed in them."""

    parts: tuple[Part, ...] = ()
    left_out: int = 0

    @property
    def is_changed(self) -> bool:
        return any(part.kind != "same" for part in self.parts)

    @property
    def before(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.is_added)

    @property
    def after(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.is_gone)


@dataclass(frozen=True)
class Difference:
    """One thing that differs, such as the headline; `note` is said where no words do."""

    label: str
    rows: tuple[Row, ...] = ()
    note: str = ""


def compare(before: Content, after: Content, *, asides: bool = False) -> list[Difference]:
    """What differs, in the order of the page; with `asides`, what only the newsroom may see too."""
    comparison = _Comparison()
    was, now = _lines(before), _lines(after)
    photos_then, photos_now = _photos(before), _photos(after)

    def rows(label: str) -> Iterator[Row]:
        if label in photos_now:
            return comparison.photos(photos_then[label], photos_now[label])
        return comparison.rows(was[label], now[label])

    found = [Difference(label, tuple(rows(label))) for label in was if was[label] != now[label]]
    if before["body"] != after["body"] and was["Text"] == now["Text"]:
        found.append(Difference("Text", note="Its words are the same; links or layout differ."))
    if asides:
        found += _asides(before, after)
    return found


def _lines(content: Content) -> dict[str, list[str]]:
    """Every part of an article as lines of plain text, by its name."""
    photos = _photos(content)
    return {
        "Kind": [str(ArticleKind(content["kind"]).label)],
        "Sponsor": [content["sponsor"]],
        "Section": [content["section"]["name"]],
        "Kicker": [content["kicker"]],
        "Headline": [content["headline"]],
        "Standfirst": [content["standfirst"]],
        "Byline": [", ".join(map(_credit, content["byline"]))],
        "Dateline": [content["dateline"]],
        "Language": [_language(content["language"])],
        "Lead photo": list(map(_photo, photos["Lead photo"])),
        "Text": plain_text(content["body"]).split("\n"),
        "Photos in the text": list(map(_photo, photos["Photos in the text"])),
        "Tags": [", ".join(tag["name"] for tag in content["tags"])],
        # What no revision has, and the form of an article.
        **{label: [content[name]] for name, label in BESIDE.items() if name in content},
    }


def _photos(content: Content) -> dict[str, list[dict[str, Any]]]:
    return {
        "Lead photo": [content["photo"]] if content["photo"] else [],
        "Photos in the text": content.get("photos", []),
    }


def _language(code: str) -> str:
    return name_of_language(code) if code else "The paper’s own"


def _credit(credit: dict[str, Any]) -> str:
    return f"{credit['name']} ({credit['role']})" if credit["role"] else str(credit["name"])


def _photo(photo: dict[str, Any]) -> str:
    said = [photo.get(name, "") for name in ("caption", "credit", "alt")]
    return " · ".join(filter(None, [*said, f"No. {photo['id']}"]))


def _asides(before: Content, after: Content) -> list[Difference]:
    names = sorted({*before["asides"], *after["asides"]})
    pairs = ((name, before["asides"].get(name), after["asides"].get(name)) for name in names)
    return [
        Difference(name.capitalize(), (_replaced(_said(was), _said(now)),))
        for name, was, now in pairs
        if was != now
    ]


def _said(aside: Any) -> str:
    settled = aside.items() if isinstance(aside, dict) else ()
    return "; ".join(f"{name}: {value}" for name, value in settled) or "–"


class _Comparison:
    """Holds lists against each other as long as that stays cheap."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL

    def rows(self, was: list[str], now: list[str]) -> Iterator[Row]:
        rows = [row for pair in self._paired(was, now) for row in self._row(*pair)]
        yield from _without_what_is_far(rows)

    def photos(self, was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[Row]:
        """Each is held against itself: another photo is another thing, whatever its caption."""
        old, new = [photo["id"] for photo in was], [photo["id"] for photo in now]
        rows: list[Row] = []
        for first, last, begin, end in self._blocks(old, new):
            pairs = zip_longest(map(_photo, was[first:last]), map(_photo, now[begin:end]))
            is_kept = old[first:last] == new[begin:end]
            for pair in pairs:
                rows += self._row(*pair) if is_kept else [_replaced(*pair)]
        yield from _without_what_is_far(rows)

    def _paired(self, was: list[str], now: list[str]) -> Iterator[tuple[str | None, str | None]]:
        for first, last, begin, end in self._blocks(was, now):
            yield from zip_longest(was[first:last], now[begin:end])

    def _row(self, was: str | None, now: str | None) -> Iterator[Row]:
        if was is None or now is None:
            yield _replaced(was, now)
        else:
            yield Row(tuple(self._words(was, now)))

    def _words(self, was: str, now: str) -> Iterator[Part]:
        if was == now:
            yield Part("same", was)
            return
        old, new = WORD.findall(was), WORD.findall(now)
        for first, last, begin, end in self._blocks(old, new):
            gone, added = "".join(old[first:last]), "".join(new[begin:end])
            if gone == added:
                if gone:
                    yield Part("same", gone)
                continue
            if gone:
                yield Part("gone", gone)
            if added:
                yield Part("added", added)

    def _blocks(
        self, was: Sequence[str], now: Sequence[str]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Runs that are the same or replaced, as places in both; ends alike are found for free."""
        head = _alike(was, now)
        tail = _alike(was[head:][::-1], now[head:][::-1])
        last, end = len(was) - tail, len(now) - tail
        cost = (last - head) * (end - head)
        yield 0, head, 0, head
        if cost > min(self.left, MOST_AT_ONCE):
            yield head, last, head, end
        else:
            self.left -= cost
            matcher = SequenceMatcher(None, was[head:last], now[head:end], autojunk=False)
            for _, a, b, c, d in matcher.get_opcodes():
                yield head + a, head + b, head + c, head + d
        yield last, len(was), end, len(now)


def _replaced(was: str | None, now: str | None) -> Row:
    """Whole: no word of one is held against those of the other."""
    parts = (("gone", was), ("added", now))
    return Row(tuple(Part(kind, text) for kind, text in parts if text is not None))


def _alike(was: Sequence[str], now: Sequence[str]) -> int:
    """How many at the beginning are the same."""
    pairs = zip(was, now, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(was), len(now)))


def _without_what_is_far(rows: list[Row]) -> Iterator[Row]:
    changed = [n for n, row in enumerate(rows) if row.is_changed]
    near = {n + step for n in changed for step in range(-AROUND, AROUND + 1)}
    left_out = 0
    for n, row in enumerate(rows):
        if n not in near:
            left_out += 1
            continue
        if left_out:
            yield Row(left_out=left_out)
            left_out = 0
        yield row
    if left_out:
        yield Row(left_out=left_out)
