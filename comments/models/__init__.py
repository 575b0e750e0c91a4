"""What readers say, and what was decided about it."""

from .appeal import Appeal, AppealMessage, AppealRefused, AppealStatus
from .case import Case, CaseOutcome
from .comment import Comment, CommentStatus
from .commenter import Act, Commenter, Standing
from .decision import CommenterDecision, Decision, DecisionConflict, ThreadDecision
from .house_rules import HouseRules
from .reason import Ground, Reason, ReasonPurpose
from .report import Report, ReportReason
from .thread import Thread, ThreadMode

__all__ = [
    "Act",
    "Appeal",
    "AppealMessage",
    "AppealRefused",
    "AppealStatus",
    "Case",
    "CaseOutcome",
    "Comment",
    "CommentStatus",
    "Commenter",
    "CommenterDecision",
    "Decision",
    "DecisionConflict",
    "Ground",
    "HouseRules",
    "Reason",
    "ReasonPurpose",
    "Report",
    "ReportReason",
    "Standing",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
]
