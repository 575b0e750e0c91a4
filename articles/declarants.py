"""Whose word an article needs, and whose it has."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.models.author import Author, Manager
from articles.models.declaration import Declaration
from articles.models.disclosure import Disclosure
from articles.versions import seen_authors

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article
    from articles.rights import Rights

# An author, and a manager of the group that the author is.
Key = tuple[int, int | None]


@dataclass(frozen=True)
class Declarant:
    """An author in the byline, or one of the people who answer for a group in it."""

    author: Author
    manager: Manager | None = None
    # On which interests are chosen: those of the day of publication.
    day: datetime.date = field(default_factory=timezone.localdate, compare=False)
    # What stands that day of others as well, where it was asked once for all of them.
    record: "list[Disclosure] | None" = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> Key:
        return self.author.pk, self.manager.pk if self.manager else None

    @property
    def name(self) -> str:
        return self.manager.name if self.manager else self.author.name

    @property
    def full_name(self) -> str:
        """With the group that a manager speaks for: somebody can manage two of them."""
        return f"{self.name} (for {self.author.name})" if self.manager else self.name

    @property
    def person(self) -> Author | None:
        """Whose byline and account it is: a manager need have neither."""
        return self.manager.person if self.manager else self.author

    @property
    def pages(self) -> set[int]:
        """The author pages whose interests are theirs to declare."""
        return {self.author.pk, self.person.pk if self.person else self.author.pk}

    @property
    def account(self) -> "User | None":
        """Where they sign in, while they still can."""
        user = self.person.user if self.person else None
        return user if user and user.is_active else None

    @property
    def address(self) -> str:
        """Where they can be asked by e-mail; empty when nowhere."""
        return self.account.email if self.account else ""

    @cached_property
    def disclosures(self) -> list[Disclosure]:
        """What they can choose from: what stands that day of the author, and of the manager."""
        record = _interests_of(self.pages, self.day) if self.record is None else self.record
        return [each for each in record if each.author_id in self.pages]

    def is_account_of(self, user: "User") -> bool:
        return self.account is not None and self.account.pk == user.pk

    def may_be_spoken_for(self, article: "Article", *, by: "Rights") -> bool:
        """They themselves, or an editor of the article, who is named as who wrote it down."""
        return self.is_account_of(by.user) or by.may_use("add_declaration", article)


def declarants(article: "Article") -> list[Declarant]:
    """Everybody whose word the article needs, in the order of the byline."""
    authors = _authors(article)
    groups = [author for author in authors if author.is_group and author.managers_declare]
    day = day_of(article)
    managers = _managers(groups, day) if groups else []
    return [
        declarant
        for author in authors
        for declarant in (
            Declarant(author, None, day),
            *(Declarant(author, each, day) for each in managers if each.group_id == author.pk),
        )
    ]


def with_record(people: list[Declarant]) -> list[Declarant]:
    """The same, with the record of all of them, asked at once."""
    if not people:
        return []
    pages = set().union(*(each.pages for each in people))
    record = _interests_of(pages, people[0].day)
    return [replace(each, record=record) for each in people]


def _interests_of(pages: set[int], day: datetime.date) -> list[Disclosure]:
    stand = Disclosure.objects.filter(author__in=pages).in_force(day)
    return list(stand.interests().select_related("author"))


def people_of(article: "Article") -> dict[int, list[int]]:
    """Whose interests count, by author page, and for which authors in the byline.

    The authors themselves, and whoever answers for groups among them and has an author page.
    """
    authors = _authors(article)
    groups = [author for author in authors if author.is_group]
    managing = defaultdict(list)
    for manager in _managers(groups, day_of(article)) if groups else ():
        if manager.person_id:
            managing[manager.person_id].append(manager.group_id)
    return managing | {author.pk: [author.pk] for author in authors}


def _authors(article: "Article") -> list[Author]:
    if article.pk is None:
        return []
    return [byline.author for byline in article.bylines.select_related("author__user")]


def _managers(groups: Iterable[Author], day: datetime.date) -> list[Manager]:
    return list(Manager.objects.filter(group__in=groups).on(day).select_related("person__user"))


def day_of(article: "Article") -> datetime.date:
    """By which day people and interests are judged: that of publication, while it is to come.

    Whoever joins what readers have already is judged, and pinned, as of today.
    """
    if article.original.has_been_public:
        return timezone.localdate()
    return timezone.localdate(article.publish_at or timezone.now())


def standing(article: "Article") -> dict[Key, Declaration]:
    """The last word of each; for a pending version, what stands of the article is among it."""
    both = [article.pk, article.pending_for_id]
    # Of one moment the later row counts, as it comes last.
    said = Declaration.objects.filter(article__in=both).order_by("declared_at", "pk")
    related = said.select_related("manager", "author", "declared_by").prefetch_related(
        "interests__successor"
    )
    return {each.who: each for each in related}


def undeclared(article: "Article") -> list[Declarant]:
    """Who has still to declare. Authors under whom readers have it have done so, or were let by."""
    said = standing(article)
    original = article.original
    settled = seen_authors(original) if original.is_let_go else {}
    return [
        declarant
        for declarant in declarants(article)
        if declarant.key not in said and declarant.author.pk not in settled
    ]
