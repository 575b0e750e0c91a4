"""The record of a publication: who stood behind an article on its day."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .record import Record, RecordQuerySet

NOTE_LIMIT = 500


class Change(models.TextChoices):
    """What a version is to who has read the one before."""

    FIRST = "first", "Published"
    MINOR = "minor", "Minor: nothing a reader needs to know"
    MATERIAL = "material", "Material: readers are told what changed"
    CORRECTED = "corrected", "Corrected"


class Publication(Record):
    """One version of an article that readers are given, and who stands behind it.

    `authors` is a list of objects as `pinned.PinnedAuthor` writes and reads them, copied as they
    stood. The article points at the version that readers see; earlier ones stay.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="publications"
    )
    authors = models.JSONField(default=list)
    # What it says; nothing for what was published before revisions were kept.
    revision = models.ForeignKey(
        "articles.Revision", null=True, on_delete=models.PROTECT, related_name="publications"
    )
    # The version before it. Where one was withdrawn before its hour, there is none.
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=9, choices=Change.choices, default=Change.FIRST)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, validators=[validate_text])
    # From when readers have it: an hour to come, for what is scheduled.
    readable_from = models.DateTimeField(default=timezone.now)
    pinned_for = models.DateField(help_text="The day whose disclosures are pinned.")
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    pinned_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Publication"].as_manager()

    class Meta:
        ordering = ["-pinned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(change__in=Change.values), name="publication_change_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(change=Change.MATERIAL) | ~models.Q(note=""),
                name="publication_material_change_has_a_note",
            ),
            at_most("note", NOTE_LIMIT),
        ]

    @property
    def change_label(self) -> str:
        """What it is to a reader, without what an editor is told beside the choice."""
        return {
            Change.FIRST: "Published",
            Change.MINOR: "Minor changes",
            Change.MATERIAL: "Changed",
            Change.CORRECTED: "Corrected",
        }[Change(self.change)]

    def __str__(self) -> str:
        return f"{self.article} as of {self.pinned_for}"
