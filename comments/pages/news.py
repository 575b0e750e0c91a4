"""What is new in a discussion, for a page that lies open: small, and the same for everybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.addresses import found_or_moved
from articles.identifiers import row_numbers
from articles.models import Article
from comments.models import Thread

# How many new ones are counted, and for how many seconds one answer serves everybody.
MOST_COUNTED = 100
GOOD_FOR = 15


@require_safe
@found_or_moved
def newer(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """How many comments were published after the one with this number, and where the first is."""
    thread = get_object_or_404(
        Thread.objects.with_state(), article__in=Article.objects.published().filter(slug=slug)
    )
    after = next(iter(row_numbers([request.GET.get("after", "")])), 0)
    found = thread.comments.approved().filter(number__gt=after).order_by("number")
    numbers = [] if thread.is_hidden else list(found.values_list("pk", flat=True)[:MOST_COUNTED])
    first = reverse("comment", args=[numbers[0]]) if numbers else ""
    answer = JsonResponse({"newer": len(numbers), "first": first})
    patch_cache_control(answer, public=True, max_age=GOOD_FOR)
    return answer
