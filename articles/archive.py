"""Everything that was ever published and still stands, by year, month and day."""

import calendar
import datetime
from collections.abc import Iterator
from itertools import compress, islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, DateField, Exists
from django.db.models.functions import Trunc
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import get_format
from django.views.decorators.http import require_safe

from .limits import LIFETIMES
from .models import Article
from .models.article_queries import ArticleQuerySet

PER_PAGE = 20
# PostgreSQL takes 1,664 columns and SQLite 2,000.
LOOKED_AT = 600
Day = datetime.date


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The years, the newest first: all from the first article to the last, in two queries."""
    ends = _ends()
    years = range(ends[1].year, ends[0].year - 1, -1) if ends else []
    return render(request, "articles/archive.html", {"years": years})


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Its months, each with the number of its articles."""
    first, last = _day(year, 1, 1), _day(year, 12, 31)
    beside = _beside(first, last)
    months = _counted(Article.objects.published_between(first, last), "month")
    # One in which nothing came out stands in the list of years.
    if not months and not all(beside.values()):
        raise Http404
    return render(
        request, "articles/archive_year.html", {"first": first, "months": months, **beside}
    )


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Its days as a calendar, each with the number of its articles."""
    first = first_of_month(year, month)
    last = last_of_month(first)
    counts = _counted(Article.objects.published_between(first, last), "day")
    if not counts:
        raise Http404
    context = {"first": first, "weeks": _weeks(first, counts), **_beside(first, last)}
    return render(request, "articles/archive_month.html", context)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """What was published on it, the newest first."""
    asked = _day(year, month, day)
    articles = Article.objects.published_between(asked, asked).for_cards().newest_first()
    page = Paginator(articles, PER_PAGE).get_page(request.GET.get("page", 1))
    if not page.object_list:
        raise Http404
    context = {"day": asked, "page": page, **_beside(asked, asked)}
    return render(request, "articles/archive_day.html", context)


def _day(year: int, month: int, day: int) -> Day:
    """Raises Http404 for one that no calendar has, and in which no paper came out."""
    if year not in LIFETIMES:
        raise Http404
    try:
        return Day(year, month, day)
    except ValueError:
        raise Http404 from None


def first_of_month(year: int, month: int) -> Day:
    """Raises Http404 as `_day` does."""
    return _day(year, month, 1)


def last_of_month(first: Day) -> Day:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months_with_articles() -> Iterator[Day]:
    """The first day of each, the newest first. None is counted: it is looked whether there is one
    article, in one query for so many months."""
    ends = _ends()
    if ends is None:
        return
    months = _months_down(*ends)
    while chunk := list(islice(months, LOOKED_AT)):
        asked = [
            Exists(Article.objects.published_between(first, last_of_month(first)))
            for first in chunk
        ]
        # Any one row carries the answers: to put rows in order, all of them would be asked. There
        # is none where everything was taken away meanwhile.
        rows = Article.objects.published().order_by().values_list(*asked)[:1]
        for answers in rows:
            yield from compress(chunk, answers)


def _ends() -> tuple[Day, Day] | None:
    """The days of the first article and of the last: each from its end of an index. Asked for
    both at once, SQLite would look at every article."""
    published = Article.objects.published().newest_first().only("publish_at")
    first, last = _day_of(published.reverse().first()), _day_of(published.first())
    return (first, last) if first and last else None


def _months_down(first: Day, last: Day) -> Iterator[Day]:
    month = last.replace(day=1)
    while month >= first.replace(day=1):
        yield month
        month = (month - datetime.timedelta(days=1)).replace(day=1)


def _counted(articles: ArticleQuerySet, period: str) -> dict[Day, int]:
    """How many are of each month or day, by its first day and in their order; one query."""
    of_period = Trunc("publish_at", period, output_field=DateField())
    counted = articles.order_by().values(first=of_period).annotate(count=Count("pk"))
    return {each["first"]: each["count"] for each in counted.order_by("first")}


def _beside(first: Day, last: Day) -> dict[str, Day | None]:
    """The nearest day before and after on which something came out; two queries."""
    published = Article.objects.published().newest_first().only("publish_at")
    earlier, later = published.before(first).first(), published.after(last).reverse().first()
    return {"earlier": _day_of(earlier), "later": _day_of(later)}


def _day_of(article: Article | None) -> Day | None:
    return timezone.localdate(article.publish_at) if article and article.publish_at else None


def _weeks(first: Day, counts: dict[Day, int]) -> list[list[dict[str, Any]]]:
    """As a wall calendar has them in this language; days of other months are empty."""
    # Django counts from Sunday, the calendar from Monday.
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    weeks = calendar.Calendar(begins).monthdatescalendar(first.year, first.month)
    return [
        [
            {"day": day, "count": counts.get(day, 0), "is_here": day.month == first.month}
            for day in week
        ]
        for week in weeks
    ]
