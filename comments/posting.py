"""Posting a comment: the one way in."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from comments.locks import lock_commenter, lock_for_posting, lock_network
from comments.models import Comment, Commenter, CommentStatus, Thread
from comments.screening import Arrival, Outcome, screen
from comments.words import checks as words


class ThreadClosed(Exception):
    """The thread takes no comments; the message is the reason that readers see."""


class ReplyRefused(Exception):
    """There is nothing there to reply to."""


class PostRefused(Exception):
    """A check lets nothing of it in; the message says why, and until when."""


def post(
    thread: Thread,
    *,
    commenter: Commenter,
    author_name: str,
    body_source: str,
    parent: Comment | None = None,
    submission: uuid.UUID | None = None,
    from_newsroom: bool = False,
    from_address: str = "",
    arrival: Arrival | None = None,
    at: datetime.datetime | None = None,
) -> Comment:
    """Screen a comment and keep it: published, held or rejected.

    One `submission` is at most one comment in its thread: a repeated one is answered with the
    first. A commenter that is not saved yet is saved with the comment or not at all. Raises
    ThreadClosed, ReplyRefused, PostRefused, and ValidationError for a text that cannot be made
    safe; nothing is kept then.
    """
    submission = submission or uuid.uuid4()
    comment = Comment(
        thread=thread,
        parent=parent,
        commenter=commenter,
        author_name=author_name,
        body_source=body_source,
        submission=submission,
        from_newsroom=from_newsroom,
        from_address=from_address,
        posted_at=at or timezone.now(),
    )
    try:
        return already_posted(thread, submission) or _let_in(comment, arrival)
    except IntegrityError:
        # The other half of a double click came first.
        first = already_posted(thread, submission)
        if first is None:
            raise
        return first


def already_posted(thread: Thread, submission: uuid.UUID) -> Comment | None:
    return Comment.objects.filter(thread=thread, submission=submission).first()


@transaction.atomic
def _let_in(comment: Comment, arrival: Arrival | None) -> Comment:
    lock_for_posting(comment.thread_id)
    comment.thread = Thread.objects.with_state().get(pk=comment.thread_id)
    _refuse_when_closed(comment.thread)
    _refuse_orphans(comment)
    lock_network(comment.from_address)
    if comment.commenter.pk is None:
        comment.commenter.save()
        comment.commenter_id = comment.commenter.pk
    else:
        # What is counted below stays true until this one is in.
        lock_commenter(comment.commenter_id)
        comment.commenter.refresh_from_db()
        _give_name(comment.commenter, comment.author_name)
    comment.save()
    Thread.objects.filter(pk=comment.thread_id).update(held_count=F("held_count") + 1)
    _settle(comment, arrival)
    return comment


def _give_name(commenter: Commenter, name: str) -> None:
    """Somebody who has recommended before has no name until they write."""
    if not commenter.name:
        commenter.name = name
        commenter.save(update_fields=["name"])


def _refuse_when_closed(thread: Thread) -> None:
    state = thread.state
    if state.is_closed:
        raise ThreadClosed(state.reason)
    if not thread.article.is_published:
        raise ThreadClosed("This article is not public.")


def _refuse_orphans(comment: Comment) -> None:
    """One answers what readers can see, in the same thread."""
    if comment.parent_id is None:
        return
    answered = Comment.objects.approved().filter(pk=comment.parent_id, thread=comment.thread)
    if not answered.exists():
        raise ReplyRefused("The comment you answered is no longer there.")


def _settle(comment: Comment, arrival: Arrival | None) -> None:
    verdict, rule = screen(comment, arrival)
    if verdict.outcome is Outcome.REFUSE:
        raise PostRefused(verdict.because)
    if verdict.outcome is Outcome.APPROVE:
        comment.decide(CommentStatus.APPROVED, by=None, rule=rule, at=comment.posted_at)
    elif verdict.outcome is Outcome.REJECT:
        comment.decide(
            CommentStatus.REJECTED,
            by=None,
            rule=rule,
            reason=verdict.because,
            note=verdict.note,
            at=comment.posted_at,
        )
    else:
        comment.held_because, comment.held_by_rule = verdict.because, rule
        comment.save(update_fields=["held_because", "held_by_rule"])
    words.record(comment, revision=comment.revision)
