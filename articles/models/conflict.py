"""What an editor made of a disclosure whose name stands in an article."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most

from .disclosure import Disclosure
from .record import Record, RecordQuerySet

PASSAGE_LIMIT = 500


class ConflictRefused(Exception):
    """The answer is not this person's to give; the message says why."""


class ConflictAnswer(Record):
    """Whether an author's interest matters in an article that names it. The last one stands."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="conflict_answers"
    )
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    is_relevant = models.BooleanField()
    # What the editor was shown.
    passage = models.CharField(max_length=PASSAGE_LIMIT)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["ConflictAnswer"].as_manager()

    class Meta:
        ordering = ["answered_at", "pk"]
        default_permissions = ("view", "add")
        permissions = [
            ("override_conflict", "Can publish with an interest unanswered, with a reason")
        ]
        indexes = [models.Index(fields=["article", "answered_at"], name="conflict_by_article")]
        constraints = [at_most("passage", PASSAGE_LIMIT)]

    def __str__(self) -> str:
        return f"{self.disclosure.label}: {'it matters' if self.is_relevant else 'does not matter'}"
