"""What was put right, each notice once and for good."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from articles.full_address import full_address, in_full
from articles.given import fetch_last_given
from articles.models import Correction

from .feed import MOST, Entry, Feed, tag


def feed() -> Feed:
    newest = list(Correction.objects.public().for_ledger()[:MOST])
    fetch_last_given(correction.article for correction in newest)
    return Feed(
        title=f"Corrections – {settings.SITE_NAME}",
        description="What we got wrong, and what is right.",
        path=reverse("corrections"),
        entries=[_entry(correction) for correction in newest],
    )


def _entry(correction: Correction) -> Entry:
    """It is named by its own day, which stands beside it."""
    path, kind = correction.get_absolute_url(), str(correction.get_kind_display())
    written = render_to_string("articles/_correction_feed.html", {"correction": correction})
    return Entry(
        id=tag(correction.name_in_page, f"{correction.made_at:%Y-%m-%d}"),
        url=full_address(path),
        title=f"{kind}: {correction.article.headline_for_readers}",
        summary=correction.notice,
        content=in_full(written, path),
        published=correction.made_at,
        updated=correction.made_at,
        saved=correction.made_at,
        categories=[kind],
        related=full_address(correction.article.get_absolute_url()),
    )
