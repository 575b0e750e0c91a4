"""The record of a publication: who stood behind an article on its day."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .record import Record, RecordQuerySet


class Publication(Record):
    """The authors of one article with their disclosures, copied as they stood.

    `authors` is a list of objects as `pinning.PinnedAuthor` writes and reads them. The article
    points at the publication that readers see; earlier ones stay.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="publications"
    )
    authors = models.JSONField(default=list)
    pinned_for = models.DateField(help_text="The day whose disclosures are pinned.")
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    pinned_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Publication"].as_manager()

    class Meta:
        ordering = ["-pinned_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.article} as of {self.pinned_for}"
