"""Comments on record: all of them, to be found and read. Decisions are taken at the desk."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.lists import DatedChangeList
from articles.admin.record import FilteredAdmin, WordsFilter
from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.headlines import known_headline
from comments.models import Comment, Decision
from comments.models.beat import edited_by, is_bound
from comments.models.comment_queries import CommentQuerySet
from comments.models.commenter import name_of
from comments.modes_address import modes_address
from comments.standing_orders import orders_column

from .erasing import erase_address, erase_commenter
from .log import LogInline
from .naming import NamingAdmin
from .own_sections import OwnSectionFilter


class StatusFilter(WordsFilter):
    """Where they stand: all, unless one is asked for."""

    words = {
        "held": ("Held", CommentQuerySet.held),
        "approved": ("Approved", CommentQuerySet.approved),
        "rejected": ("Rejected", CommentQuerySet.rejected),
        "withdrawn": ("Withdrawn", CommentQuerySet.withdrawn),
    }


class DeciderFilter(admin.SimpleListFilter):
    """On which a moderator has decided, or nobody but rules."""

    title = "decided by"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = User.objects.filter(is_staff=True).order_by("first_name", "last_name", "username")
        return [("rules", "Rules alone"), *((str(one.pk), name_of(one)) for one in staff)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        by = self.value() or ""
        people = Decision.objects.filter(moderator__isnull=False)
        if by == "rules":
            return queryset.exclude(pk__in=people.values("comment"))
        if is_row_number(by):
            return queryset.filter(pk__in=people.filter(moderator=int(by)).values("comment"))
        return queryset


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
class CommentAdmin(NamingAdmin, FilteredAdmin):
    list_display = ["on_article", "modes", "card", "why", "at_desk"]
    list_display_links = None
    list_filter = [
        StatusFilter,
        ("thread__article__section", OwnSectionFilter),
        "posted_at",
        DeciderFilter,
    ]
    list_per_page = 50
    search_fields = ["author_name", "body_source", "known_headline"]
    ordering = ["-posted_at"]
    show_full_result_count = False
    readonly_fields = [
        *("on_article", "modes", "card", "why", "at_desk", "typed"),
        *("status", "number", "posted_at", "published_at", "erase_link"),
    ]
    fields = tuple(readonly_fields)
    inlines = [DecisionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments = cast(CommentQuerySet, super().get_queryset(request))
        theirs = comments.for_moderator(acting(request)).visible_to(acting(request))
        related = theirs.select_related(
            "thread__article__section__comment_rules", "commenter", "parent"
        )
        with_orders: QuerySet[Comment] = related.annotate(orders=orders_column())
        return with_orders.alias(known_headline=known_headline("thread__article"))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # What is shown of each

    def comment_of(self, row: Comment) -> Comment:
        return row

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._without_refusals(request, None, self.list_display)

    def get_fieldsets(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        place = self._without_refusals(request, obj, ["on_article", "modes"])
        shown = self._without_refusals(request, obj, ["card", "why", "at_desk"])
        record = [("status", "number", "posted_at", "published_at"), "typed"]
        if _may_erase(request, obj):
            record.append("erase_link")
        return [
            (None, {"fields": [tuple(place), *shown]}),
            ("In the record", {"fields": record}),
        ]

    def get_view_on_site_url(self, obj: Comment | None = None) -> str | None:
        """Readers find the approved ones alone."""
        return super().get_view_on_site_url(obj) if obj and obj.is_approved else None

    def _without_refusals(
        self, request: HttpRequest, obj: Comment | None, shown: Iterable[Any]
    ) -> list[Any]:
        """Only the links that let this member of staff through; in a list, in every row or none."""
        user = acting(request)
        everywhere = user.has_perm("comments.moderate_thread") and edited_by(user) is None
        may_set = obj.thread.may_be_set_by(user) if obj else everywhere
        refused = {
            *([] if request.user.has_perm("comments.decide_comment") else ["at_desk"]),
            *([] if may_set else ["modes"]),
        }
        return [name for name in shown if name not in refused]

    @admin.display(description="Comment")
    def card(self, comment: Comment) -> SafeString:
        return _fragment("_card.html", comment)

    @admin.display(description="Article", ordering="known_headline")
    def on_article(self, comment: Comment) -> SafeString:
        return _fragment("_article.html", comment)

    @admin.display(description="Discussion")
    def modes(self, comment: Comment) -> SafeString:
        address = modes_address(comment.thread)
        return format_html('<a href="{}">Open or close…</a>', address)

    @admin.display(description="Why it was held")
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
    def at_desk(self, comment: Comment) -> SafeString:
        address = reverse("admin:desk_comment", args=[comment.pk])
        return format_html('<a class="button" href="{}">Decide at the desk</a>', address)

    def get_urls(self) -> list[Any]:
        erase = self.admin_site.admin_view(erase_commenter)
        return [path("erase/<int:pk>/", erase, name="comments_erase"), *super().get_urls()]


def _may_erase(request: HttpRequest, of: Comment | None) -> bool:
    """Whom nobody has erased yet."""
    if of is None or of.commenter.erased_at or is_bound(acting(request)):
        return False
    return bool(request.user.has_perm("comments.erase_commenter"))


def _fragment(template: str, comment: Comment) -> SafeString:
    comment.thread.read_with(comment)
    context = {"comment": comment, "article": comment.thread.article, "thread": comment.thread}
    return render_to_string(f"admin/comments/comment/{template}", context)
