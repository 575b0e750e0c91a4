"""What readers say, and what was decided about it."""

from .comment import Comment, CommentStatus
from .commenter import Act, Commenter, Standing
from .decision import CommenterDecision, Decision, DecisionConflict, ThreadDecision
from .house_rules import HouseRules, OpeningHours
from .mute import Mute
from .opening import OutsideHours
from .reason import Ground, Reason, ReasonPurpose
from .recommendation import Recommendation, RecommendationRefused
from .revision import Revision
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
    "Mute",
    "OpeningHours",
    "OutsideHours",
    "Reason",
    "ReasonPurpose",
    "Recommendation",
    "RecommendationRefused",
    "Revision",
    "SectionRules",
    "Standing",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
