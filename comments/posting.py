"""Posting a comment: the one way in."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from comments import letters
from comments.locks import lock_commenter, lock_for_posting, lock_network
from comments.models import Comment, Commenter, CommentStatus, HouseRules, Thread
from comments.screening import Arrival, Outcome, Verdict, hold, reject, screen
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
    badge: str = "",
    email: str = "",
    from_address: str = "",
    arrival: Arrival | None = None,
    at: datetime.datetime | None = None,
) -> Comment:
    """Screen a comment and keep it: published, held or rejected.

    One `submission` is at most one comment in its thread: a repeated one is answered with the
    first. A guest who has not confirmed an address is asked to, at `email`. A commenter that is
    not saved yet is saved with the comment or not at all. Raises ThreadClosed, ReplyRefused,
    PostRefused, and ValidationError for a text that cannot be made safe; nothing is kept then.
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
        badge=badge,
        from_address=HouseRules.now().keeps(from_address),
        posted_at=at or timezone.now(),
    )
    try:
        return already_posted(thread, submission) or _let_in(comment, arrival, email)
    except IntegrityError:
        # The other half of a double click came first.
        first = already_posted(thread, submission)
        if first is None:
            raise
        return first


def already_posted(thread: Thread, submission: uuid.UUID) -> Comment | None:
    return Comment.objects.filter(thread=thread, submission=submission).first()


@transaction.atomic
def _let_in(comment: Comment, arrival: Arrival | None, email: str) -> Comment:
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
        _refuse_who_is_somebody_else(comment.commenter)
        _give_name(comment.commenter, comment.author_name)
    _take_address(comment.commenter, email)
    comment.save()
    Thread.objects.filter(pk=comment.thread_id).update(held_count=F("held_count") + 1)
    _settle(comment, *screen(comment, arrival))
    words.record(comment)
    if comment.is_held:
        letters.please_confirm(comment)
    return comment


def _refuse_who_is_somebody_else(commenter: Commenter) -> None:
    """They were joined to somebody while this was on its way: what holds for that one holds."""
    if commenter.merged_into_id:
        raise PostRefused("Your address was confirmed in another window. Please send it once more.")


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


def _take_address(commenter: Commenter, email: str) -> None:
    """A guest may mend the address until it is confirmed."""
    if email and not commenter.is_confirmed and email != commenter.email:
        commenter.email = email
        commenter.save(update_fields=["email"])


@transaction.atomic
def screen_again(comment: Comment) -> None:
    """A held comment, after what it was held for is out of the way.

    Nothing gets into a thread that has closed since. What would be refused at the form is kept:
    rejected if its commenter may not write any more, held otherwise.
    """
    lock_for_posting(comment.thread_id)
    comment.thread = Thread.objects.with_state().get(pk=comment.thread_id)
    try:
        _refuse_when_closed(comment.thread)
        verdict, rule = screen(comment, is_new=False)
    except ThreadClosed:
        verdict, rule = hold("The discussion was closed meanwhile."), "thread_closed_meanwhile"
    if verdict.outcome is Outcome.REFUSE:
        judge = reject if comment.commenter.is_refused else hold
        verdict = judge(verdict.because)
    _settle(comment, verdict, rule, at=timezone.now())


def _settle(
    comment: Comment, verdict: Verdict, rule: str, at: datetime.datetime | None = None
) -> None:
    at = at or comment.posted_at
    if verdict.outcome is Outcome.REFUSE:
        raise PostRefused(verdict.because)
    if verdict.outcome is Outcome.APPROVE:
        comment.decide(CommentStatus.APPROVED, by=None, rule=rule, at=at)
    elif verdict.outcome is Outcome.REJECT:
        reject_for(comment, verdict, rule, at=at)
    else:
        wait_for(comment, verdict, rule)


def reject_for(
    comment: Comment, verdict: Verdict, rule: str, at: datetime.datetime | None = None
) -> None:
    """A rule turns it away; its writer reads why."""
    comment.decide(
        CommentStatus.REJECTED,
        by=None,
        rule=rule,
        reason=verdict.because,
        note=verdict.note,
        ground=verdict.ground,
        at=at,
    )


def wait_for(comment: Comment, verdict: Verdict, rule: str) -> None:
    """What is held says what for; nothing is decided yet."""
    comment.held_because, comment.held_by_rule = verdict.because, rule
    comment.save(update_fields=["held_because", "held_by_rule"])
