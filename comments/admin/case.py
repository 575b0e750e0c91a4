"""Cases on record: what readers have reported. They are closed at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from articles.admin.lists import hour
from articles.admin.record import OpenFirstFilter, ReadOnlyAdmin
from articles.admin.staff import acting
from comments.headlines import known_headline
from comments.models import Case
from comments.models.case import MOST_PRESSING_FIRST, CaseQuerySet

from .figures import figures_csv, figures_page
from .naming import NamingAdmin
from .own_sections import OwnSectionFilter

COLUMNS = ("comment", "why", "weighs", "since", "outcome", "closed_by")


class CaseStatusFilter(OpenFirstFilter):
    words = {
        "upheld": ("Upheld", CaseQuerySet.upheld),
        "dismissed": ("Dismissed", CaseQuerySet.dismissed),
        "all": ("All", CaseQuerySet.all),
    }


@admin.register(Case)
class CaseAdmin(NamingAdmin, ReadOnlyAdmin):
    list_display = [*COLUMNS]
    list_filter = [
        CaseStatusFilter,
        "has_notice",
        ("comment__thread__article__section", OwnSectionFilter),
    ]
    search_fields = ["comment__author_name", "known_headline"]
    fields = COLUMNS
    change_form_template = "admin/comments/case/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        theirs = Case.objects.for_moderator(acting(request)).for_cards()
        return theirs.alias(known_headline=known_headline("comment__thread__article"))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is open has no outcome yet."""
        return self.list_display if request.GET.get("status") else self.list_display[:4]

    def get_ordering(self, request: HttpRequest) -> Any:
        """The most pressing first; of what is closed, the newest."""
        if request.GET.get("status"):
            return ["-opened_at", "-pk"]
        return MOST_PRESSING_FIRST

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
        ]
        return own + super().get_urls()
