"""What the page of a thread, or of many, asks in one form: mode, dates and pace."""

import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from articles.admin.staff import acting
from comments.interest import InterestConflict, Interests
from comments.models import DecisionConflict, Thread, ThreadMode

from .thread_forms import ManyTermsForm, OverrideForm, TermsForm, ThreadForm


@dataclass
class Settings:
    """Three parts of one form. Only who has an interest is asked for the last one."""

    mode: ThreadForm
    terms: TermsForm | ManyTermsForm
    override: OverrideForm | None

    @classmethod
    def asked(
        cls,
        request: HttpRequest,
        threads: list[Thread],
        typed: QueryDict | None = None,
        *,
        to: str = "",
        many: bool = False,
    ) -> "Settings":
        """For these threads, as typed; `to` is the mode that is ticked at first."""
        interests = Interests(acting(request))
        has_interest = any(interests.in_article(each.article) for each in threads)
        return cls(
            mode=ThreadForm(
                typed, initial={"mode": to, **_as_set(threads, to)}, by_hand=_by_hand(threads)
            ),
            # A form of a model writes into the row that it is given.
            terms=TermsForm(typed, instance=copy.copy(threads[0]))
            if len(threads) == 1 and not many
            else ManyTermsForm(typed),
            override=OverrideForm(typed) if has_interest else None,
        )

    @property
    def parts(self) -> list[ThreadForm | TermsForm | ManyTermsForm | OverrideForm]:
        """From the top of the page to its end."""
        return [self.mode, self.terms, *([self.override] if self.override else [])]

    def are_valid(self) -> bool:
        """Every part is looked at, so that all mistakes are shown at once."""
        return not [part for part in self.parts if not part.is_valid()]

    @property
    def to(self) -> str:
        """The mode that is wanted; empty to leave it."""
        return str(self.mode.cleaned_data["mode"])

    def is_as_wanted(self, thread: Thread) -> bool:
        """Whether it has the mode that was asked for by now."""
        return self.to in {"", thread.state.mode}

    def told(self, set_to: int, settled: int) -> dict[str, int]:
        """What is said of many, each beginning of a sentence with how many it is true of."""
        told = {}
        if self.to:
            told[f"“{ThreadMode(self.to).label}” was set for"] = set_to
        if self.terms.changed or not self.to:
            told["Dates and pace were set for"] = settled
        return told

    @transaction.atomic
    def set(self, thread: Thread, *, by: Any, seen: str) -> bool:
        """Both halves or neither; answers whether dates or pace were changed.

        Raises DecisionConflict as `Thread.set_mode` and `Thread.settle` do.
        """
        override = self.override.cleaned_data["override"] if self.override else ""
        if self.to:
            why = {name: self.mode.cleaned_data[name] for name in ("reason", "until")}
            thread.set_mode(ThreadMode(self.to), by=by, seen=seen, override=override, **why)
        return thread.settle(by=by, override=override, **self.terms.changed)

    def refuse(self, conflict: DecisionConflict) -> None:
        """Show why nothing was set, beside what was typed."""
        if self.override and isinstance(conflict, InterestConflict):
            self.override.add_error("override", str(conflict))
        else:
            self.mode.add_error(None, str(conflict))


def _by_hand(threads: list[Thread]) -> str:
    """The mode that a single thread was set to by hand and still has; empty for all others."""
    is_set = len(threads) == 1 and threads[0].is_set_by_hand(timezone.now())
    return threads[0].mode if is_set else ""


def _as_set(threads: list[Thread], to: str) -> dict[str, Any]:
    """The reason and the end that a single thread was set to by hand; none for another mode."""
    mode = _by_hand(threads)
    if not mode or to not in {"", mode}:
        return {}
    until = threads[0].mode_until
    # A browser shows whole minutes: what nobody has typed in must not look changed.
    return {"reason": threads[0].reason, "until": until and until.replace(second=0, microsecond=0)}
