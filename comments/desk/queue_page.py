"""One page of a queue, as an address asks for it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import QueryDict

from articles.given import fetch_last_given
from articles.models import Article
from comments.models import Comment, HouseRules
from comments.models.beat import on_beat, sections_of
from comments.screening import Settled
from comments.spoken import spoken

from . import filters
from .cards import cards_in_line
from .queues import PER_PAGE, Count, Page, Queue, bounded, first_of, page_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

STORIES_OFFERED = 20


def queue_page(queue: Queue, asked: QueryDict, user: "User") -> dict[str, Any]:
    """The lines in their order, with every filter named: what `desk/queue.html` shows."""
    part = narrowed_part(queue, asked, user)
    page: Page = part["page"]
    return {
        **part,
        "cards": cards_in_line(page, user),
        "searched_to": page.searched_to,
        "next": filters.address_after(asked, page.next) if page.next else "",
        "beginning": filters.address_without(asked),
        "choices": _choices(asked, queue, queue.of(user), user),
        "per_page": PER_PAGE,
    }


def narrowed_part(queue: Queue, asked: QueryDict, user: "User") -> dict[str, Any]:
    """What the filters of an address let through: what `desk/_narrowed.html` shows."""
    everything = queue.of(user)
    on = filters.active(asked, everything, queue, user)
    inside, search = filters.narrowed(everything, on), filters.search_of(on)
    # A filter of comments lets through nothing that hangs on none.
    beside = queue.lines.beside(user) if queue.lines.beside and not on else None
    page = page_of(inside, queue, asked.get("after", ""), search, beside)
    return {
        "queue": queue,
        "filters": on,
        "page": page,
        "inside": _number_inside(inside, page, queue) if on else None,
        "among": page.among,
        "is_search": search is not None,
        "beside": queue.beside(user) if on else None,
        "is_beginning": not asked.get("after"),
        "all": filters.address_without(asked, *filters.FILTERS),
    }


def part_left(queue: Queue, address: str, user: "User") -> dict[str, Any]:
    """How many are left of what an open page shows, and what it says of its filters."""
    asked = QueryDict(urlsplit(address).query)
    if asked.keys().isdisjoint(filters.FILTERS):
        return {"left": queue.count(user)}
    part = narrowed_part(queue, asked, user)
    return {**part, "left": part["inside"] if part["filters"] else queue.count(user)}


def _number_inside(inside: QuerySet[Comment], page: Page, queue: Queue) -> Count:
    """How many lines the filters let through; of a search, in what this page has searched."""
    return bounded(queue.lines.of(inside)) if page.found is None else page.found


def _choices(
    asked: QueryDict, queue: Queue, everything: QuerySet[Comment], user: "User"
) -> dict[str, Any]:
    """What the form of filters offers for a queue."""
    stories = on_beat(Article.objects.filter(thread__held_count__gt=0), user, "section")
    busiest = list(
        stories.order_by("-thread__held_count")
        .select_related("thread")
        .only("headline", "status", "publish_at", "publication", "thread__held_count")[
            : STORIES_OFFERED + 1
        ]
    )
    fetch_last_given(busiest)
    return {
        "sections": sections_of(user),
        "stories": busiest[:STORIES_OFFERED],
        "has_more_stories": len(busiest) > STORIES_OFFERED,
        "rules": [(name, spoken(name)) for name in _rules_of(queue, everything)],
        "ages": filters.AGES.items(),
        "asked": {name: asked.getlist(name) for name in filters.FILTERS},
    }


def _rules_of(queue: Queue, comments: QuerySet[Comment]) -> list[str]:
    """The checks that hold and are on, in their order, and whatever else has held these."""
    settled = Settled.by(HouseRules.now())
    holding = [c.__name__ for c in settled.checks if c.__name__.startswith("hold_")]
    rule = queue.lines.on_comment("held_by_rule")
    occurring = set(first_of(comments, queue).values_list(rule, flat=True)) - {""}
    return [*holding, *sorted(occurring.difference(holding))]
