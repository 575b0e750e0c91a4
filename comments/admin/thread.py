"""Threads in the admin: which are open, and the page that opens and closes them."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.forms import ManyTermsForm, TermsForm, ThreadForm
from comments.interest import interest_of
from comments.models import DecisionConflict, Thread, ThreadDecision, ThreadMode
from comments.models.thread import ThreadQuerySet

from .log import LogInline

# So many threads are set by one press.
MOST_AT_ONCE = 1000


def modes_address(thread: Thread) -> str:
    """Where the mode of a thread is set."""
    return f"{reverse('admin:comments_thread_modes')}?thread={thread.pk}"


class StateFilter(admin.SimpleListFilter):
    """What a thread is now, the clock and the rules included."""

    title = "comments"
    parameter_name = "state"
    words: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "open": ("Open", ThreadQuerySet.open),
        "premoderated": ("Premoderated", ThreadQuerySet.premoderated),
        "closed": ("Closed or hidden", ThreadQuerySet.closed),
        "hidden": ("Hidden", ThreadQuerySet.hidden),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, label) for state, (label, _) in self.words.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else queryset


class ThreadDecisionInline(LogInline):
    model = ThreadDecision
    readonly_fields = [*LogInline.readonly_fields, "override"]
    fields = tuple(readonly_fields)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_thread")


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    list_display = ["article", "state", "told", "held", "approved", "change_link"]
    list_filter = [StateFilter, "article__section"]
    list_per_page = 50
    search_fields = ["article__headline"]
    ordering = ["-held_count", "-pk"]
    readonly_fields = ["article", "state", "told", "held", "approved", "change_link"]
    fields = ("article", ("state", "held", "approved"), "told", "change_link")
    inlines = [ThreadDecisionInline]
    actions = ["open_selected", "premoderate_selected", "close_selected", "hide_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        threads = cast(ThreadQuerySet, super().get_queryset(request))
        return threads.for_moderator(acting(request)).with_state()

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

    @admin.display(description="Comments are")
    def state(self, thread: Thread) -> SafeString:
        state = thread.state
        return format_html(
            '<span class="standing standing--{}">{}</span>', state.mode, state.sentence
        )

    @admin.display(description="Readers are told", empty_value="")
    def told(self, thread: Thread) -> str:
        return thread.state.reason

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

    @admin.action(description="Hide, with a reason", permissions=["moderate"])
    def hide_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, list(threads), ThreadMode.HIDDEN)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("modes/", view(self.modes), name="comments_thread_modes"),
            path("terms/", view(require_POST(self.terms)), name="comments_thread_terms"),
        ]
        return own + super().get_urls()

    def modes(self, request: HttpRequest) -> HttpResponse:
        """Ask for mode and reason, then set them on every thread that the form names."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        named = request.POST.getlist("thread") or request.GET.getlist("thread")
        seen = dict(map(_seen, named[:MOST_AT_ONCE]))
        threads = self._named(request, named)
        form = ThreadForm(request.POST or None, initial=_initial(threads))
        form.ask_override(any(interest_of(acting(request), t.article) for t in threads))
        if request.method == "POST" and form.is_valid():
            return self._set(request, threads, seen, **form.cleaned_data)
        return self._ask(request, threads, form=form)

    def terms(self, request: HttpRequest) -> HttpResponse:
        """Settle what one thread, or each of many, has of its own beside its mode."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if "thread" in request.POST:
            return self._terms_of_many(request)
        pk, _ = _seen(request.GET.get("thread", ""))
        as_it_is = Thread.objects.for_moderator(acting(request)).with_state().filter(pk=pk)
        thread = get_object_or_404(as_it_is)
        form = _terms_form(request, thread, request.POST)
        if form.is_valid():
            try:
                override = form.cleaned_data.get("override", "")
                thread.settle(by=acting(request), override=override, **form.changed)
            except DecisionConflict as conflict:
                form.add_error("override" if "override" in form.fields else None, str(conflict))
        if not form.is_valid():
            return self._ask(request, list(as_it_is.all()), terms_form=form)
        messages.success(request, _told(thread))
        return HttpResponseRedirect(modes_address(thread))

    def _terms_of_many(self, request: HttpRequest) -> HttpResponse:
        """Told at once: for how many it was set, and which could not be."""
        threads = self._named(request, request.POST.getlist("thread"))
        form = _many_terms_form(request, threads, request.POST)
        if not form.is_valid():
            return self._ask(request, threads, terms_form=form)
        why = {name: form.cleaned_data.get(name, "") for name in ("reason", "override")}
        set_now = 0
        for thread in threads:
            try:
                set_now += thread.settle(by=acting(request), **why, **form.changed)
            except DecisionConflict as conflict:
                messages.error(request, f"{thread}: {conflict}")
        _tell_of_many(request, set_now, len(threads))
        return HttpResponseRedirect(reverse("admin:comments_thread_changelist"))

    def _named(self, request: HttpRequest, names: list[str]) -> list[Thread]:
        """The threads of the moderator's beat among those that a page names."""
        ids = filter(None, dict(map(_seen, names[:MOST_AT_ONCE])))
        own = Thread.objects.for_moderator(acting(request)).filter(pk__in=ids)
        return list(own.with_state().select_related("article__publication"))

    def _ask(
        self,
        request: HttpRequest,
        threads: list[Thread],
        to: str = "",
        form: ThreadForm | None = None,
        terms_form: TermsForm | ManyTermsForm | None = None,
    ) -> HttpResponse:
        is_of_many = len(threads) != 1 or isinstance(terms_form, ManyTermsForm)
        single = None if is_of_many else threads[0]
        fresh = _terms_form(request, single) if single else _many_terms_form(request, threads)
        context = {
            **self.admin_site.each_context(request),
            "title": "Open or close comments",
            "opts": self.opts,
            "threads": threads,
            "form": form or ThreadForm(initial={"mode": to} if to else _initial(threads)),
            "form_url": reverse("admin:comments_thread_modes"),
            "terms_form": terms_form or (fresh if threads else None),
            "terms_url": _terms_address(single),
            "single": single,
        }
        return TemplateResponse(request, "admin/comments/thread/modes.html", context)

    def _set(
        self,
        request: HttpRequest,
        threads: list[Thread],
        seen: dict[int, str],
        mode: str,
        **why: Any,
    ) -> HttpResponse:
        """Each bound to the mode that the moderator saw."""
        to = ThreadMode(mode)
        for thread in threads:
            try:
                thread.set_mode(to, by=acting(request), seen=seen[thread.pk], **why)
                # Opening does not open what a rule keeps closed.
                as_wanted = thread.state.mode == to
                level = messages.SUCCESS if as_wanted else messages.WARNING
                messages.add_message(request, level, _told(thread))
            except DecisionConflict as conflict:
                messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:comments_thread_changelist"))


