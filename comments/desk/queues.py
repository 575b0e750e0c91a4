"""What waits at the desk: the queues, how many are in each, and a page of one."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from articles.identifiers import is_row_number
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.standing_orders import orders_column

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PER_PAGE = 20
# Nobody reads on beyond it: counting stops, so that a desk is as fast with a million comments.
COUNT_LIMIT = 1_000
# What no index finds is sought in so many comments at a time.
SEARCH_LIMIT = 2_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Queue:
    """Some of the comments, under a name. `word` says which."""

    slug: str
    label: str
    word: Callable[[CommentQuerySet], QuerySet[Comment]]
    empty: str
    newest_first: bool = False

    @property
    def order(self) -> tuple[str, str]:
        return ("-posted_at", "-pk") if self.newest_first else ("posted_at", "pk")

    def of(self, user: "User") -> QuerySet[Comment]:
        """What of it is this moderator's to see."""
        return self.word(Comment.objects.for_moderator(user))

    def holds(self, comment: Comment) -> bool:
        return self.word(Comment.objects.filter(pk=comment.pk)).exists()


# A queue more is a line more.
QUEUES = (
    Queue("held", "Held", CommentQuerySet.held, "Nothing is held."),
    Queue("reported", "Reported", CommentQuerySet.reported, "Nothing is reported."),
    Queue("appealed", "Appealed", CommentQuerySet.appealed, "Nobody has appealed."),
    Queue("new", "New", CommentQuerySet.new, "You have read all that is new."),
    Queue("rejected", "Rejected", CommentQuerySet.rejected, "Nothing is rejected.", True),
)
QUEUE_NAMED = {queue.slug: queue for queue in QUEUES}


@dataclass(frozen=True)
class Count:
    """How many there are, as far as anybody counts."""

    number: int

    def __str__(self) -> str:
        return f"{COUNT_LIMIT:,}+" if self.number > COUNT_LIMIT else f"{self.number:,}"

    def __bool__(self) -> bool:
        return self.number > 0


def bounded(comments: QuerySet[Comment]) -> Count:
    return Count(comments.order_by()[: COUNT_LIMIT + 1].count())


def counts(user: "User") -> dict[str, Count]:
    theirs = Comment.objects.for_moderator(user)
    return {queue.slug: bounded(queue.word(theirs)) for queue in QUEUES}


def is_all(read: int) -> bool:
    """Whether so many are a whole queue, and not only as many as are counted."""
    return read < COUNT_LIMIT


def first_of(comments: QuerySet[Comment], queue: Queue) -> QuerySet[Comment]:
    """As many as are counted, in the order of their queue."""
    return comments.order_by(*queue.order)[:COUNT_LIMIT]


@dataclass(frozen=True)
class Page:
    """Some comments of a queue in its order, and where the next ones begin.

    `searched_to` is when the last one was posted that was searched, where the search goes on.
    """

    comments: list[Comment]
    next: str
    searched_to: datetime.datetime | None = None


def page_of(comments: QuerySet[Comment], queue: Queue, after: str, search: Q | None = None) -> Page:
    """The same work on the first page as on the last, however seldom it is what is sought."""
    ahead = comments.filter(_beyond(after, queue))
    end = _end_of_search(ahead, queue) if search else ""
    if search:
        ahead = ahead.filter(_up_to(end, queue), search)
    found = list(ahead.order_by(*queue.order).values("pk", "posted_at")[: PER_PAGE + 1])
    shown = [row["pk"] for row in found[:PER_PAGE]]
    by_pk = for_cards(Comment.objects.filter(pk__in=shown)).in_bulk()
    cards = [by_pk[pk] for pk in shown if pk in by_pk]
    if len(found) > PER_PAGE:
        return Page(cards, _place(found[PER_PAGE - 1]))
    return Page(cards, end, _moment_and_pk(end)[0] if end else None)


def for_cards(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what a card shows of thread, article, commenter and parent."""
    bulky = ("body", "body_source", "text", "search_text")
    about = comments.select_related(
        "thread__article__section__comment_rules",
        "thread__article__publication",
        "commenter",
        "parent",
    ).defer(*(f"thread__article__{field}" for field in bulky))
    return about.annotate(orders=orders_column()).prefetch_related("hits")


def searched(comments: QuerySet[Comment], queue: Queue, search: Q) -> tuple[QuerySet[Comment], int]:
    """What is found from the beginning of the queue, and among how many; 0 where that is all."""
    end = _end_of_search(comments, queue)
    return comments.filter(_up_to(end, queue), search), SEARCH_LIMIT if end else 0


def _end_of_search(ahead: QuerySet[Comment], queue: Queue) -> str:
    """The place up to which is searched at a time; empty when that is all."""
    rows = ahead.order_by(*queue.order).values("pk", "posted_at")
    last = list(rows[SEARCH_LIMIT - 1 : SEARCH_LIMIT + 1])
    return _place(last[0]) if len(last) > 1 else ""


def _place(row: Mapping[str, Any]) -> str:
    """Where a comment stands in the order of queues, for an address."""
    return f"{(row['posted_at'] - EPOCH) // MICROSECOND}-{row['pk']}"


def _moment_and_pk(place: str) -> tuple[datetime.datetime, int] | tuple[None, None]:
    micros, _, pk = place.partition("-")
    if not (is_row_number(micros) and is_row_number(pk)):
        return None, None
    try:
        return EPOCH + int(micros) * MICROSECOND, int(pk)
    except OverflowError:
        return None, None


def _beyond(place: str, queue: Queue) -> Q:
    """What stands behind a place in the queue; everything for what is no place."""
    way = "lt" if queue.newest_first else "gt"
    moment, pk = _moment_and_pk(place)
    if moment is None:
        return Q()
    # The first condition says nothing more, and is what an index begins at.
    begins = Q(**{f"posted_at__{way}e": moment})
    return begins & (Q(**{f"posted_at__{way}": moment}) | Q(**{f"pk__{way}": pk}))


def _up_to(place: str, queue: Queue) -> Q:
    """What stands before a place, with the one that is there; everything for none."""
    way = "gt" if queue.newest_first else "lt"
    moment, pk = _moment_and_pk(place)
    if moment is None:
        return Q()
    begins = Q(**{f"posted_at__{way}e": moment})
    return begins & (Q(**{f"posted_at__{way}": moment}) | Q(**{f"pk__{way}e": pk}))
