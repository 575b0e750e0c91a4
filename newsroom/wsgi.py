"""The door for WSGI servers."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# A charset, by itself or inside a parameter of RFC 2231 ("x*=charset'language'value").
CHARSET = re.compile(r";[^;=]*(?:charset|\*)[^;=]*=[^;]*", re.IGNORECASE)


def in_utf8(application: Application) -> Application:
    """Let addresses and forms be read as UTF-8, whatever charset a request claims for itself.

    Django decodes with the claimed one, before any middleware is asked. Some of Python's are for
    no text and raise an error, others make halves of characters, which no page can hold.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return answer


def without_a_body_for_head(application: Application) -> Application:
    """Answer HEAD with the headers alone: Django leaves the body to the server, which complains."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answer


application = without_a_body_for_head(in_utf8(get_wsgi_application()))
