"""What waits at the desk: the queues, how many are in each, and a page of one."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from articles.identifiers import is_row_number
from comments.models import Comment
from comments.models.comment_queries import CommentQuerySet
from comments.standing_orders import orders_column

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PER_PAGE = 20
# Nobody reads on beyond it: counting stops, so that a desk is as fast with a million comments.
COUNT_LIMIT = 1_000
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


@dataclass(frozen=True)
class Page:
    """Some comments of a queue in its order, and where the next ones begin."""

    comments: list[Comment]
    next: str


def page_of(comments: QuerySet[Comment], queue: Queue, after: str) -> Page:
    """One query, and the same work on the first page as on the last."""
    beyond = _beyond(after, "lt" if queue.newest_first else "gt")
    found = list(
        comments.filter(beyond).order_by(*queue.order).values("pk", "posted_at")[: PER_PAGE + 1]
    )
    shown = [row["pk"] for row in found[:PER_PAGE]]
    by_pk = for_cards(Comment.objects.filter(pk__in=shown)).in_bulk()
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    return Page(
        [by_pk[pk] for pk in shown if pk in by_pk],
        f"{(last['posted_at'] - EPOCH) // MICROSECOND}-{last['pk']}" if last else "",
    )


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


def _beyond(after: str, way: str) -> Q:
    """What stands behind a place in the queue; everything for what is no place."""
    micros, _, pk = after.partition("-")
    if not (is_row_number(micros) and is_row_number(pk)):
        return Q()
    try:
        moment = EPOCH + int(micros) * MICROSECOND
    except OverflowError:
        return Q()
    at_once = Q(**{f"pk__{way}": int(pk), "posted_at": moment})
    return Q(**{f"posted_at__{way}": moment}) | at_once
