"""The ledger of what the paper got wrong."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .given import fetch_last_given
from .models import Correction

PER_PAGE = 50


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every public correction, the newest first."""
    everything = Paginator(Correction.objects.public().for_ledger(), PER_PAGE)
    page = everything.get_page(request.GET.get("page", 1))
    fetch_last_given(correction.article for correction in page)
    return render(request, "articles/corrections.html", {"page": page})
