"""A pending version: written and reviewed while readers keep what they have."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from articles.content import PLAIN, Content, content_of, for_readers, put_back
from articles.declarants import declarants, standing
from articles.declaring import settled
from articles.merging import Merge, merge
from articles.models import Article, Change, ConflictAnswer, Declaration
from articles.models.declaration import DeclaredInterest
from articles.models.photo_use import let_go_of_photos
from articles.models.status import OPEN
from articles.publishing import PublishingConflict
from articles.shown import refuse_unseen

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def pending_version(article: Article) -> Article | None:
    """The one that is being worked on, if any."""
    return article.pending_versions.filter(status__in=OPEN).select_related("created_by").first()


@transaction.atomic
def begin(article: Article, *, by: "User") -> Article:
    """A draft that says what readers have, to be changed and reviewed apart from it.

    Raises PublishingConflict for what was not let go, and where there is one already.
    """
    article.lock()
    if not article.is_let_go:
        raise PublishingConflict(f"“{article}” is not published: edit it itself.")
    if pending_version(article):
        raise PublishingConflict(f"“{article}” has a pending version already.")
    pending = Article(
        **{name: getattr(article, name) for name in PLAIN},
        slug=f"pending-{uuid.uuid4().hex}",
        section=article.section,
        created_by=by,
        pending_for=article,
        based_on=article.publication,
    )
    pending.save()
    put_back(pending, {**content_of(article), "asides": {}}, by=by)
    pending.keep(by=by)
    return pending


def merge_of(pending: Article) -> Merge:
    """What it says, with what has changed since in what readers have.

    How the article is discussed is no part of it.
    """
    theirs = content_of(pending.original)
    origin = content_when_begun(pending)
    mine = {**content_of(pending), "asides": origin["asides"]}
    return merge(origin, mine=mine, theirs=theirs)


def differs(now: Content, merged: Merge) -> bool:
    """Whether readers, who have the one, would have anything else by the other."""
    return for_readers(now) != for_readers(merged.content)


def content_when_begun(pending: Article) -> Content:
    """What readers had when it was begun, or was last held against it."""
    revision = pending.based_on and pending.based_on.revision
    return revision.content if revision else content_of(pending.original)


@transaction.atomic
def catch_up(pending: Article, *, by: "User") -> list[str]:
    """Take over what has changed in what readers have; where both have, the pending words stay,
    and whoever approved these has not read them beside the others.

    Answers what could not be taken over, in words.
    """
    pending.lock()
    merged = merge_of(pending)
    lost = put_back(pending, {**merged.content, "asides": {}}, by=by)
    pending.based_on = pending.original.publication
    pending.save(update_fields=["based_on", "saved_at"])
    pending.keep(by=by)
    if merged.clashes and pending.is_approved:
        pending.send_to_review(by=by, reason="Readers have other words since it was approved.")
    return lost


@transaction.atomic
def adopt(
    pending: Article,
    *,
    by: "User",
    change: Change | None,
    note: str = "",
    in_spite: str = "",
    seen: str | None = None,
) -> list[str]:
    """Let it take the place of what readers have; answers what is lost, in words.

    `change`, `note` and `in_spite` are as `Article.revise` has them. Raises PublishingRefused with
    every objection, and PublishingConflict when readers do not have the article, when both have
    changed the same since it was begun, when nothing differs, or when either is no longer what
    was `seen`.
    """
    article = pending.original
    article.lock()
    pending.lock()
    if not article.is_let_go:
        raise PublishingConflict(f"“{article}” is not published at present: edit it itself.")
    refuse_unseen(pending, seen)
    merged = merge_of(pending)
    if merged.clashes:
        raise PublishingConflict(f"“{article}” was changed meanwhile: look at both first.")
    if not differs(content_of(article), merged):
        raise PublishingConflict(f"“{pending}” differs in nothing from what readers have.")
    lost = put_back(article, {**merged.content, "asides": {}}, by=by)
    _bring_along_words(pending, article)
    article.revise(by=by, change=change, note=note, in_spite=in_spite, version=pending)
    pending.end_adopted(by=by)
    let_go_of_photos(pending)
    return lost


@transaction.atomic
def discard(pending: Article, *, by: "User", reason: str = "") -> None:
    """Readers keep what they have. It stays in the record."""
    pending.lock()
    pending.end_discarded(by=by, reason=reason)
    let_go_of_photos(pending)


def _bring_along_words(pending: Article, article: Article) -> None:
    """What was declared for the version, and what editors said of the interests it names."""
    said, stays = standing(pending), settled(article)
    for declarant in declarants(article):
        word = said.get(declarant.key)
        if word and word.article_id == pending.pk and declarant.key not in stays:
            _enter_anew(word, article)
    ConflictAnswer.objects.bulk_create(
        ConflictAnswer(
            article=article,
            disclosure_id=answer.disclosure_id,
            is_relevant=answer.is_relevant,
            passage=answer.passage,
            answered_by_id=answer.answered_by_id,
            answered_at=answer.answered_at,
        )
        for answer in ConflictAnswer.objects.filter(article=pending)
    )


def _enter_anew(word: Declaration, article: Article) -> None:
    made = Declaration(
        article=article,
        author=word.author,
        manager=word.manager,
        kind=word.kind,
        statement=word.statement,
        declared_by=word.declared_by,
        in_person=word.in_person,
        declared_at=word.declared_at,
    )
    made.save()
    DeclaredInterest.objects.bulk_create(
        DeclaredInterest(declaration=made, disclosure=interest) for interest in word.interests.all()
    )
