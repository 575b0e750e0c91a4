"""Appeals on record. They are answered at the desk, by who did not take the decision."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.admin.lists import hour
from articles.admin.record import OpenFirstFilter, ReadOnlyAdmin
from articles.admin.staff import acting
from comments.models import Appeal
from comments.models.appeal_queries import AppealQuerySet
from comments.spoken import decider

from .naming import NamingAdmin

COLUMNS = ("who", "against", "since", "status", "decided_by")


class AppealStatusFilter(OpenFirstFilter):
    words = {
        "upheld": ("Upheld", AppealQuerySet.upheld),
        "overturned": ("Overturned", AppealQuerySet.overturned),
        "all": ("All", AppealQuerySet.all),
    }


@admin.register(Appeal)
class AppealAdmin(NamingAdmin, ReadOnlyAdmin):
    list_display = [*COLUMNS]
    list_filter = [AppealStatusFilter]
    fields = COLUMNS
    change_form_template = "admin/comments/appeal/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        return Appeal.objects.for_moderator(acting(request)).for_cards()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is open has no outcome yet."""
        return self.list_display if request.GET.get("status") else self.list_display[:3]

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits longest first; of what is decided, the newest."""
        return ["-opened_at"] if request.GET.get("status") else ["opened_at"]

    @admin.display(description="By")
    def who(self, appeal: Appeal) -> str:
        return appeal.comment.author_name if appeal.comment else str(appeal.commenter)

    @admin.display(description="Against")
    def against(self, appeal: Appeal) -> str:
        """“rejected, by a rule, under “Night trams return””."""
        by, comment = decider(appeal.appealed), appeal.comment
        if comment is None:
            return f"{appeal.commenter_decision.act}, by {by}"  # type: ignore[union-attr]
        to = appeal.decision.to_status  # type: ignore[union-attr]
        return f"{to}, by {by}, under “{comment.thread.article.headline_for_readers}”"

    @admin.display(description="Open since", ordering="opened_at")
    def since(self, appeal: Appeal) -> str:
        return hour(appeal.opened_at)

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        return super().page(request, row, status, appeal=row, **more)
