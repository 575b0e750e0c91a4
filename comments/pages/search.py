"""The page of a search in what readers have said."""

from typing import NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.finding import Found, asked_for
from articles.safe_html import plain_text
from articles.search_forms import FindForm
from articles.search_views import results
from articles.searching.marking import Piece, marked, snippet
from articles.searching.query import Query
from comments.finding import find, how_many_have
from comments.models import Comment


class Hit(NamedTuple):
    """A comment that was found, with what was found in it."""

    comment: Comment
    text: list[Piece]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By section and days alone: what one person has said everywhere is nobody's to collect."""
    form = FindForm(request)
    query = form.query
    found = Found()
    if query:
        cleaned = form.cleaned_data
        section = cleaned["section"]
        asked = asked_for(query, first=cleaned["since"], last=cleaned["until"])
        found = find(
            asked, section=section.pk if section else None, newest_first=form.is_newest_first
        )
    context = results(request, form, found, how_many_have)
    context["hits"] = hits(context["page"], query)
    return render(request, "comments/search.html", context)


def hits(page: Page[int], query: Query) -> list[Hit]:
    """What `find` answered is what readers see; that is not asked a second time."""
    numbers = list(page.object_list)
    shown = Comment.objects.approved().filter(pk__in=numbers)
    whole = shown.select_related("thread__article__section")
    unread = ("body", "body_source", "text", "search_text", "excerpt")
    comments = whole.defer(*(f"thread__article__{name}" for name in unread)).in_bulk()
    return [_hit(comments[number], query) for number in numbers if number in comments]


def _hit(comment: Comment, query: Query) -> Hit:
    text, language = plain_text(comment.body), comment.thread.article.lang
    return Hit(comment, snippet(text, query, language) or marked(text, query, language))
