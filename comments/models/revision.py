"""The texts a comment has had."""

from django.db import models
from django.utils.safestring import SafeString

from articles import safe_html
from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most


class Revision(Record):
    """One version of a comment's text. One that was never rewritten has none beside its own."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="revisions"
    )
    # As Comment.revision and Decision.revision count.
    number = models.PositiveSmallIntegerField()
    body_source = models.TextField(max_length=safe_html.COMMENT_LIMIT)
    written_at = models.DateTimeField()

    objects = RecordQuerySet["Revision"].as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number"], name="revision_number_once_per_comment"
            ),
            at_most("body_source", safe_html.COMMENT_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(safe_html.comment_body(self.body_source))
