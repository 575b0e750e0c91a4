"""The moderators' lists, in Django's admin."""

from .appeal import AppealAdmin
from .article import DiscussedArticleAdmin
from .beat import BeatAdmin
from .case import CaseAdmin
from .comment import CommentAdmin
from .house_rules import HouseRulesAdmin, ReasonAdmin
from .letter import LetterAdmin
from .opening_hours import OpeningHoursAdmin, SectionRulesAdmin
from .term import TermAdmin
from .thread import ThreadAdmin

__all__ = [
    "AppealAdmin",
    "BeatAdmin",
    "CaseAdmin",
    "CommentAdmin",
    "DiscussedArticleAdmin",
    "HouseRulesAdmin",
    "LetterAdmin",
    "OpeningHoursAdmin",
    "ReasonAdmin",
    "SectionRulesAdmin",
    "TermAdmin",
    "ThreadAdmin",
]
