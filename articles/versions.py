"""The versions of an article that readers have had, and nothing that never was before them."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.models.publication import Publication

if TYPE_CHECKING:
    from articles.models import Article


@dataclass(frozen=True)
class Version:
    """One version, counted from 1; `until` is when another took its place."""

    number: int
    publication: Publication
    until: datetime.datetime | None

    @property
    def is_present(self) -> bool:
        return self.until is None

    @property
    def can_be_compared(self) -> bool:
        return self.publication.revision_id is not None


def versions_of(article: "Article", *, with_authors: bool = False) -> list[Version]:
    """The oldest first, in one query.

    Each version names the one it replaced. One that was replaced before its hour had come was
    seen by nobody; and what was taken out of the schedule is replaced by nothing.
    """
    rows = article.publications.all() if with_authors else article.publications.defer("authors")
    by_number = {row.pk: row for row in rows}
    seen: list[tuple[Publication, datetime.datetime | None]] = []
    row, until = by_number.get(article.publication_id or 0), None
    while row is not None:
        if row.readable_from < (until or timezone.now()):
            seen.append((row, until if seen else None))
        until = row.pinned_at
        row = by_number.get(row.replaces_id or 0)
    return [
        Version(number, publication, until)
        for number, (publication, until) in enumerate(reversed(seen), start=1)
    ]


def seen_authors(article: "Article") -> dict[int, dict[str, Any]]:
    """Everybody under whose name readers ever had it, as first pinned, by number.

    Who leaves the byline and comes back is who they were.
    """
    pinned: dict[int, dict[str, Any]] = {}
    for version in _seen(article, with_authors=True):
        for author in version.publication.authors:
            pinned.setdefault(author["author_id"], author)
    return pinned


def seen_since(article: "Article") -> datetime.datetime:
    """When what readers first had was pinned."""
    return _seen(article)[0].publication.pinned_at


def _seen(article: "Article", *, with_authors: bool = False) -> list[Version]:
    if not article.has_been_public:
        return []
    return versions_of(article, with_authors=with_authors)
