"""Where something stands in a queue: written into an address, and read again."""

import datetime
import math
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from articles.identifiers import is_row_number

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
# Between the parts of a place.
BETWEEN = "_"


def place_of(line: dict[str, Any] | None) -> str:
    """Where a line stands in its queue, for an address; empty for none."""
    return BETWEEN.join(map(_written, (line or {}).values()))


def beyond(place: str, order: tuple[str, ...]) -> Q:
    """What stands behind a place in the queue; everything for what is no place."""
    return _compared(place, order, back=False)


def up_to(place: str, order: tuple[str, ...]) -> Q:
    """What stands before a place, with the one that is there; everything for none."""
    return _compared(place, order, back=True)


def _compared(place: str, order: tuple[str, ...], *, back: bool) -> Q:
    """As far as the first part, where an index begins, but for what the other parts leave out.

    Said so and not part by part: a database takes conditions as independent of each other, and
    would expect far fewer rows than there are.
    """
    values = place.split(BETWEEN)
    if len(values) != len(order):
        return Q()
    try:
        parts = [_part(name, value, back) for name, value in zip(order, values, strict=True)]
    except (OverflowError, ValueError):
        return Q()
    (field, way, here), *others = parts
    return Q(**{f"{field}__{way}e": here}) & ~(Q(**{field: here}) & _left_out(others, back))


def _left_out(parts: list[tuple[str, str, Any]], back: bool) -> Q:
    """What stands on the other side of these parts; of a way on, with the one that is there."""
    where = Q()
    for field, way, here in reversed(parts):
        away = "gt" if way == "lt" else "lt"
        if where:
            where = Q(**{f"{field}__{away}": here}) | (Q(**{field: here}) & where)
        else:
            where = Q(**{f"{field}__{away}{'' if back else 'e'}": here})
    return where


def _part(name: str, value: str, back: bool) -> tuple[str, str, Any]:
    """A field, which way the line goes by it, and what it is at the place."""
    field = name.lstrip("-")
    return field, "lt" if name.startswith("-") is not back else "gt", READ[field](value)


def _written(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return str((value - EPOCH) // MICROSECOND)
    return repr(float(value)) if isinstance(value, float) else str(int(value))


def _number(text: str) -> int:
    if not is_row_number(text):
        raise ValueError(text)
    return int(text)


def _moment(text: str) -> datetime.datetime:
    return EPOCH + _number(text) * MICROSECOND


def _weight(text: str) -> float:
    weight = float(text)
    if not math.isfinite(weight):
        raise ValueError(text)
    return weight


# How each part of a place is read.
READ: dict[str, Callable[[str], Any]] = {
    "posted_at": _moment,
    "opened_at": _moment,
    "weight": _weight,
    "has_notice": lambda text: bool(_number(text)),
    "pk": _number,
}
