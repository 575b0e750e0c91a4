"""Portraits pinned into articles: what was pinned stays, and is shown while its photo may be."""

from dataclasses import replace

from articles.models import Photo
from articles.pinned import PinnedAuthor


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
