"""A live story as its page shows it: the newest updates, key moments, and the way to older ones."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from .addresses import found_or_moved
from .identifiers import row_numbers
from .models import Article, LiveUpdate

PER_PAGE = 30
KEY_MOMENTS = 12
# How many newer ones are counted, and for how many seconds one answer serves everybody.
MOST_COUNTED = 100
GOOD_FOR = 15


@dataclass(frozen=True)
class Shown:
    """Updates of an article, the newest first, however many it has in all."""

    updates: list[LiveUpdate]
    key_moments: list[LiveUpdate]
    newest: int
    is_newest_page: bool
    has_older: bool

    @property
    def oldest(self) -> int:
        return self.updates[-1].number if self.updates else 0


def shown(article: Article, before: str = "") -> Shown | None:
    """Those of one page, in two queries; None for an article that was never live.

    `before` is the number above the first one to show, as it came with the address.
    """
    if not article.is_live:
        return None
    present = article.live_updates.present().select_related("author")
    asked = row_numbers([before])
    found = list((present.filter(number__lt=asked[0]) if asked else present)[: PER_PAGE + 1])
    moments = list(article.live_updates.key_moments().defer("body_source")[:KEY_MOMENTS])
    for update in (*found, *moments):
        update.article = article
    return Shown(
        updates=found[:PER_PAGE],
        key_moments=moments,
        newest=found[0].number if found else 0,
        is_newest_page=not asked,
        has_older=len(found) > PER_PAGE,
    )


@require_safe
@found_or_moved
def newer(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """How many updates there are after one: an open page asks, and offers them."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    after = next(iter(row_numbers([request.GET.get("after", "")])), 0)
    told = article.live_updates.filter(version=1, number__gt=after)
    count = len(told.values("pk")[:MOST_COUNTED])
    answer = JsonResponse({"newer": count, "is_open": article.is_covered})
    patch_cache_control(answer, public=True, max_age=GOOD_FOR)
    return answer
