"""That readers have an article for the first time: noted once, and told once."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


class GoneOutQuerySet(models.QuerySet["GoneOut"]):
    def to_tell(self) -> "GoneOutQuerySet":
        """Nobody was told of these yet, and nobody is at it."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=timezone.now())
        return self.filter(free, told_at=None, given_up_at=None)


class GoneOut(models.Model):
    """One row for an article, made when its hour has come; it needs none to be read."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.PROTECT, related_name="gone_out"
    )
    # The moment from which readers have it, not the one in which that was noticed.
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = GoneOutQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["at"], condition=Q(told_at=None, given_up_at=None), name="gone_out_untold"
            )
        ]

    def __str__(self) -> str:
        return f"“{self.article}” went out"

    def claim(self, lease: datetime.timedelta) -> bool:
        """Make it this worker's, for so long; False where another was faster."""
        until = timezone.now() + lease
        free = GoneOut.objects.to_tell().filter(pk=self.pk)
        return bool(free.update(claimed_until=until, attempts=models.F("attempts") + 1))
