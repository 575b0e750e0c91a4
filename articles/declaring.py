"""Declaring: an author's word on an article is entered."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.declarants import Declarant, Key
from articles.limits import reaches
from articles.models import Article, Declaration, Disclosure
from articles.models.declaration import DeclarationKind, DeclarationRefused, DeclaredInterest
from articles.pinned import PinnedAuthor
from articles.plaintext import has_visible
from articles.rights import Rights
from articles.schedule import stays
from articles.versions import seen_authors

# Of one author for one article.
MOST_WORDS = 50


@transaction.atomic
def declare(
    article: Article,
    declarant: Declarant,
    *,
    by: User,
    kind: DeclarationKind,
    interests: Iterable[Disclosure] = (),
    statement: str = "",
    at: datetime.datetime | None = None,
    settles: bool = True,
) -> Declaration:
    """Enter the word of an author, or of a manager, for an article.

    Raises DeclarationRefused when `by` is neither theirs nor an editor of the article, when the
    kind and what comes with it do not fit, and when readers have what was declared already. What
    waits for its hour is held to the gate again, unless the caller, who is still saving it, does
    that.
    """
    chosen, statement = list(interests), statement.strip() if has_visible(statement) else ""
    refuse_unfit(declarant, kind, chosen, statement)
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not declarant.may_be_spoken_for(article, by=Rights(by)):
        raise DeclarationRefused(
            f"Only {declarant.name} or an editor of its section can declare for them."
        )
    _refuse_what_readers_have(article, declarant)
    declaration = Declaration(
        article=article,
        author=declarant.author,
        manager=declarant.manager,
        kind=kind,
        statement=statement,
        declared_by=by,
        in_person=declarant.is_account_of(by),
        declared_at=at or timezone.now(),
    )
    _refuse_to_go_on_for_ever(declaration)
    declaration.save()
    DeclaredInterest.objects.bulk_create(
        DeclaredInterest(declaration=declaration, disclosure=disclosure) for disclosure in chosen
    )
    if settles and article.is_scheduled:
        stays(article, by=by)
    return declaration


def settled(article: Article) -> set[Key]:
    """Of whom readers have what they declared: from then on it stays."""
    pinned = map(PinnedAuthor.from_json, seen_authors(article.original).values())
    return {who for author in pinned for who in author.speakers if author.said_by(who)}


def _refuse_what_readers_have(article: Article, declarant: Declarant) -> None:
    if declarant.key in settled(article):
        raise DeclarationRefused(
            f"Readers have what {declarant.name} declared for this article, and it stays. "
            "What has changed since belongs into a disclosure."
        )


def _refuse_to_go_on_for_ever(declaration: Declaration) -> None:
    """Each stays on record: a link that is pressed all day fills it."""
    same = {"author": declaration.author, "manager": declaration.manager}
    if reaches(declaration.article.declarations.filter(**same), MOST_WORDS):
        raise DeclarationRefused(f"That is enough: at most {MOST_WORDS} declarations are kept.")


def refuse_unfit(
    declarant: Declarant, kind: DeclarationKind, chosen: list[Disclosure], statement: str
) -> None:
    if kind == DeclarationKind.INTERESTS and not chosen:
        raise DeclarationRefused("Choose at least one interest.", "interests")
    if kind == DeclarationKind.STATEMENT and not statement:
        raise DeclarationRefused("Write the statement.", "statement")
    if kind != DeclarationKind.INTERESTS and chosen:
        raise DeclarationRefused("Interests are chosen below: say that they matter here.", "kind")
    if kind == DeclarationKind.NOTHING and statement:
        raise DeclarationRefused("There is a statement below: say that you make one.", "kind")
    if any(disclosure not in declarant.disclosures for disclosure in chosen):
        raise DeclarationRefused(f"That is no interest of {declarant.name}.", "interests")
