"""Whom a reader does not want to read. Nobody else is told, and no moderator acts on it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.plaintext import at_most

from .commenter import NAME_LIMIT, Commenter


class Mute(models.Model):
    """One reader keeps another's comments folded."""

    reader = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Commenter, on_delete=models.CASCADE, related_name="muted_by")
    # The name they were known by to the reader.
    name = models.CharField(max_length=NAME_LIMIT)
    muted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-muted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once_per_reader"),
            models.CheckConstraint(condition=~Q(reader=F("muted")), name="mute_is_of_another"),
            at_most("name", NAME_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.reader} has muted {self.name}"
