"""What an editor says of the interests that an article names."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.answering import answer_conflict
from articles.conflicts import Hit, conflicts, open_conflicts
from articles.identifiers import LONGEST
from articles.models import Article
from articles.models.conflict import PASSAGE_LIMIT, ConflictRefused
from articles.models.live import UpdateRefused
from articles.publishing import PublishingRefused

from .finding import FindingAdmin, may_use
from .staff import acting

T = TypeVar("T")


def declarations_address(article: Article) -> str:
    return reverse("admin:article_declarations", args=[article.pk])


class AnswerForm(forms.Form):
    disclosure = forms.IntegerField(min_value=1, max_value=10**LONGEST)
    is_relevant = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes"
    )
    # What the editor was shown.
    passage = forms.CharField(max_length=PASSAGE_LIMIT, strip=False)


class AnsweringAdmin(FindingAdmin):
    """Takes an answer on the page of declarations, and in each form that was refused without."""

    def get_urls(self) -> list[Any]:
        answer = self.admin_site.admin_view(require_POST(self.answer))
        own = path("<path:object_id>/conflicts/", answer, name="article_conflicts")
        return [own, *super().get_urls()]

    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """An editor says whether an interest that the article names matters in it."""
        article = self._found(request, object_id)
        if not may_use(request, article, "add_conflictanswer"):
            raise PermissionDenied
        form = AnswerForm(request.POST)
        if not form.is_valid():
            raise Http404
        self._answer_one(request, article, **form.cleaned_data)
        return HttpResponseRedirect(f"{declarations_address(article)}#conflicts")

    def _answer_one(
        self,
        request: HttpRequest,
        article: Article,
        *,
        disclosure: int,
        is_relevant: bool,
        passage: str,
    ) -> None:
        named = [hit for hit in conflicts(article) if hit.is_said_by(disclosure, passage)]
        if not named:
            messages.warning(
                request, "The article does not say that any more: read it, then answer."
            )
            return
        try:
            answer = answer_conflict(
                article,
                named[0].disclosure,
                by=acting(request),
                is_relevant=is_relevant,
                passage=passage,
            )
            messages.success(request, f"{answer}. On record.")
        except ConflictRefused as refusal:
            messages.error(request, str(refusal))

    def answer_in_form(self, request: HttpRequest, article: Article) -> None:
        """What was answered beside the objections of a refused form, on the text as it is saved."""
        if any(name.startswith("conflict-") for name in request.POST):
            self.answer_hits(request, article, open_conflicts(article))

    def with_answers(self, request: HttpRequest, article: Article, act: Callable[[], T]) -> T:
        """Do it, where it is refused with what its form answers, and both or neither."""
        with transaction.atomic():
            try:
                with transaction.atomic():
                    return act()
            except (PublishingRefused, UpdateRefused) as refusal:
                self.answer_hits(request, article, refusal.hits)
                if not answered_in(request):
                    raise
                return act()

    def answer_hits(self, request: HttpRequest, article: Article, hits: Iterable[Hit]) -> None:
        """Those of which the form says something."""
        if not may_use(request, article, "add_conflictanswer"):
            return
        said = [replace(hit, said=request.POST.get(hit.key, "")) for hit in hits]
        answered = [
            hit
            # That it matters is said of the interest: it is the last word.
            for hit in sorted(said, key=lambda hit: hit.said == "yes")
            if hit.said in ("yes", "no") and self._answer_hit(request, article, hit)
        ]
        request.answered = answered  # type: ignore[attr-defined]

    def _answer_hit(self, request: HttpRequest, article: Article, hit: Hit) -> bool:
        try:
            answer_conflict(
                article,
                hit.disclosure,
                by=acting(request),
                is_relevant=hit.said == "yes",
                passage=hit.passage.shown,
                settles=False,
            )
        except ConflictRefused as refusal:
            messages.error(request, str(refusal))
            return False
        return True


def answered_in(request: HttpRequest) -> list[Hit]:
    """What its form answered; where it is refused after all, the form goes on saying it."""
    return getattr(request, "answered", [])


def asked_in(request: HttpRequest, refusal: Exception) -> list[Hit]:
    """The passages that a refused form asks about, those that it answered first."""
    return [*answered_in(request), *getattr(refusal, "hits", [])]
