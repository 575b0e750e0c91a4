"""How figures of moderation are written."""

import datetime
from typing import Any

from django import template

register = template.Library()

# The unit in which a duration is told, from this many seconds on.
UNITS = ((2 * 86_400, 86_400, "days"), (2 * 3_600, 3_600, "hours"), (120, 60, "minutes"))


@register.filter
def spell(took: datetime.timedelta | None) -> str:
    """“45 seconds”, “12 minutes”, “3.5 hours”, “2 days”; a dash for nothing."""
    if took is None:
        return "–"
    seconds = took.total_seconds()
    for least, unit, name in UNITS:
        if seconds >= least:
            return f"{seconds / unit:.1f}".removesuffix(".0") + f" {name}"
    whole = max(0, round(seconds))
    return "1 second" if whole == 1 else f"{whole} seconds"


@register.filter
def percent(share: float | None) -> str:
    """“12 %”; a dash for the share of nothing."""
    return "–" if share is None else f"{100 * share:.0f} %"


@register.filter
def is_own_decision_of(card: Any, user: Any) -> bool:
    """Whether this member of staff took the decision whose appeal the card shows."""
    return bool(card.appeal.is_own_of(user, among=card.decisions))


@register.filter
def unlocalised(number: float) -> str:
    """A number as SVG reads it, whatever the language of the page."""
    return f"{number:g}"
