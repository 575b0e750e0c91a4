"""The log under a comment and under a thread: read by staff, written by the verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.lists import hour
from comments.models import Decision, ThreadDecision
from comments.spoken import decider


class LogInline(admin.TabularInline):
    """One line a decision, the last one first."""

    readonly_fields = ["at", "who", "what", "reason"]
    fields = tuple(readonly_fields)
    extra = 0
    can_delete = False
    verbose_name_plural = "Log"

    @admin.display(description="When")
    def at(self, decision: Decision | ThreadDecision) -> str:
        return hour(decision.decided_at)

    @admin.display(description="Who")
    def who(self, decision: Decision | ThreadDecision) -> str:
        return decider(decision)

    @admin.display(description="What")
    def what(self, decision: Decision | ThreadDecision) -> str:
        return str(decision)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("moderator")
