"""Moments as people say them, on the paper's own clock."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

# Within so many days the name of a weekday means one day alone. A page may be kept until the
# moment it names, so that “today” and “tomorrow” would be wrong after midnight.
WEEK = datetime.timedelta(days=6)


def in_full(moment: datetime.datetime) -> str:
    """“3 December 2026, 08:00”."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def soon(moment: datetime.datetime, *, at: datetime.datetime) -> str:
    """“Monday 08:00” when it is near, and else in full."""
    if moment - at < WEEK:
        return date_format(timezone.localtime(moment), "l H:i")
    return in_full(moment)


def on_day_at_hour(moment: datetime.datetime, *, at: datetime.datetime) -> str:
    """“Monday at 08:00”, “3 December 2026 at 08:00”: what follows “on”."""
    local = timezone.localtime(moment)
    day = "l" if moment - at < WEEK else "j F Y"
    return f"{date_format(local, day)} at {date_format(local, 'H:i')}"
