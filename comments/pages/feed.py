"""A discussion as a feed, for who does not come back to look."""

import datetime
from typing import cast

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from articles.addresses import found_or_moved
from articles.feeds.feed import MOST, Credit, Entry, Feed, tag
from articles.feeds.formats import feed_view
from articles.full_address import full_address, in_full
from articles.models import Article
from articles.safe_html import excerpt, plain_text
from articles.views import canonical_redirect
from comments.models import Comment, CommentStatus, Decision, Thread


@feed_view
def _thread(
    request: HttpRequest, year: int, month: int, day: int, slug: str
) -> Feed | HttpResponse:
    """What its page shows, the newest first: of a hidden thread nothing."""
    found = get_object_or_404(
        Thread.objects.with_state(), article__in=Article.objects.published().filter(slug=slug)
    )
    article = found.article
    below = request.path.rpartition("/")[2]
    return canonical_redirect(request, article, below=f"comments/{below}") or _feed(found)


thread = found_or_moved(_thread)


def _feed(thread: Thread) -> Feed:
    article, is_hidden = thread.article, thread.is_hidden
    newest = thread.comments.approved().numbered().select_related("parent")[:MOST]
    return Feed(
        title=f"Comments on “{article.headline}” – {settings.SITE_NAME}",
        description=f"What readers say about “{article.headline}”.",
        path=article.get_absolute_url(),
        below="comments/",
        entries=[] if is_hidden else [_entry(comment, article) for comment in newest],
        id=tag(f"article-{article.pk}-comments"),
        left_at=None if is_hidden else _last_left(thread),
    )


def _entry(comment: Comment, article: Article) -> Entry:
    path = comment.get_absolute_url()
    # Whatever readers see is dated.
    published = cast(datetime.datetime, comment.published_at)
    updated = comment.edited_at if comment.edited_at and comment.is_edited else published
    written = render_to_string("comments/_feed_comment.html", {"comment": comment})
    return Entry(
        id=tag(f"comment-{comment.pk}"),
        url=full_address(path),
        title=f"#{comment.number} {comment.author_name} on “{article.headline}”",
        summary=excerpt(plain_text(comment.body)),
        content=in_full(written, path),
        published=published,
        updated=updated,
        saved=updated,
        authors=[Credit(comment.author_name)],
        categories=[comment.badge or "Newsroom"] if comment.from_newsroom else [],
        related=full_address(article.get_absolute_url()),
    )


def _last_left(thread: Thread) -> datetime.datetime | None:
    """When a comment was last taken away from readers, among the newest."""
    newest = thread.comments.numbered().values("pk")[:MOST]
    left = Decision.objects.filter(comment__in=newest, from_status=CommentStatus.APPROVED)
    moved = left.moves().aggregate(at=Max("decided_at"))
    last: datetime.datetime | None = moved["at"]
    return last
