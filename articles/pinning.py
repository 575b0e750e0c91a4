"""Pinning: copying who stands behind an article, so that the copy outlives every later change."""

import datetime
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from articles.models.author import AuthorKind, Manager
from articles.models.disclosure import Disclosure, DisclosureKind
from articles.models.publication import Publication

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article, Author


@dataclass(frozen=True)
class PinnedManager:
    """Who answered for a group account."""

    name: str
    role: str


@dataclass(frozen=True)
class PinnedDisclosure:
    """One interest, as declared on the day."""

    kind: str
    entity: str
    text: str
    valid_from: datetime.date
    valid_to: datetime.date | None

    @property
    def kind_label(self) -> str:
        return str(DisclosureKind(self.kind).label)

    @property
    def label(self) -> str:
        return f"{self.kind_label}, {self.entity}" if self.entity else self.kind_label

    @property
    def is_interest(self) -> bool:
        return self.kind != DisclosureKind.NONE

    @classmethod
    def copy(cls, disclosure: Disclosure) -> "PinnedDisclosure":
        return cls(
            kind=disclosure.kind,
            entity=disclosure.entity,
            text=disclosure.text,
            valid_from=disclosure.valid_from,
            valid_to=disclosure.valid_to,
        )


@dataclass(frozen=True)
class PinnedAuthor:
    """An author's credit, About box and disclosures on one article."""

    author_id: int
    slug: str
    name: str
    kind: str
    role: str
    title: str
    bio: str
    copyright_line: str
    photo_url: str
    managers: tuple[PinnedManager, ...]
    disclosures: tuple[PinnedDisclosure, ...]

    @property
    def url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def disclosures_url(self) -> str:
        return reverse("author_disclosures", args=[self.slug])

    @property
    def is_group(self) -> bool:
        return self.kind == AuthorKind.GROUP

    @property
    def interests(self) -> tuple[PinnedDisclosure, ...]:
        """What was declared, without “nothing to disclose”."""
        return tuple(d for d in self.disclosures if d.is_interest)

    @classmethod
    def copy(cls, author: "Author", *, role: str, day: datetime.date) -> "PinnedAuthor":
        managers = author.managers.on(day) if author.is_group else ()
        return cls(
            author_id=author.pk,
            slug=author.slug,
            name=author.name,
            kind=author.kind,
            role=role,
            title=author.title,
            bio=author.bio,
            copyright_line=author.copyright_line,
            photo_url=author.photo.image.square if author.photo else "",
            managers=tuple(PinnedManager(manager.name, manager.role) for manager in managers),
            disclosures=tuple(map(PinnedDisclosure.copy, author.disclosures.in_force(day))),
        )

    def as_json(self) -> dict[str, Any]:
        pinned = asdict(self)
        for disclosure in pinned["disclosures"]:
            disclosure["valid_from"] = disclosure["valid_from"].isoformat()
            disclosure["valid_to"] = disclosure["valid_to"] and disclosure["valid_to"].isoformat()
        return pinned

    @classmethod
    def from_json(cls, pinned: dict[str, Any]) -> "PinnedAuthor":
        return cls(
            **{
                **pinned,
                "managers": tuple(PinnedManager(**manager) for manager in pinned["managers"]),
                "disclosures": tuple(map(_disclosure_from_json, pinned["disclosures"])),
            }
        )


def _disclosure_from_json(pinned: dict[str, Any]) -> PinnedDisclosure:
    day = datetime.date.fromisoformat
    return PinnedDisclosure(
        **{
            **pinned,
            "valid_from": day(pinned["valid_from"]),
            "valid_to": day(pinned["valid_to"]) if pinned["valid_to"] else None,
        }
    )


def read(publication: Publication) -> tuple[PinnedAuthor, ...]:
    return tuple(map(PinnedAuthor.from_json, publication.authors))


def would_pin(article: "Article", *, keep: bool) -> tuple[PinnedAuthor, ...]:
    """Who would be pinned now.

    With `keep`, authors pinned before stay as they were pinned, and only who joined since is
    copied, as of today; without it everybody is, as of the day of publication.
    """
    before = {}
    day = timezone.localdate(article.publish_at or timezone.now())
    if keep and article.publication:
        before = {author.author_id: author for author in read(article.publication)}
        day = timezone.localdate()
    return tuple(
        replace(before[byline.author_id], role=byline.role)
        if byline.author_id in before
        else PinnedAuthor.copy(byline.author, role=byline.role, day=day)
        for byline in article.bylines.select_related("author__photo")
    )


def pin(article: "Article", *, by: "User", keep: bool) -> Publication:
    """Write down who stands behind the article. Answers the present record if nothing differs."""
    authors = [author.as_json() for author in would_pin(article, keep=keep)]
    if article.publication and article.publication.authors == authors:
        return article.publication
    day = timezone.localdate(article.publish_at)
    publication = Publication(article=article, authors=authors, pinned_for=day, pinned_by=by)
    publication.save()
    return publication


def repin_scheduled(author: "Author", *, by: "User") -> None:
    """The author changed: what waits for its hour will appear with the author of that hour."""
    for article in author.articles.scheduled():
        article.repin(by=by)


def since_publication(record: tuple[PinnedAuthor, ...]) -> str:
    """What differs today from what was pinned, as one sentence; empty when nothing does."""
    today = timezone.localdate()
    now_declared = Disclosure.objects.filter(
        author__in=[author.author_id for author in record]
    ).in_force(today)
    now_managing = Manager.objects.filter(
        group__in=[author.author_id for author in record if author.is_group]
    ).on(today)
    changes = []
    for author in record:
        declared = [d for d in now_declared if d.author_id == author.author_id]
        changes += _disclosure_changes(author, [PinnedDisclosure.copy(d) for d in declared])
        if author.is_group:
            managing = [m for m in now_managing if m.group_id == author.author_id]
            changes += _manager_changes(author, managing)
    return f"Since publication: {'; '.join(changes)}." if changes else ""


def _disclosure_changes(author: PinnedAuthor, declared: list[PinnedDisclosure]) -> list[str]:
    was = {_substance(d): d for d in author.disclosures}
    now = {_substance(d): d for d in declared}
    added = [d.label for substance, d in now.items() if substance not in was]
    ended = [d.label for substance, d in was.items() if substance not in now]
    rewritten = [label for label in added if label in ended]
    return [
        *(f"{author.name} has restated “{label}”" for label in rewritten),
        *(f"{author.name} has declared “{label}”" for label in added if label not in rewritten),
        *(f"{author.name}’s “{label}” no longer stands" for label in ended if label not in added),
    ]


def _substance(disclosure: PinnedDisclosure) -> tuple[str, str, str]:
    """What a reader would call the same disclosure, whatever its dates."""
    return disclosure.kind, disclosure.entity, disclosure.text


def _manager_changes(author: PinnedAuthor, managing: list[Manager]) -> list[str]:
    names = [manager.name for manager in managing]
    if set(names) == {manager.name for manager in author.managers}:
        return []
    return [f"{author.name} is now managed by {' and '.join(names) or 'nobody'}"]
