"""What is copied of the people behind an article, so that it outlives every later change."""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone

from articles.declarants import Key
from articles.models.author import AuthorKind, Manager
from articles.models.declaration import Declaration, DeclarationKind
from articles.models.disclosure import Disclosure, DisclosureKind
from articles.people import name_of

if TYPE_CHECKING:
    from articles.models import Author


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
class PinnedDeclaration:
    """Somebody's word on the article, and who wrote it down where that was somebody else."""

    kind: str
    interests: tuple[str, ...]
    statement: str
    written_down_by: str
    day: datetime.date

    @property
    def is_of_nothing(self) -> bool:
        return self.kind == DeclarationKind.NOTHING

    @classmethod
    def of(
        cls, who: Key, said: Mapping[Key, Declaration], *, day: datetime.date
    ) -> "PinnedDeclaration | None":
        """The last word of somebody; None where they have said none."""
        if (declaration := said.get(who)) is None:
            return None
        by = declaration.declared_by
        return cls(
            kind=declaration.kind,
            interests=tuple(each.standing_on(day).label for each in declaration.interests.all()),
            statement=declaration.statement,
            written_down_by="" if declaration.in_person else name_of(by),
            day=timezone.localdate(declaration.declared_at),
        )


@dataclass(frozen=True)
class PinnedManager:
    """Who answered for a group account, and what they declared where they have to."""

    name: str
    role: str
    manager_id: int | None = None
    # Their own author page and the account of that day, where they have them.
    person_id: int | None = None
    account_id: int | None = None
    declaration: PinnedDeclaration | None = None

    @classmethod
    def copy(
        cls, manager: Manager, *, day: datetime.date, said: Mapping[Key, Declaration]
    ) -> "PinnedManager":
        return cls(
            name=manager.name,
            role=manager.role,
            manager_id=manager.pk,
            person_id=manager.person_id,
            account_id=manager.person.user_id if manager.person else None,
            declaration=PinnedDeclaration.of((manager.group_id, manager.pk), said, day=day),
        )


class Behind:
    """What stands behind authors on a day, by their number: asked once for all of them."""

    def __init__(self, authors: Iterable["Author"], day: datetime.date) -> None:
        self.day = day
        self.managers: dict[int, list[Manager]] = defaultdict(list)
        self.disclosures: dict[int, list[Disclosure]] = defaultdict(list)
        all_of_them = list(authors)
        groups = [author for author in all_of_them if author.is_group]
        managing = Manager.objects.filter(group__in=groups).on(day)
        for manager in managing.select_related("person"):
            self.managers[manager.group_id].append(manager)
        for disclosure in Disclosure.objects.filter(author__in=all_of_them).in_force(day):
            self.disclosures[disclosure.author_id].append(disclosure)


@dataclass(frozen=True)
class PinnedAuthor:
    """An author's credit, About box, disclosures and declaration on one article."""

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
    account_id: int | None = None
    # Whether a declaration was asked of them: not in older publications.
    was_asked: bool = False
    declaration: PinnedDeclaration | None = None
    # Labels of disclosures that the editors found to matter here.
    editors_add: tuple[str, ...] = ()

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
    def speakers(self) -> list[Key]:
        """The author, and whoever answered for it."""
        return [(self.author_id, None), *((self.author_id, m.manager_id) for m in self.managers)]

    def said_by(self, who: Key) -> PinnedDeclaration | None:
        """The pinned word of the author, or of one of its managers."""
        managers = {(self.author_id, each.manager_id): each for each in self.managers}
        speaker = self if who == (self.author_id, None) else managers.get(who)
        return speaker.declaration if speaker else None

    @property
    def interests(self) -> tuple[PinnedDisclosure, ...]:
        """What was declared, without “nothing to disclose”."""
        return tuple(d for d in self.disclosures if d.is_interest)

    @classmethod
    def copy(
        cls,
        author: "Author",
        *,
        role: str,
        behind: "Behind",
        said: Mapping[Key, Declaration],
        editors_add: Collection[str] = (),
    ) -> "PinnedAuthor":
        """As of a day. `said` is the last word of each who has declared."""
        day, managers = behind.day, behind.managers[author.pk]
        return cls(
            author_id=author.pk,
            slug=author.slug,
            name=author.name,
            kind=author.kind,
            role=role,
            title=author.title,
            bio=author.bio,
            copyright_line=author.copyright_line,
            photo_url=author.shown_photo.image.square if author.shown_photo else "",
            managers=tuple(PinnedManager.copy(each, day=day, said=said) for each in managers),
            disclosures=tuple(map(PinnedDisclosure.copy, behind.disclosures[author.pk])),
            account_id=author.user_id,
            was_asked=True,
            declaration=PinnedDeclaration.of((author.pk, None), said, day=day),
            editors_add=tuple(editors_add),
        )

    @classmethod
    def undeclared(cls, author: "Author", *, role: str, behind: "Behind") -> "PinnedAuthor":
        """With what the author's own page shows that day, and no word on any article."""
        return replace(cls.copy(author, role=role, behind=behind, said={}), was_asked=False)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: lists, and days as text."""
        told: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "PinnedAuthor":
        """Of any age: what was not pinned in its day has its default."""
        return cls(
            **{
                **told,
                "managers": tuple(map(_manager_from_json, told["managers"])),
                "disclosures": tuple(map(_disclosure_from_json, told["disclosures"])),
                "declaration": _declaration_from_json(told.get("declaration")),
                "editors_add": tuple(told.get("editors_add", ())),
            }
        )


def _day(told: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(told) if told else None


def _disclosure_from_json(told: dict[str, Any]) -> PinnedDisclosure:
    days = {name: _day(told[name]) for name in ("valid_from", "valid_to")}
    return PinnedDisclosure(**{**told, **days})


def _declaration_from_json(told: dict[str, Any] | None) -> PinnedDeclaration | None:
    if told is None:
        return None
    return PinnedDeclaration(
        **{**told, "interests": tuple(told["interests"]), "day": _day(told["day"])}
    )


def _manager_from_json(told: dict[str, Any]) -> PinnedManager:
    declaration = _declaration_from_json(told.get("declaration"))
    return PinnedManager(**{**told, "declaration": declaration})
