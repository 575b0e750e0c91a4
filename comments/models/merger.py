"""The log of commenters who turned out to be one person."""

from django.db import models
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet


class CommenterMerger(Record):
    """One joining of two commenters who have confirmed the same address."""

    kept = models.ForeignKey("comments.Commenter", on_delete=models.PROTECT, related_name="mergers")
    gone = models.ForeignKey("comments.Commenter", on_delete=models.PROTECT, related_name="+")
    comments_moved = models.PositiveIntegerField()
    # Of the one that was kept, before and after: the worse of both stays.
    from_standing = models.CharField(max_length=10)
    to_standing = models.CharField(max_length=10)
    merged_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["CommenterMerger"].as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comments_moved} comments, {self.from_standing} → {self.to_standing}"
