"""Looking through what is published for the words that are on the list by now."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .comment import Comment
from .comment_queries import CommentQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .hit import Hit

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

    def step(self, limit: int = STEP) -> bool:
        """Look at the next comments; whether there is more to do.

        Of two who drive it at once, the second finds the step done. Raises BrokenList when the
        list cannot be used.
        """
        from comments.words.rescanning import look_through

        self.refresh_from_db()
        if not self.is_finished:
            comments = list(self._next(limit))
            # Read before anything is locked: whoever posts a comment does not wait for it.
            self._keep(comments, look_through(self, comments), is_last=len(comments) < limit)
        return not self.is_finished

    @transaction.atomic
    def _keep(self, comments: list[Comment], found: "list[Hit]", *, is_last: bool) -> None:
        """What was found and how far it went, unless somebody else went there meanwhile."""
        now = Rescan.objects.select_for_update(no_key=True).get(pk=self.pk)
        if now.cursor == self.cursor and not now.is_finished:
            self.found.bulk_create(found, batch_size=500)
            now.looked_at += len(comments)
            now.found_count += len({hit.comment_id for hit in found})
            now.cursor = comments[-1].pk if comments else now.up_to
            now.finished_at = timezone.now() if is_last else None
            now.save()
        self.refresh_from_db()

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
            .only("author_name", "body", "revision", "thread__article__section")
            .order_by("pk")[:limit]
        )
