"""Correcting: what readers are told of an article that was wrong, or is taken back."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.publishing import PublishingConflict

from .publication import Publication
from .status import ArticleStatus
from .workflow import Workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .correction import Correction


class CanBeCorrected(Workflow):
    """The verbs that tell readers of an error."""

    class Meta:
        abstract = True

    @transaction.atomic
    def correct(
        self,
        *,
        by: "User",
        kind: str,
        text: str,
        wrong: str = "",
        place: str = "foot",
        before: Publication | None = None,
        corrects: "Correction | None" = None,
        at: datetime.datetime | None = None,
    ) -> "Correction":
        """Tell readers what was wrong and is right. It moves the date of modification.

        `before` is what readers had while it was wrong; without it, what they have. Raises
        PublishingConflict for what readers never had, and for a retraction, which is a move.
        """
        if not self.has_been_public:
            raise PublishingConflict(f"“{self}” was never public: edit it instead.")
        if kind == "retraction":
            raise PublishingConflict(f"“{self}”: what is retracted is taken away from readers.")
        if corrects and corrects.article_id != self.pk:
            raise PublishingConflict(f"“{self}”: that notice stands on another article.")
        self._lock_as_read()
        told = {"kind": kind, "wrong": wrong, "text": text, "place": place, "corrects": corrects}
        return self._tell_readers(told, by=by, before=before, at=at)

    @transaction.atomic
    def retract(
        self, *, by: "User", reason: str, at: datetime.datetime | None = None
    ) -> "Correction":
        """Take back what readers have had: its address keeps the headline, and says the reason.

        There is no way back, and a pending version is discarded with it. Raises
        PublishingConflict without a reason, for what was never public, and when it was moved
        since it was read.
        """
        from articles.pending import discard, pending_version  # it speaks of these models

        if not reason.strip():
            raise PublishingConflict(f"“{self}”: readers are told why it is retracted.")
        if not self.has_been_public:
            raise PublishingConflict(f"“{self}” was never public: withdraw it instead.")
        self._lock_as_read()
        self._itself._end_breaking(by=by)
        self._move(ArticleStatus.RETRACTED, by=by)
        if pending := pending_version(self._itself):
            discard(pending, by=by, reason="The article was retracted.")
        told = {"kind": "retraction", "text": reason, "place": "top"}
        return self._tell_readers(told, by=by, at=at)

    def _tell_readers(
        self,
        told: dict[str, Any],
        *,
        by: "User",
        before: Publication | None = None,
        at: datetime.datetime | None = None,
    ) -> "Correction":
        from .correction import Correction  # it points back here

        correction = Correction(
            article=self._itself,
            before=before or self.publication,
            after=self.publication,
            made_by=by,
            made_at=at or timezone.now(),
            **told,
        )
        correction.save()
        self._say_modified(at=correction.made_at)
        return correction
