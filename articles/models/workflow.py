"""An article's way through the desk: where it stands, and the moves that only say so."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from articles.limits import validate_day
from articles.publishing import PublishingConflict

from .article_words import keep_words
from .itself import PartOfArticle
from .publication import Publication
from .status import ENDED, MOVES, OPEN, ArticleStatus, StatusChange
from .writers import credited_in, writers_of

if TYPE_CHECKING:
    from articles.content import Content

    from .article import Article


class Workflow(PartOfArticle):
    """The part of an article that says where it stands."""

    status = models.CharField(
        max_length=10,
        choices=ArticleStatus.choices,
        default=ArticleStatus.DRAFT,
        editable=False,
    )
    publish_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When readers first see it. Leave it empty to publish at once.",
    )
    planned_for = models.DateField(
        "planned for",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="The day it is meant for; readers never see it.",
    )
    embargo_until = models.DateTimeField(
        "embargo",
        null=True,
        blank=True,
        help_text="Agreed with a source: readers cannot have it before.",
    )
    publication = models.ForeignKey(
        Publication, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # What readers have, where this is a version that is to take its place.
    pending_for = models.ForeignKey(
        "articles.Article",
        null=True,
        on_delete=models.PROTECT,
        related_name="pending_versions",
        editable=False,
    )
    # The version of it that readers had when this was begun, or last held against it.
    based_on = models.ForeignKey(
        Publication, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    modified_at = models.DateTimeField(null=True, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.is_let_go and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.is_let_go and not self.is_published

    @property
    def is_draft(self) -> bool:
        return self.status == ArticleStatus.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.status == ArticleStatus.REVIEW

    @property
    def is_approved(self) -> bool:
        return self.status == ArticleStatus.APPROVED

    @property
    def approved_by(self) -> "User | None":
        """Who has approved it as it stands."""
        approvals = self.log.filter(to_status=ArticleStatus.APPROVED)
        approval = approvals.first() if self.is_approved else None
        return approval.changed_by if approval else None

    @property
    def credited(self) -> "models.QuerySet[User]":
        """Whoever stands or stood in its byline, or manages a group that does."""
        return credited_in(self._row)

    @property
    def writers(self) -> "models.QuerySet[User]":
        """Whoever began it, or is or was credited: nobody approves their own."""
        return writers_of(self._row)

    @property
    def is_approved_by_writer(self) -> bool:
        return self.approved_by in self.writers

    @property
    def is_changed_by_writers(self) -> bool:
        """Whether one of them has changed it since it was approved."""
        approval = self.log.filter(to_status=ArticleStatus.APPROVED).first()
        if approval is None:
            return False
        later = self._itself.revisions.filter(saved_at__gt=approval.changed_at)
        return later.filter(saved_by__in=self.writers).exists()

    def is_approver(self, user: "User") -> bool:
        """Whether their word on it counts as an approval."""
        may_approve = user.has_perm("articles.approve_article")
        return may_approve and not self.writers.filter(pk=user.pk).exists()

    @property
    def is_pending(self) -> bool:
        """Whether it is a version that is to take the place of what readers have."""
        return self.pending_for_id is not None

    @property
    def original(self) -> "Article":
        """What readers have, whose place it is to take; of anything else itself."""
        return self.pending_for or self._itself

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on, and can still go any way."""
        return self.status in OPEN

    @property
    def has_ended(self) -> bool:
        """A pending version that was taken over or discarded."""
        return self.status in ENDED

    @property
    def is_under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def is_let_go(self) -> bool:
        """An editor has published it, for now or for an hour to come."""
        return self.status == ArticleStatus.PUBLISHED

    @property
    def is_retracted(self) -> bool:
        return self.status == ArticleStatus.RETRACTED

    @property
    def has_page(self) -> bool:
        """Whether its address answers."""
        return self.is_published or self.is_retracted

    @property
    def can_be_retracted(self) -> bool:
        return self.has_been_public and not self.is_retracted

    @property
    def has_been_public(self) -> bool:
        """Whether readers have ever had it at its address."""
        return (
            self.publication_id is not None
            and self.publish_at is not None
            and self.publish_at <= timezone.now()
        )

    @property
    def updated_at(self) -> datetime.datetime | None:
        """When readers were last told of a change; before the first one, when it came out."""
        return self.modified_at or self.publish_at

    @property
    def was_taken_away(self) -> bool:
        """Whether readers have had it and do not have it now; of what is retracted, the notice."""
        return self.has_been_public and not self.is_published

    @property
    def last_given(self) -> "Content | None":
        """What readers last had, where it was taken away: whatever was typed since is not theirs.

        None where they have it, and for what was published before revisions were kept.
        """
        revision = self.publication.revision if self.was_taken_away and self.publication else None
        return revision.content if revision else None

    @property
    def calendar_day(self) -> datetime.date | None:
        """Of its hour, by the paper's own clock; without an hour, the one it is meant for."""
        return timezone.localdate(self.publish_at) if self.publish_at else self.planned_for

    @property
    def status_label(self) -> str:
        """Where it stands at this moment, for the desk."""
        if self.is_scheduled:
            return "Scheduled"
        label = str(self.get_status_display())
        return f"Pending: {label.lower()}" if self.is_pending and self.is_open else label

    @property
    def log(self) -> "models.QuerySet[StatusChange]":
        """Its moves through the desk, the last one first."""
        return StatusChange.objects.filter(article=self.pk).select_related("changed_by")

    def send_to_review(self, *, by: "User", reason: str = "") -> None:
        self._move(ArticleStatus.REVIEW, by=by, reason=reason)

    @transaction.atomic
    def approve(self, *, by: "User") -> None:
        """It was read as it is here, and is fit to go out.

        Raises PublishingConflict for what is not in review, and for what was saved since.
        """
        self._lock_as_read()
        self._refuse_if_saved_since()
        self._move(ArticleStatus.APPROVED, by=by)

    def return_to_draft(self, *, by: "User", reason: str = "") -> None:
        self._move(ArticleStatus.DRAFT, by=by, reason=reason)

    def end_adopted(self, *, by: "User") -> None:
        """A pending version has become what readers have."""
        self._move(ArticleStatus.ADOPTED, by=by)

    def end_discarded(self, *, by: "User", reason: str = "") -> None:
        """A pending version is not wanted any more."""
        self._move(ArticleStatus.DISCARDED, by=by, reason=reason)

    def _refuse_if_saved_since(self) -> None:
        """What is held to the checks is what is stored, and what somebody has looked at."""
        saved_at = self.saved_at
        self.refresh_from_db()
        if self.saved_at != saved_at:
            raise PublishingConflict(f"“{self}” was saved by somebody else meanwhile.")

    def lock(self) -> None:
        """Nobody else saves it until this transaction ends; what it is then, it is here."""
        self._row.select_for_update().get()
        self.refresh_from_db()

    def _lock_as_read(self) -> None:
        """Nobody moves it until this transaction ends, and nobody has since it was read."""
        now = self._row.select_for_update().get()
        same_hour = not now.is_let_go or now.publish_at == self.publish_at
        if (now.status, now.publication_id) != (self.status, self.publication_id) or not same_hour:
            raise PublishingConflict(f"“{self}” was moved by somebody else meanwhile.")

    def _say_modified(self, *, at: datetime.datetime | None = None) -> None:
        """Readers have something else than they had. No open form is out of date by it."""
        if self.has_been_public:
            self.modified_at = at or timezone.now()
            self.save(update_fields=["modified_at"])

    @transaction.atomic
    def _move(self, to: ArticleStatus, *, by: "User", reason: str = "") -> None:
        """Change status and write it down, both or neither."""
        was = ArticleStatus(self.status)
        if to not in MOVES[was]:
            cannot = f"is “{was.label}” already" if to == was else f"cannot become “{to.label}”"
            raise PublishingConflict(f"“{self}” {cannot}.")
        # The filter on the old status makes two hurried editors safe: the second updates no row.
        # Whoever has the form open is told that it is not what it was.
        self.saved_at = timezone.now()
        moved = self._row.filter(status=was).update(
            status=to,
            publish_at=self.publish_at,
            publication=self.publication,
            saved_at=self.saved_at,
        )
        if not moved:
            raise PublishingConflict(f"“{self}” was moved by somebody else meanwhile.")
        self.status = to
        keep_words(self._itself)
        StatusChange(
            article_id=self.pk,
            from_status=was,
            to_status=to,
            publish_at=self.publish_at,
            reason=reason,
            changed_by=by,
        ).save()
