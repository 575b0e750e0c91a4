"""Whether comments are open at a moment: the rules, in order, on one page.

Nothing is ever switched by a job. Each rule is asked what it says at a moment, and until when it
says so; the first that says something decides. When none does, the thread is open.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.models.section_rules import SectionRules
from comments.models.thread_mode import TAKES_NO_COMMENTS, ThreadMode
from comments.moments import in_full, on_day_at_hour, soon

if TYPE_CHECKING:
    from comments.models import Thread
    from comments.standing_orders import StandingOrders

Moment = datetime.datetime
# So many changes ahead, and nobody is told when it reopens.
FAR = 100


@dataclass(frozen=True)
class Situation:
    """A thread at a moment, with all that settles its state."""

    thread: "Thread"
    orders: "StandingOrders"
    rules: SectionRules
    at: Moment

    @property
    def is_by_hand(self) -> bool:
        return self.thread.is_set_by_hand(self.at)

    @property
    def closes_at(self) -> Moment | None:
        return self._date(self.thread.closes_at, self.rules.closes_after)

    @property
    def premoderates_at(self) -> Moment | None:
        return self._date(self.thread.premoderates_at, self.rules.premoderates_after)

    def _date(self, own: Moment | None, days: int | None) -> Moment | None:
        """The thread's own, or so many days after publication as the section has it."""
        published = self.thread.article.publish_at
        if own or not self.thread.follows_section or days is None or published is None:
            return own
        return published + datetime.timedelta(days=days)


@dataclass(frozen=True)
class Answer:
    """What one rule says; without a mode it leaves the thread to the rules behind it."""

    mode: ThreadMode | None = None
    # In a word, for moderators.
    because: str = ""
    # For readers; empty where there is nothing to explain.
    reason: str = ""
    # When this rule will say something else by itself.
    until: Moment | None = None


@dataclass(frozen=True)
class State:
    """What a thread is at a moment, by which rule, why, and for how long."""

    at: Moment
    mode: ThreadMode = ThreadMode.OPEN
    rule: str = ""
    because: str = ""
    reason: str = ""
    # When the clock changes any of this; None: never by itself. A page can be kept until then.
    until: Moment | None = None
    # When the clock changes the mode.
    lasts_until: Moment | None = None
    # When a thread that takes no comments takes them again.
    reopens_at: Moment | None = None

    @property
    def is_open(self) -> bool:
        return self.mode == ThreadMode.OPEN

    @property
    def is_premoderated(self) -> bool:
        return self.mode == ThreadMode.PREMODERATED

    @property
    def is_closed(self) -> bool:
        """It takes no comments, whether or not those that are there are shown."""
        return self.mode in TAKES_NO_COMMENTS

    @property
    def is_hidden(self) -> bool:
        return self.mode == ThreadMode.HIDDEN

    @property
    def sentence(self) -> str:
        """For moderators: “Closed until Monday 08:00 (opening hours)”."""
        until = f" until {soon(self.lasts_until, at=self.at)}" if self.lasts_until else ""
        because = f" ({self.because})" if self.because else ""
        return f"{self.mode.label}{until}{because}"

    @property
    def reopening(self) -> str:
        """For readers: “Comments open again on Monday at 08:00.”; empty when no hour is known."""
        if not self.reopens_at:
            return ""
        return f"Comments open again on {on_day_at_hour(self.reopens_at, at=self.at)}."


def hidden_by_retraction(situation: Situation) -> Answer:
    """Comments quote what they are about, and readers are not to have that any more."""
    if not situation.thread.article.is_retracted:
        return Answer()
    return Answer(ThreadMode.HIDDEN, "article retracted", "The article was retracted.")


def hidden_by_switch(situation: Situation) -> Answer:
    """A person, or the section, has taken the comments away from readers."""
    return _switched(situation, ThreadMode.HIDDEN)


def closed_by_switch(situation: Situation) -> Answer:
    """A person, or the section, has closed it."""
    return _switched(situation, ThreadMode.CLOSED)


def paused_everywhere(situation: Situation) -> Answer:
    """The chief moderator has stopped all comments of the paper."""
    if not situation.orders.paused:
        return Answer()
    return Answer(ThreadMode.CLOSED, "all comments are paused", situation.orders.pause_message)


def set_for_a_time(situation: Situation) -> Answer:
    """A person has opened or premoderated it until a moment, whatever the rules below say."""
    until = situation.thread.mode_until
    if not situation.is_by_hand or until is None:
        return Answer()
    return Answer(ThreadMode(situation.thread.mode), "by hand", situation.thread.reason, until)


