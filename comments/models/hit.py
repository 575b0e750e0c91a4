"""Which term stood where in a comment, kept when it was screened."""

from django.db import models
from django.utils import timezone

from .comment import Comment
from .rescan import Rescan
from .wording import TERM_LIMIT, Term

PASSAGE_LIMIT = 200


class HitQuerySet(models.QuerySet["Hit"]):
    def of_screening(self) -> "HitQuerySet":
        return self.filter(rescan__isnull=True)


class Hit(models.Model):
    """One term at one place of one comment. It outlives the term: old decisions stay explained."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="hits")
    # Those that looking through the published comments found; empty for what screening found.
    rescan = models.ForeignKey(
        Rescan, null=True, blank=True, on_delete=models.CASCADE, related_name="found"
    )
    term = models.ForeignKey(Term, null=True, on_delete=models.SET_NULL, related_name="+")
    term_text = models.CharField(max_length=TERM_LIMIT)
    action = models.CharField(max_length=10)
    is_slur = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    field = models.CharField(max_length=10)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    passage = models.CharField(max_length=PASSAGE_LIMIT)
    found_at = models.DateTimeField(default=timezone.now)

    objects = HitQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "field", "start", "pk"]

    def __str__(self) -> str:
        return f"“{self.term_text}” in comment {self.comment_id}"
