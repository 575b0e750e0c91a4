"""What waits at the desk: the queues, how many are in each, and a page of one."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from comments.models import Appeal, Case, Comment
from comments.models.case import MOST_PRESSING_FIRST
from comments.models.comment_queries import CommentQuerySet
from comments.standing_orders import orders_column

from .places import beyond, place_of, up_to

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PER_PAGE = 20
# Nobody reads on beyond it: counting stops, so that a desk is as fast with a million comments.
COUNT_LIMIT = 1_000
# What no index finds is sought in so many comments at a time.
SEARCH_LIMIT = 1_000


@dataclass(frozen=True)
class Lines:
    """The rows that stand in line: the comments themselves, or what brought them here.

    `comment` is where a row names its comment, `beside` are rows of a moderator without one.
    """

    of: Callable[[QuerySet[Comment]], QuerySet[Any]] = lambda comments: comments
    order: tuple[str, ...] = ("posted_at", "pk")
    comment: str = "pk"
    beside: Callable[["User"], QuerySet[Any]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What a place in the line is made of."""
        return tuple(name.lstrip("-") for name in self.order)

    def on_comment(self, name: str) -> str:
        """How a row of the line names a field of its comment."""
        return name if self.comment == "pk" else f"{self.comment}__{name}"

    def whose(self, comment: Q) -> Q:
        """The rows whose comment is so, from a condition on comments."""
        parts: list[Any] = comment.children
        said = (
            self.whose(part) if isinstance(part, Q) else (self.on_comment(part[0]), part[1])
            for part in parts
        )
        return Q(*said, _connector=comment.connector, _negated=comment.negated)


OLDEST_FIRST = Lines()
NEWEST_FIRST = Lines(order=("-posted_at", "-pk"))
CASES = Lines(
    of=lambda comments: Case.objects.open().filter(comment__in=comments),
    order=MOST_PRESSING_FIRST,
    comment="comment",
)
# What was decided about a commenter hangs on no comment.
APPEALS = Lines(
    of=lambda comments: Appeal.objects.open().filter(decision__comment__in=comments),
    order=("opened_at", "pk"),
    comment="decision__comment",
    beside=lambda user: Appeal.objects.for_moderator(user).open().about_commenters(),
)


@dataclass(frozen=True)
class Queue:
    """Some of the comments, under a name. `word` says which."""

    slug: str
    label: str
    word: Callable[[CommentQuerySet], QuerySet[Comment]]
    empty: str
    lines: Lines = OLDEST_FIRST

    @property
    def title(self) -> str:
        return "Appeals" if self.lines.beside else f"{self.label} comments"

    def of(self, user: "User") -> QuerySet[Comment]:
        """What of it is this moderator's to see."""
        return self.word(Comment.objects.for_moderator(user))

    def holds(self, comments: Iterable[Comment]) -> set[int]:
        """Which of them stand in it."""
        asked = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
        return set(self.word(asked).values_list("pk", flat=True))

    def beside(self, user: "User") -> "Count":
        """What waits in it and hangs on no comment."""
        return bounded(self.lines.beside(user)) if self.lines.beside else Count(0)

    def count(self, user: "User", theirs: CommentQuerySet | None = None) -> "Count":
        """`theirs` are the moderator's comments, where more is counted than this queue."""
        comments = self.of(user) if theirs is None else self.word(theirs)
        return Count(bounded(self.lines.of(comments)).number + self.beside(user).number)

    def in_line(self, comments: QuerySet[Comment]) -> list[int]:
        """Which comments these are, each at its place."""
        rows = self.lines.of(comments).order_by(*self.lines.order)
        return list(rows.values_list(self.lines.comment, flat=True))


