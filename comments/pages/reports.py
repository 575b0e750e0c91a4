"""Reporting a comment, and what became of a report."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.networks import network_of
from comments.models import Comment, Report
from comments.readers import commenter_of, is_newsroom, who_acts
from comments.report_forms import ReportForm
from comments.reporting import AlreadyLookedAt, ReportRefused, report

from .discussion import where_shown
from .private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a report. No account is needed, and no name."""
    comment = get_object_or_404(
        Comment.objects.filter(
            number__isnull=False, thread__article__in=Article.objects.published()
        ).select_related("thread__article__section"),
        pk=pk,
    )
    where_shown(comment)
    if not comment.is_approved:
        return _refused(request, comment, "This comment is not shown any more.", status=410)
    if request.method != "POST":
        return _form(request, comment, ReportForm())
    form = ReportForm(request.POST, is_newsrooms=is_newsroom(request))
    if not form.is_valid():
        return _form(request, comment, form, status=422)
    try:
        made = _report(request, comment, form)
    except AlreadyLookedAt as thanks:
        return _refused(request, comment, str(thanks), status=200)
    except ReportRefused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, comment, form, status=409)
    return redirect(made.receipt_url)


@private
@require_safe
def report_sent(request: HttpRequest, receipt: uuid.UUID) -> HttpResponse:
    """What became of a report, for whoever has its receipt.

    It is answered also where readers do not have the article any more, which is not named then.
    """
    made = get_object_or_404(
        Report.objects.select_related("case__comment__thread__article__section", "reporter"),
        receipt=receipt,
    )
    comment = made.case.comment
    context = {
        "report": made,
        "case": made.case,
        "comment": comment,
        "article": comment.thread.article,
    }
    return render(request, "comments/report_sent.html", context)


def _report(request: HttpRequest, comment: Comment, form: ReportForm) -> Report:
    typed = form.cleaned_data
    return report(
        comment,
        reason=typed["reason"],
        text=typed["text"],
        name=typed["name"],
        email=typed["email"],
        reporter=who_acts(request),
        from_address=network_of(request),
        receipt=typed["receipt"],
    )


def _form(
    request: HttpRequest, comment: Comment, form: ReportForm, status: int = 200
) -> HttpResponse:
    context = {
        "comment": comment,
        "article": comment.thread.article,
        "form": form,
        "earlier": _waiting(request, comment),
    }
    return render(request, "comments/report.html", context, status=status)


def _waiting(request: HttpRequest, comment: Comment) -> Report | None:
    """What this reader has reported about it, where they are known, and nobody has decided yet."""
    reporter = commenter_of(request)
    if reporter is None:
        return None
    return reporter.reports.filter(case__comment=comment, case__closed_at=None).last()


def _refused(request: HttpRequest, comment: Comment, message: str, status: int) -> HttpResponse:
    """There is nothing to report: the page says why, and thanks."""
    context = {"comment": comment, "article": comment.thread.article, "message": message}
    return render(request, "comments/report_refused.html", context, status=status)
