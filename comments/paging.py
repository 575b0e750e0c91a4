"""Which comments stand on which page of a thread, at the same cost however long it is.

Every published comment has an ordinal: among the roots of its thread, or among the replies of its
branch. So the places on a page are known before anything is asked, and a comment's page is
arithmetic. A page never changes what it holds; where comments were removed it is shorter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode

from articles.identifiers import is_row_number

from .models import Comment, Thread
from .models.comment_queries import CommentQuerySet
from .models.placing import MAX_INDENT, place_of

ROOTS_PER_PAGE = 50
REPLIES_PER_PAGE = 50
# Of each branch, under the article: the first that were published. A reply is published after what
# it answers, so that these hang together.
REPLIES_SHOWN = 5


class Sort(models.TextChoices):
    """In which order a thread is read.

    The oldest come first until a reader asks otherwise: answers follow what they answer, and a
    page that was linked to keeps showing the same comments.
    """

    OLDEST = "oldest", "Oldest"
    NEWEST = "newest", "Newest"
    REPLIES = "replies", "Most replied"
    CHOICE = "choice", "Editors’ choice"


@dataclass(frozen=True)
class Shown:
    """A comment where it stands on a page."""

    comment: Comment
    indent: int = 0
    # What it answers, where that stands on another page.
    answers: Comment | None = None


@dataclass(frozen=True)
class Branch:
    """A root with as many of its replies as are shown, and the number of those that are not."""

    root: Shown
    replies: list[Shown] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class PageOf:
    """Where a page stands among its neighbours. Numbers start at 1."""

    number: int
    last: int

    @property
    def previous(self) -> int:
        """0 before the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """0 after the last."""
        return self.number + 1 if self.number < self.last else 0


@dataclass(frozen=True)
class ThreadPage:
    """What a reader has asked to see of a thread."""

    sort: Sort
    branches: list[Branch]
    # Of the orders that have numbered pages.
    pages: PageOf | None = None
    # The comment after which the next page begins, in the orders that have none.
    goes_on_after: int | None = None

    @property
    def prefix(self) -> str:
        """The beginning of a query that keeps the order."""
        return "?" if self.sort is Sort.OLDEST else f"?{urlencode({'sort': self.sort.value})}&"


@dataclass(frozen=True)
class BranchPage:
    """Some replies of one branch, in tree order."""

    root: Comment
    replies: list[Shown]
    pages: PageOf


def thread_page(thread: Thread, asked: QueryDict) -> ThreadPage:
    """The page that an address asks for, or the nearest there is: one query, or three."""
    named = asked.get("sort", "")
    sort = Sort(named) if named in Sort.values else Sort.OLDEST
    if sort is Sort.CHOICE:
        return _chosen(thread, _after(thread, asked))
    if sort is Sort.REPLIES:
        return _most_replied(thread, _after(thread, asked))
    pages = _pages(page_number(asked.get("page", "")), thread.last_root, ROOTS_PER_PAGE)
    if sort is Sort.NEWEST:
        top = thread.last_root - pages.previous * ROOTS_PER_PAGE
        ordinals = range(max(1, top - ROOTS_PER_PAGE + 1), top + 1)
        return ThreadPage(sort, _branches_of(thread, ordinals)[::-1], pages)
    ordinals = _ordinals(pages.number, ROOTS_PER_PAGE)
    return ThreadPage(sort, _branches_of(thread, ordinals), pages)


def own_query(thread: Thread, asked: QueryDict) -> str:
    """What makes the page that is shown another one than its first: “?page=2”.

    The same comments in another order, or from another one on, are no page of their own.
    """
    if asked.get("sort", Sort.OLDEST) in {*Sort.values} - {Sort.OLDEST}:
        return ""
    number = _pages(page_number(asked.get("page", "")), thread.last_root, ROOTS_PER_PAGE).number
    return f"?page={number}" if number > 1 else ""


def branch_page(root: Comment, number: int) -> BranchPage:
    """One query, whatever the page."""
    thread, pages = root.thread, _pages(number, root.last_reply, REPLIES_PER_PAGE)
    places = [
        place_of(thread.pk, root.ordinal or 0, reply)
        for reply in _ordinals(pages.number, REPLIES_PER_PAGE)
    ]
    return BranchPage(root, _indented([root], _standing_at(thread, places))[1:], pages)


def page_address(comment: Comment) -> str:
    """The address of the page that shows the comment, down to its place. Asks nothing."""
    root, ordinal = comment.root or comment, comment.ordinal or 1
    if comment.root and ordinal > REPLIES_SHOWN:
        page, number = root.replies_url, _page_of(ordinal, REPLIES_PER_PAGE)
    else:
        page = comment.thread.article.get_absolute_url()
        number = _page_of(root.ordinal or 1, ROOTS_PER_PAGE)
    query = f"?page={number}" if number > 1 else ""
    return f"{page}{query}#comment-{comment.pk}"