def past_its_closing_date(situation: Situation) -> Answer:
    """Its own date, or so many days after publication as its section has it."""
    closes = situation.closes_at
    if closes is None or situation.at < closes:
        return Answer(until=closes)
    reason = f"Comments on this article were open until {in_full(closes)}."
    return Answer(ThreadMode.CLOSED, "closing date", reason)


def closed_outside_hours(situation: Situation) -> Answer:
    """Nobody is there to moderate, and the paper closes comments then."""
    return _outside_hours(situation, ThreadMode.CLOSED)


def premoderated_by_switch(situation: Situation) -> Answer:
    """A person, or the section, wants every comment read first."""
    return _switched(situation, ThreadMode.PREMODERATED)


def premoderated_by_age(situation: Situation) -> Answer:
    """Its own date, or so many days after publication as its section has it."""
    begins = situation.premoderates_at
    if begins is None or situation.at < begins:
        return Answer(until=begins)
    return Answer(ThreadMode.PREMODERATED, "age")


def premoderated_outside_hours(situation: Situation) -> Answer:
    """Nobody is there to moderate, and the paper holds comments then."""
    return _outside_hours(situation, ThreadMode.PREMODERATED)


def premoderated_by_backlog(situation: Situation) -> Answer:
    """More is held, or for longer, than moderators can cope with."""
    begins = situation.orders.waited_too_long_from
    if not situation.orders.is_overloaded and (begins is None or situation.at < begins):
        return Answer(until=begins)
    return Answer(ThreadMode.PREMODERATED, "backlog", "Many comments are waiting to be read.")


Rule = Callable[[Situation], Answer]

# What comes first wins. Below the fifth, a person who opens a thread for a time is stronger.
RULES: tuple[Rule, ...] = (
    hidden_by_retraction,
    hidden_by_switch,
    closed_by_switch,
    paused_everywhere,
    set_for_a_time,
    past_its_closing_date,
    closed_outside_hours,
    premoderated_by_switch,
    premoderated_by_age,
    premoderated_outside_hours,
    premoderated_by_backlog,
)


def state_of(situation: Situation) -> State:
    """The state at the moment of the situation, and when it ends."""
    first = _answer(situation)
    later = next((s for s in _later(situation, first) if s.mode != first.mode), None)
    if later is None:
        return first
    reopens = first.is_closed and not later.is_closed
    return dataclasses.replace(
        first, lasts_until=later.at, reopens_at=later.at if reopens else None
    )


def _answer(situation: Situation) -> State:
    """By the first rule that says something, until one as strong says something else."""
    changes: list[Moment] = []
    for rule in RULES:
        answer = rule(situation)
        changes += filter(None, [answer.until])
        if answer.mode:
            return State(
                at=situation.at,
                mode=answer.mode,
                rule=rule.__name__,
                because=answer.because,
                reason=answer.reason,
                until=min(changes, default=None),
            )
    return State(at=situation.at, until=min(changes, default=None))


def _later(situation: Situation, state: State) -> Iterator[State]:
    """The states that the clock alone will bring, one after the other."""
    for _ in range(FAR):
        if state.until is None:
            return
        state = _answer(dataclasses.replace(situation, at=state.until))
        yield state


def _switched(situation: Situation, mode: ThreadMode) -> Answer:
    """The thread's own mode and reason while they hold, and then those of its section."""
    thread, until = situation.thread, situation.thread.mode_until
    if situation.is_by_hand and thread.mode == mode:
        return Answer(mode, "by hand", thread.reason, until)
    if situation.rules.mode != mode:
        return Answer()
    if situation.is_by_hand:
        return Answer(until=until)
    return Answer(mode, "its section", situation.rules.reason)


def _outside_hours(situation: Situation, mode: ThreadMode) -> Answer:
    if situation.orders.outside_hours != mode:
        return Answer()
    timetable = situation.orders.timetable(situation.rules)
    is_open, until = timetable.stretch(situation.at)
    if is_open:
        return Answer(until=until)
    holiday, midnight = timetable.holiday(situation.at)
    reason = f"It is {holiday}." if holiday else "Nobody is here to moderate at this hour."
    ends = min(filter(None, [until, midnight]), default=None)
    return Answer(mode, holiday or "opening hours", reason, ends)
