"""The page of a search: over articles here, over comments in their own app."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.finding import MOST_FOUND, Found, asked_for, find, how_many_have
from articles.models import Article
from articles.search_forms import FindForm, SearchForm
from articles.searching.marking import Piece, marked, snippet
from articles.searching.query import Query
from articles.searching.spelling import HowMany, did_you_mean

PER_PAGE = 20


class Hit(NamedTuple):
    """An article that was found, with what was found in it."""

    article: Article
    headline: list[Piece]
    text: list[Piece]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request)
    query = form.query
    found = Found()
    if query:
        cleaned = form.cleaned_data
        days = {"first": cleaned["since"], "last": cleaned["until"]}
        asked = asked_for(query, labels=form.labels, **days)
        found = find(asked, newest_first=form.is_newest_first)
    context = results(request, form, found, how_many_have)
    context["hits"] = hits(context["page"], query)
    return render(request, "articles/search.html", context)


def results(
    request: HttpRequest, form: FindForm, found: Found, how_many: HowMany
) -> dict[str, Any]:
    """What the page of a search shows of any search. A word that nobody has is looked up."""
    query = form.query
    is_missed = bool(query) and not found.numbers
    suggested = did_you_mean(form.words, how_many) if is_missed else ""
    return {
        "form": form,
        "query": form.words,
        "is_sought": bool(query),
        "objection": "" if query else _objection(form),
        "found": found,
        "most": MOST_FOUND,
        "page": Paginator(found.numbers, PER_PAGE).get_page(request.GET.get("page", 1)),
        "prefix": f"?{urlencode(form.given())}&",
        "suggested": suggested,
        "suggested_at": f"?{urlencode(form.given(q=suggested))}",
        "elsewhere": f"?{urlencode({'q': form.words})}" if form.words else "",
    }


def _objection(form: FindForm) -> str:
    """Why nothing is sought; empty where nothing was asked either."""
    if not form.is_valid():
        return "Nothing was searched for yet: see what is marked above."
    if form.words.startswith("-"):
        return "Add a word to look for, beside what is to be left out."
    if form.words:
        return "There is no word in this to look for."
    return "Type a word to look for." if form.is_narrowed else ""


def hits(page: Page[int], query: Query) -> list[Hit]:
    """The long texts are read of one page alone."""
    numbers = list(page.object_list)
    shown = (
        Article.objects.published()
        .filter(pk__in=numbers)
        .select_related("section")
        .prefetch_related("bylines__author")
        .defer("body", "body_source", "search_text")
    )
    articles = {article.pk: article for article in shown}
    return [_hit(articles[number], query) for number in numbers if number in articles]


def _hit(article: Article, query: Query) -> Hit:
    headline = marked(article.headline, query, article.lang)
    text = snippet(article.text, query, article.lang)
    return Hit(article, headline, text or marked(article.summary, query, article.lang))
