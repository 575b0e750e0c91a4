"""Who is told what became of a report or of an appeal.

What is told stands on the page of the receipt, and on the page of the statement, from the moment
it is decided. A letter says that there is something to read there.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comments.models import Appeal, Case, Report


def tell_reporters(case: "Case") -> "list[Report]":
    """The reports of a closed case whose makers can be written to, one for each address.

    A case that is opened again by an undone decision, and closed once more, comes here twice.
    """
    told: dict[str, Report] = {}
    for report in case.reports.select_related("reporter"):
        if address := report.tell_at.casefold():
            told.setdefault(address, report)
    return list(told.values())


def tell_appellant(appeal: "Appeal") -> str:
    """The confirmed address of whoever appealed, or none. Called at each answer and at the end."""
    commenter = appeal.commenter
    return commenter.email if commenter.is_confirmed else ""
