"""Rewriting one's own comment: for some minutes, every version kept, each screened anew."""

import datetime

from django.db import transaction
from django.utils import timezone

from comments.locks import lock_commenter, lock_for_posting
from comments.material import changed_materially
from comments.models import Comment, CommentStatus, HouseRules, Thread
from comments.posting import PostRefused, ThreadClosed, reject_for, wait_for
from comments.screening import OF_ARRIVAL, Outcome, Verdict, hold, screen
from comments.words import checks as words

# As many texts as one comment may have.
MOST_VERSIONS = 20
ARRIVED_ODDLY = {check.__name__ for check in OF_ARRIVAL}
READ_BEFORE = "A moderator read it before it was changed."


class RewriteRefused(Exception):
    """It cannot be changed, or not any more; the message says why."""


class RewrittenMeanwhile(Exception):
    """It was changed in another window; the message says so."""


def minutes_left(comment: Comment, rules: HouseRules | None = None) -> int:
    """Whole minutes in which who wrote it may still change it, rounded up; 0 when it is over."""
    rules = rules or HouseRules.now()
    ends = comment.posted_at + datetime.timedelta(minutes=rules.edit_minutes)
    if not (comment.is_held or comment.is_approved):
        return 0
    return max(0, -int(-(ends - timezone.now()).total_seconds() // 60))


@transaction.atomic
def rewrite(comment: Comment, body_source: str, *, seen: int) -> Comment:
    """Give a comment another text, on behalf of who wrote it, and screen that.

    `seen` is the revision that was before their eyes: sent twice, a text is written once. Raises
    ThreadClosed, RewriteRefused, RewrittenMeanwhile, PostRefused, and ValidationError for a text
    that cannot be made safe; nothing is changed then.
    """
    lock_for_posting(comment.thread_id)
    lock_commenter(comment.commenter_id)
    # No moderator decides between the reading of the comment and the writing.
    Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
    locked = comment.commenter_id
    comment = Comment.objects.select_related(
        "thread__article__section__comment_rules", "commenter", "parent"
    ).get(pk=comment.pk)
    if comment.commenter_id != locked:
        raise RewriteRefused("Your address was confirmed in another window. Please try again.")
    is_there = comment.body_source == body_source
    if is_there and comment.revision in (seen, seen + 1):
        return comment
    _refuse_what_is_over(comment)
    if comment.revision != seen:
        raise RewrittenMeanwhile(
            "You changed this comment in another window. What stands there is below; "
            "send this to put yours in its place."
        )
    earlier, drawn_before = _read_by_a_moderator(comment), screen(comment, is_new=False)
    comment.rewrite(body_source, at=timezone.now())
    verdict, rule = drawn = screen(comment, is_new=False)
    if comment.is_held and comment.held_by_rule in ARRIVED_ODDLY:
        # Another text does not change how it came.
        verdict, rule = _at_least_held(comment, verdict, rule)
    if verdict.outcome is Outcome.REFUSE:
        raise PostRefused(verdict.because)
    words.record(comment)
    if comment.is_approved and _a_moderator_has_decided(comment):
        if changed_materially(earlier, body_source):
            verdict, rule = _read_again(verdict, rule)
        elif drawn == drawn_before:
            # The moderator who approved it has overruled just this.
            return comment
    _settle(comment, verdict, rule)
    return comment


def _refuse_what_is_over(comment: Comment) -> None:
    state = comment.thread.state
    if state.is_closed:
        raise ThreadClosed(state.reason)
    if comment.is_appealed:
        raise RewriteRefused("It is appealed: what was decided on stays as it was until then.")
    if not minutes_left(comment):
        raise RewriteRefused("The time in which this comment could be changed is over.")
    if comment.revision >= MOST_VERSIONS:
        raise RewriteRefused(f"It was changed {MOST_VERSIONS - 1} times, and that is enough.")


def _read_by_a_moderator(comment: Comment) -> str:
    """The text on which one decided last; small changes to it do not add up unseen."""
    decision = comment.decisions.filter(moderator__isnull=False).first()
    version = comment.version(decision.revision) if decision else None
    return (version or comment).body_source


def _a_moderator_has_decided(comment: Comment) -> bool:
    """From then on no rule publishes it."""
    return comment.decisions.filter(moderator__isnull=False).exists()


def _at_least_held(comment: Comment, verdict: Verdict, rule: str) -> tuple[Verdict, str]:
    if verdict.outcome in (Outcome.APPROVE, Outcome.HOLD):
        return hold(comment.held_because), comment.held_by_rule
    return verdict, rule


def _read_again(verdict: Verdict, rule: str) -> tuple[Verdict, str]:
    """At least held: what a moderator approved is no longer what stands there."""
    if verdict.outcome is Outcome.APPROVE:
        return hold(READ_BEFORE), "hold_changed_after_approval"
    return verdict, rule


def _settle(comment: Comment, verdict: Verdict, rule: str) -> None:
    """What the verdict on the text means for the status it has by now."""
    if verdict.outcome is Outcome.REJECT:
        reject_for(comment, verdict, rule)
    elif verdict.outcome is Outcome.HOLD:
        _hold(comment, verdict, rule)
    elif comment.is_held and not _a_moderator_has_decided(comment):
        comment.decide(CommentStatus.APPROVED, by=None, rule=rule)


def _hold(comment: Comment, verdict: Verdict, rule: str) -> None:
    if comment.is_approved:
        comment.decide(CommentStatus.HELD, by=None, rule=rule, reason=verdict.because)
    elif not _a_moderator_has_decided(comment):
        wait_for(comment, verdict, rule)