def page_number(asked: str) -> int:
    """A page number from an address: 1 for whatever is not a sensible one."""
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return max(1, int(asked))
    return 1


def _page_of(ordinal: int, size: int) -> int:
    return (ordinal - 1) // size + 1


def _ordinals(number: int, size: int) -> range:
    return range((number - 1) * size + 1, number * size + 1)


def _pages(asked: int, last_ordinal: int, size: int) -> PageOf:
    last = _page_of(max(1, last_ordinal), size)
    return PageOf(min(asked, last), last)


def _standing() -> CommentQuerySet:
    """What threads show, with what is said about each and no more."""
    return (
        Comment.objects.on_page()
        .select_related("commenter", "parent")
        .defer("body_source", "parent__body", "parent__body_source")
        .order_by()
    )


def _in(thread: Thread, comments: Iterable[Comment]) -> list[Comment]:
    """These comments, each knowing its thread without asking."""
    found = list(comments)
    for comment in found:
        comment.thread = thread
    return found


def _standing_at(thread: Thread, places: list[str]) -> list[Comment]:
    """What stands at these places, in tree order: one query."""
    return _in(thread, sorted(_standing().filter(place__in=places), key=lambda one: one.path))


def _first_places(thread: Thread, root: int) -> list[str]:
    """Those in the branch of a root that are shown under the article."""
    return [place_of(thread.pk, root, reply) for reply in range(1, REPLIES_SHOWN + 1)]


def _branches_of(thread: Thread, ordinals: range) -> list[Branch]:
    """These roots, each with its first replies: one query."""
    places = [place_of(thread.pk, root) for root in ordinals]
    for root in ordinals:
        places += _first_places(thread, root)
    return _branches(_standing_at(thread, places))


def _branches(comments: list[Comment]) -> list[Branch]:
    """Roots in their order, each with those of the replies that are its own."""
    replies: dict[int | None, list[Comment]] = {}
    for comment in comments:
        replies.setdefault(comment.root_id, []).append(comment)
    return [_branch(root, replies.get(root.pk, [])) for root in replies.pop(None, [])]


def _branch(root: Comment, replies: list[Comment]) -> Branch:
    shown = sum(reply.is_approved for reply in replies)
    standing = _indented([root], replies)
    return Branch(standing[0], standing[1:], more=root.reply_count - shown)


def _indented(roots: list[Comment], replies: list[Comment]) -> list[Shown]:
    """Each under the one it answers; where that is on another page, it is named instead."""
    indents = {root.pk: 0 for root in roots}
    shown = [Shown(root) for root in roots]
    for reply in replies:
        above = indents.get(reply.parent_id or 0)
        indents[reply.pk] = indent = 1 if above is None else min(above + 1, MAX_INDENT)
        shown.append(Shown(reply, indent, reply.parent if above is None else None))
    return shown


def _most_replied(thread: Thread, after: Comment | None) -> ThreadPage:
    roots = _standing().filter(thread=thread, ordinal__isnull=False).roots()
    if after:
        later = Q(reply_count=after.reply_count, ordinal__gt=after.ordinal)
        # The first part alone is what an index can be entered by.
        roots = roots.filter(reply_count__lte=after.reply_count).filter(
            Q(reply_count__lt=after.reply_count) | later
        )
    found = _in(thread, roots.order_by("-reply_count", "ordinal")[: ROOTS_PER_PAGE + 1])
    shown = found[:ROOTS_PER_PAGE]
    places = [place for root in shown for place in _first_places(thread, root.ordinal or 0)]
    branches = _branches([*shown, *_standing_at(thread, places)])
    return ThreadPage(Sort.REPLIES, branches, goes_on_after=_last_of(found))


def _chosen(thread: Thread, after: Comment | None) -> ThreadPage:
    """What editors have featured, wherever it stands, the latest choice first."""
    chosen = _standing().approved().filter(thread=thread, featured_at__isnull=False)
    if after and after.featured_at:
        chosen = chosen.filter(featured_at__lte=after.featured_at).exclude(
            featured_at=after.featured_at, pk__gte=after.pk
        )
    found = _in(thread, chosen.order_by("-featured_at", "-pk")[: ROOTS_PER_PAGE + 1])
    branches = [Branch(Shown(one, 0, one.parent)) for one in found[:ROOTS_PER_PAGE]]
    return ThreadPage(Sort.CHOICE, branches, goes_on_after=_last_of(found))


def _last_of(found: list[Comment]) -> int | None:
    """The last comment of a full page, when something follows it."""
    return found[ROOTS_PER_PAGE - 1].pk if len(found) > ROOTS_PER_PAGE else None


def _after(thread: Thread, asked: QueryDict) -> Comment | None:
    named = asked.get("after", "")
    if not is_row_number(named):
        return None
    return Comment.objects.filter(thread=thread, pk=named, number__isnull=False).first()
