"""The number of a comment in its thread and its place in the tree: given once, never moved."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from .comment_status import CommentStatus

if TYPE_CHECKING:
    from .comment import Comment
    from .thread import Thread

# Deeper replies stand beside the reply they answer, so that a path keeps a bounded length.
MAX_DEPTH = 40
PATH_STEP = 7
MAX_INDENT = 5


def place_of(thread_id: int, root: int, reply: int | None = None) -> str:
    """The name of a place, by the ordinals of a root and of a reply in its branch."""
    return ".".join(str(part) for part in (thread_id, root, reply) if part is not None)


def give_place(comment: "Comment", thread: "Thread", at: datetime.datetime) -> dict[str, Any]:
    """Its number in the thread and its place in the tree, given once and for all; and since when
    readers see it, unless its first approval was taken back."""
    found = type(comment).objects.filter(pk=comment.pk).values_list("number", "published_at")
    number, published_at = found.get()
    published = {"published_at": published_at or at}
    if number is not None:
        return published
    thread.last_number += 1
    above = comment.parent.path[: (MAX_DEPTH - 1) * PATH_STEP] if comment.parent else ""
    return {
        "number": thread.last_number,
        "path": f"{above}{thread.last_number:0{PATH_STEP}d}",
        "depth": len(above) // PATH_STEP,
        **published,
        **_place_on_pages(comment, thread),
    }


def _place_on_pages(comment: "Comment", thread: "Thread") -> dict[str, Any]:
    """Its ordinal among the thread's roots, or in its branch."""
    if comment.parent is None:
        thread.last_root += 1
        place = place_of(thread.pk, thread.last_root)
        return {"ordinal": thread.last_root, "place": place}
    found = type(comment).objects.filter(pk=comment.parent.root_id or comment.parent.pk)
    found.update(last_reply=F("last_reply") + 1)
    root = found.only("ordinal", "last_reply").get()
    place = place_of(thread.pk, root.ordinal or 0, root.last_reply)
    return {"root_id": root.pk, "ordinal": root.last_reply, "place": place}


def count_above(comment: "Comment", *, was: str, to: str) -> None:
    """One more or one less approved reply for all that it hangs on.

    A path names them by number, down to a depth; below that the one it answers is counted.
    The caller has the thread locked.
    """
    approved = CommentStatus.APPROVED
    step = (to == approved) - (was == approved)
    if not step or comment.parent_id is None:
        return
    numbers = [
        int(comment.path[start : start + PATH_STEP])
        for start in range(0, len(comment.path) - PATH_STEP, PATH_STEP)
    ]
    above = Q(thread=comment.thread_id, number__in=numbers) | Q(pk=comment.parent_id)
    type(comment).objects.filter(above).update(reply_count=F("reply_count") + step)
