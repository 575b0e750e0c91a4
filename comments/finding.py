"""Finding comments by words: as articles are found, in what readers see of discussions."""

from articles.finding import MOST_COUNTED, MOST_FOUND, Found
from articles.searching.engines import Asked
from articles.searching.query import Query, Term
from articles.searching.ranking import Row, ranked
from comments.models import Comment
from comments.models.comment_queries import CommentQuerySet


def find(asked: Asked, *, section: int | None = None, newest_first: bool = False) -> Found:
    """Where more match than can be leafed through, the newest of them."""
    comments = Comment.objects.readable()
    if section:
        comments = comments.filter(thread__article__section=section)
    rows = _rows(comments.search(asked), MOST_FOUND + 1)
    are_more, rows = len(rows) > MOST_FOUND, rows[:MOST_FOUND]
    if newest_first:
        return Found([row.pk for row in rows], are_more)
    return Found(ranked(rows, asked.query, asked.languages), are_more)


def how_many_have(folded: str) -> int:
    """Of the comments that readers see, as the word is spelled; counted so far and no further."""
    asked = Asked(Query((Term((folded,), is_exact=True),)), ())
    return len(Comment.objects.readable().search(asked).values_list("pk")[:MOST_COUNTED])


def _rows(found: CommentQuerySet, most: int) -> list[Row]:
    """A comment has no headline; all of it is as near to what it is about as a standfirst."""
    columns = found.values_list("pk", "words__text", "words__often")
    return [Row(pk, "", text, often) for pk, text, often in columns[:most]]
