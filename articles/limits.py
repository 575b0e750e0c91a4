"""How much is too much."""

from typing import Any

from django.db.models import QuerySet


def reaches(rows: QuerySet[Any], limit: int) -> bool:
    """Whether there are that many; never counts further. 0 is no limit."""
    return bool(limit) and len(rows.values("pk")[:limit]) >= limit
