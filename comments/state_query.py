"""The rules of `comments.state` as one expression of the database: which threads are what now?

Each rule has its counterpart here, and they stand in the order of `RULES`.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from articles.models import ArticleStatus
from comments import state
from comments.models.section_rules import SectionRules
from comments.models.thread_mode import ThreadMode
from comments.standing_orders import StandingOrders

ALL = Q(pk__isnull=False)
NONE = Q(pk__in=[])
NOBODY_SET_IT = Q(mode=ThreadMode.OPEN, mode_set_at__isnull=True)


@dataclass(frozen=True)
class Moment:
    """A moment with all that is settled, for every section."""

    orders: StandingOrders
    rules: tuple[SectionRules, ...]
    at: datetime.datetime

    @property
    def is_by_hand(self) -> Q:
        holds = Q(mode_until__isnull=True) | Q(mode_until__gt=self.at)
        return ~NOBODY_SET_IT & holds

    @property
    def is_by_section(self) -> Q:
        return NOBODY_SET_IT | Q(mode_until__lte=self.at)


Where = Callable[[Moment], Q]


def switched(mode: ThreadMode) -> Where:
    def where(moment: Moment) -> Q:
        sections = _sections(rules for rules in moment.rules if rules.mode == mode)
        return Q(mode=mode) & moment.is_by_hand | sections & moment.is_by_section

    return where


def retracted(moment: Moment) -> Q:
    return Q(article__status=ArticleStatus.RETRACTED)


def paused(moment: Moment) -> Q:
    return ALL if moment.orders.paused else NONE


def set_for_a_time(moment: Moment) -> Q:
    return Q(mode_until__gt=moment.at)


def dated(own: str, days: str) -> Where:
    """Past the thread's own date, or past that of its section."""

    def where(moment: Moment) -> Q:
        past = [Q(**{f"{own}__lte": moment.at})]
        for rules in moment.rules:
            if (after := getattr(rules, days)) is not None:
                published = moment.at - datetime.timedelta(days=after)
                by_section = Q(follows_section=True, article__publish_at__lte=published)
                past.append(Q(**{f"{own}__isnull": True}) & _sections([rules]) & by_section)
        return reduce(or_, past)

    return where


def outside_hours(mode: ThreadMode) -> Where:
    def where(moment: Moment) -> Q:
        orders, own = moment.orders, [rules for rules in moment.rules if rules.has_own_hours]
        if orders.outside_hours != mode:
            return NONE
        shut = _sections(r for r in own if not orders.timetable(r).is_open(moment.at))
        if orders.timetable(SectionRules()).is_open(moment.at):
            return shut
        return shut | ~_sections(own)

    return where


def backlog(moment: Moment) -> Q:
    begins = moment.orders.waited_too_long_from
    waited = begins is not None and begins <= moment.at
    return ALL if moment.orders.is_overloaded or waited else NONE


# The mode that a rule sets, and where it does. What is set for a time is what was set.
COUNTERPARTS: dict[state.Rule, tuple[Any, Where]] = {
    state.hidden_by_retraction: (Value(ThreadMode.HIDDEN), retracted),
    state.hidden_by_switch: (Value(ThreadMode.HIDDEN), switched(ThreadMode.HIDDEN)),
    state.closed_by_switch: (Value(ThreadMode.CLOSED), switched(ThreadMode.CLOSED)),
    state.paused_everywhere: (Value(ThreadMode.CLOSED), paused),
    state.set_for_a_time: (F("mode"), set_for_a_time),
    state.past_its_closing_date: (Value(ThreadMode.CLOSED), dated("closes_at", "closes_after")),
    state.closed_outside_hours: (Value(ThreadMode.CLOSED), outside_hours(ThreadMode.CLOSED)),
    state.premoderated_by_switch: (
        Value(ThreadMode.PREMODERATED),
        switched(ThreadMode.PREMODERATED),
    ),
    state.premoderated_by_age: (
        Value(ThreadMode.PREMODERATED),
        dated("premoderates_at", "premoderates_after"),
    ),
    state.premoderated_outside_hours: (
        Value(ThreadMode.PREMODERATED),
        outside_hours(ThreadMode.PREMODERATED),
    ),
    state.premoderated_by_backlog: (Value(ThreadMode.PREMODERATED), backlog),
}


def mode_now() -> Case:
    """The mode of a thread at this moment, to filter by.

    Two queries are made beforehand, for the standing orders and the rules of the sections.
    """
    moment = Moment(StandingOrders.now(), tuple(SectionRules.objects.all()), timezone.now())
    return Case(
        *_cases(moment), default=Value(ThreadMode.OPEN), output_field=CharField(max_length=12)
    )


def _cases(moment: Moment) -> Iterator[When]:
    for rule in state.RULES:
        mode, where = COUNTERPARTS[rule]
        yield When(where(moment), then=mode)


def _sections(rules: Iterable[SectionRules]) -> Q:
    return Q(article__section__in=[one.section_id for one in rules])
