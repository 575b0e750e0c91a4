"""The moderators' lists, in Django's admin."""

from .article import DiscussedArticleAdmin
from .comment import CommentAdmin
from .thread import ThreadAdmin

__all__ = ["CommentAdmin", "DiscussedArticleAdmin", "ThreadAdmin"]
