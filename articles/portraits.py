"""Portraits pinned into articles: what was pinned stays, and is shown while its photo may be."""

from dataclasses import replace

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.models import Article, Photo, Publication
from articles.pinned import PinnedAuthor


def is_pinned(photo: Photo) -> bool:
    """Whether it stands beside a name in what readers have, whoever's portrait it is today."""
    present = Article.objects.let_go() | Article.objects.retracted()
    pinned = Publication.objects.filter(pk__in=present.values("publication"))
    words = pinned.annotate(words=Cast("authors", TextField()))
    return words.filter(words__contains=f"{photo.files}-").exists()


def without_hidden(record: tuple[PinnedAuthor, ...]) -> tuple[PinnedAuthor, ...]:
    """The same people and words; a portrait whose licence has ended is not shown here either.

    One query where a portrait is pinned. Nothing but its address was, so that tells the photo.
    """
    pinned = [author.photo_url for author in record if author.photo_url]
    hidden = list(Photo.objects.hidden().named_like(pinned)) if pinned else []
    return tuple(
        replace(author, photo_url="")
        if any(photo.has_file(author.photo_url) for photo in hidden)
        else author
        for author in record
    )
