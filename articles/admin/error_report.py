"""Errors that readers have reported, for the editors."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.error_forms import ErrorAnswerForm
from articles.models import ErrorReport
from articles.models.error_report import ErrorReportConflict, ErrorReportQuerySet

from .lists import hour
from .record import OpenFirstFilter, ReadOnlyAdmin
from .staff import acting


class ErrorStatusFilter(OpenFirstFilter):
    words = {
        "corrected": ("Corrected", ErrorReportQuerySet.corrected),
        "thanked": ("Answered with thanks", ErrorReportQuerySet.thanked),
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
            "may_answer": self.has_answer_permission(request) and row.is_open,
        }
        return super().page(request, row, status, **(shown | more))

    def get_urls(self) -> list[Any]:
        answer = self.admin_site.admin_view(require_POST(self.answer))
        own = path("<path:object_id>/answer/", answer, name="articles_errorreport_answer")
        return [own, *super().get_urls()]

    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """By a correction of the article, or with thanks."""
        if not self.has_answer_permission(request):
            raise PermissionDenied
        report = self.found(request, object_id)
        form = ErrorAnswerForm(request.POST, report=report)
        if not form.is_valid():
            return self.page(request, report, status=422, answer_form=form)
        try:
            _answer(report, request, **form.cleaned_data)
            messages.success(request, f"{report}: {report.get_status_display().lower()}.")
        except ErrorReportConflict as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:articles_errorreport_changelist"))


def _answer(report: ErrorReport, request: HttpRequest, correction: Any, answer: str) -> None:
    if correction is None:
        report.thank(by=acting(request), answer=answer)
    else:
        report.correct(correction, by=acting(request), answer=answer)
