"""Calling an article breaking for some hours, and ending that before its hour."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.fields import MomentField
from articles.models import Article
from articles.models.breaking import LONGEST, BreakingConflict

from .finding import FindingAdmin
from .lists import hour
from .staff import acting

OFFERED = [(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in (1, 3, 6, 12)]


class BreakingForm(forms.Form):
    hours = forms.TypedChoiceField(
        label="Breaking for",
        choices=OFFERED,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    until = MomentField(label="Or until", help_text="At most 48 hours from now.")

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if until and not timezone.now() < until <= timezone.now() + LONGEST:
            raise forms.ValidationError("Choose a moment within the next 48 hours.")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hours, until = cleaned.get("hours"), cleaned.get("until")
        if not self.errors and bool(hours) == bool(until):
            self.add_error("hours", "Choose one: a number of hours, or a moment.")
        elif hours:
            cleaned["until"] = timezone.now() + datetime.timedelta(hours=hours)
        return cleaned


class BreakingAdmin(FindingAdmin):
    """Adds the page. Whoever may publish the article may announce it."""

    def get_urls(self) -> list[Any]:
        breaking = self.admin_site.admin_view(self.breaking)
        own = path("<path:object_id>/breaking/", breaking, name="article_breaking")
        return [own, *super().get_urls()]

    def breaking(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._found_to_let_go(request, object_id)
        ends = "_end" in request.POST
        form = BreakingForm(request.POST if request.method == "POST" and not ends else None)
        try:
            if ends:
                article.end_announcing(by=acting(request))
                return _back(request, article, f"“{article}” is no longer breaking.")
            if form.is_valid():
                until = form.cleaned_data["until"]
                article.announce(by=acting(request), until=until)
                return _back(request, article, f"“{article}” is breaking until {hour(until)}.")
        except BreakingConflict as conflict:
            if form.is_bound:
                form.add_error(None, str(conflict))
            else:
                messages.error(request, str(conflict))
        context = {
            **self.admin_site.each_context(request),
            "title": "Breaking",
            "opts": self.opts,
            "original": article,
            "form": form,
            "log": article.announcements.select_related("set_by"),
        }
        return TemplateResponse(request, "admin/articles/article/breaking.html", context)


def _back(request: HttpRequest, article: Article, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
