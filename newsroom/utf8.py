"""What people type arrives as UTF-8."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Utf8Middleware:
    """Read addresses and forms as UTF-8, whatever charset a request claims for itself.

    Django decodes with the claimed one. Some of Python's are for no text and raise an error,
    others make halves of characters, which no page can hold.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding:
            request.encoding = "utf-8"
        return self.get_response(request)
