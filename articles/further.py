"""Where a reader goes on from an article: its series, and what is about the same."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from .models import Article, Tag
from .models.article_queries import ArticleQuerySet

RELATED = 4
# What is about the same and lies further back or ahead is found by its tag, and costs nothing here.
AROUND = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Part:
    """A part of a series, between the one before and the one after."""

    series: Tag
    earlier: Article | None
    later: Article | None


def part_of_series(article: Article) -> Part | None:
    """Of the first of its tags that is a series, in two queries; of none, in no query."""
    series = next((tag for tag in article.tags.all() if tag.is_series), None)
    if series is None or article.publish_at is None:
        return None
    parts = Article.objects.published().filter(tags=series).for_links()
    # Two of one moment follow each other by their numbers.
    at, number = article.publish_at, article.pk
    before = Q(publish_at__lt=at) | Q(publish_at=at, pk__lt=number)
    after = Q(publish_at__gt=at) | Q(publish_at=at, pk__gt=number)
    return Part(
        series,
        earlier=parts.filter(before).newest_first().first(),
        later=parts.filter(after).newest_first().reverse().first(),
    )


def related(article: Article) -> list[Article]:
    """Articles of its time that share most of its tags, then the newest of its section.

    Two queries at most; neither looks at more than two years of the archive.
    """
    if article.publish_at is None:
        return []
    others = Article.objects.published().exclude(pk=article.pk).for_links()
    tags = [tag.pk for tag in article.tags.all()]
    found = list(_sharing(others, tags, article.publish_at)[:RELATED]) if tags else []
    if len(found) < RELATED:
        section = others.filter(section=article.section_id).newest_first()
        known = {each.pk for each in found}
        fill = [each for each in section[: 2 * RELATED] if each.pk not in known]
        found += fill[: RELATED - len(found)]
    return found


def _sharing(
    articles: ArticleQuerySet, tags: list[int], moment: datetime.datetime
) -> ArticleQuerySet:
    around = articles.filter(publish_at__range=(moment - AROUND, moment + AROUND))
    shared = around.filter(tags__in=tags).annotate(shared=Count("tags"))
    return shared.order_by("-shared", "-publish_at", "-pk")
