"""Reading at the desk: the queues, one comment, and what has changed meanwhile."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.admin.staff import acting
from comments.models import Claim, Comment

from .acts import Seen, already_decided, seen_in
from .answers import desk_page, for_moderators, of_admin, tabs_of
from .cards import cards_of, decisions_on
from .queue_page import queue_page
from .queues import QUEUE_NAMED, for_cards


@for_moderators
@require_safe
def queue(request: HttpRequest, slug: str = "held") -> HttpResponse:
    """One page of a queue in its order, with every filter named."""
    chosen = QUEUE_NAMED.get(slug)
    if chosen is None:
        raise Http404("No queue has this name.")
    context = {
        **queue_page(chosen, request.GET, acting(request)),
        "here": request.get_full_path(),
    }
    return desk_page(request, "desk/queue.html", chosen.title, context)


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
