"""Pending versions at the desk: beginning one, holding it against what readers have, its end."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from articles.comparing import LABELS, compare
from articles.content import content_of
from articles.models import Article
from articles.models.autosave import TooMuchTyped
from articles.models.editing_lock import leave
from articles.models.override import REASON_LIMIT
from articles.models.status import REASON_LIMIT as LOG_LIMIT
from articles.pending import (
    adopt,
    begin,
    catch_up,
    content_when_begun,
    differs,
    discard,
    merge_of,
    pending_version,
)
from articles.plaintext import validate_text
from articles.publishing import PublishingConflict, PublishingRefused
from articles.rights import rights_of
from articles.shown import texts_shown

from .answering import AnsweringAdmin, asked_in
from .revising import ChangeForm, chosen
from .staff import acting

WAITS_BELOW = "What you had typed waits below: press “Restore”."
WAITS_IN_THE_ARTICLE = (
    "A version has no corrections, note, address or hours of its own: "
    "what you had typed of them waits in the form of the article."
)


class AdoptionForm(ChangeForm):
    """What the version is to readers; and, after a refusal, why it goes out all the same."""

    may_be_overridden = False
    in_spite = forms.CharField(
        label="Reason to publish in spite of that",
        required=False,
        max_length=REASON_LIMIT,
        validators=[validate_text],
        help_text="It stays on record with your name, and readers see whose word is missing.",
    )


class DiscardForm(forms.Form):
    reason = forms.CharField(
        label="Reason, for the newsroom’s log",
        max_length=LOG_LIMIT,
        required=False,
        validators=[validate_text],
    )


class PendingAdmin(AnsweringAdmin):
    """Adds the pages of a version that is to take the place of what readers have."""

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        catch_up = view(require_POST(self.catch_up))
        return [
            path(f"{article}/pending/", view(require_POST(self.begin)), name="article_pending"),
            path(f"{article}/adopt/", view(self.adopt), name="article_adopt"),
            path(f"{article}/catch-up/", catch_up, name="article_catch_up"),
            path(
                f"{article}/discard-version/",
                view(self.discard_version),
                name="article_discard_version",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        article, rights = context.get("original"), rights_of(request)
        if article and article.is_let_go and rights.may_see_inside(article):
            context["pending"] = pending_version(article)
            context["may_begin"] = not context["pending"] and rights.may_begin_version(article)
        if article and article.is_pending:
            context["may_adopt"] = rights.may_adopt(article)
            context["may_discard"] = rights.may_discard(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def begin(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._found(request, object_id)
        if not rights_of(request).may_begin_version(article):
            raise PermissionDenied
        try:
            with transaction.atomic():
                pending = begin(article, by=acting(request))
                is_typed = self.carry_over(request, article, pending)  # type: ignore[attr-defined]
                stays = self.keep_back(request, article)  # type: ignore[attr-defined]
        except PublishingConflict as conflict:
            return self._begun_already(request, article, conflict)
        except TooMuchTyped as refusal:
            return self._give_back(request, str(refusal), article)  # type: ignore[attr-defined, no-any-return]
        messages.success(
            request, "Readers keep what they have until this version is put in its place."
        )
        response = _to_form(pending)
        leave(article, by=acting(request))
        if is_typed:
            messages.info(request, WAITS_BELOW)
        if stays:
            messages.info(request, WAITS_IN_THE_ARTICLE)
        self.forget_kept(request, response)  # type: ignore[attr-defined]
        return response

    def _begun_already(
        self, request: HttpRequest, article: Article, conflict: PublishingConflict
    ) -> HttpResponse:
        """What was typed waits in the article; who typed nothing is led to the version."""
        try:
            is_typed = self.keep_all(request, article)  # type: ignore[attr-defined]
        except TooMuchTyped as refusal:
            return self._give_back(request, str(refusal), article)  # type: ignore[attr-defined, no-any-return]
        messages.error(request, str(conflict))
        if is_typed:
            messages.info(request, WAITS_BELOW)
        return _to_form(article if is_typed else pending_version(article) or article)

    def adopt(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would change for readers, ask what it is to them, and put it in force."""
        pending = self._pending(request, object_id)
        if not rights_of(request).may_adopt(pending):
            raise PermissionDenied
        form = AdoptionForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._adopted(request, pending, form):
            return _to_form(pending.original)
        return self._adoption_page(request, pending, form)

    def _adopted(self, request: HttpRequest, pending: Article, form: AdoptionForm) -> bool:
        told = form.cleaned_data
        try:
            put_in_force = partial(
                adopt,
                pending,
                by=acting(request),
                change=chosen(told),
                note=told["note"],
                in_spite=told["in_spite"],
                seen=told["seen"],
            )
            lost = self.with_answers(request, pending.original, put_in_force)
        except PublishingRefused as refusal:
            form.hits = asked_in(request, refusal)
            form.may_be_overridden = refusal.may_override
            for objection in refusal.objections:
                field = objection.field if objection.field in form.fields else None
                form.add_error(field, objection.message)
            return False
        except PublishingConflict as conflict:
            form.add_error(None, str(conflict))
            return False
        messages.success(request, f"“{pending}” is what readers have now.")
        if lost:
            messages.warning(request, f"Not taken over: {get_text_list(lost, 'and')}.")
        return True

    def _adoption_page(
        self, request: HttpRequest, pending: Article, form: AdoptionForm
    ) -> HttpResponse:
        pending.refresh_from_db()
        article = pending.original
        now, merged = content_of(article), merge_of(pending)
        is_other = differs(now, merged)
        can_be_adopted = article.is_let_go and is_other and not merged.clashes
        form.ask_about(pending)
        if not form.may_be_overridden:
            form.fields.pop("in_spite")
        context = {
            **self.admin_site.each_context(request),
            "title": "Put in force",
            "opts": self.opts,
            "original": pending,
            "article": article,
            "form": form if can_be_adopted else forms.Form(),
            "refused": form.non_field_errors() if form.is_bound else [],
            "differences": compare(now, merged.content),
            "is_other": is_other,
            "can_be_adopted": can_be_adopted,
            "may_discard": rights_of(request).may_discard(pending),
            "seen": texts_shown(pending),
            "clashes": [LABELS[name] for name in merged.clashes],
            "since": compare(content_when_begun(pending), now) if merged.clashes else [],
        }
        template = "admin/articles/article/adopt.html"
        return TemplateResponse(request, template, context, status=409 if form.errors else 200)

    def catch_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Both have changed the same: the pending words stay, as the page has said."""
        pending = self._pending(request, object_id)
        if not self.has_change_permission(request, pending):
            raise PermissionDenied
        if request.POST.get("seen") != texts_shown(pending):
            messages.error(request, "The article was changed once more: look at it again.")
        else:
            was_approved, lost = pending.is_approved, catch_up(pending, by=acting(request))
            if lost:
                messages.warning(request, f"Not taken over: {get_text_list(lost, 'and')}.")
            if was_approved and not pending.is_approved:
                messages.warning(request, "It is in review again: it was approved before that.")
        return HttpResponseRedirect(reverse("admin:article_adopt", args=[pending.pk]))

    def discard_version(self, request: HttpRequest, object_id: str) -> HttpResponse:
        pending = self._pending(request, object_id)
        if not rights_of(request).may_discard(pending):
            raise PermissionDenied
        form = DiscardForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                discard(pending, by=acting(request), reason=form.cleaned_data["reason"])
                messages.success(request, "Discarded. Readers keep what they have.")
            except PublishingConflict as conflict:
                messages.error(request, str(conflict))
            return _to_form(pending.original)
        context = {
            **self.admin_site.each_context(request),
            "title": "Discard the pending version",
            "opts": self.opts,
            "original": pending,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/discard.html", context)

    def _pending(self, request: HttpRequest, object_id: str) -> Article:
        article = self._found(request, object_id)
        if not (article.is_pending and article.is_open):
            raise Http404
        return article


def _to_form(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
