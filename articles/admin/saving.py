"""Saving the form of an article, and what its buttons do with what was saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import addresses
from articles.models import Article, Change, Correction
from articles.models.declaration import DeclarationRefused
from articles.objections import Objection
from articles.publishing import PublishingConflict, PublishingRefused
from articles.rights import rights_of

from .answering import AnsweringAdmin
from .article_form import PUBLISHES
from .listing import tell_what_became, to_come
from .revising import chosen
from .staff import acting


class SavingAdmin(AnsweringAdmin):
    """Saves and acts, both or neither."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Save and act in one transaction; a refusal undoes both and shows the form as typed."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except PublishingRefused as refusal:
            _remember(request, refusal.objections)
            request.may_override = refusal.may_override  # type: ignore[attr-defined]
        except (PublishingConflict, DeclarationRefused) as conflict:
            _remember(request, (Objection(str(conflict)),))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = acting(request)
        if obj.is_let_go:
            # Its hour is moved by the verb that writes it down.
            obj.publish_at = form.initial.get("publish_at", obj.publish_at)
        wanted, obj.slug = obj.slug, form.initial.get("slug", obj.slug)
        with addresses.refusing_what_was_taken_meanwhile(obj):
            super().save_model(request, obj, form, change)
        if wanted != obj.slug:
            obj.readdress(wanted, by=acting(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Corrections wait until the text is what they say it is."""
        formset.save(commit=formset.model is not Correction)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        article, before = form.instance, form.instance.publication
        super().save_related(request, form, formsets, change)
        article.keep(by=acting(request))
        self.answer_in_form(request, article)
        added = [
            one for formset in formsets if formset.model is Correction for one in formset.added
        ]
        told = form.cleaned_data
        self._act(request, article, told, is_corrected=bool(added))
        for correction in added:
            article.correct(by=acting(request), before=before, **correction.told)

    def _act(
        self,
        request: HttpRequest,
        article: Article,
        typed: dict[str, Any],
        *,
        is_corrected: bool,
    ) -> None:
        """What the pressed button says, on the article as it was just saved."""
        wanted, in_spite = typed.get("publish_at"), typed.get("in_spite", "")
        change = chosen(typed) or (Change.CORRECTED if is_corrected else None)
        note = typed.get("note", "")
        publishes = bool(PUBLISHES & request.POST.keys())
        rights = rights_of(request)
        if publishes and not rights.may_let_go(article):
            raise PermissionDenied
        if "_approve" in request.POST:
            if not rights.may_approve(article):
                raise PermissionDenied
            article.approve(by=acting(request))
        elif "_review" in request.POST:
            article.send_to_review(by=acting(request))
            ask = self.ask_the_undeclared  # type: ignore[attr-defined]
            transaction.on_commit(lambda: ask(request, article))
        elif "_draft" in request.POST:
            article.return_to_draft(by=acting(request))
        elif publishes or (article.is_scheduled and wanted != article.publish_at):
            at = None if "_now" in request.POST else to_come(wanted)
            article.publish(by=acting(request), at=at, change=change, note=note, in_spite=in_spite)
        elif article.is_let_go:
            article.revise(by=acting(request), change=change, note=note, in_spite=in_spite)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        self.stay_or_leave(request, obj)  # type: ignore[attr-defined]
        return self._answer(request, obj) or super().response_change(request, obj)

    def _answer(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """After a button of ours: back to the form, with what became of the article."""
        if not (PUBLISHES | {"_review", "_approve", "_draft"}) & request.POST.keys():
            return None
        tell_what_became(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _remember(request: HttpRequest, objections: tuple[Objection, ...]) -> None:
    """For the second pass, in which the form shows them."""
    request.objections = objections  # type: ignore[attr-defined]


def lets_go(request: HttpRequest, article: Article | None) -> bool:
    """Whether readers will have what this request saves."""
    if request.method != "POST":
        return False
    return bool(PUBLISHES & request.POST.keys()) or (article is not None and article.is_let_go)


def may_override(request: HttpRequest) -> bool:
    """Whether the form asks for a reason: after a refusal, and again while one is sent."""
    return getattr(request, "may_override", bool(request.POST.get("in_spite")))


def objections_of(request: HttpRequest) -> tuple[Objection, ...]:
    return getattr(request, "objections", ())
