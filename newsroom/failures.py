"""Pages for requests that failed before a view had them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from comments.pages.discussion import write_again
from comments.pages.own import edit_again

# Fields in which readers write more than a word.
WRITTEN = ("passage", "problem", "text")


def no_such_page(request: HttpRequest) -> HttpResponse:
    """What a library would answer and this site does not."""
    raise Http404


def csrf(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form came without its token. What a reader wrote in it is given back."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        found = None
    if found and found.url_name == "write_comment":
        return write_again(request, slug=found.kwargs["slug"])
    if found and found.url_name == "edit_comment":
        return edit_again(request, pk=found.kwargs["pk"])
    return render(request, "403_csrf.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """The texts that a reader wrote in the form, to copy from the page of the error."""
    texts = [request.POST.get(name, "") for name in WRITTEN]
    return [text for text in texts if text.strip()]
