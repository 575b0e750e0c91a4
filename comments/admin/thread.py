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
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.staff import acting
from comments.forms import ThreadForm
from comments.models import Thread, ThreadDecision, ThreadMode


def modes_address(threads: Iterable[Thread], to: str = "") -> str:
    """Where the mode of these threads is set."""
    query = [("thread", str(thread.pk)) for thread in threads] + ([("to", to)] if to else [])
    return f"{reverse('admin:comments_thread_modes')}?{urlencode(query)}"


class ThreadDecisionInline(admin.TabularInline):
    model = ThreadDecision
    readonly_fields = ["decided_at", "moderator", "from_mode", "to_mode", "reason"]
    fields = tuple(readonly_fields)
    extra = 0
    can_delete = False
    verbose_name_plural = "Log"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_thread")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThreadDecision]:
        return super().get_queryset(request).select_related("moderator")


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    list_display = ["article", "state", "reason", "held_count", "approved_count", "change_link"]
    list_filter = ["mode", "article__section"]
    list_select_related = ["article"]
    list_per_page = 50
    search_fields = ["article__headline"]
    ordering = ["-held_count", "-pk"]
    readonly_fields = ["article", "mode", "reason", "held_count", "approved_count", "change_link"]
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

    @admin.display(description="Comments are", ordering="mode")
    def state(self, thread: Thread) -> SafeString:
        return format_html(
            '<span class="standing standing--{}">{}</span>', thread.mode, thread.get_mode_display()
        )

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
    ids = [pk for pk in request.GET.getlist("thread") if pk.isascii() and pk.isdigit()]
    return list(Thread.objects.filter(pk__in=ids[:1000]).select_related("article"))


def _initial(request: HttpRequest, threads: list[Thread]) -> dict[str, str]:
    """What was asked for, or for a single thread what it is."""
    asked = request.GET.get("to", "")
    if len(threads) == 1:
        return {"mode": asked or threads[0].mode, "reason": threads[0].reason}
    return {"mode": asked}
