"""How much is too much."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

# In which something of the paper can begin or end.
YEARS = range(1990, 3000)
# In which somebody of today can have begun to own, be or do something.
LIFETIMES = range(1900, 3000)


def validate_moment(moment: datetime.datetime) -> None:
    """At the ends of the calendar a zone has no such moment: nothing could show it."""
    _refuse_beyond(YEARS, moment)


def validate_day(day: datetime.date) -> None:
    _refuse_beyond(YEARS, day)


def validate_day_of_life(day: datetime.date) -> None:
    """An interest may be older than the paper."""
    _refuse_beyond(LIFETIMES, day)


def _refuse_beyond(years: range, day: datetime.date) -> None:
    if day.year not in years:
        raise ValidationError(f"Choose a year from {years[0]} to {years[-1]}.", code="year")


def reaches(rows: QuerySet[Any], limit: int) -> bool:
    """Whether there are that many; never counts further. 0 is no limit."""
    return bool(limit) and len(rows.values("pk")[:limit]) >= limit
