"""The writing desk of a live story: updates as they come, corrections, the end of coverage."""

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.conflicts import Hit
from articles.live import PER_PAGE
from articles.models import Article, Author, LiveUpdate
from articles.models.live import HEADLINE_LIMIT, REASON_LIMIT, LiveConflict
from articles.plaintext import (
    TOO_LONG,
    has_visible,
    normalise_newlines,
    validate_single_line,
    validate_text,
)
from articles.safe_html import COMMENT_LIMIT

from .answering import AnsweringAdmin, asked_in
from .staff import acting


class UpdateForm(forms.Form):
    headline = forms.CharField(
        max_length=HEADLINE_LIMIT, required=False, validators=[validate_single_line]
    )
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "data-sends": ""}),
        validators=[validate_text],
        help_text="*Emphasis*, [links](https://…), lists and quotes. Ctrl and Enter send it.",
    )
    author = forms.ModelChoiceField(
        Author.objects.none(), label="By", required=False, empty_label="Nobody is named"
    )
    is_key = forms.BooleanField(label="Key moment", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    # What it names that an editor has to answer first.
    hits: Iterable[Hit] = ()

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["author"].queryset = article.authors.all()  # type: ignore[attr-defined]
        self.initial.setdefault("submission", uuid.uuid4())

    def clean_text(self) -> str:
        text = normalise_newlines(self.cleaned_data["text"])
        if len(text) > COMMENT_LIMIT:
            known = {"limit_value": COMMENT_LIMIT, "show_value": len(text)}
            raise forms.ValidationError(TOO_LONG, params=known)
        if not has_visible(text):
            raise forms.ValidationError("Write at least one visible character.")
        return text

    @property
    def told(self) -> dict[str, Any]:
        """What the verbs of an update are called with."""
        return {name: self.cleaned_data[name] for name in ("text", "headline", "author", "is_key")}


class UpdateWithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn, shown to readers",
        error_messages={"required": "Readers see why it was withdrawn: write the reason."},
        max_length=REASON_LIMIT,
        validators=[validate_text],
    )


class TellingAdmin(AnsweringAdmin):
    """Adds the desk and the page of an update. Whoever may publish the article may write here."""

    def get_urls(self) -> list[Any]:
        view, live = self.admin_site.admin_view, "<path:object_id>/live/"
        return [
            path(live, view(self.live), name="article_live"),
            path(f"{live}<int:number>/", view(self.live_update), name="article_live_update"),
            *super().get_urls(),
        ]

    def live(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form on top, the newest updates below it."""
        article = self._told_of(request, object_id)
        is_sent, typed = "_send" in request.POST, _typed(request.POST)
        last = article.live_updates.filter(saved_by=acting(request)).order_by("-number").first()
        form = UpdateForm(
            request.POST if is_sent else None,
            article=article,
            initial=typed or ({"author": last.author_id} if last else {}),
        )
        try:
            if is_sent and form.is_valid():
                told = {**form.told, "submission": form.cleaned_data["submission"]}
                tell = partial(article.tell, by=acting(request), **told)
                self.with_answers(request, article, tell)
                return _back(request, article, _sent(article))
            if told_of := _open_or_end(request, article):
                if not typed:
                    return _back(request, article, told_of)
                messages.success(request, f"{told_of} What you typed is still here.")
        except LiveConflict as conflict:
            form.hits = asked_in(request, conflict)
            if is_sent:
                form.add_error(None, f"{conflict} What you typed is still here.")
            else:
                messages.error(request, str(conflict))
        updates = article.live_updates.present().select_related("author", "saved_by")
        context = {
            **self._context(request, article, "Live"),
            "form": form,
            "is_writing": article.is_covered or is_sent or bool(typed),
            "is_typed": is_sent or bool(typed),
            "page": Paginator(updates, PER_PAGE).get_page(request.GET.get("p")),
            "log": article.coverage.select_related("changed_by"),
        }
        return TemplateResponse(request, "admin/articles/article/live.html", context)

    def live_update(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One update: say it otherwise, or take it back. Every version stays to be read here."""
        article = self._told_of(request, object_id)
        versions = article.live_updates.filter(number=number).order_by("-version")
        version = request.POST.get("version", "")
        present = get_object_or_404(versions.present())
        seen = versions.filter(version=version).first() if version.isdecimal() else present
        withdraws = "_withdraw" in request.POST
        corrects = request.method == "POST" and not withdraws
        form = UpdateForm(
            request.POST if corrects else None, article=article, initial=_said(present)
        )
        withdrawal = UpdateWithdrawalForm(request.POST if withdraws else None, label_suffix="")
        try:
            if corrects and form.is_valid():
                correct = partial((seen or present).correct, by=acting(request), **form.told)
                self.with_answers(request, article, correct)
                return _back(request, article, f"Update {number} is changed.")
            if withdraws and withdrawal.is_valid():
                reason = withdrawal.cleaned_data["reason"]
                (seen or present).withdraw(by=acting(request), reason=reason)
                return _back(request, article, f"Update {number} is withdrawn.")
        except LiveConflict as conflict:
            form.hits = asked_in(request, conflict)
            bound = withdrawal if withdraws else form
            bound.add_error(None, f"{conflict} What you typed is still here.")
        context = {
            **self._context(request, article, f"Update {number}"),
            "form": form,
            "withdrawal": withdrawal,
            "present": present,
            "versions": versions.select_related("saved_by"),
        }
        return TemplateResponse(request, "admin/articles/article/live_update.html", context)

    def _told_of(self, request: HttpRequest, object_id: str) -> Article:
        article = self._found_to_let_go(request, object_id)
        if article.is_pending:
            raise Http404("Readers never have a pending version.")
        return article

    def _context(self, request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
        shown = {"title": title, "opts": self.opts, "original": article}
        return {**self.admin_site.each_context(request), **shown}


def _typed(data: QueryDict) -> dict[str, str]:
    """What stands in the form of an update, if anything was written."""
    is_written = any(data.get(name, "").strip() for name in ("headline", "text"))
    names = UpdateForm.base_fields if is_written else ()
    return {name: str(data[name]) for name in names if name in data}


def _open_or_end(request: HttpRequest, article: Article) -> str:
    """Which of them the pressed button did, in words; nothing where it was another."""
    if "_open" in request.POST:
        article.open_coverage(by=acting(request))
        return "Coverage is open."
    if "_end" in request.POST:
        article.end_coverage(by=acting(request))
        return "Coverage has ended."
    return ""


def _said(update: LiveUpdate) -> dict[str, Any]:
    return {
        "headline": update.headline,
        "text": update.body_source,
        "author": update.author_id,
        "is_key": update.is_key,
    }


def _sent(article: Article) -> str:
    if article.is_published:
        return "Sent: readers have it."
    return "Kept: readers have it once the article is published."


def _back(request: HttpRequest, article: Article, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:article_live", args=[article.pk]))
