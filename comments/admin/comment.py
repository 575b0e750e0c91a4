"""Comments in the admin: the held ones first, and the decisions taken on them."""

from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.forms import USUAL_REASONS, RejectionForm
from comments.models import Comment, CommentStatus, Decision, DecisionConflict
from comments.models.comment import DECIDABLE, CommentQuerySet
from comments.spoken import decider
from comments.standing_orders import orders_column

from .erasing import erase_address, erase_commenter
from .log import LogInline
from .thread import modes_address


class QueueFilter(admin.SimpleListFilter):
    """Which comments: the held ones, unless another queue is asked for."""

    title = "queue"
    parameter_name = "queue"
    template = "admin/tabs.html"
    words: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "approved": ("Approved", CommentQuerySet.approved),
        "rejected": ("Rejected", CommentQuerySet.rejected),
        "all": ("All", CommentQuerySet.all),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(queue, label) for queue, (label, _) in self.words.items()]

    def choices(self, changelist: Any) -> Any:
        """The choice without a parameter is the held ones, not all."""
        first, *others = super().choices(changelist)
        return [{**first, "display": f"Held {Comment.objects.held().count()}"}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else queryset.held()


class DecisionInline(LogInline):
    model = Decision

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The note is for moderators."""
        may_read = request.user.has_perm("comments.decide_comment")
        return [*self.fields, "override", "note"] if may_read else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, "override", "note"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_comment")


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ["on_article", "modes", "card", "why", "decide"]
    list_display_links = None
    list_filter = [QueueFilter, "thread__article__section"]
    list_per_page = 50
    search_fields = ["author_name", "body_source", "thread__article__headline"]
    ordering = ["posted_at"]
    show_full_result_count = False
    readonly_fields = [
        *("on_article", "modes", "card", "why", "decide", "typed"),
        *("status", "number", "posted_at", "published_at", "erase_link"),
    ]
    fields = tuple(readonly_fields)
    inlines = [DecisionInline]
    actions = ["approve_selected", "reject_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments = cast(CommentQuerySet, super().get_queryset(request))
        own = comments.for_moderator(acting(request)).select_related(
            "thread__article__section__comment_rules", "commenter", "parent"
        )
        with_orders: QuerySet[Comment] = own.annotate(orders=orders_column())
        return with_orders

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits longest first; of what is decided, the newest."""
        return ["-posted_at"] if request.GET.get("queue") else ["posted_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Keys of commenters and networks cannot be guessed bit by bit."""
        if lookup.split("__")[0] in {"submission", "receipt", "from_address"}:
            return False
        return super().lookup_allowed(lookup, value, request)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.decide_comment")

    # What a moderator is shown of each

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._without_refusals(request, self.list_display)

    def get_fieldsets(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        place = self._without_refusals(request, ["on_article", "modes"])
        shown = self._without_refusals(request, ["card", "why", "decide"])
        record = [("status", "number", "posted_at", "published_at"), "typed"]
        if request.user.has_perm("comments.erase_commenter"):
            record.append("erase_link")
        return [
            (None, {"fields": [tuple(place), *shown]}),
            ("In the record", {"fields": record}),
        ]

    def get_view_on_site_url(self, obj: Comment | None = None) -> str | None:
        """Readers find the approved ones alone."""
        return super().get_view_on_site_url(obj) if obj and obj.is_approved else None

    def _without_refusals(self, request: HttpRequest, shown: Iterable[Any]) -> list[Any]:
        """Only the buttons and links that let this member of staff through."""
        refused = {
            *([] if self.has_decide_permission(request) else ["decide"]),
            *([] if request.user.has_perm("comments.moderate_thread") else ["modes"]),
        }
        return [name for name in shown if name not in refused]

    @admin.display(description="Comment")
    def card(self, comment: Comment) -> SafeString:
        return _fragment("_card.html", comment)

    @admin.display(description="Article", ordering="thread__article__headline")
    def on_article(self, comment: Comment) -> SafeString:
        return _fragment("_article.html", comment)

    @admin.display(description="Discussion")
    def modes(self, comment: Comment) -> SafeString:
        address = modes_address(comment.thread)
        return format_html('<a href="{}">Open or close…</a>', address)

    @admin.display(description="Why it was held", ordering="held_because")
    def why(self, comment: Comment) -> str:
        return comment.held_because

    @admin.display(description="As it was typed")
    def typed(self, comment: Comment) -> SafeString:
        return format_html('<div class="typed" dir="auto">{}</div>', comment.body_source)

    @admin.display(description="Commenter")
    def erase_link(self, comment: Comment) -> SafeString:
        address = erase_address(comment.commenter)
        return format_html('<a href="{}">Erase {}…</a>', address, comment.commenter)

    @admin.display(description="Decide")
    def decide(self, comment: Comment) -> SafeString:
        return _fragment("_decide.html", comment)

    # Deciding

    @admin.action(description="Approve", permissions=["decide"])
    def approve_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        _tell_of_the_missing(request, comments)
        # A list shows no text that was rewritten since: such a one is read first.
        self._decide(request, [(c, f"{c.status}@1", CommentStatus.APPROVED) for c in comments])

    @admin.action(description="Reject, with a reason", permissions=["decide"])
    def reject_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> HttpResponse:
        _tell_of_the_missing(request, comments)
        wanted = [(comment, comment.seen, CommentStatus.REJECTED) for comment in comments]
        return self._ask_why(request, wanted, RejectionForm())

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("decisions/", view(require_POST(self.decisions)), name="comments_decisions"),
            path("reject/", view(self.reject), name="comments_reject"),
            path("erase/<int:pk>/", view(erase_commenter), name="comments_erase"),
        ]
        return own + super().get_urls()

    def decisions(self, request: HttpRequest) -> HttpResponse:
        """Take the decisions posted, each bound to what the moderator saw."""
        self._allow(request)
        self._decide(request, _wanted(request, request.POST.getlist("decision")))
        return HttpResponseRedirect(_back(request))

    def reject(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason, then reject every comment that the form or the address names."""
        self._allow(request)
        named = request.POST.getlist("decision") or request.GET.getlist("decision")
        wanted = _wanted(request, named)
        form = RejectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if self._decide(request, wanted, **form.cleaned_data) or not wanted:
                return HttpResponseRedirect(_back(request))
            # Somebody else was faster. What was typed stays, for the comments as they are.
            wanted = _wanted(request, [f"{c.pk}:{c.seen}:{to}" for c, _, to in wanted])
        return self._ask_why(request, wanted, form)

    def _ask_why(
        self,
        request: HttpRequest,
        wanted: list[tuple[Comment, str, CommentStatus]],
        form: RejectionForm,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Reject comments" if len(wanted) > 1 else "Reject comment",
            "opts": self.opts,
            "comments": [comment for comment, _, _ in wanted],
            "decisions": [f"{comment.pk}:{seen}:{to}" for comment, seen, to in wanted],
            "form": form,
            "form_url": reverse("admin:comments_reject"),
            "usual_reasons": USUAL_REASONS,
        }
        return TemplateResponse(request, "admin/comments/comment/reject.html", context)

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_decide_permission(request):
            raise PermissionDenied

    def _decide(
        self,
        request: HttpRequest,
        wanted: list[tuple[Comment, str, CommentStatus]],
        reason: str = "",
        note: str = "",
    ) -> int:
        """Each in its own transaction: what cannot be done stops none of the others.

        Answers how many were done. A comment that is there already is passed over.
        """
        done: dict[str, int] = {}
        for comment, seen, to in wanted:
            if seen.partition("@")[0] == to:
                continue
            try:
                _take(comment, seen, to, by=acting(request), reason=reason, note=note)
                done[to.value] = done.get(to.value, 0) + 1
                if comment.is_approved and comment.thread.is_closed:
                    messages.warning(request, f"{comment} is published in a closed thread.")
            except DecisionConflict as conflict:
                messages.error(request, str(conflict))
        for status, count in done.items():
            what = "1 comment" if count == 1 else f"{count} comments"
            messages.success(request, f"{what} {status}.")
        return sum(done.values())


def reject_address(*comments: Comment) -> str:
    """Where these comments are rejected, as they were seen."""
    query = [("decision", f"{c.pk}:{c.seen}:{CommentStatus.REJECTED}") for c in comments]
    return f"{reverse('admin:comments_reject')}?{urlencode(query)}"


def _fragment(template: str, comment: Comment) -> SafeString:
    comment.thread.read_with(comment)
    context = {
        "comment": comment,
        "article": comment.thread.article,
        "thread": comment.thread,
        "reject_url": reject_address(comment),
    }
    return render_to_string(f"admin/comments/comment/{template}", context)


def _wanted(request: HttpRequest, values: list[str]) -> list[tuple[Comment, str, CommentStatus]]:
    """From “12:held@2:approved”: which comment, what was seen of it, and what it shall be."""
    asked = {}
    for value in values[:1000]:
        pk, _, statuses = value.partition(":")
        seen, _, to = statuses.partition(":")
        if is_row_number(pk) and to in DECIDABLE:
            asked[int(pk)] = (seen, CommentStatus(to))
    own = Comment.objects.for_moderator(acting(request)).filter(pk__in=asked)
    comments = own.select_related("thread__article__publication", "parent")
    return [(comment, *asked[comment.pk]) for comment in comments]


def _take(
    comment: Comment, seen: str, to: CommentStatus, *, by: Any, reason: str, note: str
) -> None:
    status, _, revision = seen.partition("@")
    if comment.status != status:
        raise DecisionConflict(_decided_meanwhile(comment))
    if str(comment.revision) != (revision or "1"):
        raise DecisionConflict(f"{comment} was rewritten since. Read it before you decide.")
    if to is CommentStatus.APPROVED:
        comment.approve(by=by, note=note)
    elif to is CommentStatus.REJECTED:
        comment.reject(by=by, reason=reason, note=note)
    else:
        comment.hold(by=by, reason=reason, note=note)


def _decided_meanwhile(comment: Comment) -> str:
    """“Already approved by Mo Lindqvist 4 minutes ago.”"""
    last = comment.decisions.select_related("moderator").first()
    if last is None:
        return f"{comment} is {comment.get_status_display().lower()} by now."
    ago = timesince(last.decided_at, timezone.now())
    return f"{comment} was already {comment.status} by {decider(last)}, {ago} ago."


def _tell_of_the_missing(request: HttpRequest, comments: QuerySet[Comment]) -> None:
    """What was ticked and has left the queue since."""
    ticked = len(request.POST.getlist("_selected_action"))
    if request.POST.get("select_across") == "0" and ticked > (found := comments.count()):
        messages.warning(
            request,
            f"{ticked - found} of {ticked} had been decided by somebody else meanwhile.",
        )


def _back(request: HttpRequest) -> str:
    """To the queue that the moderator came from, when it was one of ours."""
    queue = reverse("admin:comments_comment_changelist")
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return queue
    is_ours = came_from.netloc == request.get_host()
    if is_ours and came_from.path.startswith(reverse("admin:comments_rescans")):
        return f"{came_from.path}?{came_from.query}"
    if is_ours and came_from.path == queue and came_from.query:
        return f"{queue}?{came_from.query}"
    return queue
