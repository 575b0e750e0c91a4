"""Cases: what readers have reported, and the one answer that is not a decision on the comment."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.admin.lists import hour
from articles.admin.record import OpenFirstFilter, ReadOnlyAdmin
from articles.admin.staff import acting
from comments.models import Case, DecisionConflict
from comments.models.case import CaseQuerySet
from comments.report_forms import DismissalForm

from .figures import figures_csv, figures_page


class CaseStatusFilter(OpenFirstFilter):
    words = {
        "upheld": ("Upheld", CaseQuerySet.upheld),
        "dismissed": ("Dismissed", CaseQuerySet.dismissed),
        "all": ("All", CaseQuerySet.all),
    }


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ["comment", "why", "weighs", "since", "outcome", "closed_by"]
    list_filter = [CaseStatusFilter, "has_notice", "comment__thread__article__section"]
    search_fields = ["comment__author_name", "comment__thread__article__headline"]
    fields = ["comment", "why", "weighs", "since", "outcome", "closed_by"]
    change_form_template = "admin/comments/case/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return Case.objects.for_moderator(acting(request)).for_cards()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is open has no outcome yet."""
        shown = ["comment", "why", "weighs", "since"]
        return [*shown, "outcome", "closed_by"] if request.GET.get("status") else shown

    def get_ordering(self, request: HttpRequest) -> Any:
        """The most pressing first; of what is closed, the newest."""
        if request.GET.get("status"):
            return ["-opened_at", "-pk"]
        return ["-has_notice", "-weight", "opened_at", "pk"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.decide_case")

    @admin.display(description="Reasons")
    def why(self, case: Case) -> str:
        return ", ".join(f"{label} ({times})" for label, times in case.reasons)

    @admin.display(description="Weight", ordering="weight")
    def weighs(self, case: Case) -> str:
        return f"{case.weight:.1f}"

    @admin.display(description="Open since", ordering="opened_at")
    def since(self, case: Case) -> str:
        return hour(case.opened_at)

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        return super().page(request, row, status, case=row, **more)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("figures/", view(figures_page), name="comments_figures"),
            path("figures.csv", view(figures_csv), name="comments_figures_csv"),
            path(
                "<path:object_id>/dismiss/",
                view(require_POST(self.dismiss)),
                name="comments_case_dismiss",
            ),
        ]
        return own + super().get_urls()

    def dismiss(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The comment stays. Bound to the reports that the moderator was shown."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        case, form = self.found(request, object_id), DismissalForm(request.POST)
        if not form.is_valid():
            return self.page(request, case, status=422, form=form)
        try:
            case.dismiss(by=acting(request), **form.cleaned_data)
            messages.success(request, "The comment stays. Its case is closed.")
        except DecisionConflict as conflict:
            messages.error(request, str(conflict))
            return HttpResponseRedirect(case_address(case))
        return HttpResponseRedirect(next_or(request, "admin:comments_case_changelist"))


def case_address(case: Case) -> str:
    return reverse("admin:comments_case_change", args=[case.pk])


def next_or(request: HttpRequest, name: str) -> str:
    """Where the form wants to return to, when that is a page of this site."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse(name)
