"""What the desk says after an act: its sentences, all of them."""

from dataclasses import dataclass

from articles.models import Article
from comments.models import (
    Act,
    Appeal,
    Claim,
    Commenter,
    CommenterDecision,
    CommentStatus,
    Decision,
    Standing,
)
from comments.models.commenter import name_of
from comments.models.decision import Mark
from comments.moments import in_full


@dataclass(frozen=True)
class Done:
    """What is said of one, and what follows the number of several."""

    one: str
    many: str

    def of(self, done: int, asked: int) -> str:
        """“Approved.”, “12 approved, 2 not.”"""
        if asked == 1:
            return self.one if done else NOT_DONE
        left = f", {asked - done} not" if asked > done else ""
        return f"{done} {self.many}{left}."


# On comments

DONE = {
    "approve": Done("Approved.", "approved"),
    "reject": Done("Rejected.", "rejected"),
    "hold": Done("Held.", "held"),
    "see": Done("It stands.", "stand"),
    "dismiss": Done("The comment stays.", "comments stay"),
    "feature": Done("Featured.", "featured"),
    "unfeature": Done("No longer featured.", "no longer featured"),
}
# Where nothing was decided on, something else is said.
NO_DECISION = Done("Done.", "done")
TAKEN_BACK = Done("Taken back.", "taken back")
NOT_DONE = "Not done: the card says why."
INCOMPLETE = "Not done yet: the field says why."
NO_ACT = "Choose what to do."
NO_COMMENT = "Tick a comment first."
NO_REASON = "Rejecting needs a reason."
NO_OVERRIDE = "Say why you decide although you have an interest."
NOTHING_TO_TAKE_BACK = "There is nothing to take back."
UNSEEN = "Readers do not see it: they see none of this article’s comments."
READING = "Others see that you are reading it."


def into_closed(published: int, unseen: int, done: int) -> str:
    """How many were published where nobody can answer any more, and how many where no reader
    sees them; empty for none."""
    if done == 1:
        one = {"It is published in a closed thread.": published, UNSEEN: unseen}
        return "".join(words for words, count in one.items() if count)
    several = {
        "of them published in closed threads.": published,
        "of them readers do not see: they see none of the comments there.": unseen,
    }
    return " ".join(f"{count} {words}" for words, count in several.items() if count)


def beyond(count: int) -> str:
    """What more was ticked than one page shows; empty for nothing."""
    return f" One page at a time: {count} more are ticked." if count else ""


@dataclass(frozen=True)
class Did:
    """Beside the way back: what was done, and the name it was done to, each in its own direction
    of writing."""

    words: str = ""
    name: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.words, self.name]))


def last_taken(taken: list[Decision]) -> Did:
    """Beside *Undo*: “Approved: Nora”, “12 rejected”."""
    if not taken:
        return Did()
    first = taken[0]
    did = Mark(first.rule).label if first.is_mark else first.to_status.capitalize()
    if len(taken) > 1:
        return Did(f"{len(taken)} {did.lower()}")
    return Did(did, first.comment.author_name)


def read_by_another(claim: Claim) -> str:
    return f"{name_of(claim.moderator)} is reading it."


# On threads

CLOSED = "Closed"
CLOSED_NOW = "The thread is closed."
OPEN_AGAIN = "Open again…"
REOPENED_ON_ITS_PAGE = "A thread is opened again on its page."
SET_ON_ITS_PAGE = "A thread is set anew on its page."


def unread_with(article: Article) -> str:
    """Of an article that readers do not have."""
    became = "was retracted" if article.is_retracted else "is not published"
    return f"The article {became}: readers see none of its comments."


# On appeals


def answered(appeal: Appeal) -> str:
    """“Decision upheld. Nora can read your answer.”"""
    readable = f" {appeal.commenter} can read your answer." if appeal.answer else ""
    comment = appeal.comment
    is_unseen = comment and comment.is_approved and comment.thread.is_out_of_sight
    return f"{appeal.get_status_display()}.{readable}{f' {UNSEEN}' if is_unseen else ''}"


def asked(appeal: Appeal) -> str:
    return f"Sent. {appeal.commenter} can read it and answer beside the statement of reasons."


# On commenters

ACTED = {
    Act.NOTE: "Noted. Moderators read it on every card of {name}.",
    Act.WARN: "{name} is warned.",
    Act.WATCH: "Whatever {name} writes is held from now on.",
    Act.MUTE: "{name} is muted until {until}.",
    Act.BAN: "{name} is banned.",
    Act.RESTORE: "{name} is in good standing again.",
}
STANDS = {
    Standing.GOOD: "in good standing",
    Standing.WATCHED: "always held",
    Standing.MUTED: "muted until {until}",
    Standing.BANNED: "banned",
}


UNDONE_ON_THEIR_PAGE = "What was done about a commenter is taken back on their page."
THEIR_PAGE = "To their page…"


def acted(decision: CommenterDecision) -> str:
    """“Nora is banned. 3 of their comments were rejected with it.”"""
    until = in_full(decision.to_until) if decision.to_until else ""
    did = ACTED[Act(decision.act)].format(name=decision.commenter, until=until)
    taken = list(decision.comment_decisions.values_list("to_status", flat=True))
    if not taken:
        return did
    became = CommentStatus(taken[0]).value
    if len(taken) == 1:
        return f"{did} One of their comments was {became} with it."
    return f"{did} {len(taken)} of their comments were {became} with it."


def as_before(commenter: Commenter) -> str:
    """“Nora is as before: muted until 3 December 2026, 08:00.”"""
    until = in_full(commenter.standing_until) if commenter.standing_until else ""
    stands = STANDS[Standing(commenter.standing)].format(until=until)
    return f"{commenter} is as before: {stands}."
