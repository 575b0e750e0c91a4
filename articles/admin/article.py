"""Writing and publishing: the form, its buttons, the list and its actions."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.editor import BodyField
from articles.models import Article, Byline, Correction
from articles.models.article import ArticleQuerySet
from articles.plaintext import validate_text
from articles.publishing import Objection, PublishingConflict, PublishingRefused
from articles.views import article_page

from .autocomplete import AutocompleteAdmin
from .lists import DatedChangeList
from .reading import ReadableBodyAdmin
from .staff import acting


class ArticleForm(forms.ModelForm):
    """Says beside each field what stands in the way of publishing."""

    body_source = BodyField(label="Body", required=False)
    objections: tuple[Objection, ...] = ()

    class Meta:
        model = Article
        fields = [
            *("kind", "kicker", "headline", "slug", "standfirst", "dateline", "body_source"),
            *("lead_photo", "section", "tags", "publish_at"),
        ]
        widgets = {"standfirst": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What the editor opens is the clean text, not what was once pasted.
            self.initial["body_source"] = self.instance.body
        if "publish_at" in self.fields:
            day, hour = self.fields["publish_at"].widget.widgets
            day.attrs["aria-label"] = "Day to publish on"
            hour.attrs["aria-label"] = "Hour to publish at"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_hour()
        for objection in self.objections:
            field = objection.field if objection.field in self.fields else None
            if objection.field != "bylines":
                self.add_error(field, objection.message)
        return cleaned

    def clean_standfirst(self) -> str:
        """One paragraph, however it was pasted."""
        return re.sub(r"\s*[\r\n]\s*", " ", self.cleaned_data["standfirst"])

    def _check_hour(self) -> None:
        """An hour to come, where there is one to choose."""
        if "publish_at" not in self.fields or "publish_at" in self.errors:
            return
        hour = self.cleaned_data.get("publish_at")
        if hour is None and "_schedule" in self.data:
            self.add_error("publish_at", "Choose the moment to publish at.")
        elif hour is None and self.instance.is_scheduled and "_publish" not in self.data:
            self.add_error("publish_at", "To publish at once, press “Publish”.")
        elif hour and hour <= timezone.now() and "publish_at" in self.changed_data:
            self.add_error(
                "publish_at", "That moment has passed. Leave it empty to publish at once."
            )


class BylineFormSet(forms.BaseInlineFormSet):
    """Says above the byline what stands in the way of publishing."""

    def __init__(self, *args: Any, objections: tuple[Objection, ...] = (), **kwargs: Any) -> None:
        self.objections = objections
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        against = [o.message for o in self.objections if o.field == "bylines"]
        if against:
            raise ValidationError(against)


class BylineInline(admin.TabularInline):
    model = Byline
    formset = BylineFormSet
    extra = 1
    fields = ["author", "role", "position"]
    verbose_name_plural = "Byline"


class CorrectionInline(admin.StackedInline):
    """A correction is added here; those in the record are shown and stay as they are."""

    model = Correction
    extra = 0
    fields = ["kind", "text", "made"]
    readonly_fields = ["made"]
    classes = ["corrections"]
    verbose_name_plural = "Corrections (readers see a new one as soon as you save)"

    @admin.display(description="Made")
    def made(self, correction: Correction) -> str:
        by = correction.made_by.get_full_name() or correction.made_by.get_username()
        return f"{_hour(correction.made_at)}, by {by}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related("made_by")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_add_permission(request, obj)
        return allowed and obj is not None and obj.has_been_public

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StandingFilter(admin.SimpleListFilter):
    """Where an article stands now, the clock included."""

    title = "status"
    parameter_name = "where"
    template = "admin/tabs.html"
    words: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "draft": ("Draft", ArticleQuerySet.drafts),
        "review": ("In review", ArticleQuerySet.in_review),
        "scheduled": ("Scheduled", ArticleQuerySet.scheduled),
        "published": ("Published", ArticleQuerySet.published),
        "withdrawn": ("Withdrawn", ArticleQuerySet.withdrawn),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(where, label) for where, (label, _) in self.words.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        label_and_word = self.words.get(self.value() or "")
        return label_and_word[1](queryset) if label_and_word else queryset


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Reason, for the newsroom's log", max_length=500, validators=[validate_text]
    )


@admin.register(Article)
class ArticleAdmin(ReadableBodyAdmin, AutocompleteAdmin):
    form = ArticleForm
    inlines = [BylineInline, CorrectionInline]
    list_display = ["headline", "standing", "section", "byline", "when"]
    list_filter = [StandingFilter, "section", "kind", "authors"]
    search_fields = ["headline", "standfirst", "kicker"]
    date_hierarchy = "publish_at"
    list_per_page = 50
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["lead_photo", "tags"]
    actions = ["publish_selected", "review_selected", "withdraw_selected"]
    fieldsets = [
        (None, {"fields": [("section", "kind"), "kicker", "headline", "standfirst"]}),
        ("Story", {"fields": ["lead_photo", "dateline", "body_source"]}),
        ("Where it is found", {"fields": ["slug", "tags"]}),
        ("Publication", {"fields": ["publish_at"], "classes": ["moment"]}),
    ]

    # Asking

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request).select_related("section", "publication")
        return articles.prefetch_related("bylines__author")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Whoever saves has the row alone until it is saved."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            Article.objects.select_for_update().get(pk=found.pk)
            found.refresh_from_db()
        return found

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was let go is changed only by who may let go."""
        allowed = super().has_change_permission(request, obj)
        if obj and obj.is_let_go:
            return allowed and self.has_publish_permission(request)
        return allowed

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only what no reader has ever seen."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.publication_id is None)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """The address and the date of what readers have seen stay."""
        return ["slug", "publish_at"] if obj and obj.has_been_public else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return {} if obj and obj.has_been_public else self.prepopulated_fields

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DatedChangeList]:
        return DatedChangeList

    # The form and its buttons

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"objections": _objections(request)})

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylineInline):
            kwargs["objections"] = _objections(request)
        return kwargs

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Save and act in one transaction; a refusal undoes both and shows the form as typed."""
        extra_context = {"may_publish": self.has_publish_permission(request)} | (
            extra_context or {}
        )
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except PublishingRefused as refusal:
            _remember(request, refusal.objections)
        except PublishingConflict as conflict:
            _remember(request, (Objection(str(conflict)),))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = acting(request)
        if obj.is_let_go:
            # Its hour is moved by the verb that writes it down.
            obj.publish_at = form.initial.get("publish_at", obj.publish_at)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Correction:
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for correction in formset.new_objects:
            form.instance.correct(by=acting(request), kind=correction.kind, text=correction.text)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._act(request, form.instance, hour=form.cleaned_data.get("publish_at"))

    def _act(
        self, request: HttpRequest, article: Article, *, hour: datetime.datetime | None
    ) -> None:
        """What the pressed button says, on the article as it was just saved."""
        publishes = "_publish" in request.POST or "_schedule" in request.POST
        if publishes and not self.has_publish_permission(request):
            raise PermissionDenied
        if "_review" in request.POST:
            article.send_to_review(by=acting(request))
        elif "_draft" in request.POST:
            article.return_to_draft(by=acting(request))
        elif publishes or (article.is_scheduled and hour != article.publish_at):
            article.publish(by=acting(request), at=_to_come(hour))
        elif article.is_let_go:
            article.revise(by=acting(request))

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._answer(request, obj) or super().response_change(request, obj)

    def _answer(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """After a button of ours: back to the form, with what became of the article."""
        if not {"_publish", "_schedule", "_review", "_draft"} & request.POST.keys():
            return None
        messages.success(request, _told(article))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # Pages of its own

    def get_urls(self) -> list[Any]:
        own = [
            path("<path:object_id>/preview/", self._view(self.preview), name="article_preview"),
            path("<path:object_id>/withdraw/", self._view(self.withdraw), name="article_withdraw"),
        ]
        return own + super().get_urls()

    def _view(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The page as readers would see it, for staff who may see the article."""
        return article_page(request, self._found(request, object_id), is_preview=True)

    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then take the article away from readers."""
        article = self._found(request, object_id)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = WithdrawalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._withdraw(request, article, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw “{article}”",
            "opts": self.opts,
            "original": article,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)

    def _withdraw(self, request: HttpRequest, article: Article, reason: str) -> HttpResponse:
        try:
            article.withdraw(by=acting(request), reason=reason)
            messages.success(request, _told(article))
        except PublishingConflict as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _found(self, request: HttpRequest, object_id: str) -> Article:
        article = self.get_object(request, unquote(object_id))
        if article is None or not self.has_view_permission(request, article):
            raise PermissionDenied
        return article  # type: ignore[no-any-return]

    # The list and its actions

    @admin.display(description="Status", ordering="status")
    def standing(self, article: Article) -> SafeString:
        label = article.status_label
        return format_html(
            '<span class="standing standing--{}">{}</span>', label.lower().replace(" ", "-"), label
        )

    @admin.display(description="Byline")
    def byline(self, article: Article) -> str:
        return ", ".join(byline.author.name for byline in article.bylines.all()) or "–"

    @admin.display(description="Published", ordering="publish_at")
    def when(self, article: Article) -> str:
        return _hour(article.publish_at) if article.publish_at else "–"

    @admin.action(description="Publish (or schedule, where a time is set)", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            self._try(request, article, "publish", at=_to_come(article.publish_at))

    @admin.action(description="Send to review", permissions=["change"])
    def review_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            self._try(request, article, "send_to_review")

    @admin.action(description="Withdraw", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            self._try(request, article, "withdraw")

    def _try(self, request: HttpRequest, article: Article, verb: str, **kwargs: Any) -> None:
        """One article of a selection; a refusal is told and stops none of the others."""
        try:
            getattr(article, verb)(by=acting(request), **kwargs)
            messages.success(request, _told(article))
        except PublishingRefused as refusal:
            messages.error(request, f"“{article}” was not published. {refusal}")
        except PublishingConflict as conflict:
            messages.error(request, str(conflict))


def _to_come(hour: datetime.datetime | None) -> datetime.datetime | None:
    """The hour that was set, unless it has passed: then an article is published at once."""
    return hour if hour and hour > timezone.now() else None


def _hour(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")


def _remember(request: HttpRequest, objections: tuple[Objection, ...]) -> None:
    """For the second pass, in which the form shows them."""
    request.objections = objections  # type: ignore[attr-defined]


def _objections(request: HttpRequest) -> tuple[Objection, ...]:
    return getattr(request, "objections", ())


def _told(article: Article) -> str:
    """What became of an article, for whoever pressed the button."""
    if article.is_scheduled:
        hour = timezone.localtime(article.publish_at)
        return f"“{article}” is scheduled for {hour:%-d %B %Y, %H:%M}."
    return {
        "draft": f"“{article}” is a draft again.",
        "review": f"“{article}” was sent to review.",
        "published": f"“{article}” is published.",
        "withdrawn": f"“{article}” is withdrawn: readers no longer find it.",
    }[article.status]
