"""Where appeals stand, and which ones a moderator is to see."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from .beat import on_beat

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .appeal import Appeal  # noqa: F401 -- named in a string below


class AppealStatus(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", "Open"
    UPHELD = "upheld", "Decision upheld"
    OVERTURNED = "overturned", "Decision overturned"
    # What was appealed was withdrawn, or whoever appealed was erased.
    DROPPED = "dropped", "Dropped"


# How a moderator ends one.
VERDICTS = (AppealStatus.UPHELD, AppealStatus.OVERTURNED)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.OPEN)

    def decided(self) -> "AppealQuerySet":
        """Those that somebody has judged; nobody has judged what was dropped."""
        return self.filter(status__in=VERDICTS)

    def upheld(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.UPHELD)

    def overturned(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.OVERTURNED)

    def drop(self) -> None:
        """End the open ones: nobody waits for an answer any more."""
        self.open().update(status=AppealStatus.DROPPED, decided_at=timezone.now())

    def for_moderator(self, user: "User") -> "AppealQuerySet":
        """What was decided about a commenter reaches the whole paper: none for who is bound."""
        return on_beat(self, user, "decision__comment__thread__article__section")

    def about_commenters(self) -> "AppealQuerySet":
        """Against what was decided about a commenter, and not on a comment."""
        return self.filter(decision=None)

    def for_cards(self) -> "AppealQuerySet":
        """With what a card shows of each, in as many queries for a hundred as for one."""
        return self.select_related(
            "decision__comment__thread__article__section",
            "decision__comment__parent",
            "decision__moderator",
            "decision__preset",
            "commenter_decision__commenter__merged_into",
            "commenter_decision__moderator",
            "commenter_decision__preset",
            "commenter_decision__undoes",
            "decided_by",
        ).prefetch_related("messages__moderator")
