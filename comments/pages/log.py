"""The public log of moderation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.identifiers import is_row_number
from comments.models import HouseRules
from comments.moderation_log import log_page


@require_safe
def public_log(request: HttpRequest) -> HttpResponse:
    """One page of it, from the entry that the address names, or from the newest."""
    rules = HouseRules.now()
    if not rules.public_log:
        raise Http404("This newsroom does not publish its log of moderation.")
    before = request.GET.get("before", "")
    page = log_page(int(before) if is_row_number(before) else None)
    context = {"log": page, "is_first": not before, "rules": rules}
    return render(request, "comments/log.html", context)
