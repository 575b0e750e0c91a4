"""The moderators' lists, in Django's admin."""

from .article import DiscussedArticleAdmin
from .beat import BeatAdmin
from .comment import CommentAdmin
from .house_rules import HouseRulesAdmin, ReasonAdmin
from .opening_hours import OpeningHoursAdmin, SectionRulesAdmin
from .term import TermAdmin
from .thread import ThreadAdmin

__all__ = [
    "BeatAdmin",
    "CommentAdmin",
    "DiscussedArticleAdmin",
    "HouseRulesAdmin",
    "OpeningHoursAdmin",
    "ReasonAdmin",
    "SectionRulesAdmin",
    "TermAdmin",
    "ThreadAdmin",
]
