"""Reporting a comment: the one way in."""

import datetime
import uuid

from django.db import models, transaction
from django.utils import timezone

from articles.limits import reaches
from comments.locks import lock_network
from comments.models import Case, Comment, Commenter, HouseRules, Report
from comments.models.case import lock_comment
from comments.models.report import trust_in
from comments.telling import confirm_receipt

HOUR = datetime.timedelta(hours=1)


class ReportRefused(Exception):
    """The report is not taken; the message says why."""


class AlreadyLookedAt(ReportRefused):
    """A moderator has looked at this comment for this reason, and it has not changed since."""


@transaction.atomic
def report(
    comment: Comment,
    *,
    reason: str,
    text: str = "",
    name: str = "",
    email: str = "",
    reporter: Commenter | None = None,
    from_address: str = "",
    receipt: uuid.UUID | None = None,
) -> Report:
    """Open the comment's case, or join it.

    One `receipt` is one report: a repeated one is answered with the first, and so is a reporter
    who gives the same reason again while the case is open. Raises ReportRefused.
    """
    # What is counted below stays true until this one is in.
    lock_network(from_address)
    if reporter is not None:
        reporter = reporter.locked()
    # Nobody decides on it, rewrites it or reports it meanwhile.
    comment = lock_comment(comment.pk)
    if made := _made_before(comment, reporter, reason, receipt):
        return made
    _refuse_what_nobody_sees(comment)
    _refuse_flood(reporter, from_address)
    made = Report(
        receipt=_unused(receipt),
        reporter=reporter,
        name=name,
        email=email,
        reason=reason,
        text=text,
        from_address=HouseRules.now().keeps(from_address),
    )
    case = comment.cases.open().first()
    if case is None:
        _refuse_repetition(comment, made)
        case = Case(comment=comment)
    case.comment = comment
    case.take_in(made, weight=_weight_in(case, reporter, from_address))
    confirm_receipt(made)
    return made


def _made_before(
    comment: Comment, reporter: Commenter | None, reason: str, receipt: uuid.UUID | None
) -> Report | None:
    same = Report.objects.filter(case__comment=comment)
    made = same.filter(receipt=receipt).first() if receipt else None
    if made is None and reporter is not None:
        made = same.filter(case__closed_at=None, reporter=reporter, reason=reason).first()
    return made


def _unused(receipt: uuid.UUID | None) -> uuid.UUID:
    """One that was made up, or sent for another comment, opens nobody's page."""
    if receipt is None or Report.objects.filter(receipt=receipt).exists():
        return uuid.uuid4()
    return receipt


def _refuse_what_nobody_sees(comment: Comment) -> None:
    """What readers do not see waits for a moderator, or has had one."""
    if comment.is_held:
        raise ReportRefused("This comment is not shown: a moderator is looking at it already.")
    if not comment.is_approved:
        raise ReportRefused("This comment is not shown any more.")


def _refuse_flood(reporter: Commenter | None, from_address: str) -> None:
    """So many reports an hour, by one reporter and from one network."""
    rules = HouseRules.now()
    recent = Report.objects.filter(made_at__gte=timezone.now() - HOUR)
    limits: list[tuple[models.QuerySet[Report], int]] = []
    if reporter is not None:
        limits.append((recent.filter(reporter=reporter), rules.reports_per_hour))
    if from_address:
        limits.append((recent.filter(from_address=from_address), rules.reports_from_address))
    for reports, most in limits:
        if reaches(reports, most):
            raise ReportRefused(
                "Very many reports have come from you or your network within the hour. Thank you "
                "for them; please send the next one later."
            )


def _refuse_repetition(comment: Comment, made: Report) -> None:
    """An approved comment is looked at again for a new reason, a new text or the law."""
    looked_at = Report.objects.filter(
        case__in=comment.cases.closed().filter(revision__gte=comment.revision),
        reason=made.reason,
    )
    if not made.is_notice and looked_at.exists():
        raise AlreadyLookedAt(
            "Thank you. A moderator has looked at this comment already, for the same reason, and "
            "decided that it stays. If you see another reason, please choose that one."
        )


def _weight_in(case: Case, reporter: Commenter | None, from_address: str) -> float:
    """A reporter counts once a case, and so does a network of which no reporter is known."""
    if case.pk and case.reports.by(reporter, from_address).exists():
        return 0
    return trust_in(reporter)
