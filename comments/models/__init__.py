"""What readers say, and what was decided about it."""

from .comment import Comment, CommentStatus
from .commenter import Act, Commenter, Standing
from .decision import CommenterDecision, Decision, DecisionConflict, ThreadDecision
from .house_rules import HouseRules, OpeningHours
from .opening import OutsideHours
from .reason import Ground, Reason, ReasonPurpose
from .section_rules import SectionRules
from .thread import Thread
from .thread_mode import ThreadMode

__all__ = [
    "Act",
    "Comment",
    "CommentStatus",
    "Commenter",
    "CommenterDecision",
    "Decision",
    "DecisionConflict",
    "Ground",
    "HouseRules",
    "OpeningHours",
    "OutsideHours",
    "Reason",
    "ReasonPurpose",
    "SectionRules",
    "Standing",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
