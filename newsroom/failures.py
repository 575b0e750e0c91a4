"""Pages for requests that failed before a view had them."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from comments.own_views import edit_again
from comments.views import write_again


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
    return render(request, "403_csrf.html", status=403)
