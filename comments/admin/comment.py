"""Comments in the admin: the held ones first, and the decisions taken on them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from articles.admin.staff import acting
from comments.forms import USUAL_REASONS, RejectionForm
from comments.models import Comment, CommentStatus, Decision, DecisionConflict
from comments.models.comment import CommentQuerySet

from .thread import modes_address


class QueueFilter(admin.SimpleListFilter):
    """Which comments: the held ones, unless another queue is asked for."""

    title = "queue"
    parameter_name = "queue"
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
        return [{**first, "display": "Held"}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else queryset.held()


class DecisionInline(admin.TabularInline):
    model = Decision
    readonly_fields = [
        *("decided_at", "moderator", "rule", "from_status", "to_status", "reason", "note"),
    ]
    fields = tuple(readonly_fields)
    extra = 0
    can_delete = False
    verbose_name_plural = "Log"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("moderator")


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ["card", "on_article", "why", "decide"]
    list_display_links = None
    list_filter = [QueueFilter, "thread__article__section"]
    list_per_page = 50
    search_fields = ["author_name", "body_source", "thread__article__headline"]
    ordering = ["posted_at"]
    show_full_result_count = False
    readonly_fields = [
        *("on_article", "card", "why", "decide", "body_source"),
        *("status", "number", "posted_at", "published_at"),
    ]
    fields = tuple(readonly_fields)
    inlines = [DecisionInline]
    actions = ["approve_selected", "reject_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments = super().get_queryset(request)
        return comments.select_related("thread__article__section", "commenter", "parent")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.decide_comment")

    # What a moderator is shown of each

    @admin.display(description="Comment")
    def card(self, comment: Comment) -> SafeString:
        return _fragment("_card.html", comment)

    @admin.display(description="Article", ordering="thread__article__headline")
    def on_article(self, comment: Comment) -> SafeString:
        return _fragment("_article.html", comment)

    @admin.display(description="Why", ordering="held_because")
    def why(self, comment: Comment) -> str:
        return comment.held_because or "–"

    @admin.display(description="Decide")
    def decide(self, comment: Comment) -> SafeString:
        return _fragment("_decide.html", comment)

    # Deciding

    @admin.action(description="Approve", permissions=["decide"])
    def approve_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        _tell_of_the_missing(request, comments)
        self._decide(request, [(c, c.status, CommentStatus.APPROVED) for c in comments])

    @admin.action(description="Reject, with a reason", permissions=["decide"])
    def reject_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> HttpResponse:
        _tell_of_the_missing(request, comments)
        return HttpResponseRedirect(reject_address(*comments))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("decisions/", view(require_POST(self.decisions)), name="comments_decisions"),
            path("reject/", view(self.reject), name="comments_reject"),
        ]
        return own + super().get_urls()

    def decisions(self, request: HttpRequest) -> HttpResponse:
        """Take the decisions posted, each bound to the status that the moderator saw."""
        self._allow(request)
        self._decide(request, _wanted(request.POST.getlist("decision")))
        return HttpResponseRedirect(_back(request))

    def reject(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason, then reject every comment that the address names."""
        self._allow(request)
        wanted = _wanted(request.GET.getlist("decision"))
        form = RejectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._decide(request, wanted, **form.cleaned_data)
            return HttpResponseRedirect(_back(request))
        context = {
            **self.admin_site.each_context(request),
            "title": "Reject comments" if len(wanted) > 1 else "Reject comment",
            "opts": self.opts,
            "comments": [comment for comment, _, _ in wanted],
            "form": form,
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
    ) -> None:
        """Each in its own transaction: what cannot be done stops none of the others."""
        done: dict[str, int] = {}
        for comment, seen, to in wanted:
            try:
                _take(comment, seen, to, by=acting(request), reason=reason, note=note)
                done[to.value] = done.get(to.value, 0) + 1
            except DecisionConflict as conflict:
                messages.error(request, str(conflict))
        for status, count in done.items():
            what = "1 comment" if count == 1 else f"{count} comments"
            messages.success(request, f"{what} {status}.")


def reject_address(*comments: Comment) -> str:
    """Where these comments are rejected, as they were seen."""
    query = [("decision", f"{c.pk}:{c.status}:{CommentStatus.REJECTED}") for c in comments]
    return f"{reverse('admin:comments_reject')}?{urlencode(query)}"


def _fragment(template: str, comment: Comment) -> SafeString:
    context = {
        "comment": comment,
        "article": comment.thread.article,
        "reject_url": reject_address(comment),
        "modes_url": modes_address([comment.thread]),
    }
    return render_to_string(f"admin/comments/comment/{template}", context)


def _wanted(values: list[str]) -> list[tuple[Comment, str, CommentStatus]]:
    """From “12:held:approved”: which comment, the status that was seen, and what it shall be."""
    asked = {}
    for value in values[:1000]:
        pk, _, statuses = value.partition(":")
        seen, _, to = statuses.partition(":")
        if pk.isascii() and pk.isdigit() and to in CommentStatus.values:
            asked[int(pk)] = (seen, CommentStatus(to))
    comments = Comment.objects.select_related("thread__article", "parent").filter(pk__in=asked)
    return [(comment, *asked[comment.pk]) for comment in comments]


def _take(
    comment: Comment, seen: str, to: CommentStatus, *, by: Any, reason: str, note: str
) -> None:
    if comment.status != seen:
        raise DecisionConflict(_decided_meanwhile(comment))
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
    by = (last.moderator.get_full_name() or last.moderator.username) if last.moderator else "a rule"
    ago = timesince(last.decided_at, timezone.now())
    return f"{comment} was already {comment.status} by {by}, {ago} ago."


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
    came_from = urlsplit(request.headers.get("Referer", ""))
    ours = came_from.netloc == request.get_host() and came_from.path == queue
    return f"{queue}?{came_from.query}" if ours and came_from.query else queue