# A queue more is a line more.
QUEUES = (
    Queue("held", "Held", CommentQuerySet.held, "Nothing is held."),
    Queue("reported", "Reported", CommentQuerySet.reported, "Nothing is reported.", CASES),
    Queue("appealed", "Appealed", CommentQuerySet.appealed, "Nobody has appealed.", APPEALS),
    Queue("new", "New", CommentQuerySet.new, "You have read all that is new."),
    Queue("rejected", "Rejected", CommentQuerySet.rejected, "Nothing is rejected.", NEWEST_FIRST),
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


def bounded(rows: QuerySet[Any]) -> Count:
    return Count(rows.order_by()[: COUNT_LIMIT + 1].count())


def counts(user: "User") -> dict[str, Count]:
    theirs = Comment.objects.for_moderator(user)
    return {queue.slug: queue.count(user, theirs) for queue in QUEUES}


def is_all(read: int) -> bool:
    """Whether so many are a whole queue, and not only as many as are counted."""
    return read < COUNT_LIMIT


def first_of(comments: QuerySet[Comment], queue: Queue) -> QuerySet[Any]:
    """The first rows of the line, as many as are counted."""
    return queue.lines.of(comments).order_by(*queue.lines.order)[:COUNT_LIMIT]


@dataclass(frozen=True)
class Page:
    """Some lines of a queue in its order, and where the next ones begin.

    Each line is the key of its row with the key of its comment, if it hangs on one. `found` is
    what a search finds in the part of the queue that it has read for this page: in `among` lines,
    or in all that are left where that is 0. `searched_to` is the moment of the last one that was
    searched, where the search goes on.
    """

    lines: list[tuple[int, int | None]]
    comments: list[Comment]
    next: str
    searched_to: datetime.datetime | None = None
    found: Count | None = None
    among: int = 0


def page_of(
    comments: QuerySet[Comment],
    queue: Queue,
    after: str,
    search: Q | None = None,
    beside: Any = None,
) -> Page:
    """The same work on the first page as on the last, however seldom it is what is sought.

    A line that moves while somebody leafs through comes no second time, and moves nothing else.
    `beside` are rows that hang on no comment.
    """
    lines, ahead = queue.lines, beyond(after, queue.lines.order)
    end = _end_of_search(lines.of(comments).filter(ahead), lines) if search else None
    if search:
        comments, ahead = comments.filter(search), ahead & up_to(place_of(end), lines.order)
    rows = lines.of(comments) if beside is None else lines.of(comments) | beside
    ordered = rows.filter(ahead).order_by(*lines.order)
    found = list(ordered.values(*lines.names, on=F(lines.comment))[: PER_PAGE + 1])
    shown = [(row["pk"], row["on"]) for row in found[:PER_PAGE]]
    # What has left the queue since its lines were read is not shown.
    cards = list(for_cards(comments.filter(pk__in=[on for _, on in shown if on])))
    hits = bounded(rows.filter(ahead)) if search else None
    among = SEARCH_LIMIT if end else 0
    if len(found) > PER_PAGE:
        last = {name: found[PER_PAGE - 1][name] for name in lines.names}
        return Page(shown, cards, place_of(last), found=hits, among=among)
    return Page(shown, cards, place_of(end), _moment_of(end), hits, among)


def for_cards(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what a card shows of thread, article, commenter and parent."""
    bulky = ("body", "body_source", "text", "search_text")
    about = comments.select_related(
        "thread__article__section__comment_rules",
        "thread__article__publication",
        "commenter",
        "parent",
    ).defer(*(f"thread__article__{field}" for field in bulky))
    return about.annotate(orders=orders_column()).prefetch_related(
        "hits", "thread__article__corrections"
    )


def _end_of_search(ahead: QuerySet[Any], lines: Lines) -> dict[str, Any] | None:
    """The last line that is searched at a time; none when that is all."""
    rows = ahead.order_by(*lines.order).values(*lines.names)
    last = list(rows[SEARCH_LIMIT - 1 : SEARCH_LIMIT + 1])
    return last[0] if len(last) > 1 else None


def _moment_of(line: dict[str, Any] | None) -> datetime.datetime | None:
    moments = (value for value in (line or {}).values() if isinstance(value, datetime.datetime))
    return next(moments, None)
