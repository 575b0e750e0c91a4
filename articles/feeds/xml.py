"""RSS 2.0 and Atom, by Django's own generators."""

import datetime
import re
from typing import Any, cast

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from .feed import Credit, Entry, Feed

# All that XML 1.0 has no way to write.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# RFC 4287 asks for a moment where there is no item to have one.
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def writable(text: str) -> str:
    """The text without the characters at which a reader of XML would stop."""
    return UNWRITABLE.sub("", text)


class Dated(SyndicationFeed):
    """It says when its last item was updated, and not when it was asked for."""

    def latest_post_date(self) -> datetime.datetime:
        moments = [cast(datetime.datetime, item["updateddate"]) for item in self.items]
        return max(moments, default=NEVER)


class Rss(Dated, Rss201rev2Feed):
    """With a `dc:creator` for each author, which the RSS Profile allows, and the full text."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author.name)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Dated, Atom1Feed):
    """With every author, the full text, and what an item is about."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})  # type: ignore[arg-type]
            handler.addQuickElement("name", author.name)
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        if item["related"]:
            handler.addQuickElement("link", "", {"rel": "related", "href": item["related"]})
        handler.addQuickElement("content", item["content"], {"type": "html"})


def rss(feed: Feed) -> str:
    return _written(Rss, feed, "rss")


def atom(feed: Feed) -> str:
    return _written(Atom, feed, "atom")


def _written(generator: type[SyndicationFeed], feed: Feed, suffix: str) -> str:
    """RFC 4287 wants an author for what has none: that is the paper."""
    written = generator(
        title=writable(feed.title),
        link=feed.url,
        description=writable(feed.description),
        subtitle=writable(feed.description),
        language=settings.LANGUAGE_CODE,
        author_name=writable(settings.SITE_NAME),
        author_link=settings.SITE_URL,
        feed_url=feed.address(suffix),
        feed_guid=feed.id or None,
    )
    for entry in feed.entries:
        written.add_item(**_item(entry))
    return str(written.writeString("utf-8"))


def _item(entry: Entry) -> dict[str, Any]:
    """A title is text in both formats, a description HTML."""
    return {
        "title": writable(entry.title),
        "link": entry.url,
        "description": escape(writable(entry.summary)),
        "unique_id": entry.id,
        "unique_id_is_permalink": False,
        "pubdate": entry.published,
        "updateddate": entry.updated,
        "categories": [writable(category) for category in entry.categories],
        "authors": [Credit(writable(author.name), author.url) for author in entry.authors],
        "language": "" if entry.language == settings.LANGUAGE_CODE else entry.language,
        "related": entry.related,
        "content": writable(entry.content),
    }
