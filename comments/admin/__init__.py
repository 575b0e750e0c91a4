"""The moderators' lists, in Django's admin."""

from .appeal import AppealAdmin
from .article import DiscussedArticleAdmin
from .case import CaseAdmin
from .comment import CommentAdmin
from .thread import ThreadAdmin

__all__ = ["AppealAdmin", "CaseAdmin", "CommentAdmin", "DiscussedArticleAdmin", "ThreadAdmin"]
