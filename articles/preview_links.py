"""What a preview link shows: an article as it was in one revision, for somebody outside."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from articles import insets, pinning, safe_html
from articles.browsers import browser_named
from articles.content import PLAIN, Content, for_readers
from articles.models import Article, Author, Photo, Policy, PreviewLink, Section, Tag
from articles.networks import network_of
from articles.pinned import Behind, PinnedAuthor


def visit(token: str, request: HttpRequest) -> PreviewLink | None:
    """The link that this secret opens, if it opens one. Whoever comes is written down."""
    related = PreviewLink.objects.of(token).select_related(
        "article__publication__revision", "revision"
    )
    link = related.first()
    if link is None:
        return None
    is_open = PreviewLink.objects.open().filter(pk=link.pk).exists()
    link.visited(
        was_shown=is_open,
        network=network_of(request),
        browser=browser_named(request.headers.get("User-Agent", "")),
    )
    return link if is_open else None


def shown(link: PreviewLink) -> dict[str, Any]:
    """The words of the article's template, for its revision. Nothing in it is kept from readers.

    Of a piece that they do not have that is: neither its hour nor what its authors declared.
    """
    article, content = link.article, link.revision.content
    is_public = article.is_published
    policies = Policy.objects.as_at((is_public and article.publish_at) or timezone.now())
    corrections = list(article.corrections.all()) if is_public else []
    return {
        "article": as_it_was(article, content),
        "record": _byline(article, content),
        "tags": [Tag(name=tag["name"]) for tag in content["tags"]],
        "top_corrections": [one for one in corrections if one.is_at_top],
        "corrections": [one for one in corrections if not one.is_at_top],
        "policies": policies,
        "is_preview": True,
        "link": link,
        "is_what_readers_have": is_public and _is_published(article, content),
    }


def as_it_was(article: Article, content: Content) -> Article:
    """The article with the words of a revision. It is not for saving."""
    was = Article(**{name: content[name] for name in PLAIN if name != "body"})
    was.pk, was.slug = article.pk, article.slug
    # It was clean by the rules of its day.
    was.body = safe_html.article_body(content["body"])
    was.text = insets.text_of(was.body)
    was.excerpt = safe_html.excerpt(was.text)
    was.section = Section(pk=content["section"]["id"], name=content["section"]["name"])
    was.lead_photo = _photo(content["photo"])
    if article.is_published:
        was.status, was.publication = article.status, article.publication
        was.publish_at, was.modified_at = article.publish_at, article.modified_at
    return was


def _photo(kept: dict[str, Any] | None) -> Photo | None:
    photo = Photo.objects.filter(pk=kept["id"]).first() if kept else None
    if photo and kept:
        photo.alt, photo.caption, photo.credit = kept["alt"], kept["caption"], kept["credit"]
    return photo


def _byline(article: Article, content: Content) -> tuple[PinnedAuthor, ...]:
    """Who stood over it: as readers have them, or with what stands on their own pages today."""
    known = article.publication if article.is_published else None
    pinned = {each.author_id: each for each in pinning.read(known)} if known else {}
    authors = Author.objects.select_related("photo").in_bulk(
        [each["id"] for each in content["byline"]]
    )
    joined = (author for author in authors.values() if author.pk not in pinned)
    behind = Behind(joined, timezone.localdate())
    return tuple(
        pinned.get(each["id"])
        or PinnedAuthor.undeclared(authors[each["id"]], role=each["role"], behind=behind)
        for each in content["byline"]
        if each["id"] in authors
    )


def _is_published(article: Article, content: Content) -> bool:
    has = article.publication.revision if article.publication else None
    return has is not None and for_readers(has.content) == for_readers(content)
