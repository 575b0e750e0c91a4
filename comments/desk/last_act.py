"""What a moderator did last: Undo takes it back, or the page says what to do instead."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from articles.admin.staff import acting
from comments.models import HouseRules
from comments.models.decision import FINAL

from . import notices
from .acts import last_taken

# Where the session keeps it.
FINAL_KEY = "desk_final"


@dataclass(frozen=True)
class Final:
    """An act that is not taken back at the desk: what to do instead, and on which page.

    `words` and `name` say what was done to whom or what, and `way` leads to `way_back`.
    """

    at: str
    instead: str
    words: str = ""
    name: str = ""
    way: str = ""
    way_back: str = ""

    @property
    def did(self) -> notices.Did:
        return notices.Did(self.words, self.name)

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.at)


def remember_final(request: HttpRequest, instead: str, **shown: str) -> None:
    """Undo takes back what was done last, and never what was done before it.

    `shown` are the other fields of Final.
    """
    final = Final(timezone.now().isoformat(), instead, **shown)
    request.session[FINAL_KEY] = asdict(final)


def last_act(request: HttpRequest, rules: HouseRules) -> dict[str, Any]:
    """For the foot of the desk: what Undo takes back, or the act that it cannot take back."""
    final = _final(request, rules)
    taken = last_taken(acting(request), rules, after=final.moment if final else None)
    if taken and taken[0].is_final:
        newest = taken[0]
        taken, final = [], Final(newest.decided_at.isoformat(), FINAL[newest.rule])
    moment = taken[0].decided_at if taken else final.moment if final else None
    return {
        "taken": taken,
        "did": notices.last_taken(taken) if taken else final.did if final else None,
        "final": None if taken else final,
        "seconds_left": _seconds_left(moment, rules),
    }


def _final(request: HttpRequest, rules: HouseRules) -> Final | None:
    kept = request.session.get(FINAL_KEY)
    final = Final(**kept) if kept else None
    if final is None or timezone.now() - final.moment > rules.undo_window:
        return None
    return final


def _seconds_left(moment: datetime.datetime | None, rules: HouseRules) -> int:
    if moment is None:
        return 0
    return max(1, int((moment + rules.undo_window - timezone.now()).total_seconds()))
