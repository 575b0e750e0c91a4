"""Opening hours as a sign on a door has them: wall-clock times of the paper's own time zone.

Pure arithmetic, without a database and without a clock of its own.
"""

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone

DAY = 24 * 60
WHOLE_DAY = "all day"
SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:-|–|—|to)\s*(\d{1,2})(?::(\d\d))?", re.ASCII)
# A date of the holidays, and what the day is called.
HOLIDAY = re.compile(r"(\d{4}-\d\d-\d\d)\s+(\S.*)", re.ASCII)
# Two weeks without a holiday show everything that a week can do, a change of the clocks included.
SHOWS_ALL = 15

# From and to, in minutes since the midnight on which the day begins. A shift over midnight ends
# beyond DAY.
Span = tuple[int, int]
Opening = tuple[datetime.datetime, datetime.datetime]


def read_hours(text: str) -> tuple[Span, ...]:
    """From “8:00-12:30, 18 to 02:00”. Raises ValidationError for what is no time."""
    if text.strip().casefold() == WHOLE_DAY:
        return ((0, DAY),)
    parts = [part.strip() for part in text.split(",")]
    return tuple(sorted(map(_read_span, filter(None, parts))))


def write_hours(spans: Iterable[Span]) -> str:
    """In the one spelling: “08:00–12:30, 18:00–02:00”."""
    return ", ".join(
        f"{_clock(opens)}–{_clock(closes if closes <= DAY else closes - DAY)}"
        for opens, closes in spans
    )


def read_holidays(text: str) -> dict[datetime.date, str]:
    """From lines such as “2026-12-25 Christmas Day”. Raises ValidationError for any other."""
    lines = [line.strip() for line in text.splitlines()]
    return dict(sorted(map(_read_holiday, filter(None, lines))))


def write_holidays(holidays: Mapping[datetime.date, str]) -> str:
    return "\n".join(f"{day:%Y-%m-%d} {name}" for day, name in holidays.items())


@dataclass(frozen=True)
class Timetable:
    """A week of opening hours, Monday first, and the days on which nobody is there.

    A span belongs to the day on which it opens. A holiday is the whole of its day: it ends at its
    first midnight what was open, and what would have opened on it does not.
    """

    week: tuple[tuple[Span, ...], ...]
    holidays: Mapping[datetime.date, str] = field(default_factory=dict)
    zone: datetime.tzinfo = field(default_factory=timezone.get_default_timezone)

    def is_open(self, at: datetime.datetime) -> bool:
        return self.stretch(at)[0]

    def stretch(self, at: datetime.datetime) -> tuple[bool, datetime.datetime | None]:
        """Whether it is open at a moment, and until when that is so; None: for ever."""
        today = at.astimezone(self.zone).date()
        last = self._last_day(today)
        for opens, closes in self._openings(today, last):
            if at < opens:
                return False, opens
            if at < closes:
                return True, closes if closes < self._moment(last, DAY) else None
        return False, None

    def holiday(self, at: datetime.datetime) -> tuple[str, datetime.datetime | None]:
        """What the day is called when it is a holiday, and the midnight until which that is so."""
        today = at.astimezone(self.zone).date()
        name = self.holidays.get(today, "")
        for n in range(1, (self._last_day(today) - today).days):
            day = today + datetime.timedelta(n)
            if self.holidays.get(day, "") != name:
                return name, self._moment(day, 0)
        return name, None

    def _last_day(self, today: datetime.date) -> datetime.date:
        """By then everything has happened that can happen."""
        return max(today, *self.holidays, today) + datetime.timedelta(SHOWS_ALL)

    def _openings(self, today: datetime.date, last: datetime.date) -> Iterator[Opening]:
        """In order, what touches taken together, from the shift of the evening before."""
        days = (last - today).days + 1
        shifts = (self._shifts(today + datetime.timedelta(n)) for n in range(-1, days))
        whole: Opening | None = None
        for opens, closes in itertools.chain.from_iterable(shifts):
            if whole and opens <= whole[1]:
                whole = whole[0], max(closes, whole[1])
                continue
            if whole:
                yield whole
            whole = opens, closes
        if whole:
            yield whole

    def _shifts(self, day: datetime.date) -> Iterator[Opening]:
        if day in self.holidays:
            return
        next_is_holiday = day + datetime.timedelta(1) in self.holidays
        for opens, closes in self.week[day.weekday()]:
            end = min(closes, DAY) if next_is_holiday else closes
            shift = self._moment(day, opens), self._moment(day, end)
            # Over the hour that is skipped in spring nothing is left of a short one.
            if shift[0] < shift[1]:
                yield shift

    def _moment(self, day: datetime.date, minute: int) -> datetime.datetime:
        """When the clock on the wall shows it.

        What it shows twice in autumn is the first time; what it skips in spring counts by the
        offset before (RFC 5545, section 3.3.5).
        """
        day += datetime.timedelta(minute // DAY)
        wall = datetime.time(minute % DAY // 60, minute % 60)
        return datetime.datetime.combine(day, wall, self.zone).astimezone(datetime.UTC)


def _read_span(text: str) -> Span:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValidationError(
            f"“{text}” is not read. Write hours as 08:00–12:30, 18:00–02:00.", code="hours"
        )
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if opens == closes:
        raise ValidationError(
            f"“{text}” opens and closes at the same time. A whole day is 00:00–24:00.",
            code="hours",
        )
    return opens, closes if closes > opens else closes + DAY


def _minutes(hour: str, minute: str | None) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes > DAY or int(minute or 0) > 59:
        raise ValidationError(
            f"{hour}:{minute or '00'} is not on a clock. A day ends at 24:00.", code="hours"
        )
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_holiday(line: str) -> tuple[datetime.date, str]:
    found = HOLIDAY.fullmatch(line)
    try:
        day = datetime.date.fromisoformat(found[1]) if found else None
    except ValueError as error:
        raise ValidationError(f"“{line}”: no calendar has that day.", code="holiday") from error
    if not found or not day:
        raise ValidationError(
            f"“{line}” is not read. Write the date, then the name: 2026-12-25 Christmas Day.",
            code="holiday",
        )
    return day, found[2].strip()
