"""Figures for the chief moderator: a page of charts, and the same as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.admin.staff import acting
from comments import figures
from comments.charts import bars, columns
from comments.figures import MEDIAN, NINE_IN_TEN, Period
from comments.spreadsheet import csv_response

DEFAULT_DAYS = 30
PRESETS = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "a year"))
# A page shows a column for each day.
MOST_DAYS = 3_660


def calendar() -> forms.DateInput:
    """The browser's own; it reads a day as 2026-11-25, whatever the language of the page."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    """From a day to a day, both included."""

    first = forms.DateField(label="From", widget=calendar())
    last = forms.DateField(label="to", widget=calendar())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", "The period ends before it begins.")
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("last", "At most ten years at once.")
        return cleaned


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """What waits, how long it takes, and who and what is overturned."""
    _allow(request)
    period, form = _period(request)
    appeals, took = figures.appeals_decided(period), figures.first_decisions(period)
    overturned = appeals.overturned()
    backlog, days = figures.backlog(), figures.course(period)
    context = {
        **admin.site.each_context(request),
        "title": "Figures of moderation",
        "form": form,
        "period": period,
        "presets": [(_preset(count), label) for count, label in PRESETS],
        "export_url": f"{reverse('admin:comments_figures_csv')}?{_query(period)}",
        "backlog": backlog,
        "ages": bars(backlog.ages),
        "decided": took.count(),
        "median": figures.percentile(took, "took", MEDIAN),
        "nine_in_ten": figures.percentile(took, "took", NINE_IN_TEN),
        "days": days,
        "chart": columns(
            [(str(line), line.received, line.decided) for line in days],
            "received",
            "decided",
        ),
        "rules": figures.rules(period),
        "moderators": figures.moderators(period),
        "appeals": appeals.count(),
        "overturned": overturned.count(),
        "overturn_rate": figures.share(overturned.count(), appeals.count()),
    }
    return TemplateResponse(request, "admin/comments/figures/figures.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The tables of the page, one under the other, with durations in seconds."""
    _allow(request)
    period, _ = _period(request)
    name = f"moderation-{period.first}-{period.last}.csv"
    return csv_response(name, _rows(period))


def _rows(period: Period) -> Iterator[Sequence[object]]:
    yield ("day", "received", "decided")
    yield from ((line.day, line.received, line.decided) for line in figures.days(period))
    yield ()
    yield (
        *("rule", "held", "approved", "rejected", "waiting", "withdrawn"),
        *("rejected by itself", "appeals decided", "overturned"),
    )
    for rule in figures.rules(period):
        yield (
            *(rule.name, rule.held, rule.approved, rule.rejected, rule.waiting, rule.withdrawn),
            *(rule.rejected_itself, rule.appealed, rule.overturned),
        )
    yield ()
    yield (
        *("moderator", "decisions", "approved", "rejected", "median seconds"),
        *("appeals decided", "overturned"),
    )
    for one in figures.moderators(period):
        seconds = one.median and round(one.median.total_seconds())
        yield (
            *(one.name, one.decisions, one.approved, one.rejected, seconds),
            *(one.appealed, one.overturned),
        )


def _allow(request: HttpRequest) -> None:
    if not figures.may_be_read_by(acting(request)):
        raise PermissionDenied


def _period(request: HttpRequest) -> tuple[Period, PeriodForm]:
    """The period that was asked for; the last days when none was, or none that makes sense."""
    usual = Period.last_days(DEFAULT_DAYS)
    if "first" not in request.GET and "last" not in request.GET:
        return usual, PeriodForm(initial={"first": usual.first, "last": usual.last})
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return usual, form
    return Period(form.cleaned_data["first"], form.cleaned_data["last"]), form


def _query(period: Period) -> str:
    return f"first={period.first}&last={period.last}"


def _preset(days: int) -> str:
    return f"?{_query(Period.last_days(days))}"
