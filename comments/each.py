"""One act on several comments: what cannot be done to one stops none of the others."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from comments.interest import InterestConflict
from comments.models.decision import DecisionConflict

if TYPE_CHECKING:
    from comments.models import Comment


def do_to_each(comments: "Iterable[Comment]", do: "Callable[[Comment], Any]") -> list[str]:
    """Do it to each that it can be done to; answers which were left, and why."""
    left = []
    for comment in comments:
        try:
            with transaction.atomic():
                do(comment)
        except InterestConflict as conflict:
            # It speaks of “this article”.
            left.append(f"{comment}: {conflict}")
        except DecisionConflict as conflict:
            left.append(str(conflict))
    return left
