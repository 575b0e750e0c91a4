"""What search engines are told that there is: a file a month, one of the other pages, and the news.

Nothing is counted and nothing is passed over, so that a million articles cost no more than a
hundred. The files are written as they are sent.

https://www.sitemaps.org/protocol.html, and Google's page on news sitemaps of December 2025.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.views.decorators.http import require_safe

from .archive import first_of_month, last_of_month, months_with_articles
from .feeds.xml import writable
from .full_address import full_address
from .languages import iso_639
from .models import Article, Author, Policy, Section, Tag
from .models.article_queries import ArticleQuerySet
from .structured.words import moment

# How many pages a file may have, and how many articles a news sitemap.
MOST = 50_000
MOST_NEWS = 1_000
# News is what first came out so recently.
RECENT = datetime.timedelta(days=2)
# Seconds for which every cache on the way may keep one.
GOOD_FOR = 300
# Rows that are in memory at a time.
CHUNK = 1_000

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@require_safe
def index(request: HttpRequest) -> StreamingHttpResponse:
    months = (
        reverse("sitemap_month", args=[month.year, month.month]) for month in months_with_articles()
    )
    return _answer(_index([reverse("sitemap_pages"), *months]))


@require_safe
def month(request: HttpRequest, year: int, month: int) -> StreamingHttpResponse:
    """Its articles, the newest first. One without articles has no file."""
    first = first_of_month(year, month)
    articles = Article.objects.published_between(first, last_of_month(first))
    if not articles.exists():
        raise Http404
    return _answer(_urlset(map(_article, _newest(articles, MOST))))


@require_safe
def pages(request: HttpRequest) -> StreamingHttpResponse:
    """All that is no article. An author or a subject without one is not named; of each, a third of
    a file at most."""
    return _answer(_urlset(map(_page, _paths())))


@require_safe
def news(request: HttpRequest) -> StreamingHttpResponse:
    """The articles of two days; where they are too many for one file, an index of parts."""
    recent = _recent()
    count = len(recent.values("pk")[: MOST + 1])
    if count <= MOST_NEWS:
        return _answer(_news(recent))
    parts = range(1, -(-min(count, MOST) // MOST_NEWS) + 1)
    return _answer(_index(reverse("news_sitemap_part", args=[part]) for part in parts))


@require_safe
def news_part(request: HttpRequest, part: int) -> StreamingHttpResponse:
    if not 1 <= part <= MOST // MOST_NEWS:
        raise Http404
    return _answer(_news(_recent(), after=MOST_NEWS * (part - 1)))


def _recent() -> ArticleQuerySet:
    """No older article is passed over to find them."""
    since = timezone.now() - RECENT
    return Article.objects.published().as_news().filter(publish_at__gte=since)


def _newest(articles: ArticleQuerySet, most: int, *, after: int = 0) -> Iterator[Article]:
    fields = ("headline", "language", "slug", "publish_at", "modified_at")
    newest = articles.newest_first().only(*fields)[after : after + most]
    return newest.iterator(chunk_size=CHUNK)


def _paths() -> Iterator[str]:
    for name in ("front", "corrections", "archive"):
        yield reverse(name)
    for section in Section.objects.all():
        yield section.get_absolute_url()
    for policy in Policy.objects.for_links():
        yield policy.get_absolute_url()
    for found in (Author.objects.with_articles(), Tag.objects.with_page()):
        for one in found[: MOST // 3].iterator(chunk_size=CHUNK):
            yield one.get_absolute_url()


# XML


def _answer(written: Iterable[str]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(written, content_type="application/xml; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=GOOD_FOR)
    return answer


def _index(paths: Iterable[str]) -> Iterator[str]:
    yield f'{DECLARATION}<sitemapindex xmlns="{SITEMAP}">\n'
    for path in paths:
        yield f"<sitemap><loc>{_text(full_address(path))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _urlset(urls: Iterable[str], namespaces: str = "") -> Iterator[str]:
    yield f'{DECLARATION}<urlset xmlns="{SITEMAP}"{namespaces}>\n'
    yield from urls
    yield "</urlset>\n"


def _news(articles: ArticleQuerySet, *, after: int = 0) -> Iterator[str]:
    found = _newest(articles, MOST_NEWS, after=after)
    return _urlset(map(_news_article, found), f' xmlns:news="{NEWS}"')


def _page(path: str) -> str:
    return f"<url><loc>{_text(full_address(path))}</loc></url>\n"


def _article(article: Article) -> str:
    """It was modified when readers were told so: a comma that was mended is no news."""
    address = _text(full_address(article.get_absolute_url()))
    return f"<url><loc>{address}</loc><lastmod>{moment(article.updated_at)}</lastmod></url>\n"


def _news_article(article: Article) -> str:
    return (
        f"<url><loc>{_text(full_address(article.get_absolute_url()))}</loc><news:news>"
        f"<news:publication><news:name>{_text(settings.SITE_NAME)}</news:name>"
        f"<news:language>{_text(iso_639(article.lang))}</news:language></news:publication>"
        f"<news:publication_date>{moment(article.publish_at)}</news:publication_date>"
        f"<news:title>{_text(article.headline)}</news:title></news:news></url>\n"
    )


def _text(words: str) -> str:
    return escape(writable(words))
