"""Writing and publishing: the form with its buttons, the list with its actions."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.models.addressed import READERS_KNOW_IT
from articles.models.article_queries import ArticleQuerySet
from articles.photo_checks import ended_since
from articles.rights import rights_of
from articles.views import article_page

from .answering import answered_in
from .article_form import ArticleForm, CorrectionInline
from .article_list import StandingFilter
from .autocomplete import AutocompleteAdmin
from .autosaving import AutosavingAdmin
from .breaking import BreakingAdmin
from .byline_form import BylineInline
from .declaring import DeclaringAdmin
from .linking import LinkingAdmin
from .listing import ListingAdmin
from .locking import LockingAdmin
from .noting import NotingAdmin
from .overtaken import OvertakenAdmin
from .pending import PendingAdmin
from .planning import PlanningAdmin
from .reading import ReadableBodyAdmin
from .retracting import RetractingAdmin
from .revising import RevisingAdmin
from .saving import SavingAdmin, lets_go, may_override, objections_of
from .staff import acting
from .telling import TellingAdmin
from .withdrawing import WithdrawingAdmin

MOMENTS: Any = ["planned_for", "publish_at", "embargo_until"]
# Address, hour and embargo are the article's own, and a version of it has none.
PENDING_FIELDSETS: Any = [
    (None, {"fields": [("section", "kind", "sponsor"), "kicker", "headline", "standfirst"]}),
    ("Story", {"fields": ["lead_photo", ("dateline", "language"), "body_source"]}),
    ("Where it is found", {"fields": ["tags"]}),
]


@admin.register(Article)
class ArticleAdmin(
    SavingAdmin,
    ListingAdmin,
    DeclaringAdmin,
    RevisingAdmin,
    PendingAdmin,
    LinkingAdmin,
    NotingAdmin,
    PlanningAdmin,
    WithdrawingAdmin,
    RetractingAdmin,
    BreakingAdmin,
    TellingAdmin,
    ReadableBodyAdmin,
    AutocompleteAdmin,
    AutosavingAdmin,
    LockingAdmin,
    OvertakenAdmin,
):
    form = ArticleForm
    inlines = [BylineInline, CorrectionInline]
    list_display = [
        *("headline", "standing", "section", "byline", "when"),
        *("open_notes", "editing"),
    ]
    list_filter = [StandingFilter, "section", "kind", "authors"]
    search_fields = ["headline", "standfirst", "kicker"]
    date_hierarchy = "publish_at"
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["lead_photo", "tags"]
    actions = ["review_selected", "approve_selected", "publish_selected", "withdraw_selected"]
    fieldsets = [
        *PENDING_FIELDSETS[:2],
        ("Where it is found", {"fields": ["slug", "tags"]}),
        ("Publication", {"fields": MOMENTS, "classes": ["moment"]}),
    ]

    # Asking

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = rights_of(request).visible(cast(ArticleQuerySet, super().get_queryset(request)))
        related = articles.select_related("section", "publication", "pending_for")
        return related.prefetch_related("bylines__author")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Whoever saves has the row alone until it is saved."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            found.lock()
        return found

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights_of(request).may_change(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only a draft that is on no record. A pending version is discarded."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None:
            return allowed
        is_kept = obj.is_pending or obj.is_on_record
        return allowed and not is_kept and rights_of(request).may_delete(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """The date of what readers have seen stays; its address while it is taken away; all of
        what is retracted."""
        if obj and obj.is_retracted:
            return [*flatten_fieldsets(self.fieldsets), "body_read"]
        if obj and obj.was_taken_away:
            return ["publish_at", "slug"]
        return ["publish_at"] if obj and obj.has_been_public else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        keeps_address = obj and (obj.has_been_public or obj.is_pending)
        return {} if keeps_address else self.prepopulated_fields

    # The form and its buttons

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the field for a reason, once something was refused that may be overridden."""
        if obj and obj.is_pending:
            return self.readable(request, obj, PENDING_FIELDSETS)
        fieldsets = super().get_fieldsets(request, obj)
        is_changed = obj and not obj.is_retracted and self.has_change_permission(request, obj)
        if is_changed and obj.has_been_public:
            told = ("What readers are told", {"fields": ["change", "note"], "classes": ["moment"]})
            fieldsets = [*fieldsets, told]
        if may_override(request):
            in_spite = ("Publish in spite of that", {"fields": ["in_spite"], "classes": ["moment"]})
            return [*fieldsets, in_spite]
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj and obj.was_taken_away and not obj.is_retracted:
            kwargs["help_texts"] = {"slug": READERS_KNOW_IT}
        form = super().get_form(request, obj, change, **kwargs)
        asked = {
            "objections": objections_of(request),
            "answered": answered_in(request),
            "lets_go": lets_go(request, obj),
        }
        made: Any = type(form.__name__, (form,), asked)
        if section := made.base_fields.get("section"):
            section.queryset = rights_of(request).sections_to_choose(obj)
        return made

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylineInline):
            kwargs |= {"refused": objections_of(request), "by": acting(request)}
        if isinstance(inline, CorrectionInline):
            kwargs["form_kwargs"] = {"article": obj}
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With what this member of staff may do with it."""
        rights, article = rights_of(request), context.get("original")
        context["may_publish"] = rights.may_let_go(article or Article())
        context["may_approve"] = article and rights.may_approve(article)
        context["may_see_inside"] = article and rights.may_see_inside(article)
        context["photos_ended"] = ended_since(article) if article else []
        context["may_take_back"] = article and rights.may_take_back(article)
        return super().render_change_form(request, context, *args, **kwargs)

    # Pages of its own

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(self.preview)
        take_back = self.admin_site.admin_view(require_POST(self.take_back))
        return [
            path("<path:object_id>/preview/", preview, name="article_preview"),
            path("<path:object_id>/take-back/", take_back, name="article_take_back"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._found_inside(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing links to a form that is filled in by its address."""
        return {}

    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A reporter goes on with what they sent to review."""
        article = self._found(request, object_id)
        if not rights_of(request).may_take_back(article):
            raise PermissionDenied
        self._try(request, article, "return_to_draft", reason="Taken back to go on with it.")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The page as readers would see it, for staff who may see the article."""
        return article_page(request, self._found(request, object_id), is_preview=True)
