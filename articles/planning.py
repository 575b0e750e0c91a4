"""The calendar of the paper: a month or a week, and what goes out today."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

from articles.limits import YEARS
from articles.objections import Objection
from articles.publishing import in_the_way

if TYPE_CHECKING:
    from articles.models import Article
    from articles.models.article_queries import ArticleQuerySet

MONDAY_FIRST = calendar.Calendar(calendar.MONDAY)
WEEK = datetime.timedelta(days=7)
A_DAY = datetime.timedelta(days=1)
# The first and the last month with all its weeks in the years that something can begin in.
EARLIEST = datetime.date(YEARS[0], 2, 1)
LATEST = datetime.date(YEARS[-1], 11, 30)
# To hold one article to the checks takes a dozen questions or so: of so many it is done at once,
# however many are late. Of the others the list says that they are there.
CHECKED = 10
FIRST_OF_TOMORROW = 5
MOST_OVERDUE = 50
# More than a page can show and anybody read.
MOST = 500


@dataclass(frozen=True)
class Period:
    """The weeks that are shown around a day; `previous` and `next` are days in the ones beside."""

    name: str
    title: str
    days: tuple[datetime.date, ...]
    previous: datetime.date
    next: datetime.date
    # The days of the neighbouring months that fill the weeks of this one.
    outside: frozenset[datetime.date] = frozenset()

    @property
    def anchor(self) -> datetime.date:
        """A day by which it is found again: today, where it is one of them."""
        today, middle = timezone.localdate(), self.days[len(self.days) // 2]
        return today if today in set(self.days) - self.outside else middle

    @property
    def first(self) -> datetime.date:
        return self.days[0]

    @property
    def last(self) -> datetime.date:
        return self.days[-1]


def month_around(day: datetime.date) -> Period:
    begins = day.replace(day=1)
    weeks = MONDAY_FIRST.monthdatescalendar(day.year, day.month)
    days = tuple(each for week in weeks for each in week)
    return Period(
        name="month",
        title=date_format(day, "F Y"),
        days=days,
        previous=(begins - A_DAY).replace(day=1),
        next=(begins + 31 * A_DAY).replace(day=1),
        outside=frozenset(each for each in days if each.month != day.month),
    )


def week_around(day: datetime.date) -> Period:
    monday = day - datetime.timedelta(days=day.weekday())
    days = tuple(monday + number * A_DAY for number in range(7))
    title = f"{date_format(monday, 'j F')} to {date_format(days[-1], 'j F Y')}"
    return Period("week", title, days, previous=monday - WEEK, next=monday + WEEK)


PERIODS = {"month": month_around, "week": week_around}


def period_asked(name: str, day: str) -> Period:
    """The one that an address names; where it names none, that of today, a month."""
    try:
        asked = datetime.date.fromisoformat(day)
    except ValueError:
        asked = timezone.localdate()
    return PERIODS.get(name, month_around)(min(max(asked, EARLIEST), LATEST))


@dataclass(frozen=True)
class Day:
    """One day of the calendar, its articles in the order of their hours."""

    date: datetime.date
    articles: tuple["Article", ...]
    is_today: bool
    is_outside: bool

    @property
    def name(self) -> str:
        """Short, as there are seven beside one another."""
        return date_format(self.date, "D j M")


def days_of(period: Period, articles: Iterable["Article"]) -> list[Day]:
    by_day: dict[datetime.date | None, list[Article]] = defaultdict(list)
    for article in articles:
        by_day[article.calendar_day].append(article)
    today = timezone.localdate()
    return [
        Day(
            date=each,
            articles=tuple(in_order(by_day[each])),
            is_today=each == today,
            is_outside=each in period.outside,
        )
        for each in period.days
    ]


def in_order(articles: Iterable["Article"]) -> list["Article"]:
    """By the hour; what has none yet comes last."""
    end = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return sorted(articles, key=lambda each: (each.publish_at or end, each.headline, each.pk))


@dataclass(frozen=True)
class NotReady:
    """What is meant for today, and what is still in the way of it."""

    article: "Article"
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Today:
    """What goes out on a day, by what is still to be done with it."""

    date: datetime.date
    scheduled: list["Article"]
    not_ready: list[NotReady]
    # Meant for today too, and not held to the checks.
    further: list["Article"]
    # Meant for a day that has passed, the last one first.
    overdue: list["Article"]
    published: list["Article"]
    tomorrow: list["Article"]


def today_of(articles: "ArticleQuerySet") -> Today:
    """Of these articles, those of today. The checks are asked of CHECKED at most."""
    today = timezone.localdate()
    todays = articles.on_days(today, today).order_by("publish_at", "headline", "pk")
    tomorrow = articles.on_days(today + A_DAY, today + A_DAY).for_plan()
    late = in_order(todays.in_the_making().for_plan()[:MOST])
    whole = articles.in_bulk([article.pk for article in late[:CHECKED]])
    return Today(
        date=today,
        scheduled=list(todays.scheduled().for_plan()[:MOST]),
        not_ready=[_held_to_the_checks(whole[article.pk]) for article in late[:CHECKED]],
        further=late[CHECKED:],
        overdue=list(articles.overdue().for_plan()[:MOST_OVERDUE]),
        published=list(todays.published().for_plan().newest_first()[:MOST]),
        tomorrow=in_order(
            [*tomorrow.scheduled()[:MOST], *tomorrow.in_the_making()[:MOST]],
        )[:FIRST_OF_TOMORROW],
    )


def _held_to_the_checks(article: "Article") -> NotReady:
    return NotReady(article, tuple(in_the_way(article)))
