"""Errors that readers report in an article: to the editors, never to the comment queue."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.limits import reaches
from articles.people import name_of
from articles.plaintext import at_most, validate_text

from .article import Article
from .correction import Correction
from .publication import Publication

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PASSAGE_LIMIT = 1_000
PROBLEM_LIMIT = 2_000
# For one article: from one network, which the cache knows for an hour and no row keeps, and in all.
FROM_NETWORK = 10
PER_HOUR = 100
HOUR = datetime.timedelta(hours=1)


class ErrorReportConflict(Exception):
    """The report cannot be taken or answered that way; the message says why."""


class ErrorReportStatus(models.TextChoices):
    """What the editors made of it."""

    OPEN = "open", "Open"
    CORRECTED = "corrected", "Corrected"
    THANKED = "thanked", "Closed without a correction"


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> "ErrorReportQuerySet":
        return self.filter(status=ErrorReportStatus.OPEN)

    def corrected(self) -> "ErrorReportQuerySet":
        return self.filter(status=ErrorReportStatus.CORRECTED)

    def thanked(self) -> "ErrorReportQuerySet":
        return self.filter(status=ErrorReportStatus.THANKED)


class ErrorReport(models.Model):
    """One reader's word that something in an article is wrong."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="error_reports")
    # Told to the form: it makes a double click one report.
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    passage = models.TextField(max_length=PASSAGE_LIMIT, blank=True, validators=[validate_text])
    problem = models.TextField(max_length=PROBLEM_LIMIT, validators=[validate_text])
    email = models.EmailField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(
        max_length=10, choices=ErrorReportStatus.choices, default=ErrorReportStatus.OPEN
    )
    correction = models.ForeignKey(
        Correction, null=True, on_delete=models.PROTECT, related_name="error_reports"
    )
    answer = models.TextField(max_length=PROBLEM_LIMIT, blank=True, validators=[validate_text])
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("answer_errorreport", "Can answer readers who report an error")]
        indexes = [
            models.Index(fields=["status", "made_at"], name="error_report_by_status"),
            models.Index(fields=["article", "made_at"], name="error_report_by_article"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ErrorReportStatus.OPEN, answered_at=None)
                | Q(
                    status__in=[ErrorReportStatus.CORRECTED, ErrorReportStatus.THANKED],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="error_report_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=ErrorReportStatus.CORRECTED) | Q(correction__isnull=False),
                name="error_report_corrected_by_a_correction",
            ),
            at_most("passage", PASSAGE_LIMIT),
            at_most("problem", PROBLEM_LIMIT),
            at_most("answer", PROBLEM_LIMIT),
            at_most("email", 254),
        ]

    def __str__(self) -> str:
        return f"Error reported in “{self.article}”"

    @property
    def is_open(self) -> bool:
        return self.status == ErrorReportStatus.OPEN

    def correct(self, correction: Correction, *, by: "User", answer: str = "") -> None:
        """The reader was right: this correction of the article says so in public."""
        if correction.article_id != self.article_id:
            raise ErrorReportConflict("This correction belongs to another article.")
        self._answer(ErrorReportStatus.CORRECTED, by=by, answer=answer, correction=correction)

    @transaction.atomic
    def answer_by_correcting(self, *, by: "User", answer: str = "", **told: Any) -> Correction:
        """Correct the article and answer by that, both or neither; `told` as `Article.correct`.

        What the reader had is taken for what was wrong, so that the text may be mended first.
        """
        correction = self.article.correct(by=by, before=self._as_read(), **told)
        self.correct(correction, by=by, answer=answer)
        return correction

    def _as_read(self) -> Publication | None:
        """What readers had when it was reported."""
        return self.article.publications.filter(pinned_at__lte=self.made_at).first()

    def thank(self, *, by: "User", answer: str = "") -> None:
        """Read, and nothing is corrected in public."""
        self._answer(ErrorReportStatus.THANKED, by=by, answer=answer)

    @property
    def as_answered(self) -> str:
        """“Corrected by Ana Ruiz, 3 May 2026, 14:02: It was noon.”; empty when open."""
        if self.answered_by is None or self.answered_at is None:
            return ""
        at = f"{timezone.localtime(self.answered_at):%-d %B %Y, %H:%M}"
        by = f"{self.get_status_display()} by {name_of(self.answered_by)}, {at}"
        said = [str(self.correction or ""), self.answer]
        return ": ".join([by, *filter(None, said)])

    def reopen(self) -> None:
        """It was closed by mistake. A correction that it was answered by stands."""
        open_again = {
            "status": ErrorReportStatus.OPEN,
            "answered_by": None,
            "answered_at": None,
            "answer": "",
            "correction": None,
        }
        # The filter lets nobody open what was answered anew.
        closed = ErrorReport.objects.exclude(status=ErrorReportStatus.OPEN)
        if not closed.filter(pk=self.pk, answered_at=self.answered_at).update(**open_again):
            raise ErrorReportConflict("Somebody else has opened this report meanwhile.")
        for field, value in open_again.items():
            setattr(self, field, value)

    @transaction.atomic
    def _answer(
        self,
        to: ErrorReportStatus,
        *,
        by: "User",
        answer: str,
        correction: Correction | None = None,
    ) -> None:
        changes = {
            "status": to,
            "answered_by": by,
            "answered_at": timezone.now(),
            "answer": answer,
            "correction": correction,
        }
        # The filter makes two hurried editors safe: the second one updates no row.
        if not ErrorReport.objects.open().filter(pk=self.pk).update(**changes):
            raise ErrorReportConflict("Somebody else has answered this report meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)


def report_error(
    article: Article,
    *,
    passage: str,
    problem: str,
    email: str = "",
    submission: uuid.UUID,
    network: str = "",
) -> ErrorReport:
    """Tell the editors. One `submission` is one report. Raises ErrorReportConflict."""
    if not ErrorReport.objects.filter(submission=submission).exists():
        _refuse_flood(article, network)
    told = {"article": article, "passage": passage, "problem": problem, "email": email}
    return ErrorReport.objects.get_or_create(submission=submission, defaults=told)[0]


def _refuse_flood(article: Article, network: str) -> None:
    recent = article.error_reports.filter(made_at__gte=timezone.now() - HOUR)
    if reaches(recent, PER_HOUR):
        raise ErrorReportConflict(
            "Very many readers have written about this article within the hour. The editors are "
            "reading; please send yours later."
        )
    if network and not _counted(article, network):
        raise ErrorReportConflict(
            "Many reports about this article have come from your network within the hour. The "
            "editors are reading; please send the next one later."
        )


def _counted(article: Article, network: str) -> bool:
    """Whether it is one of so many from there."""
    key = salted_hmac("error-report", f"{article.pk} {network}", algorithm="sha256").hexdigest()
    now = timezone.now().timestamp()
    recent = [made for made in cache.get(key, []) if made > now - HOUR.total_seconds()]
    if len(recent) >= FROM_NETWORK:
        return False
    cache.set(key, [*recent, now], HOUR.total_seconds())
    return True
