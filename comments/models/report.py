"""What readers report: who objects to which comment, and why."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.mailboxes import masked
from articles.plaintext import at_most, validate_name, validate_text

from .commenter import NAME_LIMIT, Commenter

if TYPE_CHECKING:
    from .comment import Comment

REPORT_LIMIT = 2_000


class ReportReason(models.TextChoices):
    """What a reader may object to. The last one is a notice under the law."""

    ATTACK = "attack", "It attacks a person"
    HATE = "hate", "It sets people against a group"
    PRIVATE = "private", "It tells private things about somebody"
    FALSE = "false", "It is false, and does harm"
    SPAM = "spam", "It is advertising"
    OFF_SUBJECT = "off_subject", "It has nothing to do with the article"
    ILLEGAL = "illegal", "It is against the law"


class ReportQuerySet(models.QuerySet["Report"]):
    def notices(self) -> "ReportQuerySet":
        """Those that say that a comment is against the law."""
        return self.filter(reason=ReportReason.ILLEGAL)

    def notices_first(self) -> "ReportQuerySet":
        """The order on a case: the law, then what came first."""
        is_ordinary = models.Case(
            models.When(reason=ReportReason.ILLEGAL, then=0),
            default=1,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(is_ordinary, "made_at", "pk")

    def by(self, reporter: Commenter | None, from_address: str) -> "ReportQuerySet":
        """Those of one reporter; of somebody unknown, all from their network."""
        if reporter is not None:
            return self.filter(reporter=reporter)
        return self.filter(reporter=None, from_address=from_address)


class Report(models.Model):
    """One reader's objection, with or without an account."""

    case = models.ForeignKey("comments.Case", on_delete=models.PROTECT, related_name="reports")
    # Told to the reporter: it makes a double click one report and opens the page of its outcome.
    receipt = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Which text was reported.
    revision = models.PositiveSmallIntegerField()
    reporter = models.ForeignKey(
        Commenter, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    name = models.CharField(max_length=NAME_LIMIT, blank=True, validators=[validate_name])
    email = models.EmailField(blank=True)
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    text = models.TextField(max_length=REPORT_LIMIT, blank=True, validators=[validate_text])
    # The network it came from, without its last part.
    from_address = models.CharField(max_length=43, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["reporter", "made_at"], name="report_by_reporter"),
            models.Index(fields=["from_address", "made_at"], name="report_by_address"),
            models.Index(fields=["made_at"], name="report_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=ReportReason.values), name="report_reason_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=ReportReason.ILLEGAL) | ~Q(text=""),
                name="report_of_a_crime_is_explained",
            ),
            at_most("text", REPORT_LIMIT),
            at_most("name", NAME_LIMIT),
            at_most("email", 254),
            at_most("from_address", 43),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, by {self.signature}"

    @property
    def comment(self) -> "Comment":
        return self.case.comment

    @property
    def signature(self) -> str:
        """Who reported, as far as it is known."""
        return self.name or (self.reporter.name if self.reporter else "a reader without a name")

    @property
    def is_notice(self) -> bool:
        return self.reason == ReportReason.ILLEGAL

    @property
    def receipt_url(self) -> str:
        return reverse("report_sent", args=[self.receipt])

    @property
    def masked_email(self) -> str:
        return masked(self.email)

    @property
    def tell_at(self) -> str:
        """The address to which the outcome goes, or none."""
        return self.email or (self.reporter.letter_address if self.reporter else "")


def trust_in(reporter: Commenter | None) -> float:
    """How much a reporter's word weighs, between 0 and 1: the share of their reports upheld.

    One upheld and one dismissed are added, so that newcomers and readers without a name weigh a
    half, and nobody reaches 0 or 1 by a single report.
    """
    if reporter is None:
        return 0.5
    settled = reporter.reports.filter(case__outcome__in=["upheld", "dismissed"]).aggregate(
        all=models.Count("case", distinct=True),
        upheld=models.Count("case", distinct=True, filter=Q(case__outcome="upheld")),
    )
    return float((settled["upheld"] + 1) / (settled["all"] + 2))
