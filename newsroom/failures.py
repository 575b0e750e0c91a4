"""Pages for requests that failed before a view had them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from articles.identifiers import is_row_number

# Fields in which readers write more than a word.
WRITTEN = ("body", "passage", "problem", "text")
# Forms that stand at the address they are sent to.
FORMS = ("write_comment", "edit_comment")


def no_such_page(request: HttpRequest) -> HttpResponse:
    """What a library would answer and this site does not."""
    raise Http404


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token. What is written in it is given back, to copy.

    Perhaps another site wrote it: it stands in no form that one press would send.
    """
    context = {"typed": _typed(request), "form_at": _form_at(request)}
    return render(request, "403_csrf.html", context, status=403)


def _form_at(request: HttpRequest) -> str:
    """Where the form can be opened anew, to answer the same comment; empty if it is not known."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return ""
    if found.url_name not in FORMS:
        return ""
    parent = request.POST.get("parent", "")
    return f"{request.path}?parent={parent}" if is_row_number(parent) else request.path


def _typed(request: HttpRequest) -> list[str]:
    """The texts that a reader wrote in the form, to copy from the page of the error."""
    texts = [request.POST.get(name, "") for name in WRITTEN]
    return [text for text in texts if text.strip()]
