"""What readers' reports of one comment come to: a case, closed by a moderator."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from articles.plaintext import at_most, validate_text
from comments.telling import call_off, tell_reporters

from .beat import on_beat
from .decision import NOTE_LIMIT, Decision, DecisionConflict
from .report import Report, ReportReason

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

# Notices under the law, then what weighs most, then what waits longest.
MOST_PRESSING_FIRST = ("-has_notice", "-weight", "opened_at", "pk")
# Reports that are shown with a case. All of them count.
SHOWN_REPORTS = 20


class CaseOutcome(models.TextChoices):
    """What a moderator made of it."""

    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Dismissed"
    # Nobody has judged it, and it says nothing of who reported.
    MOOT = "moot", "Withdrawn by who wrote it"


def _shown_reports() -> Prefetch:
    reports = Report.objects.notices_first().select_related("reporter")
    return Prefetch("reports", reports[:SHOWN_REPORTS], to_attr="prefetched_reports")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "CaseQuerySet":
        return self.exclude(closed_at=None)

    def upheld(self) -> "CaseQuerySet":
        return self.filter(outcome=CaseOutcome.UPHELD)

    def dismissed(self) -> "CaseQuerySet":
        return self.filter(outcome=CaseOutcome.DISMISSED)

    def judged(self) -> "CaseQuerySet":
        """Closed for what was said; nobody has judged what was withdrawn."""
        return self.filter(outcome__in=[CaseOutcome.UPHELD, CaseOutcome.DISMISSED])

    def for_moderator(self, user: "User") -> "CaseQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        return on_beat(self, user, "comment__thread__article__section")

    def for_cards_of(self, comments: "list[Comment]") -> "CaseQuerySet":
        """Those of some comments that are at hand, with their reports."""
        return self.filter(comment__in=comments).prefetch_related(_shown_reports())

    def for_cards(self) -> "CaseQuerySet":
        """With what a card shows of each, in as many queries for a hundred as for one."""
        return self.select_related(
            "comment__thread__article__section",
            "comment__parent",
            "comment__commenter",
            "closed_by",
        ).prefetch_related(_shown_reports())


class Case(models.Model):
    """The reports of one comment. A comment has one open case at a time."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField(default=timezone.now)
    # The trust in its reporters, each counted once.
    weight = models.FloatField(default=0)
    has_notice = models.BooleanField(default=False)
    # How many reports gave which reason.
    reason_counts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=CaseOutcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    # Nobody where a rule took the comment away.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    # The one that closed it; none when it was dismissed and the comment stays as it was.
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="closed_cases"
    )
    # The text that was looked at.
    revision = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, validators=[validate_text])

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        permissions = [
            ("decide_case", "Can close cases"),
            ("view_figures", "Can read the figures of moderation"),
        ]
        indexes = [
            models.Index(
                fields=["-has_notice", "-weight", "opened_at"],
                condition=Q(closed_at=None),
                name="case_open_most_pressing",
            ),
            models.Index(fields=["opened_at"], name="case_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(closed_at=None), name="case_open_once_per_comment"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=CaseOutcome.values),
                name="case_closed_has_an_outcome",
            ),
            at_most("note", NOTE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}: {self.comment}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_upheld(self) -> bool:
        return self.outcome == CaseOutcome.UPHELD

    @property
    def is_moot(self) -> bool:
        return self.outcome == CaseOutcome.MOOT

    @property
    def report_count(self) -> int:
        return sum(self.reason_counts.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason with how often it was given, the most frequent first."""
        ordered = sorted(self.reason_counts.items(), key=lambda reason: -reason[1])
        return [(ReportReason(reason).label, times) for reason, times in ordered]

    @property
    def shown_reports(self) -> list[Report]:
        """Notices first, at most SHOWN_REPORTS of them."""
        prefetched: list[Report] | None = getattr(self, "prefetched_reports", None)
        if prefetched is not None:
            return prefetched
        reports = self.reports.notices_first().select_related("reporter")
        return list(reports[:SHOWN_REPORTS])

    @property
    def unshown_count(self) -> int:
        return max(0, self.report_count - SHOWN_REPORTS)

    def take_in(self, report: Report, *, weight: float) -> None:
        """Another report. The caller has the comment locked."""
        report.case, report.revision = self, self.comment.revision
        self.weight += weight
        self.has_notice = self.has_notice or report.is_notice
        self.reason_counts[report.reason] = self.reason_counts.get(report.reason, 0) + 1
        self.save()
        report.case_id = self.pk
        report.save()

    @transaction.atomic
    def dismiss(
        self, *, by: "User", note: str = "", seen: int | None = None, override: str = ""
    ) -> None:
        """A moderator has looked, and the comment stays.

        `seen` is how many reports the moderator was shown. Raises DecisionConflict when another
        has come in since, the case was closed, or it is not for this moderator.
        """
        # Nobody reports, rewrites or decides on it meanwhile.
        comment = lock_comment(self.comment_id)
        self.refresh_from_db(fields=["reason_counts", "closed_at", "outcome"])
        if seen is not None and self.is_open and seen != self.report_count:
            raise DecisionConflict("Another report came in meanwhile: read it first.")
        if not comment.is_approved:
            raise DecisionConflict(
                f"{comment} is {comment.get_status_display().lower()}: approve or reject it, and "
                "its case closes with that."
            )
        comment.keep(by=by, note=note, override=override)
        self._close(CaseOutcome.DISMISSED, by=by, note=note, revision=comment.revision)

    def _close(
        self,
        outcome: CaseOutcome,
        *,
        by: "User | None",
        revision: int,
        decision: Decision | None = None,
        note: str = "",
    ) -> None:
        changes = {
            "outcome": outcome,
            "closed_at": timezone.now(),
            "closed_by": by,
            "decision": decision,
            "revision": revision,
            "note": note,
        }
        # The filter makes two hurried moderators safe: the second one updates no row.
        if not Case.objects.open().filter(pk=self.pk).update(**changes):
            raise DecisionConflict("This case was closed by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        tell_reporters(self)


def lock_comment(pk: int) -> "Comment":
    """The comment as it is, for this transaction alone."""
    from .comment import Comment  # it calls `settle_case` below

    return Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def settle_case(comment: "Comment", decision: Decision) -> None:
    """A decision on a comment closes its case; what is undone opens it again.

    A comment taken back to be looked at keeps its case, and one that a rule lets through too.
    """
    if decision.undoes_id is not None:
        _reopen(comment, closed_by=decision.undoes_id)
    case = comment.cases.open().first()
    if case is None:
        return
    by, revision = decision.moderator, decision.revision
    if comment.is_rejected:
        case._close(CaseOutcome.UPHELD, by=by, revision=revision, decision=decision)
    elif comment.is_withdrawn:
        case._close(CaseOutcome.MOOT, by=None, revision=revision, decision=decision)
    elif comment.is_approved and by is not None and decision.undoes_id is None:
        case._close(CaseOutcome.DISMISSED, by=by, revision=revision, decision=decision)


def _reopen(comment: "Comment", *, closed_by: int) -> None:
    """The case that an undone decision had closed, unless there is another by now."""
    if comment.cases.open().exists():
        return
    for case in comment.cases.filter(decision=closed_by):
        call_off(case)
        Case.objects.filter(pk=case.pk).update(
            outcome="", closed_at=None, closed_by=None, decision=None, revision=0, note=""
        )
