"""Breaking news: an article that the front page announces for some hours, and by whose word."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .itself import PartOfArticle
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User


# What still breaks after two days is a story of its own kind.
LONGEST = datetime.timedelta(hours=48)


class BreakingConflict(Exception):
    """An article cannot be announced so. Says why."""


class CanBreak(PartOfArticle):
    """What an article has of this. The clock ends it; nobody has to."""

    breaking_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_breaking(self) -> bool:
        """Whether readers see it announced at this moment."""
        return self._itself.is_published and self.is_announced_at(timezone.now())

    def is_announced_at(self, moment: datetime.datetime) -> bool:
        """Whether it is to be breaking then, where readers have it."""
        return self.breaking_until is not None and self.breaking_until > moment

    def announce(self, *, by: "User", until: datetime.datetime) -> None:
        """Call it breaking until then. Raises BreakingConflict for what readers do not have."""
        now = timezone.now()
        if not now < until <= now + LONGEST:
            raise BreakingConflict("Choose a moment within the next 48 hours.")
        if not self._itself.is_published:
            raise BreakingConflict("Only what readers have can be breaking.")
        self._break(until, by=by)

    def end_announcing(self, *, by: "User") -> None:
        """It is breaking no longer, before its hour. Raises BreakingConflict where it is not."""
        if not self.is_breaking:
            raise BreakingConflict("It is not breaking any more.")
        self._break(None, by=by)

    def _end_breaking(self, *, by: "User") -> None:
        """It leaves the paper: should it come back, it is not announced anew by that."""
        if self.breaking_until and self.breaking_until > timezone.now():
            self._break(None, by=by)

    @transaction.atomic
    def _break(self, until: datetime.datetime | None, *, by: "User") -> None:
        """Both or neither. Whoever has its form open has lost nothing: `saved_at` stays."""
        self._row.update(breaking_until=until)
        self.breaking_until = until
        Breaking(article=self._itself, until=until, set_by=by).save()


class Breaking(Record):
    """A line of the log: until when an article was to be breaking; without an hour, no longer."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="announcements"
    )
    until = models.DateTimeField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Breaking"].as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return "Breaking" if self.until else "No longer breaking"
