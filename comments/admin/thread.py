"""Threads in the admin: which are open, and the page that opens and closes them."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.forms import ThreadForm
from comments.interest import interest_of
from comments.models import DecisionConflict, Thread, ThreadDecision, ThreadMode
from comments.models.thread import ThreadQuerySet

from .log import LogInline


def modes_address(thread: Thread) -> str:
    """Where the mode of a thread is set."""
    return f"{reverse('admin:comments_thread_modes')}?thread={thread.pk}"


class ThreadDecisionInline(LogInline):
    model = ThreadDecision
    readonly_fields = [*LogInline.readonly_fields, "override"]
    fields = tuple(readonly_fields)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_thread")


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        threads = cast(ThreadQuerySet, super().get_queryset(request))
        return threads.for_moderator(acting(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_thread")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Who decides on comments is led to the desk."""
        decides = request.user.has_perm("comments.decide_comment")
        held = "held_at_desk" if decides else "held"
        shown = [name for name in self.list_display if self._lets(request, name)]
        return [held if name == "held" else name for name in shown]

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

    @admin.display(description="Held", ordering="held_count")
    def held_at_desk(self, thread: Thread) -> Any:
        if not thread.held_count:
            return 0
        address = f"{reverse('admin:desk')}?story={thread.article_id}"
        return format_html('<a href="{}">{}</a>', address, thread.held_count)

    @admin.display(description="Published", ordering="approved_count")
    def approved(self, thread: Thread) -> int:
        return thread.approved_count

    @admin.display(description="Change")
    def change_link(self, thread: Thread) -> SafeString:
        return format_html('<a href="{}">Open or close…</a>', modes_address(thread))

    @admin.action(description="Open", permissions=["moderate"])
    def open_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, list(threads), ThreadMode.OPEN)

    @admin.action(description="Premoderate", permissions=["moderate"])
    def premoderate_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, list(threads), ThreadMode.PREMODERATED)

    @admin.action(description="Close, with a reason", permissions=["moderate"])
    def close_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, list(threads), ThreadMode.CLOSED)

    def get_urls(self) -> list[Any]:
        modes = self.admin_site.admin_view(self.modes)
        return [path("modes/", modes, name="comments_thread_modes"), *super().get_urls()]

    def modes(self, request: HttpRequest) -> HttpResponse:
        """Ask for mode and reason, then set them on every thread that the form names."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        named = request.POST.getlist("thread") or request.GET.getlist("thread")
        seen = dict(_seen(name) for name in named[:1000])
        own = Thread.objects.for_moderator(acting(request)).filter(pk__in=filter(None, seen))
        threads = list(own.select_related("article__publication"))
        form = ThreadForm(request.POST or None, initial=_initial(threads))
        form.ask_override(any(interest_of(acting(request), t.article) for t in threads))
        if request.method == "POST" and form.is_valid():
            return self._set(request, threads, seen, **form.cleaned_data)
        return self._ask(request, threads, form=form)

    def _ask(
        self,
        request: HttpRequest,
        threads: list[Thread],
        to: str = "",
        form: ThreadForm | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Open or close comments",
            "opts": self.opts,
            "threads": threads,
            "form": form or ThreadForm(initial={"mode": to}),
            "form_url": reverse("admin:comments_thread_modes"),
        }
        return TemplateResponse(request, "admin/comments/thread/modes.html", context)

    def _set(
        self,
        request: HttpRequest,
        threads: list[Thread],
        seen: dict[int, str],
        mode: str,
        reason: str,
        override: str = "",
    ) -> HttpResponse:
        """Each bound to the mode that the moderator saw."""
        for thread in threads:
            try:
                thread.set_mode(
                    ThreadMode(mode),
                    by=acting(request),
                    reason=reason,
                    seen=seen[thread.pk],
                    override=override,
                )
                state = thread.get_mode_display().lower()
                messages.success(request, f"{thread}: {state}.")
            except DecisionConflict as conflict:
                messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:comments_thread_changelist"))


def _seen(name: str) -> tuple[int, str]:
    """From “12:open”: which thread, and the mode it was seen in; 0 for what is no thread."""
    pk, _, mode = name.partition(":")
    return (int(pk) if is_row_number(pk) else 0), mode


def _initial(threads: list[Thread]) -> dict[str, str]:
    """What a single thread is, with the reason it is closed for."""
    if len(threads) != 1:
        return {}
    return {"mode": threads[0].mode, "reason": threads[0].reason}
