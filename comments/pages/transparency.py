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
    _refuse_when_off()
    return render(request, "comments/transparency.html", {"years": years_with_figures()})


@for_an_hour
@require_safe
def page(request: HttpRequest, year: int) -> HttpResponse:
    return render(request, "comments/transparency_year.html", {"figures": _figures(year)})


@for_an_hour
@require_safe
def as_json(request: HttpRequest, year: int) -> HttpResponse:
    said = as_dsa(_figures(year), service=settings.SITE_NAME)
    return JsonResponse(said, json_dumps_params={"indent": 2})


def _figures(year: int) -> Year:
    _refuse_when_off()
    if year not in years_with_figures():
        raise Http404("There are no figures of this year.")
    return figures_of(year)


def _refuse_when_off() -> None:
    if not HouseRules.now().transparency_page:
        raise Http404("This newsroom does not publish figures of moderation.")
