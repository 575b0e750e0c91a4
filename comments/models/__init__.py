"""What readers say, and what was decided about it."""

from .act import Act
from .appeal import Appeal, AppealRefused
from .appeal_message import AppealMessage
from .appeal_queries import AppealStatus
from .beat import Beat
from .case import Case, CaseOutcome
from .claim import Claim
from .comment import Comment
from .comment_status import CommentStatus
from .comment_words import CommentWords
from .commenter import Commenter
from .commenter_decision import CommenterDecision
from .decision import Decision, DecisionConflict, Mark
from .hit import Hit
from .house_rules import HouseRules, OpeningHours
from .letter import Letter, LetterKind
from .mail_wishes import MailWishes, Pace
from .merger import CommenterMerger
from .mute import Mute, MuteRefused
from .opening import OutsideHours
from .reason import Ground, Reason, ReasonPurpose
from .recommendation import Recommendation, RecommendationRefused
from .refused_address import RefusedAddress
from .report import Report, ReportReason
from .rescan import Rescan
from .revision import Revision
from .section_rules import SectionRules
from .standing import Standing
from .thread import Thread
from .thread_decision import ThreadDecision
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
    "CommentWords",
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
