"""The week of a paper that is not read by moderators at all hours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.plaintext import at_most, validate_text
from comments.hours import (
    Span,
    Timetable,
    read_holidays,
    read_hours,
    write_holidays,
    write_hours,
)
from comments.locks import lock_for_settling

HOURS_LIMIT = 100
HOLIDAYS_LIMIT = 5_000
# In the order of `datetime.date.weekday()`.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class OutsideHours(models.TextChoices):
    """What becomes of comments while nobody moderates."""

    OPEN = "open", "Nothing: no opening hours are kept"
    PREMODERATED = "premoderated", "Comments are held"
    CLOSED = "closed", "Comments are closed"


class HoursField(models.CharField):
    """The spans of one weekday, however they are typed; empty on a day without any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": HOURS_LIMIT, "blank": True, **kwargs})

    def to_python(self, value: Any) -> str:
        return write_hours(read_hours(super().to_python(value) or ""))


class HolidaysField(models.TextField):
    """A day a line, its date before its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: dict[str, Any] = {"max_length": HOLIDAYS_LIMIT, "validators": [validate_text]}
        super().__init__(*args, **{"blank": True, **options, **kwargs})

    def to_python(self, value: Any) -> str:
        return write_holidays(read_holidays(super().to_python(value) or ""))


class Week(models.Model):
    """Seven days with their opening hours, among the rules of the paper or of a section."""

    monday = HoursField()
    tuesday = HoursField()
    wednesday = HoursField()
    thursday = HoursField()
    friday = HoursField()
    saturday = HoursField()
    sunday = HoursField()

    class Meta:
        abstract = True

    @transaction.atomic
    def settle(self) -> None:
        """Keep the rules.

        Once this has committed nothing gets in by the rules of before, whatever is in flight.
        """
        lock_for_settling()
        self.save()

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        return read_week(getattr(self, day) for day in DAYS)


def hours_fit() -> list[models.CheckConstraint]:
    return [at_most(day, HOURS_LIMIT) for day in DAYS]


def read_week(days: Any) -> tuple[tuple[Span, ...], ...]:
    """Monday first. A day that cannot be read has no hours: an error opens nothing."""
    return tuple(_or_nothing(read_hours, day, ()) for day in days)


def read_timetable(week: tuple[tuple[Span, ...], ...], holidays: str) -> Timetable:
    return Timetable(week, _or_nothing(read_holidays, holidays, {}))


def _or_nothing(read: Any, text: str, nothing: Any) -> Any:
    try:
        return read(text)
    except ValidationError:
        return nothing
