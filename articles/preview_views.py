"""The page behind a preview link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.preview_links import shown, visit

# Neither machines nor boxes on the way keep it, and no page that it leads to learns its address.
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def preview_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One answer for a link that ended, was revoked or never was: it tells nobody which."""
    link = visit(token, request)
    if link is None:
        answer = render(request, "articles/preview_ended.html", status=404)
    else:
        answer = render(request, "articles/preview_link.html", shown(link))
    for name, value in HEADERS.items():
        answer[name] = value
    return answer
