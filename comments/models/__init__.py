"""What readers say, and what was decided about it."""

from .beat import Beat
from .claim import Claim
from .comment import Comment, CommentStatus
from .commenter import Act, Commenter, Standing
from .decision import CommenterDecision, Decision, DecisionConflict, Mark, ThreadDecision
from .house_rules import HouseRules
from .reason import Ground, Reason, ReasonPurpose
from .thread import Thread, ThreadMode

__all__ = [
    "Act",
    "Beat",
    "Claim",
    "Comment",
    "CommentStatus",
    "Commenter",
    "CommenterDecision",
    "Decision",
    "DecisionConflict",
    "Ground",
    "HouseRules",
    "Mark",
    "Reason",
    "ReasonPurpose",
    "Standing",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
