"""What happens to a comment when it is posted: the site's policy, in order, on one page."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from comments.models import Comment

MAX_LINKS = 2
# Long enough for a spammer's round, short enough to let somebody say “Thank you” every week.
REPEAT_WINDOW = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """What a check says of a comment; `held_because` is shown to moderators and to the reader."""

    approve: bool
    held_because: str = ""


APPROVE = Verdict(approve=True)


def hold(because: str) -> Verdict:
    return Verdict(approve=False, held_because=because)


def approve_the_newsroom(comment: Comment) -> Verdict | None:
    """Staff who are signed in answer under their own name."""
    return APPROVE if comment.from_newsroom else None


def hold_when_thread_is_premoderated(comment: Comment) -> Verdict | None:
    if not comment.thread.is_premoderated:
        return None
    return hold("Every comment in this thread is read before it appears.")


def hold_many_links(comment: Comment) -> Verdict | None:
    links = comment.body.count("<a ")
    if links <= MAX_LINKS:
        return None
    return hold(f"It has {links} links; more than {MAX_LINKS} are looked at first.")


def hold_repeated_text(comment: Comment) -> Verdict | None:
    """The same words, here or under another article, by anybody."""
    repeats = Comment.objects.filter(
        body_source=comment.body_source, posted_at__gte=timezone.now() - REPEAT_WINDOW
    ).exclude(pk=comment.pk)
    return hold("The same text was posted before.") if repeats.exists() else None


def hold_changed_name(comment: Comment) -> Verdict | None:
    """A browser that is trusted is not trusted under any name."""
    known_as = comment.commenter.name
    if comment.author_name == known_as:
        return None
    return hold(f"This commenter used another name before: {known_as}.")


def hold_unknown_commenter(comment: Comment) -> Verdict | None:
    if comment.commenter.is_known:
        return None
    if comment.commenter.comments.decided().exists():
        return hold("The last comment by this commenter was rejected.")
    return hold("It is the first comment by somebody not yet known here.")


CHECKS: tuple[Callable[[Comment], Verdict | None], ...] = (
    approve_the_newsroom,
    hold_when_thread_is_premoderated,
    hold_many_links,
    hold_repeated_text,
    hold_changed_name,
    hold_unknown_commenter,
)


def screen(comment: Comment) -> tuple[Verdict, str]:
    """The first verdict of CHECKS with the name of the check, or approval when none objects."""
    for check in CHECKS:
        verdict = check(comment)
        if verdict:
            return verdict, check.__name__
    return APPROVE, "nothing_objected"
