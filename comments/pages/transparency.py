"""The yearly figures of moderation, as a page and as JSON."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comments.models import HouseRules
from comments.transparency import Year, as_dsa, figures_of
from comments.transparency import years as years_with_figures

# Counting a year is work; an hour later is soon enough for a yearly figure.
for_an_hour = cache_control(public=True, max_age=3600)


@for_an_hour
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    context = {"rules": _rules(), "years": years_with_figures()}
    return render(request, "comments/transparency.html", context)


@for_an_hour
@require_safe
def page(request: HttpRequest, year: int) -> HttpResponse:
    context = {"rules": _rules(), "figures": _figures(year)}
    return render(request, "comments/transparency_year.html", context)


@for_an_hour
@require_safe
def as_json(request: HttpRequest, year: int) -> HttpResponse:
    _rules()
    said = as_dsa(_figures(year), service=settings.SITE_NAME)
    return JsonResponse(said, json_dumps_params={"indent": 2})


def _rules() -> HouseRules:
    """They say that figures are published, or there is no such page."""
    rules = HouseRules.now()
    if not rules.transparency_page:
        raise Http404("This newsroom does not publish figures of moderation.")
    return rules


def _figures(year: int) -> Year:
    if year not in years_with_figures():
        raise Http404("There are no figures of this year.")
    return figures_of(year)
