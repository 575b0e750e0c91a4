"""Looking through what is published for the words that are on the list by now."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .comment import Comment, CommentQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

STEP = 500


class RescanQuerySet(models.QuerySet["Rescan"]):
    def unfinished(self) -> "RescanQuerySet":
        return self.filter(finished_at__isnull=True).order_by("pk")


class Rescan(models.Model):
    """One look through the published comments, in bounded steps that anybody may drive.

    It changes no comment: what it finds is a list for moderators.
    """

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    # The comments up to this one were there when it began, and are looked at in their order.
    up_to = models.PositiveBigIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    found_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)

    objects = RescanQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"Re-scan {self.pk}"

    @classmethod
    def begin(cls, *, by: "User | None") -> "Rescan":
        """The one that is unfinished, or another."""
        unfinished = cls.objects.unfinished().first()
        if unfinished:
            return unfinished
        published = Comment.objects.approved()
        last = published.aggregate(last=models.Max("pk"))["last"] or 0
        return cls.objects.create(started_by=by, up_to=last, total=published.count())

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def state(self) -> str:
        if not self.is_finished:
            return "Under way"
        return "Stopped" if self.cancelled else "Finished"

    @property
    def percent(self) -> int:
        return 100 if self.is_finished or not self.total else 100 * self.looked_at // self.total

    @transaction.atomic
    def step(self, limit: int = STEP) -> bool:
        """Look at the next comments; whether there is more to do.

        Two who drive it at once take turns. Raises BrokenList when the list cannot be used.
        """
        from comments.words.rescanning import look_through

        now = Rescan.objects.select_for_update(no_key=True).get(pk=self.pk)
        if not now.is_finished:
            comments = list(now._next(limit))
            found = look_through(now, comments)
            now.looked_at += len(comments)
            now.found_count += len({hit.comment_id for hit in found})
            now.cursor = comments[-1].pk if comments else now.up_to
            if len(comments) < limit:
                now.finished_at = timezone.now()
            now.save()
        self.refresh_from_db()
        return not self.is_finished

    @transaction.atomic
    def cancel(self) -> None:
        """Stop where it is. What was found stays."""
        now = timezone.now()
        Rescan.objects.unfinished().filter(pk=self.pk).update(cancelled=True, finished_at=now)
        self.refresh_from_db()

    def _next(self, limit: int) -> CommentQuerySet:
        return (
            Comment.objects.approved()
            .filter(pk__gt=self.cursor, pk__lte=self.up_to)
            .select_related("thread__article")
            .order_by("pk")[:limit]
        )
