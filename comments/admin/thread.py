"""Threads in the admin: which are open, and the page that opens and closes them."""

from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.record import WordsFilter
from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.desk.answers import of_admin
from comments.desk.last_act import remember_final
from comments.desk.notices import SET_ON_ITS_PAGE
from comments.models import DecisionConflict, Thread, ThreadDecision, ThreadMode
from comments.models.beat import edited_by
from comments.models.thread import ThreadQuerySet
from comments.modes_address import modes_address

from .log import LogInline
from .own_sections import OwnSectionFilter
from .thread_settings import Settings

# So many threads are set by one press; a form of twice as many is refused unread.
MOST_AT_ONCE = 500
# Of those that are not as wanted, so many are named.
MOST_NAMED = 20
NONE_TO_SET = "There is no thread here that you can set."


class StateFilter(WordsFilter):
    """What a thread is now, the clock and the rules included."""

    title = "comments"
    parameter_name = "state"
    template = "admin/filter.html"
    words = {
        "open": ("Open", ThreadQuerySet.open),
        "premoderated": ("Premoderated", ThreadQuerySet.premoderated),
        "closed": ("Closed or hidden", ThreadQuerySet.closed),
        "hidden": ("Hidden", ThreadQuerySet.hidden),
    }


class ThreadDecisionInline(LogInline):
    model = ThreadDecision
    readonly_fields = [*LogInline.readonly_fields, "override"]
    fields = tuple(readonly_fields)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_thread")


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    list_display = ["article", "state", "told", "held", "approved", "change_link"]
    list_filter = [StateFilter, ("article__section", OwnSectionFilter)]
    list_per_page = 50
    search_fields = ["article__headline"]
    ordering = ["-held_count", "-pk"]
    readonly_fields = ["article", "state", "told", "held", "approved", "change_link"]
    fields = ("article", ("state", "held", "approved"), "told", "change_link")
    inlines = [ThreadDecisionInline]
    actions = ["open_selected", "premoderate_selected", "close_selected", "hide_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        threads = cast(ThreadQuerySet, super().get_queryset(request))
        theirs = threads.for_moderator(acting(request)).visible_to(acting(request))
        sections = edited_by(acting(request))
        is_set = Value(True) if sections is None else Q(article__section__in=sections)
        return theirs.with_state().annotate(is_theirs_to_set=is_set)

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

    @admin.display(description="Change", empty_value="")
    def change_link(self, thread: Any) -> str | SafeString:
        if not thread.is_theirs_to_set:
            return ""
        return format_html('<a href="{}">Open or close…</a>', modes_address(thread))

    @admin.action(description="Open", permissions=["moderate"])
    def open_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, threads, ThreadMode.OPEN)

    @admin.action(description="Premoderate", permissions=["moderate"])
    def premoderate_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, threads, ThreadMode.PREMODERATED)

    @admin.action(description="Close, with a reason", permissions=["moderate"])
    def close_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, threads, ThreadMode.CLOSED)

    @admin.action(description="Hide, with a reason", permissions=["moderate"])
    def hide_selected(self, request: HttpRequest, threads: QuerySet[Thread]) -> HttpResponse:
        return self._ask(request, threads, ThreadMode.HIDDEN)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [path("modes/", view(self.modes), name="comments_thread_modes")]
        return own + super().get_urls()

    def modes(self, request: HttpRequest) -> HttpResponse:
        """Ask for mode, dates and pace, then set them on every thread that the form names."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        named = request.POST.getlist("thread") or request.GET.getlist("thread")
        threads = self._named(request, named)
        if not threads:
            messages.warning(request, NONE_TO_SET)
            return HttpResponseRedirect(_back(request))
        wanted = request.GET.get("mode", "")
        to = wanted if wanted in ThreadMode.values else ""
        # What was asked of many is read as such, although fewer are there by now.
        many = len(named) > 1
        settings = Settings.asked(request, threads, request.POST or None, to=to, many=many)
        if request.method == "POST" and settings.are_valid():
            return self._set(request, threads, dict(map(_seen, named[:MOST_AT_ONCE])), settings)
        return self._page(request, threads, settings)

    def _set(
        self,
        request: HttpRequest,
        threads: list[Thread],
        seen: dict[int, str],
        settings: Settings,
    ) -> HttpResponse:
        """Each bound to the mode that the moderator saw."""
        if len(threads) > 1 or len(seen) > 1:
            self._set_many(request, threads, seen, settings)
            return HttpResponseRedirect(_back(request))
        (thread,) = threads
        try:
            settings.set(thread, by=acting(request), seen=seen[thread.pk])
        except DecisionConflict as conflict:
            settings.refuse(conflict)
            return self._page(request, self._named(request, [str(thread.pk)]), settings)
        remember_final(request, SET_ON_ITS_PAGE)
        # Opening does not open what a rule keeps closed.
        level = messages.SUCCESS if settings.is_as_wanted(thread) else messages.WARNING
        messages.add_message(request, level, _told(thread))
        _tell_of_left(request, threads)
        return HttpResponseRedirect(_back(request))

    def _set_many(
        self,
        request: HttpRequest,
        threads: list[Thread],
        seen: dict[int, str],
        settings: Settings,
    ) -> None:
        """Each by itself: what cannot be done is said, and stops none of the others."""
        refused, unlike, settled = [], [], 0
        for thread in threads:
            try:
                settled += settings.set(thread, by=acting(request), seen=seen[thread.pk])
            except DecisionConflict as conflict:
                refused.append(f"{thread}: {conflict}")
            else:
                unlike += [] if settings.is_as_wanted(thread) else [_told(thread)]
        done = len(threads) - len(refused)
        if done:
            remember_final(request, SET_ON_ITS_PAGE)
        for told, number in settings.told(done, settled).items():
            level = messages.SUCCESS if number else messages.WARNING
            messages.add_message(request, level, f"{told} {number} of {len(seen)} threads.")
        _tell_each(request, messages.WARNING, unlike)
        _tell_each(request, messages.ERROR, refused)
        _tell_of_left(request, threads)

    def _named(self, request: HttpRequest, names: list[str]) -> list[Thread]:
        """Those that are theirs to set among the threads that a page names."""
        ids = filter(None, dict(map(_seen, names[:MOST_AT_ONCE])))
        theirs = Thread.objects.set_by(acting(request)).visible_to(acting(request))
        own = theirs.filter(pk__in=ids)
        return list(own.with_state().select_related("article__publication"))

    def _ask(self, request: HttpRequest, chosen: QuerySet[Thread], to: str) -> HttpResponse:
        """From the list: the page on which the mode that was chosen there is ticked."""
        theirs = cast(ThreadQuerySet, chosen).set_by(acting(request))
        threads = list(theirs.select_related("article__publication")[:MOST_AT_ONCE])
        if not threads:
            messages.warning(request, NONE_TO_SET)
            return HttpResponseRedirect(request.get_full_path())
        chosen_in_all = chosen.count()
        settings = Settings.asked(request, threads, to=to)
        return self._page(request, threads, settings, chosen_in_all=chosen_in_all)

    def _page(
        self,
        request: HttpRequest,
        threads: list[Thread],
        settings: Settings,
        *,
        chosen_in_all: int = 0,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Open or close comments",
            "opts": self.opts,
            "threads": threads,
            "chosen_in_all": chosen_in_all or _chosen_in_all(request),
            "most_at_once": MOST_AT_ONCE,
            "parts": settings.parts,
            "form": settings.mode,
            "terms_form": settings.terms,
            "override_form": settings.override,
            "form_url": reverse("admin:comments_thread_modes"),
            "back": _back(request),
        }
        return TemplateResponse(request, "admin/comments/thread/modes.html", context)


def _back(request: HttpRequest) -> str:
    """The page of the admin that led here, or the list of threads."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        came_from = urlsplit("")
    led = came_from.netloc == request.get_host() and not came_from.path.endswith("/modes/")
    address = came_from._replace(scheme="", netloc="").geturl() if led else ""
    typed = request.POST.get("back", "")
    return of_admin(typed or address) or reverse("admin:comments_thread_changelist")


