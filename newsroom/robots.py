"""Where crawlers have nothing to look for (RFC 9309): everything else they may read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles.full_address import full_address

# Seconds.
GOOD_FOR = 3600
# The newsroom's own, what is for who has a link or has signed in, and endless lists of results.
NOT_FOR_CRAWLERS = (
    *("/admin/", "/accounts/", "/declare/", "/preview/", "/search/"),
    # What a reader does to a comment, or has of their own.
    *("/comments/again/", "/comments/confirm/", "/comments/mail/", "/comments/mine/"),
    *("/comments/reasons/", "/comments/reports/", "/comments/yours/"),
    *(f"/comments/*/{act}/" for act in ("edit", "mute", "recommend", "report", "withdraw")),
    "/*/comment/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS),
        "",
        *(f"Sitemap: {full_address(reverse(name))}" for name in ("sitemap", "news_sitemap")),
        "",
    ]
    answer = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=GOOD_FOR)
    return answer
