"""What readers say, and what was decided about it."""

from .appeal import Appeal, AppealMessage, AppealRefused, AppealStatus
from .beat import Beat
from .case import Case, CaseOutcome
from .claim import Claim
from .comment import Comment
from .comment_status import CommentStatus
from .commenter import Act, Commenter
from .decision import CommenterDecision, Decision, DecisionConflict, Mark, ThreadDecision
from .hit import Hit
from .house_rules import HouseRules, OpeningHours
from .letter import Letter, LetterKind, MailWishes, Pace, RefusedAddress
from .merger import CommenterMerger
from .mute import Mute, MuteRefused
from .opening import OutsideHours
from .reason import Ground, Reason, ReasonPurpose
from .recommendation import Recommendation, RecommendationRefused
from .report import Report, ReportReason
from .rescan import Rescan
from .revision import Revision
from .section_rules import SectionRules
from .standing import Standing
from .thread import Thread
from .thread_mode import ThreadMode
from .wording import Term, TermAction, WordList

__all__ = [
    "Act",
    "Appeal",
    "AppealMessage",
    "AppealRefused",
    "AppealStatus",
    "Beat",
    "Case",
    "CaseOutcome",
    "Claim",
    "Comment",
    "CommentStatus",
    "Commenter",
    "CommenterDecision",
    "CommenterMerger",
    "Decision",
    "DecisionConflict",
    "Ground",
    "Hit",
    "HouseRules",
    "Letter",
    "LetterKind",
    "MailWishes",
    "Mark",
    "Mute",
    "MuteRefused",
    "OpeningHours",
    "OutsideHours",
    "Pace",
    "Reason",
    "ReasonPurpose",
    "Recommendation",
    "RecommendationRefused",
    "RefusedAddress",
    "Report",
    "ReportReason",
    "Rescan",
    "Revision",
    "SectionRules",
    "Standing",
    "Term",
    "TermAction",
    "Thread",
    "ThreadDecision",
    "ThreadMode",
    "WordList",
]
