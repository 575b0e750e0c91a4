"""Articles as their readers get them in a feed: the full text, with all that belongs to it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles import picturing
from articles.full_address import full_address, in_full
from articles.models import Article, LiveUpdate, Photo
from articles.models.article_queries import ArticleQuerySet
from articles.pinned import PinnedAuthor

from .feed import MOST, Credit, Entry, Feed, tag

# Of a live story, so many updates; its page has the others.
UPDATES = 10
# How a photo stands in a feed.
FIGURE = "articles/_feed_figure.html"


def feed_of(articles: ArticleQuerySet, *, title: str, description: str, path: str) -> Feed:
    """The newest of these that readers have."""
    return Feed(
        title=title,
        description=description,
        path=path,
        entries=_entries(articles.published().newest_first().for_feed()[:MOST]),
        left_at=articles.last_left(among=MOST),
    )


def _entries(newest: ArticleQuerySet) -> list[Entry]:
    """In as many queries for fifty as for one."""
    articles = list(newest)
    photos = _photos(articles)
    updates = _updates(articles)
    return [_entry(article, photos, updates[article.pk]) for article in articles]


def _photos(articles: Iterable[Article]) -> dict[int, Photo]:
    """Those in all of the texts."""
    numbers = {number for each in articles for number in picturing.photo_numbers(each.body)}
    return Photo.objects.in_bulk(numbers) if numbers else {}


def _updates(articles: Iterable[Article]) -> dict[int, list[LiveUpdate]]:
    """The newest of each live story."""
    found: dict[int, list[LiveUpdate]] = defaultdict(list)
    by_number = {article.pk: article for article in articles if article.is_live}
    if by_number:
        for update in LiveUpdate.objects.newest_of(by_number, most=UPDATES):
            update.article = by_number[update.article_id]
            found[update.article_id].append(update)
    return found


def _entry(article: Article, photos: dict[int, Photo], updates: list[LiveUpdate]) -> Entry:
    record, photo = article.record, article.shown_photo
    # Whatever is published is dated.
    published = cast(datetime.datetime, article.publish_at)
    updated = cast(datetime.datetime, article.updated_at)
    return Entry(
        id=tag(f"article-{article.pk}"),
        url=full_address(article.get_absolute_url()),
        title=article.headline,
        summary=article.summary,
        content=_content(article, record, photos, updates),
        published=published,
        updated=updated,
        saved=max(updated, article.publication.pinned_at) if article.publication else updated,
        authors=[Credit(author.name, full_address(author.url)) for author in record],
        categories=_categories(article),
        image=full_address(photo.image.shared) if photo else "",
        language=article.lang,
        related=full_address(article.versions_url) if article.has_versions else "",
    )


def _categories(article: Article) -> list[str]:
    """What it is, where it is no news; its section; its subjects."""
    kind = [str(article.get_kind_display())] if article.is_labelled else []
    return [*kind, article.section.name, *(each.name for each in article.tags.all())]


def _content(
    article: Article,
    record: Sequence[PinnedAuthor],
    photos: dict[int, Photo],
    updates: list[LiveUpdate],
) -> SafeString:
    corrections = list(article.corrections.all())
    context = {
        "article": article,
        "record": record,
        "top_corrections": [one for one in corrections if one.is_at_top],
        "corrections": [one for one in corrections if not one.is_at_top],
        "updates": updates,
        "has_older": bool(updates) and updates[-1].number > 1,
        "body": picturing.pictured(
            article.body, photos, is_paid=article.is_paid_for, figure=FIGURE
        ),
    }
    written = render_to_string("articles/_feed_entry.html", context)
    return in_full(written, article.get_absolute_url())
