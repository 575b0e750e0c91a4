"""Which comments stand on which page of a thread, at the same cost however long it is.

Every published comment has an ordinal: among the roots of its thread, or among the replies of its
branch. A page is a range of ordinals, and a comment's page is arithmetic. A page therefore never
changes what it holds; where comments were removed it is shorter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode

from articles.identifiers import is_row_number

from .models import Comment, Thread
from .models.comment import MAX_INDENT, CommentQuerySet

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
        branches = _branches_of(thread, (top - ROOTS_PER_PAGE + 1, top))[::-1]
    else:
        branches = _branches_of(thread, _range(pages.number, ROOTS_PER_PAGE))
    return ThreadPage(sort, branches, pages)


def branch_page(root: Comment, number: int) -> BranchPage:
    """One query, whatever the page."""
    pages = _pages(number, root.last_reply, REPLIES_PER_PAGE)
    replies = (
        _standing(root.thread)
        .filter(root=root, ordinal__range=_range(pages.number, REPLIES_PER_PAGE))
        .order_by("path")
    )
    return BranchPage(root, _indented([root], _in(root.thread, replies))[1:], pages)


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


def _range(number: int, size: int) -> tuple[int, int]:
    return (number - 1) * size + 1, number * size


def _pages(asked: int, last_ordinal: int, size: int) -> PageOf:
    last = _page_of(max(1, last_ordinal), size)
    return PageOf(min(asked, last), last)


def _standing(thread: Thread) -> CommentQuerySet:
    """What a thread shows, with what is said about each and no more."""
    return (
        Comment.objects.on_page()
        .filter(thread=thread)
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


def _branches_of(thread: Thread, ordinals: tuple[int, int]) -> list[Branch]:
    """The roots in a range, each with its first replies: one query."""
    roots = _standing(thread).roots().filter(ordinal__range=ordinals)
    replies = _standing(thread).filter(
        root__thread=thread,
        root__root__isnull=True,
        root__ordinal__range=ordinals,
        ordinal__lte=REPLIES_SHOWN,
    )
    return _branches(_in(thread, roots.union(replies, all=True).order_by("path")))


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
    roots = _standing(thread).roots().order_by("-reply_count", "ordinal")
    if after:
        later = Q(reply_count=after.reply_count, ordinal__gt=after.ordinal)
        # The first part alone is what an index can be entered by.
        roots = roots.filter(reply_count__lte=after.reply_count).filter(
            Q(reply_count__lt=after.reply_count) | later
        )
    found = _in(thread, roots[: ROOTS_PER_PAGE + 1])
    shown = found[:ROOTS_PER_PAGE]
    replies = _standing(thread).filter(root__in=shown, ordinal__lte=REPLIES_SHOWN)
    branches = _branches([*shown, *_in(thread, replies.order_by("path"))])
    return ThreadPage(Sort.REPLIES, branches, goes_on_after=_last_of(found))


def _chosen(thread: Thread, after: Comment | None) -> ThreadPage:
    """What editors have featured, wherever it stands, the latest choice first."""
    chosen = (
        _standing(thread)
        .approved()
        .filter(featured_at__isnull=False)
        .order_by("-featured_at", "-pk")
    )
    if after and after.featured_at:
        chosen = chosen.filter(featured_at__lte=after.featured_at).exclude(
            featured_at=after.featured_at, pk__gte=after.pk
        )
    found = _in(thread, chosen[: ROOTS_PER_PAGE + 1])
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
