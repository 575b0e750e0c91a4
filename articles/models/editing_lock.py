"""Who is writing in an article at this moment. It warns; what protects is `overtaken.py`."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.people import name_of
from articles.plaintext import at_most

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article

# A form says so twice a minute; three times unheard, it is closed, asleep or out of reach.
BEAT = datetime.timedelta(seconds=30)
LASTS = datetime.timedelta(minutes=2)
WINDOW_LIMIT = 36


class EditingLockQuerySet(models.QuerySet["EditingLock"]):
    def alive(self) -> "EditingLockQuerySet":
        """Heard of lately. The clock is asked, nothing runs out by itself."""
        return self.filter(seen_at__gt=timezone.now() - LASTS)

    def run_out(self) -> "EditingLockQuerySet":
        return self.filter(seen_at__lte=timezone.now() - LASTS)

    def against(self, user: "User") -> "EditingLockQuerySet":
        """Held by somebody else."""
        return self.alive().exclude(holder=user)


class EditingLock(models.Model):
    """One for each article that was ever written in. A window is a form that is open somewhere."""

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="editing_lock"
    )
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Empty where there is no script: any window of the holder may go on with it.
    window = models.CharField(max_length=WINDOW_LIMIT, blank=True)
    taken_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = EditingLockQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [at_most("window", WINDOW_LIMIT)]

    def __str__(self) -> str:
        return f"{self.holder} at “{self.article}”"

    @property
    def is_alive(self) -> bool:
        return self.seen_at > timezone.now() - LASTS

    @property
    def holder_name(self) -> str:
        return name_of(self.holder)


def beat(article: "Article", *, by: "User", window: str) -> EditingLock:
    """Go on with the lock, or take it where nobody has it. It may be another's, and stays so."""
    now, locks = timezone.now(), EditingLock.objects.filter(article=article)
    taken = {"holder": by, "window": window, "taken_at": now, "seen_at": now}
    # Each filter is part of the write, so that of two at once the second updates no row.
    gone_on = locks.alive().filter(holder=by, window__in=[window, ""])
    if not gone_on.update(seen_at=now, window=window) and not locks.run_out().update(**taken):
        locks.get_or_create(article=article, defaults=taken)
    # Whoever had it may have left it at this very moment.
    return locks.select_related("holder").first() or EditingLock(article=article, **taken)


def take_over(article: "Article", *, by: "User") -> EditingLock | None:
    """Take the lock from whoever has it. Answers the one that was alive and another's, if any."""
    was = EditingLock.objects.against(by).filter(article=article).select_related("holder").first()
    now = timezone.now()
    taken = {"holder": by, "window": "", "taken_at": now, "seen_at": now}
    EditingLock.objects.update_or_create(article=article, defaults=taken)
    return was


def leave(article: "Article", *, by: "User", window: str | None = None) -> None:
    """Nobody has it any more, if it was this one's."""
    locks = EditingLock.objects.filter(article=article, holder=by)
    if window is not None:
        locks = locks.filter(window=window)
    locks.delete()
