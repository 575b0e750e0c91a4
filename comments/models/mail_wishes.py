"""Which letters a commenter wants, and how often."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .letter import LetterKind


class Pace(models.TextChoices):
    """How often somebody wants to hear of it."""

    AT_ONCE = "at_once", "At once"
    HOURLY = "hourly", "Once an hour at most"
    DAILY = "daily", "Once a day, in the morning"


MORNING = datetime.time(8)


def next_post(pace: str, after: datetime.datetime) -> datetime.datetime:
    """The first moment from `after` on at which letters of that pace leave."""
    local = timezone.localtime(after)
    if pace == Pace.HOURLY:
        hour = local.replace(minute=0, second=0, microsecond=0)
        return hour if hour == local else hour + datetime.timedelta(hours=1)
    if pace == Pace.DAILY:
        day = local.date() if local.time() <= MORNING else local.date() + datetime.timedelta(1)
        return timezone.make_aware(datetime.datetime.combine(day, MORNING))
    return after


# Those that a commenter can switch off, and have collected into one.
CHOSEN = (LetterKind.REPLY, LetterKind.DECISION, LetterKind.FEATURED)


class MailWishes(models.Model):
    """Which letters a commenter wants, and how often. Without a row: all of them, at once."""

    commenter = models.OneToOneField(
        "comments.Commenter", on_delete=models.CASCADE, related_name="mail_wishes"
    )
    reply = models.BooleanField("somebody answers me", default=True)
    decision = models.BooleanField("a moderator decides on a comment of mine", default=True)
    featured = models.BooleanField("the editors choose a comment of mine", default=True)
    pace = models.CharField("how often", max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pace__in=Pace.values), name="mail_wishes_pace_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Mail wishes of {self.commenter}"

    @classmethod
    def of(cls, commenter: Any) -> "MailWishes":
        """As the commenter has settled them, or the usual ones."""
        return cls.objects.filter(commenter=commenter).first() or cls(commenter=commenter)

    def allow(self, kind: str) -> bool:
        return kind not in CHOSEN or bool(getattr(self, kind))

    def stop(self, kind: str) -> None:
        """No more letters of that kind."""
        setattr(self, kind, False)
        self.save()
