"""The copy of the demo paper: stories and policy pages, read from the files beside this one.

A file is a head in TOML between two lines of "+++" and a body in Markdown. A link to
`story:<slug>` becomes the address of that story.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent
LINK = re.compile(r'(?<=href=")story:([a-z0-9-]+)')


@dataclass(frozen=True)
class Picture:
    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Amendment:
    """A correction, clarification or update, some hours after publication."""

    kind: str
    hours_later: int
    text: str
    wrong: str = ""
    place: str = "foot"


@dataclass(frozen=True)
class Edit:
    """A change to the text some hours after publication, minor or material, with its note."""

    change: str
    hours_later: int
    was: str
    reads: str
    note: str = ""


@dataclass(frozen=True)
class Told:
    """An update of a story that is covered live, some minutes after publication."""

    minutes: int
    by: str
    text: str
    headline: str = ""
    is_key: bool = False


@dataclass(frozen=True)
class ThreadSetting:
    mode: str
    reason: str


@dataclass(frozen=True)
class Credit:
    writer: str
    role: str

    @classmethod
    def read(cls, line: str) -> Credit:
        """“samir: Data” or “nell”."""
        writer, _, role = line.partition(":")
        return cls(writer, role.strip())


@dataclass(frozen=True)
class Story:
    slug: str
    status: str
    headline: str
    kicker: str
    standfirst: str
    dateline: str
    section: str
    kind: str
    sponsor: str
    tags: tuple[str, ...]
    byline: tuple[Credit, ...]
    markdown: str
    picture: Picture | None
    amendments: tuple[Amendment, ...]
    edits: tuple[Edit, ...]
    updates: tuple[Told, ...]
    thread: ThreadSetting | None
    withdrawn_because: str
    retracted_because: str
    hours_ago: int
    breaking_hours: int
    """For how long from now on it is breaking; 0 for a story that is not."""
    days: int | None
    """From the day of the edition, negative in the past; None for one without a date."""
    at: datetime.time

    def moment(self, now: datetime.datetime) -> datetime.datetime | None:
        """When readers first see it. The edition's day is that of its newest story."""
        if self.days is None:
            return now - datetime.timedelta(hours=self.hours_ago) if self.hours_ago else None
        start = now if self.days > 0 else now - datetime.timedelta(hours=NEWEST_HOURS_AGO)
        day = start + datetime.timedelta(days=self.days)
        return day.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)


@dataclass(frozen=True)
class Change:
    """How a policy page came to its second version: what it said and says, and what is told."""

    days_ago: int
    text: str
    was: str
    now: str


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    position: int
    covers: tuple[str, ...]
    markdown: str
    since: int
    """Days before the edition on which it came into force as it was first."""
    change: Change | None

    @property
    def first_markdown(self) -> str:
        change = self.change
        return self.markdown.replace(change.now, change.was) if change else self.markdown


# What is dated in days is dated from the day of the newest story, and so always lies before it.
NEWEST_HOURS_AGO = 8


def stories() -> list[Story]:
    return [_story(path) for path in sorted((FOLDER / "stories").glob("*.md"))]


def pages() -> list[Page]:
    return [_page(path) for path in sorted((FOLDER / "policies").glob("*.md"))]


def html(markdown: str, address: Callable[[str], str] = str) -> str:
    """The body as the editor's own editor would have made it."""
    rendered = MarkdownIt("commonmark").enable("table").render(markdown)
    return LINK.sub(lambda link: address(link[1]), rendered)


def _split(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def _page(path: Path) -> Page:
    head, markdown = _split(path)
    return Page(
        slug=path.stem,
        title=head["title"],
        position=head["position"],
        covers=tuple(head["covers"]),
        markdown=markdown,
        since=head["since"],
        change=Change(**head["change"]) if "change" in head else None,
    )


def _story(path: Path) -> Story:
    head, markdown = _split(path)
    return Story(
        slug=path.stem,
        status=head.get("status", "published"),
        headline=head["headline"],
        kicker=head["kicker"],
        standfirst=head["standfirst"],
        dateline=head.get("dateline", ""),
        section=head["section"],
        kind=head.get("kind", "news"),
        sponsor=head.get("sponsor", ""),
        tags=tuple(head["tags"]),
        byline=tuple(map(Credit.read, head["byline"])),
        markdown=markdown,
        picture=Picture(**head["photo"]) if "photo" in head else None,
        amendments=tuple(Amendment(**amendment) for amendment in head.get("corrections", [])),
        edits=tuple(Edit(**edit) for edit in head.get("edits", [])),
        updates=tuple(Told(**told) for told in head.get("updates", [])),
        thread=ThreadSetting(**head["thread"]) if "thread" in head else None,
        withdrawn_because=head.get("withdrawn_because", ""),
        retracted_because=head.get("retracted_because", ""),
        hours_ago=head.get("hours_ago", 0),
        breaking_hours=head.get("breaking_hours", 0),
        days=_days(head),
        at=datetime.time.fromisoformat(head.get("at", "00:00")),
    )


def _days(head: dict[str, Any]) -> int | None:
    if "days_ahead" in head:
        return int(head["days_ahead"])
    return -int(head["days_ago"]) if "days_ago" in head else None
