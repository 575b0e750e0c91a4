"""Which checks an article must pass, and which only warn: one row, one page in the admin."""

from django.db import models


class Weight(models.TextChoices):
    """What becomes of an article that a check objects to."""

    MUST = "must", "Nothing is published"
    WARN = "warn", "The editor is warned"
    OFF = "off", "Nobody asks"


class PublishingRules(models.Model):
    """The one row. `weights` has the name of a check and its weight, where somebody chose one."""

    weights = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "publishing rules"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="publishing_rules_are_one_row")
        ]

    def __str__(self) -> str:
        return "Publishing rules"

    @classmethod
    def now(cls) -> "PublishingRules":
        """The rules as they are in this moment; the defaults until somebody has chosen any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
