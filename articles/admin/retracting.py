"""Taking back an article for good: the page that asks what readers are told."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.lines import LinesField
from articles.models import Article
from articles.models.correction import CORRECTION_LIMIT
from articles.pending import pending_version
from articles.publishing import PublishingConflict
from articles.rights import rights_of

from .staff import acting


class RetractionForm(forms.Form):
    reason = LinesField(
        label="Notice to readers",
        max_length=CORRECTION_LIMIT,
        help_text="What was wrong with the article, and how you know. It cannot be changed.",
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
    )


class RetractingAdmin(admin.ModelAdmin):
    """Adds the page. Whoever may publish may retract."""

    def get_urls(self) -> list[Any]:
        retract = self.admin_site.admin_view(self.retract)
        own = path("<path:object_id>/retract/", retract, name="articles_retract")
        return [own, *super().get_urls()]

    def retract(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None or not article.has_been_public:
            raise Http404
        if not rights_of(request).may_let_go(article):
            raise PermissionDenied
        form = RetractionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._retract(request, article, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Retract “{article}”",
            "opts": self.opts,
            "original": article,
            "form": form,
            "pending": pending_version(article),
        }
        return TemplateResponse(request, "admin/articles/article/retract.html", context)

    def _retract(self, request: HttpRequest, article: Article, reason: str) -> HttpResponse:
        try:
            article.retract(by=acting(request), reason=reason)
            messages.success(request, f"“{article}” is retracted: its address shows the notice.")
        except PublishingConflict as conflict:
            messages.error(request, str(conflict))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
