"""Threads in the admin: which are open, and the page that opens and closes them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.forms import ThreadForm
from comments.models import Thread, ThreadDecision, ThreadMode


def modes_address(threads: Iterable[Thread], to: str = "") -> str:
    """Where the mode of these threads is set."""
    query = [("thread", str(thread.pk)) for thread in threads] + ([("to", to)] if to else [])
    return f"{reverse('admin:comments_thread_modes')}?{urlencode(query)}"


class ThreadDecisionInline(admin.TabularInline):
    model = ThreadDecision
    readonly_fields = ["at", "who", "what", "reason"]
    fields = tuple(readonly_fields)
    extra = 0
    can_delete = False
    verbose_name_plural = "Log"

    @admin.display(description="When")
    def at(self, decision: ThreadDecision) -> str:
        return date_format(timezone.localtime(decision.decided_at), "j M Y, H:i")

    @admin.display(description="Who")
    def who(self, decision: ThreadDecision) -> str:
        return decision.moderator.get_full_name() or decision.moderator.get_username()

    @admin.display(description="What")
    def what(self, decision: ThreadDecision) -> str:
        return str(decision)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_thread")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThreadDecision]:
        return super().get_queryset(request).select_related("moderator")


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    list_display = ["article", "state", "reason", "held", "approved", "change_link"]
    list_filter = ["mode", "article__section"]
    list_select_related = ["article"]
    list_per_page = 50
    search_fields = ["article__headline"]
    ordering = ["-held_count", "-pk"]
    readonly_fields = ["article", "state", "reason", "held", "approved", "change_link"]
    fields = ("article", ("state", "held", "approved"), "reason", "change_link")
    inlines = [ThreadDecisionInline]
    actions = ["open_selected", "premoderate_selected", "close_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_thread")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [name for name in self.list_display if self._lets(request, name)]

    def get_fields(self, request: HttpRequest, obj: Thread | None = None) -> list[Any]:
        return [name for name in self.fields if self._lets(request, name)]

    def _lets(self, request: HttpRequest, shown: Any) -> bool:
        """The link to another mode is for who may set it."""
        return shown != "change_link" or self.has_moderate_permission(request)

    @admin.display(description="Comments are", ordering="mode")
    def state(self, thread: Thread) -> SafeString:
        return format_html(
            '<span class="standing standing--{}">{}</span>', thread.mode, thread.get_mode_display()
        )

    @admin.display(description="Held", ordering="held_count")
    def held(self, thread: Thread) -> int:
        return thread.held_count

    @admin.display(description="Published", ordering="approved_count")
    def approved(self, thread: Thread) -> int:
        return thread.approved_count

    @admin.display(description="Change")
    def change_link(self, thread: Thread) -> SafeString:
        return format_html('<a href="{}">Open or close…</a>', modes_address([thread]))

    @admin.action(description="Open", permissions=["moderate"])
    def open_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return HttpResponseRedirect(modes_address(threads, ThreadMode.OPEN))

    @admin.action(description="Premoderate", permissions=["moderate"])
    def premoderate_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return HttpResponseRedirect(modes_address(threads, ThreadMode.PREMODERATED))

    @admin.action(description="Close, with a reason", permissions=["moderate"])
    def close_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return HttpResponseRedirect(modes_address(threads, ThreadMode.CLOSED))

    def get_urls(self) -> list[Any]:
        modes = self.admin_site.admin_view(self.modes)
        return [path("modes/", modes, name="comments_thread_modes"), *super().get_urls()]

    def modes(self, request: HttpRequest) -> HttpResponse:
        """Ask for mode and reason, then set them on every thread that the address names."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        threads = _named(request)
        form = ThreadForm(request.POST or None, initial=_initial(request, threads))
        if request.method == "POST" and form.is_valid():
            return self._set(request, threads, **form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "title": "Open or close comments",
            "opts": self.opts,
            "threads": threads,
            "form": form,
        }
        return TemplateResponse(request, "admin/comments/thread/modes.html", context)

    def _set(
        self, request: HttpRequest, threads: list[Thread], mode: str, reason: str
    ) -> HttpResponse:
        for thread in threads:
            thread.set_mode(ThreadMode(mode), by=acting(request), reason=reason)
            state = thread.get_mode_display().lower()
            messages.success(request, f"{thread}: {state}.")
        return HttpResponseRedirect(reverse("admin:comments_thread_changelist"))


def _named(request: HttpRequest) -> list[Thread]:
    ids = [pk for pk in request.GET.getlist("thread")[:1000] if is_row_number(pk)]
    return list(Thread.objects.filter(pk__in=ids).select_related("article"))


def _initial(request: HttpRequest, threads: list[Thread]) -> dict[str, str]:
    """What was asked for, or for a single thread what it is."""
    asked = request.GET.get("to", "")
    if len(threads) == 1:
        return {"mode": asked or threads[0].mode, "reason": threads[0].reason}
    return {"mode": asked}
