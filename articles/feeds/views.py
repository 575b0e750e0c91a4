"""The feeds of the paper, of a section, of an author, and of the corrections."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article, Author, Section

from . import corrections as corrections_feed
from .articles import feed_of
from .feed import Feed
from .formats import feed_view


@feed_view
def site(request: HttpRequest) -> Feed:
    return feed_of(
        Article.objects.all(),
        title=settings.SITE_NAME,
        description=settings.SITE_TAGLINE or f"All that {settings.SITE_NAME} publishes.",
        path="/",
    )


@feed_view
def section(request: HttpRequest, slug: str) -> Feed:
    found = get_object_or_404(Section, slug=slug)
    return feed_of(
        Article.objects.filter(section=found),
        title=f"{found.name} – {settings.SITE_NAME}",
        description=found.description or f"All that is published in {found.name}.",
        path=found.get_absolute_url(),
    )


@feed_view
def author(request: HttpRequest, slug: str) -> Feed:
    found = get_object_or_404(Author, slug=slug)
    return feed_of(
        Article.objects.by(found),
        title=f"{found.name} – {settings.SITE_NAME}",
        description=f"All that is published under the name of {found.name}.",
        path=found.get_absolute_url(),
    )


@feed_view
def corrections(request: HttpRequest) -> Feed:
    return corrections_feed.feed()
