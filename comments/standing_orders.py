"""What the paper has settled for all threads at once, as it stands at this moment.

It is read together with a thread, as one more column of its query: a page needs no query more,
and sees thread and orders at the same moment. No process keeps a copy.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime

from comments.hours import Timetable
from comments.models import Comment, HouseRules, OutsideHours, SectionRules, Thread
from comments.models.opening import DAYS, read_timetable, read_week

# Read as they stand in the row of the house rules.
SETTLED = ("pause_message", "outside_hours", "holidays", "brake_held", "brake_hours")
# SQLite writes truth as a number.
SWITCHES = ("paused", "public_log", "transparency_page")


@dataclass(frozen=True)
class StandingOrders:
    """The house rules that settle whether comments are open, and what the public reads of it."""

    paused: bool = False
    pause_message: str = ""
    outside_hours: str = OutsideHours.OPEN
    holidays: str = ""
    brake_held: int = 0
    brake_hours: int = 0
    week: tuple[str, ...] = ("",) * len(DAYS)
    held: int = 0
    held_since: datetime.datetime | None = None
    public_log: bool = False
    transparency_page: bool = True

    @classmethod
    def now(cls) -> "StandingOrders":
        """In one query."""
        rules = HouseRules.objects.filter(pk=1).annotate(orders=_as_json())
        return cls.read(rules.values_list("orders", flat=True).first())

    @classmethod
    def read(cls, settled: Mapping[str, Any] | None) -> "StandingOrders":
        """From the column; nothing is settled where the house rules have no row."""
        if settled is None:
            return cls()
        switched: dict[str, Any] = {name: bool(settled[name]) for name in SWITCHES}
        return cls(
            week=tuple(settled[day] for day in DAYS),
            held=settled["held"],
            held_since=_moment(settled["held_since"]),
            **{name: settled[name] for name in SETTLED},
            **switched,
        )

    def timetable(self, rules: SectionRules) -> Timetable:
        """The paper's, or the section's own."""
        week = rules.week if rules.has_own_hours else read_week(self.week)
        return read_timetable(week, self.holidays)

    @property
    def is_overloaded(self) -> bool:
        """Whether more wait than moderators can cope with."""
        return bool(self.brake_held) and self.held > self.brake_held

    @property
    def waited_too_long_from(self) -> datetime.datetime | None:
        """The moment from which the oldest held comment has waited for too long."""
        if not self.brake_hours or not self.held_since:
            return None
        return self.held_since + datetime.timedelta(hours=self.brake_hours)


def orders_column() -> Subquery:
    """The standing orders, for any query to carry."""
    return Subquery(HouseRules.objects.filter(pk=1).values(orders=_as_json()))


def _as_json() -> JSONObject:
    return JSONObject(
        **{name: F(name) for name in (*SETTLED, *SWITCHES, *DAYS)},
        held=_held(),
        held_since=_held_since(),
    )


def _held() -> Case:
    """How many comments are held, counted only where it matters."""
    total = Func(F("held_count"), function="SUM", output_field=IntegerField())
    waiting = Thread.objects.filter(held_count__gt=0).annotate(total=total).values("total")
    return Case(
        When(brake_held__gt=0, then=Coalesce(Subquery(waiting), 0)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _held_since() -> Case:
    """When the oldest of them was posted."""
    oldest = Comment.objects.held().order_by("posted_at").values("posted_at")[:1]
    return Case(When(brake_hours__gt=0, then=Subquery(oldest)))


def _moment(written: str | None) -> datetime.datetime | None:
    """SQLite writes moments without their zone, which is UTC."""
    moment = parse_datetime(written) if written else None
    return moment.replace(tzinfo=moment.tzinfo or datetime.UTC) if moment else None
