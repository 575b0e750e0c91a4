"""What an article said after each save, and what of that readers were given."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.content import UNSAID, content_of

from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article


class ContentField(models.JSONField):
    """A content, as `content_of` takes it down today, whatever its age."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stored = super().from_db_value(value, expression, connection)
        return UNSAID | stored if isinstance(stored, dict) else stored


class Revision(Record):
    """All that an article consists of, as it was saved; `content.py` says what that is."""

    # A draft that was never let go takes its revisions along; what was let go is never deleted.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    content = ContentField()
    restored_from = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Revision"].as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of “{self.article}”"


def keep(article: "Article", *, by: "User", restored_from: Revision | None = None) -> Revision:
    """The revision of the article as it is saved: a further one where anything differs.

    Whoever saves has the row of the article alone, so that no number is given twice.
    """
    content, last = content_of(article), article.revisions.first()
    if last and last.content == content:
        return last
    number = last.number + 1 if last else 1
    made = Revision(article=article, number=number, content=content, restored_from=restored_from)
    made.saved_by = by
    made.save()
    return made
