"""Which term stood where in a comment, kept when it was screened."""

from django.db import models
from django.utils import timezone

from articles.plaintext import at_most
from comments.words.texts import BODY, LINK, NAME

from .comment import Comment
from .rescan import Rescan
from .wording import TERM_LIMIT, Term, TermAction

PASSAGE_LIMIT = 200
FIELDS = [(BODY, "Text"), (NAME, "Name"), (LINK, "Link")]


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
    action = models.CharField(max_length=10, choices=TermAction.choices)
    is_slur = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    field = models.CharField(max_length=10, choices=FIELDS)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    passage = models.CharField(max_length=PASSAGE_LIMIT)
    found_at = models.DateTimeField(default=timezone.now)

    objects = HitQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "field", "start", "pk"]
        constraints = [at_most("term_text", TERM_LIMIT), at_most("passage", PASSAGE_LIMIT)]

    def __str__(self) -> str:
        return f"“{self.term_text}” in comment {self.comment_id}"
