"""Pinning: writing down who stands behind an article, and saying what has changed since."""

import datetime
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.conflicts import found_to_matter
from articles.content import for_readers
from articles.declarants import day_of, people_of, standing
from articles.models.author import Manager
from articles.models.declaration import Declaration
from articles.models.disclosure import Disclosure
from articles.models.publication import Change, Publication
from articles.models.revision import Revision
from articles.models.revision import keep as keep_revision
from articles.pinned import Behind, PinnedAuthor, PinnedDisclosure
from articles.versions import seen_authors

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article


def read(publication: Publication) -> tuple[PinnedAuthor, ...]:
    return tuple(map(PinnedAuthor.from_json, publication.authors))


def would_pin(article: "Article", *, keep: bool) -> tuple[PinnedAuthor, ...]:
    """Who would be pinned now.

    With `keep`, authors pinned before stay as they were pinned, and only who joined since is
    copied, as of today; without it everybody is, as of the day of publication.
    """
    before = {}
    day = day_of(article)
    publication = article.original.publication
    if keep and publication:
        # Whoever leaves the byline and comes back is who they were.
        pinned = seen_authors(article.original).values()
        before = {each["author_id"]: PinnedAuthor.from_json(each) for each in pinned}
        before |= {author.author_id: author for author in read(publication)}
    said, editors_add = standing(article), _labels_added(article)
    bylines = list(article.bylines.select_related("author__photo"))
    behind = Behind([each.author for each in bylines if each.author_id not in before], day)
    return tuple(
        replace(before[byline.author_id], role=byline.role)
        if byline.author_id in before
        else PinnedAuthor.copy(
            byline.author,
            role=byline.role,
            behind=behind,
            said=said,
            editors_add=editors_add[byline.author_id],
        )
        for byline in bylines
    )


def _labels_added(article: "Article") -> dict[int, list[str]]:
    """What the editors found to matter, for each author in the byline."""
    added = defaultdict(list)
    if found := found_to_matter(article):
        people = people_of(article)
        for disclosure in found:
            for byline in people.get(disclosure.author_id, ()):
                is_own = byline == disclosure.author_id
                label = disclosure.label if is_own else f"{disclosure.author}: {disclosure.label}"
                added[byline].append(label)
    return added


def pin(
    article: "Article",
    *,
    by: "User",
    keep: bool,
    change: Change = Change.MINOR,
    note: str = "",
    at: datetime.datetime | None = None,
) -> Publication:
    """Write down what readers are given and who stands behind it.

    Answers the present version if nothing differs. The first one is a first one, whatever `change`
    says.
    """
    authors = [author.as_json() for author in would_pin(article, keep=keep)]
    present, revision = article.publication, keep_revision(article, by=by)
    is_first = present is None or not keep
    if present and not _differs(present, authors, revision, article):
        return present
    publication = Publication(
        article=article,
        authors=authors,
        revision=revision,
        replaces=present,
        change=Change.FIRST if is_first else change,
        note="" if is_first else note,
        readable_from=(is_first and article.publish_at) or at or timezone.now(),
        pinned_for=timezone.localdate(article.publish_at),
        pinned_by=by,
        pinned_at=at or timezone.now(),
    )
    publication.save()
    return publication


def _differs(
    present: Publication, authors: list[Any], revision: Revision, article: "Article"
) -> bool:
    """Whether readers would be given something else, or in another hour."""
    is_waiting = present.readable_from > timezone.now()
    other_hour = is_waiting and present.readable_from != article.publish_at
    return present.authors != authors or _says_else(present, revision) or other_hour


def _says_else(present: Publication, revision: Revision) -> bool:
    if present.revision is None:
        return True
    return for_readers(present.revision.content) != for_readers(revision.content)


def since_publication(article: "Article", record: tuple[PinnedAuthor, ...]) -> str:
    """What differs today from what was pinned, as one sentence; empty when nothing does."""
    today = timezone.localdate()
    people = [author.author_id for author in record]
    people += [each.person_id for author in record for each in author.managers if each.person_id]
    now_declared = list(Disclosure.objects.filter(author__in=people).judged_in(article, today))
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
    changes += [*_declared_late(article, record), *_found_late(now_declared, record)]
    changes += _left(article, record)
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


def _declared_late(article: "Article", record: tuple[PinnedAuthor, ...]) -> list[str]:
    """Words of authors who had not declared when it was published."""
    if all(author.declaration for author in record):
        return []
    said = standing(article)
    return [
        f"{author.name} has declared for this article: {_in_short(word)}"
        for author in record
        if author.declaration is None and (word := said.get((author.author_id, None)))
    ]


def _in_short(declaration: Declaration) -> str:
    said = [interest.label for interest in declaration.interests.all()]
    if declaration.statement:
        said.append(f"“{declaration.statement}”")
    return ", ".join(said) or declaration.get_kind_display().lower()


def _found_late(declared: list[Disclosure], record: tuple[PinnedAuthor, ...]) -> list[str]:
    """What the editors have found to matter that was not known to when it was published."""
    pinned = {label for author in record for label in author.editors_add}
    return [
        f"the editors found that “{disclosure.label}” of {disclosure.author} matters here"
        for disclosure in declared
        if disclosure.matters  # type: ignore[attr-defined]
        and pinned.isdisjoint({disclosure.label, f"{disclosure.author}: {disclosure.label}"})
    ]


def _left(article: "Article", record: tuple[PinnedAuthor, ...]) -> list[str]:
    """Who stood over it before, and does not any more."""
    if not article.has_versions:
        return []
    here = {author.author_id for author in record}
    gone = (each for number, each in seen_authors(article).items() if number not in here)
    return [f"{each['name']} has left the byline" for each in gone]
