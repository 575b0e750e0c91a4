"""Errors that readers have reported, for the editors."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.correction_forms import CorrectionForm
from articles.error_forms import ErrorAnswerForm
from articles.models import ErrorReport
from articles.models.error_report import ErrorReportConflict, ErrorReportQuerySet
from articles.publishing import PublishingConflict
from articles.rights import rights_of

from .lists import hour
from .record import OpenFirstFilter, ReadOnlyAdmin
from .staff import acting


class ErrorStatusFilter(OpenFirstFilter):
    words = {
        "corrected": ("Corrected", ErrorReportQuerySet.corrected),
        "thanked": ("Closed without a correction", ErrorReportQuerySet.thanked),
        "all": ("All", ErrorReportQuerySet.all),
    }


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnlyAdmin):
    list_display = ["wrong", "article", "at", "status", "answered_by"]
    list_filter = [ErrorStatusFilter, "article__section"]
    list_select_related = ["article", "answered_by"]
    search_fields = ["problem", "passage", "article__headline"]
    ordering = ["made_at"]
    fields = ["article", "at", "passage", "problem", "email", "status", "correction", "answer"]
    change_form_template = "admin/articles/errorreport/change_form.html"

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is open has no answer yet."""
        shown = ["wrong", "article", "at"]
        return [*shown, "status", "answered_by"] if request.GET.get("status") else shown

    def has_answer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.answer_errorreport")

    def has_correct_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_correction")

    def _may_correct(self, request: HttpRequest, report: ErrorReport) -> bool:
        is_theirs = rights_of(request).edits(report.article)
        return is_theirs and self.has_correct_permission(request)

    def _may_answer(self, request: HttpRequest, report: ErrorReport) -> bool:
        return self.has_answer_permission(request) and rights_of(request).is_in_reach(
            report.article
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        return super().get_queryset(request).select_related("article__section", "correction")

    @admin.display(description="What is wrong", ordering="problem")
    def wrong(self, report: ErrorReport) -> str:
        return report.problem if len(report.problem) <= 120 else f"{report.problem[:119]}…"

    @admin.display(description="Reported", ordering="made_at")
    def at(self, report: ErrorReport) -> str:
        return hour(report.made_at)

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        shown = {
            "report": row,
            "answer_form": ErrorAnswerForm(report=row),
            "correction_form": _correction_form(row),
            "may_correct": self._may_correct(request, row) and row.article.has_been_public,
            "may_answer": self._may_answer(request, row),
            "reopened": _reopened(row),
        }
        return super().page(request, row, status, **(shown | more))

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<path:object_id>/{act.__name__}/",
                self.admin_site.admin_view(require_POST(act)),
                name=f"articles_errorreport_{act.__name__}",
            )
            for act in (self.answer, self.reopen)
        ]
        return [*own, *super().get_urls()]

    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """By a correction of the article, made in this same act or before; or without one, by a
        button of its own."""
        report = self._found_to_answer(request, object_id)
        corrects = request.POST.get("act") != "thank"
        form, new = ErrorAnswerForm(request.POST, report=report), _correction_form(report, request)
        if new.is_typed and not self._may_correct(request, report):
            raise PermissionDenied
        if not (form.takes(new, corrects=corrects) and (new.is_valid() or not new.is_typed)):
            return self.page(request, report, status=422, answer_form=form, correction_form=new)
        try:
            _answer(report, new, by=acting(request), **form.cleaned_data)
            messages.success(request, f"{report}: {report.get_status_display().lower()}.")
        except (ErrorReportConflict, PublishingConflict) as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:articles_errorreport_changelist"))

    @transaction.atomic
    def reopen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was closed by mistake waits again; how it was closed stays in the log."""
        report = self._found_to_answer(request, object_id)
        was = report.as_answered
        try:
            report.reopen()
            self.log_change(request, report, f"Opened again. It was: {was}")
            messages.success(request, f"{report}: open again.")
        except ErrorReportConflict as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:articles_errorreport_change", args=[report.pk]))

    def _found_to_answer(self, request: HttpRequest, object_id: str) -> ErrorReport:
        if not self.has_answer_permission(request):
            raise PermissionDenied
        report: ErrorReport = self.found(request, object_id)
        if not self._may_answer(request, report):
            raise PermissionDenied
        return report


def _reopened(report: ErrorReport) -> QuerySet[LogEntry]:
    """Who opened it again, the last time first."""
    of_reports = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(report))
    return of_reports.filter(object_id=str(report.pk)).select_related("user")


def _correction_form(report: ErrorReport, request: HttpRequest | None = None) -> CorrectionForm:
    """Empty until something is typed: the passage that the reader marked is not."""
    return CorrectionForm(
        request.POST if request else None,
        article=report.article,
        prefix="new",
        initial={"wrong": report.passage},
        empty_permitted=True,
        use_required_attribute=False,
    )


def _answer(
    report: ErrorReport, new: CorrectionForm, *, by: User, correction: Any, answer: str
) -> None:
    if new.is_typed:
        report.answer_by_correcting(by=by, answer=answer, **new.told)
    elif correction:
        report.correct(correction, by=by, answer=answer)
    else:
        report.thank(by=by, answer=answer)
