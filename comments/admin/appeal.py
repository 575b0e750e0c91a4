"""Appeals: read by moderators, decided by one who did not take the decision."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.admin.lists import hour
from articles.admin.record import OpenFirstFilter, ReadOnlyAdmin
from articles.admin.staff import acting
from comments.appeal_forms import (
    OVERTURN,
    PUBLISH,
    UPHOLD,
    AppealDecisionForm,
    AppealMessageForm,
)
from comments.models import Appeal, DecisionConflict
from comments.models.appeal import AppealQuerySet
from comments.models.commenter import name_of

from .case import next_or


class AppealStatusFilter(OpenFirstFilter):
    words = {
        "upheld": ("Upheld", AppealQuerySet.upheld),
        "overturned": ("Overturned", AppealQuerySet.overturned),
        "all": ("All", AppealQuerySet.all),
    }


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ["who", "against", "since", "status", "decided_by"]
    list_filter = [AppealStatusFilter]
    fields = ["who", "against", "since", "status", "decided_by"]
    change_form_template = "admin/comments/appeal/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        return Appeal.objects.for_moderator(acting(request)).for_cards()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is open has no outcome yet."""
        shown = ["who", "against", "since"]
        return [*shown, "status", "decided_by"] if request.GET.get("status") else shown

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits longest first; of what is decided, the newest."""
        return ["-opened_at"] if request.GET.get("status") else ["opened_at"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.decide_appeal")

    @admin.display(description="By")
    def who(self, appeal: Appeal) -> str:
        return appeal.comment.author_name if appeal.comment else str(appeal.commenter)

    @admin.display(description="Against")
    def against(self, appeal: Appeal) -> str:
        """“rejected, by a rule, under “Night trams return””."""
        decision, comment = appeal.appealed, appeal.comment
        by = name_of(decision.moderator) if decision.moderator else "a rule"
        if comment is None:
            return f"{appeal.commenter_decision.act}, by {by}"  # type: ignore[union-attr]
        to = appeal.decision.to_status  # type: ignore[union-attr]
        return f"{to}, by {by}, under “{comment.thread.article}”"

    @admin.display(description="Open since", ordering="opened_at")
    def since(self, appeal: Appeal) -> str:
        return hour(appeal.opened_at)

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        return super().page(request, row, status, appeal=row, **more)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<path:object_id>/message/",
                view(require_POST(self.message)),
                name="comments_appeal_message",
            ),
            path(
                "<path:object_id>/decide/",
                view(require_POST(self.decide)),
                name="comments_appeal_decide",
            ),
        ]
        return own + super().get_urls()

    def message(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask the commenter something, before deciding."""
        self._allow(request)
        appeal, form = self.found(request, object_id), AppealMessageForm(request.POST)
        if not form.is_valid():
            return self.page(request, appeal, status=422, message_form=form)
        try:
            appeal.ask(form.cleaned_data["text"], by=acting(request))
            messages.success(request, "Your message stands on the page of the statement.")
        except DecisionConflict as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(_address(appeal))

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Uphold or overturn. What was typed is kept when it cannot be done."""
        self._allow(request)
        appeal, form = self.found(request, object_id), AppealDecisionForm(request.POST)
        if form.is_valid():
            try:
                _decide(appeal, request, **form.cleaned_data)
                messages.success(request, f"{appeal}: {appeal.get_status_display().lower()}.")
                return HttpResponseRedirect(next_or(request, "admin:comments_appeal_changelist"))
            except DecisionConflict as conflict:
                form.add_error(None, str(conflict))
        return self.page(request, self.found(request, object_id), status=422, decision_form=form)

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_decide_permission(request):
            raise PermissionDenied


def _address(appeal: Appeal) -> str:
    return reverse("admin:comments_appeal_change", args=[appeal.pk])


def _decide(appeal: Appeal, request: HttpRequest, verdict: str, answer: str, override: str) -> None:
    by = acting(request)
    if verdict == UPHOLD:
        appeal.uphold(by=by, answer=answer, override=override)
    elif verdict in {OVERTURN, PUBLISH}:
        publish = verdict == PUBLISH
        appeal.overturn(by=by, answer=answer, override=override, publish=publish)
