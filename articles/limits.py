"""How much is too much."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

# In which something can begin or end.
YEARS = range(1990, 3000)


def validate_moment(moment: datetime.datetime) -> None:
    """At the ends of the calendar a zone has no such moment: nothing could show it."""
    if moment.year not in YEARS:
        raise ValidationError(f"Choose a year from {YEARS[0]} to {YEARS[-1]}.", code="year")


def validate_day(day: datetime.date) -> None:
    if day.year not in YEARS:
        raise ValidationError(f"Choose a year from {YEARS[0]} to {YEARS[-1]}.", code="year")


def reaches(rows: QuerySet[Any], limit: int) -> bool:
    """Whether there are that many; never counts further. 0 is no limit."""
    return bool(limit) and len(rows.values("pk")[:limit]) >= limit
