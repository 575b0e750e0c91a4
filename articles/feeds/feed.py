"""What a feed has, whatever format it is written in. Addresses are in full."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString

from articles.full_address import full_address

# How many items, the newest.
MOST = 50
# A tag names a day on which the paper had its host (RFC 4151). It is one day for everything: that
# of a row would tell when a draft was begun.
NAMED_ON = "2026-01-01"


def tag(name: str, day: str = NAMED_ON) -> str:
    """The name of something for ever, whatever becomes of its address (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:{name}"


@dataclass(frozen=True)
class Credit:
    """Somebody who wrote an item; not everybody has a page."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One item.

    `updated` moves when readers are told of a change, `saved` with every one that is known of.
    `summary` is plain text. `related` is what the item is about, where that has another address.
    """

    id: str
    url: str
    title: str
    summary: str
    content: SafeString
    published: datetime.datetime
    updated: datetime.datetime
    saved: datetime.datetime
    authors: Sequence[Credit] = ()
    categories: Sequence[str] = ()
    image: str = ""
    language: str = ""
    related: str = ""


@dataclass(frozen=True)
class Feed:
    """The newest items of a page, the newest first.

    Its own address is below that of the page, whose path is `path`. `left_at` is when an item was
    last taken away.
    """

    title: str
    description: str
    path: str
    entries: Sequence[Entry]
    below: str = ""
    id: str = ""
    left_at: datetime.datetime | None = None

    @property
    def url(self) -> str:
        """Of the page."""
        return full_address(self.path)

    def address(self, suffix: str) -> str:
        """Of itself, in one format."""
        return full_address(f"{self.path}{self.below}feed.{suffix}")

    @property
    def updated(self) -> datetime.datetime | None:
        """None without an item."""
        return max((entry.updated for entry in self.entries), default=None)

    @property
    def saved(self) -> datetime.datetime | None:
        """When it last read otherwise, as far as is known: a caption may be mended unnoticed."""
        moments = [entry.saved for entry in self.entries]
        return max([*moments, *([self.left_at] if self.left_at else [])], default=None)
