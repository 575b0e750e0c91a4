"""JSON Feed 1.1."""

import json
from typing import Any

from django.conf import settings

from articles.structured.words import moment, without_empty

from .feed import Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"


def written(feed: Feed) -> str:
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.address("json"),
        "description": feed.description,
        "language": settings.LANGUAGE_CODE,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False)


def _item(entry: Entry) -> dict[str, Any]:
    return without_empty(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "image": entry.image,
            "date_published": moment(entry.published),
            "date_modified": moment(entry.updated),
            "authors": [
                without_empty({"name": each.name, "url": each.url}) for each in entry.authors
            ],
            "tags": list(dict.fromkeys(entry.categories)),
            "language": entry.language,
        }
    )
