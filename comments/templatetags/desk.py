"""For the desk's templates."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def named(rows: dict[Any, Any], name: Any) -> Any:
    """The row of that name, or nothing."""
    return rows.get(name)
