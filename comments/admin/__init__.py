"""The moderators' lists, in Django's admin."""

from .article import DiscussedArticleAdmin
from .beat import BeatAdmin
from .comment import CommentAdmin
from .thread import ThreadAdmin

__all__ = ["BeatAdmin", "CommentAdmin", "DiscussedArticleAdmin", "ThreadAdmin"]
