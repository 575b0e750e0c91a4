"""Revisions at the desk: who saved what when, what differs, and the way back."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import get_text_list

from articles.comparing import compare
from articles.conflicts import Hit
from articles.identifiers import row_numbers
from articles.models import Article, Change, Revision
from articles.models.publication import NOTE_LIMIT
from articles.plaintext import validate_text
from articles.publishing import PublishingConflict, PublishingRefused
from articles.rights import rights_of
from articles.shown import texts_shown

from .answering import AnsweringAdmin, asked_in
from .locking import lock_against
from .staff import acting

PER_PAGE = 50
TO_CHOOSE = [(change.value, change.label) for change in (Change.MINOR, Change.MATERIAL)]


class ChangeFields(forms.Form):
    """What a version is to readers, asked wherever one is made of an article that they have."""

    change = forms.ChoiceField(
        label="This change is",
        choices=TO_CHOOSE,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label="What changed, for readers",
        max_length=NOTE_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="In a sentence. A material change has one, and moves the date of the article.",
    )


class SeenForm(forms.Form):
    """Lets one text take the place of another: it says which of them somebody was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # The passages about which it asks after a refusal.
    hits: Iterable[Hit] = ()

    def ask_about(self, article: Article) -> None:
        """What is shown from here on is what is asked about."""
        self.initial["seen"] = texts_shown(article)
        if self.is_bound:
            self.data = {**self.data.dict(), **self.initial}  # type: ignore[attr-defined]


class ChangeForm(ChangeFields, SeenForm):
    """The same of what readers have."""


def chosen(typed: Mapping[str, Any]) -> Change | None:
    """What an editor says a change is to readers, if anything."""
    change = typed.get("change")
    return Change(change) if change else None


class RevisingAdmin(AnsweringAdmin):
    """Adds the page of revisions, and restoring."""

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        return [
            path(f"{article}/revisions/", view(self.revisions), name="article_revisions"),
            path(
                f"{article}/revisions/<int:number>/restore/",
                view(self.restore),
                name="article_restore",
            ),
            *super().get_urls(),
        ]

    def revisions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The newest first; with `from` and `to`, two of them side by side."""
        article = self._found_inside(request, object_id)
        listed = article.revisions.select_related("saved_by", "restored_from")
        listed = listed.defer("content", "restored_from__content")
        in_sections = listed.annotate(section=F("content__section__id"))
        page = Paginator(in_sections, PER_PAGE).get_page(request.GET.get("p"))
        chosen = _chosen(article, request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": "Revisions",
            "opts": self.opts,
            "original": article,
            "page": page,
            "chosen": chosen,
            "differences": _differences(chosen),
            "restorable": [
                revision.number
                for place, revision in enumerate(page, page.start_index())
                if place > 1 and self._may_restore(request, article, vars(revision)["section"])
            ],
        }
        template = "admin/articles/article/revisions.html"
        return TemplateResponse(request, template, context)

    def restore(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Ask once, then make the article what it was; that is a further revision."""
        article = self._found(request, object_id)
        revision = get_object_or_404(article.revisions.select_related("saved_by"), number=number)
        if not self._may_restore(request, article, revision.content["section"]["id"]):
            raise PermissionDenied
        asked = ChangeForm if article.is_let_go else SeenForm
        form = asked(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                restore = partial(self._restore, request, article, revision, form.cleaned_data)
                lost = self.with_answers(request, article, restore)
                return _restored(request, article, revision, lost)
            except PublishingRefused as refusal:
                article.refresh_from_db()
                form.hits = asked_in(request, refusal)
                for objection in refusal.objections:
                    field = objection.field if objection.field in form.fields else None
                    form.add_error(field, objection.message)
            except PublishingConflict as conflict:
                form.add_error(None, str(conflict))
        form.ask_about(article)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Restore revision {revision.number}",
            "opts": self.opts,
            "original": article,
            "revision": revision,
            "form": form,
            "lock": lock_against(request, article.pk),
            "refused": form.non_field_errors() if form.is_bound else [],
            "differences": _differences((_last(article), revision)),
        }
        template = "admin/articles/article/restore.html"
        return TemplateResponse(request, template, context, status=409 if form.errors else 200)

    def _may_restore(self, request: HttpRequest, article: Article, section: int) -> bool:
        """What stood under that section, and comes back with it."""
        may_change = self.has_change_permission(request, article) and not article.is_retracted
        return may_change and rights_of(request).may_put_under(section, article)

    def _restore(
        self, request: HttpRequest, article: Article, revision: Revision, told: dict[str, Any]
    ) -> list[str]:
        """Answers what could not be brought back, in words."""
        article.lock()
        lost = article.restore(revision, by=acting(request), seen=told["seen"])
        if article.is_let_go:
            article.revise(by=acting(request), change=chosen(told), note=told.get("note", ""))
        return lost


def _restored(
    request: HttpRequest, article: Article, revision: Revision, lost: list[str]
) -> HttpResponse:
    messages.success(request, f"“{article}” is as it was in revision {revision.number}.")
    if lost:
        messages.warning(request, f"Not brought back: {get_text_list(lost, 'and')}.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _last(article: Article) -> Revision:
    last: Revision | None = article.revisions.first()
    if last is None:
        raise Http404
    return last


def _chosen(article: Article, asked: Any) -> tuple[Revision, Revision] | None:
    """The two that an address names, the older first; None where it names no two."""
    numbers = row_numbers([asked.get("from", ""), asked.get("to", "")])
    found = list(article.revisions.filter(number__in=numbers).order_by("number"))
    return (found[0], found[1]) if len(found) == 2 else None


def _differences(chosen: tuple[Revision, Revision] | None) -> list[Any]:
    return compare(chosen[0].content, chosen[1].content, asides=True) if chosen else []
