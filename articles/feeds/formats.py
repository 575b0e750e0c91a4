"""The formats of a feed, and how one answers at its address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from . import jsonfeed, xml
from .feed import Feed

# Seconds for which a reader and every cache on the way may keep one.
GOOD_FOR = 300


@dataclass(frozen=True)
class Format:
    """`suffix` is how its addresses end."""

    suffix: str
    media_type: str
    write: Callable[[Feed], str]


# The last one is meant where an address is asked for by its name alone.
FORMATS = (
    Format("json", "application/feed+json", jsonfeed.written),
    Format("atom", "application/atom+xml", xml.atom),
    Format("rss", "application/rss+xml", xml.rss),
)

Made = Callable[Concatenate[HttpRequest, ...], Feed | HttpResponse]
View = Callable[..., HttpResponseBase]


def feed_view(make: Made) -> View:
    """A view of whatever feed `make` makes, in the format that is asked for.

    What `make` answers that is no feed, such as the way to another address, is answered as it is.
    """

    @wraps(make)
    def answer(request: HttpRequest, format: Format, **asked: Any) -> HttpResponse:
        made = make(request, **asked)
        return _answer(made, format) if isinstance(made, Feed) else made

    return require_safe(conditional_page(answer))


def feeds_below(page: str, view: View, name: str) -> list[URLPattern]:
    """The addresses of a page's feed, all of one name: `format` tells them apart."""
    return [
        path(f"{page}feed.{each.suffix}", view, {"format": each}, name=name) for each in FORMATS
    ]


def _answer(feed: Feed, format: Format) -> HttpResponse:
    """The tag of its text is exact; by the moment alone, a change that nobody is told may be
    missed."""
    written = format.write(feed)
    answer = HttpResponse(written, content_type=f"{format.media_type}; charset=utf-8")
    if feed.saved:
        answer.headers["Last-Modified"] = http_date(feed.saved.timestamp())
    patch_cache_control(answer, public=True, max_age=GOOD_FOR)
    return answer
