"""The log: every change of a comment's status and of a thread's mode."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text

REASON_LIMIT = 300
NOTE_LIMIT = 1_000


class DecisionConflict(Exception):
    """What was to be decided is not as the moderator saw it; the message says how."""


class Decision(Record):
    """One change of one comment's status, by a moderator or by a rule of screening."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions"
    )
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    rule = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, validators=[validate_text])
    decided_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Decision"].as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moderator__isnull=False) | ~models.Q(rule=""),
                name="decision_has_a_moderator_or_a_rule",
            ),
            at_most("reason", REASON_LIMIT),
            at_most("note", NOTE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


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
    decided_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["ThreadDecision"].as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [at_most("reason", REASON_LIMIT)]

    def __str__(self) -> str:
        return f"{self.from_mode} → {self.to_mode}"
