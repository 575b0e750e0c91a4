"""What a term would have caught, before it is saved."""

from __future__ import annotations

from typing import NamedTuple

from articles.given import fetch_last_given
from comments.models.comment import Comment
from comments.models.comment_queries import CommentQuerySet

from .matcher import Matcher
from .reading import Match, matches_in
from .terms import Listed

# Of the newest comments, whatever became of them; and of what is caught, so many are shown.
LOOKED_AT = 10_000
SHOWN = 50
CHUNK = 1_000


class Caught(NamedTuple):
    comment: Comment
    matches: list[Match]


class Trial(NamedTuple):
    """Over how many comments the term was tried, how many it caught, and the newest of those."""

    looked_at: int
    caught_count: int
    caught: list[Caught]


def try_out(listed: Listed) -> Trial:
    """The term alone, over the newest comments of the site or of its section."""
    matcher = Matcher([listed])
    looked_at, found = 0, {}
    texts = _newest(listed.section_id).values_list("pk", "author_name", "body")
    for pk, name, body in texts.iterator(chunk_size=CHUNK):
        looked_at += 1
        matches = matches_in(matcher, name=name, body=body, section_id=listed.section_id)
        if matches:
            found[pk] = matches
    shown = Comment.objects.filter(pk__in=list(found)[:SHOWN]).order_by("-pk")
    comments = list(shown.select_related("thread__article__section"))
    fetch_last_given(comment.thread.article for comment in comments)
    return Trial(looked_at, len(found), [Caught(one, found[one.pk]) for one in comments])


def _newest(section_id: int | None) -> CommentQuerySet:
    comments = Comment.objects.order_by("-pk")
    if section_id is not None:
        comments = comments.filter(thread__article__section=section_id)
    return comments[:LOOKED_AT]
