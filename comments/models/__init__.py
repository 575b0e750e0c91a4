"""What readers say, and what was decided about it."""

from .comment import Comment, CommentStatus
from .commenter import Act, Commenter, Standing
from .decision import CommenterDecision, Decision, DecisionConflict, ThreadDecision
from .house_rules import HouseRules
from .letter import Letter, LetterKind, MailWishes, Pace, RefusedAddress
from .merger import CommenterMerger
from .reason import Ground, Reason, ReasonPurpose
from .thread import Thread, ThreadMode

__all__ = [
    "Act",
    "Comment",
    "CommentStatus",
    "Commenter",
    "CommenterDecision",
    "CommenterMerger",
    "Decision",
    "DecisionConflict",
    "Ground",
    "HouseRules",
    "Letter",
    "LetterKind",
    "MailWishes",
    "Pace",
    "Reason",
    "ReasonPurpose",
    "RefusedAddress",
    "Standing",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
