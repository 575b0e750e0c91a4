"""What readers say, and what was decided about it."""

from .comment import Comment, CommentStatus
from .commenter import Commenter
from .decision import Decision, DecisionConflict, ThreadDecision
from .thread import Thread, ThreadMode

__all__ = [
    "Comment",
    "CommentStatus",
    "Commenter",
    "Decision",
    "DecisionConflict",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
