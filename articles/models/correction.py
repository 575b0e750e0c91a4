"""What we got wrong, in public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .article import Article
from .record import Record, RecordQuerySet

CORRECTION_LIMIT = 2_000


class CorrectionKind(models.TextChoices):
    """What sort of change readers are told about."""

    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    UPDATE = "update", "Update"
    NOTE = "note", "Editor’s note"


class Correction(Record):
    """A public notice on an article. A mistake in it is corrected by another one."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(
        max_length=14, choices=CorrectionKind.choices, default=CorrectionKind.CORRECTION
    )
    text = models.TextField(
        max_length=CORRECTION_LIMIT,
        validators=[validate_text],
        help_text="What was wrong and what is right. Readers see it at once, and for good.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecordQuerySet["Correction"].as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrectionKind.values), name="correction_kind_is_known"
            ),
            at_most("text", CORRECTION_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.made_at:%-d %B %Y}"
