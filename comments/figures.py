"""Figures of moderation: counted in the database from the log, kept by no process."""

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Window
from django.db.models.functions import Ceil, RowNumber, TruncDate
from django.utils import timezone

from comments.models import Appeal, AppealStatus, Comment, CommentStatus, Decision
from comments.models.appeal_queries import VERDICTS, AppealQuerySet
from comments.models.beat import is_bound
from comments.models.decision import DecisionQuerySet
from comments.spoken import spoken

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MEDIAN, NINE_IN_TEN = 0.5, 0.9
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)

# How long held comments have waited: each line up to its bound, the last one without.
AGES = (
    ("up to 1 hour", HOUR),
    ("up to 6 hours", 6 * HOUR),
    ("up to 1 day", DAY),
    ("up to 3 days", 3 * DAY),
    ("longer", None),
)


def may_be_read_by(user: "User") -> bool:
    """They count the whole paper, and are not for who is bound to some of its sections."""
    return user.has_perm("comments.view_figures") and not is_bound(user)


@dataclass(frozen=True)
class Period:
    """Whole days by the paper's own clock, both included."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    @classmethod
    def last_days(cls, days: int) -> "Period":
        today = timezone.localdate()
        return cls(today - datetime.timedelta(days=days - 1), today)

    @property
    def since(self) -> datetime.datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime.datetime:
        """The first moment after it."""
        return _midnight(self.last + DAY)

    def on(self, moment: str) -> Q:
        """The condition that a field with a moment falls into it."""
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})

    @property
    def days(self) -> list[datetime.date]:
        count = (self.last - self.first).days + 1
        return [self.first + datetime.timedelta(days=number) for number in range(count)]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def span(start: str, end: str) -> ExpressionWrapper:
    """The time between two moments of a row."""
    return ExpressionWrapper(F(end) - F(start), output_field=models.DurationField())


def percentile(rows: models.QuerySet[Any], of: str, share: float) -> datetime.timedelta | None:
    """The smallest value that so large a share of the rows does not exceed (nearest rank)."""
    count = rows.count()
    if not count:
        return None
    place = max(1, math.ceil(count * share)) - 1
    return rows.order_by(of).values_list(of, flat=True)[place]  # type: ignore[no-any-return]


def restrictions(period: Period) -> DecisionQuerySet:
    """What was taken from commenters. A slip that was undone at once was not."""
    return Decision.objects.restrictions().that_count().filter(period.on("decided_at"))


def first_decisions(period: Period) -> DecisionQuerySet:
    """The first decision on each comment that waited for a person, with how long it `took`."""
    that_count = Decision.objects.that_count()
    earlier = that_count.filter(comment=OuterRef("comment"), pk__lt=OuterRef("pk"))
    waited = that_count.filter(
        period.on("decided_at"), ~Exists(earlier), moderator__isnull=False, from_status="held"
    )
    return waited.annotate(took=span("comment__posted_at", "decided_at"))


def appeals_decided(period: Period) -> AppealQuerySet:
    return Appeal.objects.decided().filter(period.on("decided_at"))


# Figures for the chief


@dataclass(frozen=True)
class Backlog:
    """What waits at this moment."""

    held: int
    oldest: datetime.timedelta | None
    ages: list[tuple[str, int]]
    cases: int
    appeals: int


# A chart of more days than this is drawn by months.
MOST_DAYS = 92


@dataclass(frozen=True)
class DayCount:
    """One day, or the month that begins with it."""

    day: datetime.date
    received: int
    decided: int
    is_month: bool = False

    def __str__(self) -> str:
        return f"{self.day:%b %Y}" if self.is_month else f"{self.day:%-d %b %Y}"


@dataclass(frozen=True)
class RuleFigures:
    """One rule: what it held, and what became of that; what it rejected by itself."""

    rule: str
    held: int
    approved: int
    rejected: int
    waiting: int
    withdrawn: int
    rejected_itself: int = 0
    appealed: int = 0
    overturned: int = 0

    @property
    def name(self) -> str:
        return spoken(self.rule)

    @property
    def false_alarms(self) -> float | None:
        """The share of what it held, and a moderator has decided on, that was approved."""
        return share(self.approved, self.approved + self.rejected)


@dataclass(frozen=True)
class ModeratorFigures:
    """One moderator. Medians are of first decisions on comments that waited."""

    name: str
    decisions: int
    approved: int
    rejected: int
    median: datetime.timedelta | None
    appealed: int
    overturned: int

    @property
    def overturn_rate(self) -> float | None:
        """Of the appeals against their decisions that were decided."""
        return share(self.overturned, self.appealed)


def share(part: int, whole: int) -> float | None:
    """A share between 0 and 1; none of nothing."""
    return part / whole if whole else None


def backlog() -> Backlog:
    now = timezone.now()
    bounds = [now - bound if bound else None for _, bound in AGES]
    counts: dict[str, Any] = {"oldest": models.Min("posted_at"), "held": Count("pk")}
    later: datetime.datetime | None = None
    for number, bound in enumerate(bounds):
        within = Q() if later is None else Q(posted_at__lt=later)
        if bound is not None:
            within &= Q(posted_at__gte=bound)
        counts[f"age{number}"] = Count("pk", filter=within)
        later = bound
    found = Comment.objects.held().aggregate(**counts)
    return Backlog(
        held=found["held"],
        oldest=now - found["oldest"] if found["oldest"] else None,
        ages=[(label, found[f"age{number}"]) for number, (label, _) in enumerate(AGES)],
        cases=Comment.objects.reported().count(),
        appeals=Appeal.objects.open().count(),
    )


def course(period: Period) -> list[DayCount]:
    """Day by day, or month by month where a period has more days than can be told apart."""
    found = days(period)
    if len(found) <= MOST_DAYS:
        return found
    months: dict[datetime.date, list[DayCount]] = {}
    for line in found:
        months.setdefault(line.day.replace(day=1), []).append(line)
    return [
        DayCount(
            month, sum(d.received for d in lines), sum(d.decided for d in lines), is_month=True
        )
        for month, lines in months.items()
    ]


def days(period: Period) -> list[DayCount]:
    """Comments received and decisions taken by people, day by day."""
    received = _by_day(Comment.objects.filter(period.on("posted_at")), "posted_at")
    taken = Decision.objects.that_count().filter(period.on("decided_at"), moderator__isnull=False)
    decided = _by_day(taken, "decided_at")
    return [DayCount(day, received.get(day, 0), decided.get(day, 0)) for day in period.days]


def _by_day(rows: models.QuerySet[Any], moment: str) -> dict[datetime.date, int]:
    counted = rows.order_by().annotate(day=TruncDate(moment)).values_list("day")
    return dict(counted.annotate(times=Count("pk")))


def rules(period: Period) -> list[RuleFigures]:
    """One line for each rule that did something, the busiest first."""
    held = (
        Comment.objects.filter(period.on("posted_at"))
        .exclude(held_by_rule="")
        .order_by()
        .values("held_by_rule")
        .annotate(
            held=Count("pk"),
            approved=Count("pk", filter=Q(status=CommentStatus.APPROVED)),
            rejected=Count("pk", filter=Q(status=CommentStatus.REJECTED)),
            waiting=Count("pk", filter=Q(status=CommentStatus.HELD)),
            withdrawn=Count("pk", filter=Q(status=CommentStatus.WITHDRAWN)),
        )
    )
    alone = (
        Decision.objects.automated()
        .restrictions()
        .that_count()
        .filter(period.on("decided_at"))
        .order_by()
        .values("rule")
        .annotate(rejected_itself=Count("pk"), **_appeal_counts("appeal"))
    )
    held_by, alone_by = _by("held_by_rule", held), _by("rule", alone)
    nothing = dict.fromkeys(["held", "approved", "rejected", "waiting", "withdrawn"], 0)
    found = [
        RuleFigures(rule, **(nothing | held_by.get(rule, {}) | alone_by.get(rule, {})))
        for rule in held_by.keys() | alone_by.keys()
    ]
    return sorted(found, key=lambda line: (-line.held - line.rejected_itself, line.rule))


def moderators(period: Period) -> list[ModeratorFigures]:
    """One line for each moderator who decided, in three queries however many there are."""
    counted = (
        Decision.objects.that_count()
        .filter(period.on("decided_at"), moderator__isnull=False)
        .order_by()
        .values("moderator", "moderator__first_name", "moderator__last_name")
        .annotate(
            username=F("moderator__username"),
            decisions=Count("pk"),
            approved=Count("pk", filter=Q(to_status=CommentStatus.APPROVED)),
            rejected=Count("pk", filter=Q(to_status=CommentStatus.REJECTED)),
        )
    )
    medians, appealed = _medians_by_moderator(period), _appeals_by_moderator(period)
    lines = [
        ModeratorFigures(
            name=f"{of['moderator__first_name']} {of['moderator__last_name']}".strip()
            or of["username"],
            decisions=of["decisions"],
            approved=of["approved"],
            rejected=of["rejected"],
            median=medians.get(of["moderator"]),
            **appealed.get(of["moderator"], {"appealed": 0, "overturned": 0}),
        )
        for of in counted
    ]
    return sorted(lines, key=lambda line: (-line.decisions, line.name))


def _medians_by_moderator(period: Period) -> dict[int, datetime.timedelta]:
    """Each one's median, found in the database by numbering their rows from fast to slow."""
    placed = (
        first_decisions(period)
        .order_by()
        .annotate(
            place=Window(RowNumber(), partition_by="moderator", order_by="took"),
            middle=Window(Count("pk"), partition_by="moderator") * MEDIAN,
        )
        .filter(place=Ceil("middle"))
    )
    return dict(placed.values_list("moderator", "took"))


def _appeals_by_moderator(period: Period) -> dict[int, dict[str, int]]:
    """Decided appeals against each one's decisions on comments."""
    counted = (
        appeals_decided(period)
        .filter(decision__moderator__isnull=False)
        .order_by()
        .values("decision__moderator")
        .annotate(
            decided=Count("pk"),
            overturned=Count("pk", filter=Q(status=AppealStatus.OVERTURNED)),
        )
    )
    return {
        of["decision__moderator"]: {"appealed": of["decided"], "overturned": of["overturned"]}
        for of in counted
    }


def _by(name: str, rows: Iterable[Mapping[str, Any]]) -> dict[Any, dict[str, int]]:
    """Rows of counts by what they count."""
    return {row[name]: {key: row[key] for key in row if key != name} for row in rows}


def _appeal_counts(path: str) -> dict[str, Any]:
    return {
        "appealed": Count(path, filter=Q(**{f"{path}__status__in": VERDICTS})),
        "overturned": Count(path, filter=Q(**{f"{path}__status": AppealStatus.OVERTURNED})),
    }
