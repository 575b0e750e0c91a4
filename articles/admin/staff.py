"""Who acts in the admin, and on what."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from articles.models import Article


def acting(request: HttpRequest) -> User:
    """The member of staff at work: the admin lets in nobody who is not signed in."""
    return cast(User, request.user)


def allowed(
    request: HttpRequest, articles: Iterable[Article], may: Callable[[Article], bool]
) -> Iterator[Article]:
    """Those of a selection that are theirs; of each other it is told that it is not."""
    for article in articles:
        if may(article):
            yield article
        else:
            messages.error(request, f"“{article}” is not yours to do that with.")
