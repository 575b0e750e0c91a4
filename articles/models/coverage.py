"""Live coverage of a story: opened, told in timed updates, and ended."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from articles.publishing import is_a_must

from .author import Author
from .itself import PartOfArticle
from .live import LiveConflict, LiveUpdate
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article


NOBODY_READS = (
    "Updates go out without approval: somebody who could approve the story opens its coverage."
)


class CanBeLive(PartOfArticle):
    """What an article has of this: from when on it is covered live, and until when it was."""

    coverage_from = models.DateTimeField(null=True, editable=False)
    coverage_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Whether it is or was covered by timed updates."""
        return self.coverage_from is not None

    @property
    def is_covered(self) -> bool:
        """Whether updates are still written."""
        return self.is_live and self.coverage_until is None

    @property
    def is_live_now(self) -> bool:
        """Whether readers may expect updates at this moment."""
        return self.is_covered and self._itself.is_published

    @transaction.atomic
    def open_coverage(self, *, by: "User", at: datetime.datetime | None = None) -> None:
        """Begin, or go on after an end.

        Updates go out as they are written. Where approval is asked for, it is given to that.
        """
        article = self._lock_to_write()
        if article.is_covered:
            raise LiveConflict("Coverage is open already.")
        article.refuse_unread(by)
        self._cover(article.coverage_from or at or timezone.now(), None, by=by)

    @transaction.atomic
    def end_coverage(self, *, by: "User") -> None:
        article = self._lock_to_write()
        if not article.is_covered:
            raise LiveConflict("Coverage is not open.")
        self._cover(article.coverage_from, timezone.now(), by=by)

    @transaction.atomic
    def tell(
        self,
        text: str,
        *,
        by: "User",
        headline: str = "",
        author: Author | None = None,
        is_key: bool = False,
        submission: uuid.UUID | None = None,
        at: datetime.datetime | None = None,
    ) -> "LiveUpdate":
        """Write an update; readers have it at once where they have the article.

        One `submission` is one update, however often it is sent. Raises LiveConflict where
        coverage is not open, and UpdateRefused for interests that nobody has answered.
        """
        article = self._lock_to_write()
        submission = submission or uuid.uuid4()
        if sent := LiveUpdate.objects.filter(submission=submission).first():
            if sent.article_id != article.pk:
                raise LiveConflict("That was sent to another story already.")
            return sent
        if not article.is_covered:
            raise LiveConflict("Coverage is not open.")
        last = article.live_updates.aggregate(last=models.Max("number"))["last"] or 0
        made = LiveUpdate(article=article, number=last + 1, submission=submission, saved_by=by)
        made.told_at = made.saved_at = at or timezone.now()
        made.headline, made.body_source = headline, text
        made.author, made.is_key = author, is_key
        made.refuse_unanswered()
        made.save()
        article._say_modified(at=made.saved_at)
        return made

    def refuse_unread(self, by: "User") -> None:
        """Raises LiveConflict: without open coverage, what `by` writes waits for an approval."""
        if is_a_must("approval") and not self.is_covered and not self._itself.is_approver(by):
            raise LiveConflict(NOBODY_READS)

    def _lock_to_write(self) -> "Article":
        """The article as it stands; nobody else writes updates until this transaction ends."""
        article = self._row.select_for_update().get()
        if article.is_retracted:
            raise LiveConflict("It is retracted.")
        if article.is_pending:
            raise LiveConflict("It is a pending version: readers never have it.")
        return article

    def _cover(
        self,
        begins: datetime.datetime | None,
        ends: datetime.datetime | None,
        *,
        by: "User",
    ) -> None:
        self.coverage_from, self.coverage_until = begins, ends
        changed = {"coverage_from": begins, "coverage_until": ends}
        self._row.update(**changed)
        Coverage(article=self._itself, is_open=ends is None, changed_by=by).save()


class Coverage(Record):
    """A line of the log: coverage was opened, or ended."""

    # A draft that was never let go takes all of this along; what was let go is never deleted.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="coverage"
    )
    is_open = models.BooleanField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Coverage"].as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return "Coverage opened" if self.is_open else "Coverage ended"
