"""Reading at the desk: the queues, one comment, and what has changed meanwhile."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.admin.staff import acting
from articles.models import Article
from comments.models import Claim, Comment, HouseRules
from comments.models.beat import on_beat, sections_of
from comments.screening import Settled
from comments.spoken import spoken

from . import filters
from .acts import Seen, already_decided, seen_in
from .answers import desk_page, for_moderators, of_admin, tabs_of
from .appeals import cards_in_line
from .cards import cards_of, decisions_on
from .queues import (
    PER_PAGE,
    QUEUE_NAMED,
    Count,
    Page,
    Queue,
    bounded,
    first_of,
    for_cards,
    page_of,
)

STORIES_OFFERED = 20


@for_moderators
@require_safe
def queue(request: HttpRequest, slug: str = "held") -> HttpResponse:
    """One page of a queue in its order, with every filter named."""
    chosen = QUEUE_NAMED.get(slug)
    if chosen is None:
        raise Http404("No queue has this name.")
    user = acting(request)
    everything = chosen.of(user)
    on = filters.active(request.GET, everything, chosen, user)
    inside, search = filters.narrowed(everything, on), filters.search_of(on)
    # A filter of comments lets through nothing that hangs on none.
    beside = chosen.lines.beside(user) if chosen.lines.beside and not on else None
    page = page_of(inside, chosen, request.GET.get("after", ""), search, beside)
    context = {
        "queue": chosen,
        "filters": on,
        "inside": _number_inside(inside, page, chosen) if on else None,
        "among": page.among,
        "is_search": search is not None,
        "searched_to": page.searched_to,
        "beside": chosen.beside(user) if on else None,
        "cards": cards_in_line(page, user),
        "next": filters.address_after(request.GET, page.next) if page.next else "",
        "is_beginning": not request.GET.get("after"),
        "beginning": filters.address_without(request.GET),
        "all": filters.address_without(request.GET, *filters.FILTERS),
        "choices": _choices(request, chosen, everything),
        "here": request.get_full_path(),
        "per_page": PER_PAGE,
    }
    return desk_page(request, "desk/queue.html", chosen.title, context)


def _number_inside(inside: QuerySet[Comment], page: Page, queue: Queue) -> Count:
    """How many lines the filters let through; of a search, in what this page has searched."""
    return bounded(queue.lines.of(inside)) if page.found is None else page.found


@for_moderators
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with its card, wherever it stands."""
    user = acting(request)
    found = get_object_or_404(for_cards(Comment.objects.for_moderator(user)), pk=pk)
    context = {
        "cards": cards_of([found], user),
        "here": request.get_full_path(),
        "back": of_admin(request.GET.get("back", "")),
    }
    return desk_page(request, "desk/comment.html", "One comment", context)


@for_moderators
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What has changed while a page is open: counts, who reads what, what others decided."""
    user = acting(request)
    shown = seen_in(request.GET.getlist("shown"))
    rows = Comment.objects.for_moderator(user).filter(pk__in=[one.pk for one in shown])
    now = [Seen(*row) for row in rows.values_list("pk", "revision", "status")]
    context = {
        "tabs": tabs_of(user, request.GET.get("queue", "")),
        "shown": shown,
        "claims": {
            claim.comment_id: claim
            for claim in Claim.objects.by_others(user).filter(comment__in=[one.pk for one in now])
        },
        "moved": _moved(shown, now),
    }
    response = render(request, "desk/_news.html", context)
    tag = hashlib.sha256(response.content).hexdigest()[:32]
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{tag}"'
    if request.headers.get("If-None-Match") == response["ETag"]:
        return _unchanged(response)
    return response


def _unchanged(response: HttpResponse) -> HttpResponse:
    answer = HttpResponse(status=304)
    for header in ("Cache-Control", "ETag"):
        answer[header] = response[header]
    return answer


def _moved(shown: list[Seen], now: list[Seen]) -> dict[int, str]:
    """What became of the comments on a page that are no longer as they were shown."""
    was = {one.pk: one for one in shown}
    moved = {one.pk for one in now if one != was[one.pk]}
    if not moved:
        return {}
    comments = list(Comment.objects.filter(pk__in=moved))
    decisions = decisions_on(comments)
    return {
        comment.pk: already_decided(comment, next(iter(decisions[comment.pk]), None))
        if comment.status != was[comment.pk].status
        else "It was rewritten just now: load the page to read it."
        for comment in comments
    }


def _choices(request: HttpRequest, queue: Queue, everything: QuerySet[Comment]) -> dict[str, Any]:
    """What the form of filters offers for a queue."""
    user = acting(request)
    stories = on_beat(Article.objects.filter(thread__held_count__gt=0), user, "section")
    busiest = list(
        stories.order_by("-thread__held_count")
        .select_related("thread")
        .only("headline", "thread__held_count")[: STORIES_OFFERED + 1]
    )
    return {
        "sections": sections_of(user),
        "stories": busiest[:STORIES_OFFERED],
        "has_more_stories": len(busiest) > STORIES_OFFERED,
        "rules": [(name, spoken(name)) for name in _rules_of(queue, everything)],
        "ages": filters.AGES.items(),
        "asked": {name: request.GET.getlist(name) for name in filters.FILTERS},
    }


def _rules_of(queue: Queue, comments: QuerySet[Comment]) -> list[str]:
    """The checks that hold and are on, in their order, and whatever else has held these."""
    settled = Settled.by(HouseRules.now())
    holding = [c.__name__ for c in settled.checks if c.__name__.startswith("hold_")]
    rule = queue.lines.on_comment("held_by_rule")
    occurring = set(first_of(comments, queue).values_list(rule, flat=True)) - {""}
    return [*holding, *sorted(occurring.difference(holding))]
