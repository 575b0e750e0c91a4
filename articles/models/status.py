"""Where an article may stand, which way it may move, and the log of its moves."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .record import Record, RecordQuerySet

REASON_LIMIT = 500


class ArticleStatus(models.TextChoices):
    """Where an article stands.

    Readers see PUBLISHED once its hour has come, and of RETRACTED the notice alone. The last two
    are where a pending version of what readers have ends.
    """

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RETRACTED = "retracted", "Retracted"
    ADOPTED = "adopted", "Taken over"
    DISCARDED = "discarded", "Discarded"


# What is being worked on.
OPEN = (ArticleStatus.DRAFT, ArticleStatus.REVIEW, ArticleStatus.APPROVED)
# Where a pending version ends: it stays in the record.
ENDED = (ArticleStatus.ADOPTED, ArticleStatus.DISCARDED)

# Where it goes when readers have it no more.
TAKEN_AWAY = (ArticleStatus.WITHDRAWN, ArticleStatus.RETRACTED)

# Which way an article may move. What is not here cannot happen.
# What readers once had can be retracted wherever it stands since, and nothing leads out of that:
# the notice says for good that the paper does not stand by the piece.
MOVES = {
    ArticleStatus.DRAFT: {
        ArticleStatus.REVIEW,
        ArticleStatus.PUBLISHED,
        ArticleStatus.RETRACTED,
        *ENDED,
    },
    ArticleStatus.REVIEW: {
        ArticleStatus.DRAFT,
        ArticleStatus.APPROVED,
        ArticleStatus.PUBLISHED,
        ArticleStatus.RETRACTED,
        *ENDED,
    },
    ArticleStatus.APPROVED: {
        ArticleStatus.DRAFT,
        ArticleStatus.REVIEW,
        ArticleStatus.PUBLISHED,
        ArticleStatus.RETRACTED,
        *ENDED,
    },
    # To itself: what is scheduled may get another hour.
    ArticleStatus.PUBLISHED: {
        ArticleStatus.PUBLISHED,
        ArticleStatus.WITHDRAWN,
        ArticleStatus.RETRACTED,
    },
    ArticleStatus.WITHDRAWN: {
        ArticleStatus.DRAFT,
        ArticleStatus.PUBLISHED,
        ArticleStatus.RETRACTED,
    },
    ArticleStatus.RETRACTED: set(),
    ArticleStatus.ADOPTED: set(),
    ArticleStatus.DISCARDED: set(),
}


class StatusChange(Record):
    """A line of an article's log: from where to where, by whom, when and why."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="status_changes"
    )
    from_status = models.CharField(max_length=10, choices=ArticleStatus.choices)
    to_status = models.CharField(max_length=10, choices=ArticleStatus.choices)
    publish_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["StatusChange"].as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [at_most("reason", REASON_LIMIT)]

    @property
    def is_for_later(self) -> bool:
        """Whether it put the article into the schedule."""
        is_let_go = self.to_status == ArticleStatus.PUBLISHED
        return is_let_go and self.publish_at is not None and self.publish_at > self.changed_at

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
