"""Pages that are for one person: nobody else's search, cache or server hears of their address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Kept by no cache, listed by no search, and named to no other site that is linked to."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not “no-referrer”: a browser would send the forms of the page without their origin, and
        # they would be refused.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(guarded)
