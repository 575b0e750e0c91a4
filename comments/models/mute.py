"""Whom a reader does not want to read. Nobody else is told, and no moderator acts on it."""

import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.limits import reaches
from articles.plaintext import at_most
from comments.locks import lock_network

from .comment import Comment
from .commenter import NAME_LIMIT, Commenter
from .house_rules import HouseRules

DAY = datetime.timedelta(days=1)
# More than a reader meets in a day. Each is a row, and a page lists them.
MOST_IN_A_DAY = 100
# As many as ten readers of one school or office who mute all that one may.
MOST_FROM_NETWORK = 1_000


class MuteRefused(Exception):
    """It is not muted; the message says why."""


class Mute(models.Model):
    """One reader keeps another's comments folded."""

    reader = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="muted_by")
    # The name they were known by to the reader.
    name = models.CharField(max_length=NAME_LIMIT)
    # The network it came from, without its last part.
    from_address = models.CharField(max_length=43, blank=True)
    muted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-muted_at", "-pk"]
        indexes = [models.Index(fields=["from_address", "muted_at"], name="mute_by_network")]
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once_per_reader"),
            models.CheckConstraint(condition=~Q(reader=F("muted")), name="mute_is_of_another"),
            at_most("name", NAME_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.reader} has muted {self.name}"


@transaction.atomic
def mute(comment: Comment, *, by: Commenter, from_address: str = "") -> None:
    """Fold what the writer of a comment says, for one reader. Raises MuteRefused.

    A reader that is not saved yet is saved with the first one they mute, or not at all.
    """
    lock_network(from_address)
    if from_address:
        _refuse_flood(Mute.objects.filter(from_address=from_address), MOST_FROM_NETWORK)
    if by.pk is None:
        by.save()
    by = by.locked()
    comment.refresh_from_db(fields=["commenter"])
    if comment.commenter == by:
        raise MuteRefused("Nobody mutes themselves.")
    _refuse_flood(by.mutes.all(), MOST_IN_A_DAY)
    kept = {"name": comment.author_name, "from_address": HouseRules.now().keeps(from_address)}
    by.mutes.get_or_create(muted=comment.commenter, defaults=kept)


@transaction.atomic
def stop_muting(comment: Comment, *, by: Commenter) -> None:
    comment.refresh_from_db(fields=["commenter"])
    by.locked().mutes.filter(muted=comment.commenter).delete()


def _refuse_flood(mutes: "models.QuerySet[Mute]", most: int) -> None:
    if reaches(mutes.filter(muted_at__gt=timezone.now() - DAY), most):
        raise MuteRefused(
            f"At most {most} readers are muted in a day by you or from your network. "
            "Please wait until tomorrow."
        )
