"""What readers and other papers subscribe to."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.views.decorators.http import conditional_page, require_safe

from .given import fetch_last_given
from .models import Correction


class CorrectionsFeed(Feed):
    """What was put right, each once and for good."""

    link = reverse_lazy("corrections")
    feed_url = reverse_lazy("corrections_feed")
    description = "What we got wrong, and what is right."
    description_template = "articles/_correction_feed.html"
    item_guid_is_permalink = False

    def title(self) -> str:
        return f"Corrections – {settings.SITE_NAME}"

    def items(self) -> list[Correction]:
        newest = list(Correction.objects.public().for_ledger()[:50])
        fetch_last_given(correction.article for correction in newest)
        return newest

    def item_title(self, item: Correction) -> str:
        return f"{item.get_kind_display()}: {item.article.headline_for_readers}"

    def item_guid(self, item: Correction) -> str:
        """The same for ever, whatever becomes of the article's address (RFC 4151)."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{item.made_at:%Y-%m-%d}:{item.name_in_page}"

    def item_pubdate(self, item: Correction) -> datetime.datetime:
        return item.made_at


corrections = require_safe(conditional_page(CorrectionsFeed()))
