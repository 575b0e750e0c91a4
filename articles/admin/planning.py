"""The calendar at the desk, and the list of what goes out today."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from articles.identifiers import row_numbers
from articles.models import Article, Author, Byline, Section
from articles.planning import MOST, PERIODS, Period, days_of, period_asked, today_of


class ByWhomForm(forms.Form):
    """What of the calendar somebody wants to see."""

    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, empty_label="All sections"
    )
    author = forms.ModelChoiceField(
        Author.objects.none(), required=False, empty_label="All authors"
    )

    def __init__(self, asked: Any, *, among: QuerySet[Article]) -> None:
        """Authors of these articles can be chosen, and the one who is, whatever is shown."""
        super().__init__(asked)
        theirs = Byline.objects.filter(author=OuterRef("pk"), article__in=among.values("pk"))
        chosen = Q(pk__in=row_numbers([asked.get("author", "")]))
        authors: Any = self.fields["author"]
        authors.queryset = Author.objects.filter(Exists(theirs) | chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """Without what is none of the choices."""
        self.is_valid()
        return {name: row for name, row in self.cleaned_data.items() if row}


class PlanningAdmin(admin.ModelAdmin):
    """Adds both pages. They show what the list of articles would."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("calendar/", view(self.calendar), name="articles_calendar"),
            path("today/", view(self.today), name="articles_today"),
            *super().get_urls(),
        ]

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """A month or a week, of one section or author if that is asked."""
        asked = request.GET
        period = period_asked(asked.get("view", ""), asked.get("day", ""))
        articles = self._seen(request).on_days(period.first, period.last)
        form = ByWhomForm(asked, among=articles)
        chosen = form.chosen
        if "section" in chosen:
            articles = articles.filter(section=chosen["section"])
        if "author" in chosen:
            articles = articles.by(chosen["author"])
        found = list(articles.for_plan().order_by("publish_at", "planned_for", "pk")[: MOST + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": "Calendar",
            "opts": self.opts,
            "period": period,
            "days": days_of(period, found[:MOST]),
            "form": form,
            "ways": _ways(period, chosen),
            "is_empty": not found,
            "most": MOST if len(found) > MOST else 0,
        }
        return TemplateResponse(request, "admin/articles/article/calendar.html", context)

    def today(self, request: HttpRequest) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "What goes out today",
            "opts": self.opts,
            "plan": today_of(self._seen(request)),
        }
        return TemplateResponse(request, "admin/articles/article/today.html", context)

    def _seen(self, request: HttpRequest) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_queryset(request)


def _ways(period: Period, chosen: dict[str, Any]) -> dict[str, str]:
    """Where the links lead: to the periods beside, to today, and to the other sort of period."""
    kept = {name: str(row.pk) for name, row in chosen.items()}

    def to(view: str, day: Any = "") -> str:
        asked = {"view": view, **({"day": str(day)} if day else {}), **kept}
        return f"?{urlencode(asked)}"

    return {
        "previous": to(period.name, period.previous),
        "today": to(period.name),
        "next": to(period.name, period.next),
        **{name: to(name, period.anchor) for name in PERIODS},
    }
