"""The log of a thread: each change of its mode and of its terms."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text
from comments.moments import in_full

from .decision import REASON_LIMIT


class ThreadDecision(Record):
    """One opening, premoderating or closing of a thread."""

    thread = models.ForeignKey(
        "comments.Thread", on_delete=models.PROTECT, related_name="decisions"
    )
    from_mode = models.CharField(max_length=12)
    to_mode = models.CharField(max_length=12)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="thread_decisions"
    )
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    until = models.DateTimeField(null=True)
    # What was settled beside the mode: “closes 3 Dec 2026, 18:00”.
    terms = models.CharField(max_length=REASON_LIMIT, blank=True)
    # Why a moderator with an interest in the article closed it all the same.
    override = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    decided_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["ThreadDecision"].as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            at_most("reason", REASON_LIMIT),
            at_most("terms", REASON_LIMIT),
            at_most("override", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        if self.terms:
            return self.terms
        until = f", until {in_full(self.until)}" if self.until else ""
        return f"{self.from_mode} → {self.to_mode}{until}"