def _chosen_in_all(request: HttpRequest) -> int:
    """How many a form was opened for. It names the first of them."""
    told = request.POST.get("chosen_in_all", "")
    named = request.POST.getlist("thread") or request.GET.getlist("thread")
    return max(int(told) if is_row_number(told) else 0, len(dict(map(_seen, named))))


def _tell_of_left(request: HttpRequest, threads: list[Thread]) -> None:
    """Nothing that was chosen is left out without a word."""
    chosen = _chosen_in_all(request)
    if left := chosen - len(threads):
        stay = "stays as it is" if left == 1 else "stay as they are"
        told = f"{intcomma(chosen)} were chosen: {intcomma(left)} of them {stay}."
        messages.warning(request, told)


def _tell_each(request: HttpRequest, level: int, sentences: list[str]) -> None:
    for sentence in sentences[:MOST_NAMED]:
        messages.add_message(request, level, sentence)
    more = len(sentences) - MOST_NAMED
    if more > 0:
        messages.add_message(request, level, f"So it is with {more} more.")


def _seen(name: str) -> tuple[int, str]:
    """From “12:open”: which thread, and the mode it was seen in; 0 for what is no thread."""
    pk, _, mode = name.partition(":")
    return (int(pk) if is_row_number(pk) else 0), mode


def _told(thread: Thread) -> str:
    """“Comments on “Ferry” are closed until Monday 08:00 (opening hours).”"""
    sentence = thread.state.sentence
    return f"{thread} are {sentence[0].lower()}{sentence[1:]}."
