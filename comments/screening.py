"""What happens to a comment when it is posted: the site's policy, in order, on one page.

A check looks at one comment and says what it thinks, or nothing. The first verdict wins and its
reason is kept. Order and thresholds are the newsroom's, on the page of the house rules.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.limits import reaches
from comments.gist import gist
from comments.models import Comment, CommentStatus, Ground, HouseRules, TermAction
from comments.moments import in_full
from comments.words import checks as words

logger = logging.getLogger(__name__)

# The time over which a commenter's history counts.
HISTORY = datetime.timedelta(days=30)


class Outcome(Enum):
    """What a check wants to happen."""

    REFUSE = "refuse"  # it is not kept; the form says why and keeps the text
    REJECT = "reject"  # it is kept, not shown, and whoever wrote it can appeal
    HOLD = "hold"
    APPROVE = "approve"


@dataclass(frozen=True)
class Verdict:
    """What a check says of a comment; `because` speaks to its writer; moderators read it."""

    outcome: Outcome
    because: str = ""
    # For moderators alone, such as which word it was.
    note: str = ""
    # The legal category, where it follows from what was found and not from the check alone.
    ground: str = ""


APPROVE = Verdict(Outcome.APPROVE)


def refuse(because: str) -> Verdict:
    return Verdict(Outcome.REFUSE, because)


def reject(because: str) -> Verdict:
    return Verdict(Outcome.REJECT, because)


def hold(because: str) -> Verdict:
    return Verdict(Outcome.HOLD, because)


@dataclass(frozen=True)
class Arrival:
    """How a comment came, beside what it says."""

    # How long the form was open, 0 when it cannot say; None where no form was, as in a command.
    seconds: float | None = None
    trap_was_filled: bool = False


@dataclass(frozen=True)
class Screened:
    """A comment before the checks, with what they measure it by."""

    comment: Comment
    arrival: Arrival = field(default_factory=Arrival)
    rules: HouseRules = field(default_factory=HouseRules.now)

    def others(self) -> models.QuerySet[Comment]:
        """Every other comment."""
        return Comment.objects.exclude(pk=self.comment.pk)


def refuse_muted_or_banned(it: Screened) -> Verdict | None:
    """Who may not write is told why, and until when."""
    commenter = it.comment.commenter
    if commenter.is_banned:
        return refuse(f"You cannot comment here any more. {commenter.standing_reason}")
    if commenter.is_muted and commenter.standing_until:
        until = in_full(commenter.standing_until)
        return refuse(f"You can comment again on {until}. {commenter.standing_reason}")
    return None


def hold_watched_commenter(it: Screened) -> Verdict | None:
    """Somebody whose every comment a moderator wants to read."""
    if not it.comment.commenter.is_watched:
        return None
    return hold("Everything you write is read before it appears.")


def approve_the_newsroom(it: Screened) -> Verdict | None:
    """Staff who are signed in answer under their own name."""
    return APPROVE if it.comment.from_newsroom else None


def reject_filled_trap(it: Screened) -> Verdict | None:
    """A field that no reader sees was filled in: by a machine."""
    if not it.arrival.trap_was_filled:
        return None
    return reject("A field that readers do not see was filled in, as machines do.")


def hold_hasty_form(it: Screened) -> Verdict | None:
    """Nobody reads and writes that fast; a form of long ago says nothing of it."""
    seconds = it.arrival.seconds
    if seconds is None or seconds >= it.rules.form_seconds:
        return None
    return hold("It was sent faster than a person writes, or from a form of another day or story.")


def refuse_flood(it: Screened) -> Verdict | None:
    """Too many in a short time, by one commenter or from one network."""
    since = timezone.now() - datetime.timedelta(minutes=it.rules.flood_minutes)
    recent = it.others().filter(posted_at__gte=since)
    own = recent.filter(commenter=it.comment.commenter)
    if reaches(own, it.rules.flood_comments):
        return refuse(
            f"At most {it.rules.flood_comments} comments in {it.rules.flood_minutes} minutes. "
            "Please wait a little."
        )
    network = it.comment.from_address
    if network and reaches(recent.filter(from_address=network), it.rules.flood_from_address):
        return refuse("Very many comments come from your network just now. Please wait a little.")
    return None


def refuse_when_too_soon(it: Screened) -> Verdict | None:
    """Slow mode: some time between two comments of one commenter."""
    seconds = it.comment.thread.slow_seconds
    in_thread = seconds is not None
    seconds = it.rules.slow_seconds if seconds is None else seconds
    if not seconds:
        return None
    since = it.comment.posted_at - datetime.timedelta(seconds=seconds)
    own = it.others().filter(commenter=it.comment.commenter, posted_at__gt=since)
    if in_thread:
        own = own.filter(thread=it.comment.thread)
    last = own.order_by("-posted_at").first()
    if last is None:
        return None
    left = seconds - (it.comment.posted_at - last.posted_at).total_seconds()
    return refuse(f"One comment in {_spelled(seconds)} here. Yours can go in {_spelled(left)}.")


def hold_repeated_text(it: Screened) -> Verdict | None:
    """The same words in any dress, here or under another article, by anybody."""
    if not it.rules.repeat_hours:
        return None
    since = timezone.now() - datetime.timedelta(hours=it.rules.repeat_hours)
    repeats = it.others().filter(gist=gist(it.comment), posted_at__gte=since)
    return hold("The same text was posted before.") if repeats.exists() else None


def reject_banned_words(it: Screened) -> Verdict | None:
    """A word of the list that is not published, whatever it is dressed up as."""
    return _of_words(words.reject_banned_words(it.comment))


def hold_suspect_words(it: Screened) -> Verdict | None:
    """A word of the list that a moderator looks at first."""
    return _of_words(words.hold_suspect_words(it.comment))


def hold_many_links(it: Screened) -> Verdict | None:
    """More links than a reader needs, or any of somebody not yet known."""
    links = it.comment.body.count("<a ")
    if links > it.rules.most_links:
        return hold(f"It has {links} links; more than {it.rules.most_links} are looked at first.")
    if links and it.rules.hold_first_links and not it.comment.commenter.is_known:
        return hold(f"It has a link, and {_why_unknown(it)}.")
    return None


def hold_changed_name(it: Screened) -> Verdict | None:
    """A browser that is trusted is not trusted under any name."""
    known_as = it.comment.commenter.name
    if it.comment.author_name == known_as:
        return None
    return hold(f"You wrote under another name before: {known_as}.")


def hold_unconfirmed_commenter(it: Screened) -> Verdict | None:
    """A guest whose address is not proved to be theirs; following the link in our mail does it."""
    if it.comment.commenter.is_confirmed:
        return None
    return hold("The e-mail address is not confirmed yet.")


def hold_unknown_commenter(it: Screened) -> Verdict | None:
    """The first comment of somebody, or the next one after a rejection."""
    if it.comment.commenter.is_known:
        return None
    why = _why_unknown(it)
    return hold(f"{why[0].upper()}{why[1:]}.")


def _why_unknown(it: Screened) -> str:
    """As the end of a sentence to somebody who is not known."""
    if it.comment.commenter.comments.decided().exists():
        return "your last comment was rejected"
    return "none of your comments is published yet"


def hold_for_history(it: Screened) -> Verdict | None:
    """A large share of what they wrote lately was rejected."""
    if not it.rules.rejected_percent:
        return None
    lately = it.comment.commenter.comments.decided().filter(posted_at__gte=timezone.now() - HISTORY)
    counts = lately.aggregate(
        decided=Count("pk"), rejected=Count("pk", filter=Q(status=CommentStatus.REJECTED))
    )
    decided, rejected = counts["decided"], counts["rejected"]
    if rejected < it.rules.rejected_at_least:
        return None
    if 100 * rejected < it.rules.rejected_percent * decided:
        return None
    return hold(f"{rejected} of your {decided} comments in 30 days were rejected.")


def hold_when_thread_is_premoderated(it: Screened) -> Verdict | None:
    """Every comment of this thread waits for a moderator."""
    if not it.comment.thread.is_premoderated:
        return None
    return hold("Every comment in this thread is read before it appears.")


Check = Callable[[Screened], Verdict | None]

# The order until the newsroom settles another. Closed threads are refused before any of these.
CHECKS: tuple[Check, ...] = (
    refuse_muted_or_banned,
    approve_the_newsroom,
    reject_filled_trap,
    hold_hasty_form,
    refuse_flood,
    refuse_when_too_soon,
    hold_watched_commenter,
    hold_repeated_text,
    reject_banned_words,
    hold_suspect_words,
    hold_many_links,
    hold_changed_name,
    hold_unconfirmed_commenter,
    hold_unknown_commenter,
    hold_for_history,
    hold_when_thread_is_premoderated,
)
# What holds for whatever would be kept, wherever these stand: of what is held or rejected a row
# stays as well, and a machine would fill the queue with its empty notes and filled traps.
LIMITS = (refuse_flood, refuse_when_too_soon)
# What says how a comment came, and nothing of its text.
OF_ARRIVAL = (reject_filled_trap, hold_hasty_form, *LIMITS)
CHECK_NAMED = {check.__name__: check for check in CHECKS}


@dataclass(frozen=True)
class Settled:
    """Names of the checks: all of them in order, and those that are switched off."""

    order: list[str]
    off: list[str]

    @classmethod
    def by(cls, rules: HouseRules) -> "Settled":
        """As the newsroom has it. A check that it has not placed stands where it usually does."""
        order = [name for name in rules.screening_order if name in CHECK_NAMED]
        for name in CHECK_NAMED:
            if name not in order:
                order.insert(_usual_place(name, order), name)
        return cls(order, [name for name in rules.screening_off if name in CHECK_NAMED])

    @property
    def checks(self) -> list[Check]:
        return [CHECK_NAMED[name] for name in self.order if name not in self.off]


def _usual_place(name: str, order: list[str]) -> int:
    """Where a check stands among others as it usually does: before and behind most of the same."""
    usual = list(CHECK_NAMED)
    earlier = [usual.index(other) < usual.index(name) for other in order]

    def agreeing(place: int) -> int:
        return sum(earlier[:place]) + earlier[place:].count(False)

    return max(range(len(order) + 1), key=agreeing)


def screen(
    comment: Comment, arrival: Arrival | None = None, *, is_new: bool = True
) -> tuple[Verdict, str]:
    """The first verdict with the name of its check, or approval when none objects.

    One that is there already is not asked how it came.
    A check that fails holds the comment: an error never publishes anything.
    """
    it = Screened(comment, arrival or Arrival())
    name = ""
    try:
        with transaction.atomic():
            settled = Settled.by(it.rules).checks
            checks = [check for check in settled if is_new or check not in OF_ARRIVAL]
            for place, check in enumerate(checks, start=1):
                name = check.__name__
                if verdict := check(it):
                    return _over_limit(it, verdict, checks[place:]) or (verdict, name)
    except Exception:
        logger.exception("The check %s failed on comment %s", name, comment.pk)
        return hold("A check of this site failed, so a moderator looks at it."), name
    return APPROVE, "nothing_objected"


def _over_limit(it: Screened, verdict: Verdict, unasked: list[Check]) -> tuple[Verdict, str] | None:
    """What a limit further down says of a comment that would be held or rejected."""
    if verdict.outcome in {Outcome.HOLD, Outcome.REJECT}:
        for check in unasked:
            if check in LIMITS and (over := check(it)):
                return over, check.__name__
    return None


def _of_words(found: words.Finding | None) -> Verdict | None:
    """The list holds, and rejects nothing, when it is broken itself."""
    if found is None:
        return None
    if found.action != TermAction.REJECT:
        return Verdict(Outcome.HOLD, found.because, found.note)
    # The category that has hate speech and discrimination in it.
    ground = Ground.HATE if found.has_slur else ""
    return Verdict(Outcome.REJECT, found.because, found.note, ground)


def _spelled(seconds: float) -> str:
    """“45 seconds”, “2 minutes”: rounded up, so that waiting so long is enough."""
    if seconds <= 90:
        whole = max(1, -int(-seconds // 1))
        return "1 second" if whole == 1 else f"{whole} seconds"
    return f"{-int(-seconds // 60)} minutes"
