"""What every public page shows: the paper's name, its sections, its policies."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Policy, Section
from newsroom.checks import PRINTED


def masthead(request: HttpRequest) -> dict[str, Any]:
    """Querysets are lazy: a page that shows no menu asks nothing."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "sections": Section.objects.all(),
        "policies": Policy.objects.for_links(),
        "mail_is_printed": settings.DEBUG and settings.EMAIL_BACKEND == PRINTED,
        "LANGUAGE_CODE": settings.LANGUAGE_CODE,
        "today": timezone.localdate(),
    }
