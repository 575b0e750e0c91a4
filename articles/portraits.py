"""Portraits pinned into articles: what was pinned stays, and is shown while its photo may be."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.db.models import Q

from articles.models import Photo
from articles.pinned import PinnedAuthor


def without_hidden(record: Iterable[PinnedAuthor]) -> tuple[PinnedAuthor, ...]:
    """The same people and words; a portrait whose licence has ended is not shown here either.

    One query where a portrait is pinned. Nothing but its address was, so that is what tells the
    photo: all renditions of a picture begin alike.
    """
    record = tuple(record)
    pinned = {_beginning(author.photo_url) for author in record if author.photo_url}
    if not pinned:
        return record
    hidden = {_beginning(photo.image.square) for photo in _hidden_among(pinned)}
    return tuple(
        replace(author, photo_url="") if _beginning(author.photo_url) in hidden else author
        for author in record
    )


def _beginning(address: str) -> str:
    """Without the part that tells one rendition from another: “…/ferry-” of “…/ferry-9f2c.webp”."""
    return address.rpartition("-")[0]


def _hidden_among(beginnings: set[str]) -> Iterable[Photo]:
    stems = (PurePosixPath(unquote(each)).name for each in beginnings)
    named = reduce(or_, (Q(image__contains=f"/{stem}.") for stem in stems))
    return Photo.objects.hidden().filter(named)