def _terms_form(request: HttpRequest, thread: Thread, *typed: Any) -> TermsForm:
    form = TermsForm(*typed, instance=thread)
    form.ask_override(bool(interest_of(acting(request), thread.article)))
    return form


def _many_terms_form(request: HttpRequest, threads: list[Thread], *typed: Any) -> ManyTermsForm:
    form = ManyTermsForm(*typed)
    form.ask_override(any(interest_of(acting(request), each.article) for each in threads))
    return form


def _terms_address(single: Thread | None) -> str:
    address = reverse("admin:comments_thread_terms")
    return f"{address}?thread={single.pk}" if single else address


def _tell_of_many(request: HttpRequest, set_now: int, named: int) -> None:
    threads = "1 thread" if named == 1 else f"{named} threads"
    level = messages.SUCCESS if set_now else messages.WARNING
    messages.add_message(request, level, f"Dates and pace were set for {set_now} of {threads}.")


def _seen(name: str) -> tuple[int, str]:
    """From “12:open”: which thread, and the mode it was seen in; 0 for what is no thread."""
    pk, _, mode = name.partition(":")
    return (int(pk) if is_row_number(pk) else 0), mode


def _initial(threads: list[Thread]) -> dict[str, Any]:
    """What a single thread was set to, with its reason and its end."""
    if len(threads) != 1:
        return {}
    thread = threads[0]
    if not thread.is_set_by_hand(timezone.now()):
        return {"mode": ThreadMode.OPEN}
    return {"mode": thread.mode, "reason": thread.reason, "until": thread.mode_until}


def _told(thread: Thread) -> str:
    """“Comments on “Ferry” are closed until Monday 08:00 (opening hours).”"""
    sentence = thread.state.sentence
    return f"{thread} are {sentence[0].lower()}{sentence[1:]}."
