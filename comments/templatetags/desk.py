"""For the templates in which moderators work."""

from typing import Any

from django import template

from comments import spoken
from comments.models.beat import is_bound
from comments.models.commenter import name_of

register = template.Library()
register.filter("name_of", name_of)
register.filter("decider", spoken.decider)
register.filter("is_bound", is_bound)
register.filter("spoken", spoken.spoken)


@register.filter
def named(rows: dict[Any, Any], name: Any) -> Any:
    """The row of that name, or nothing."""
    return rows.get(name)
