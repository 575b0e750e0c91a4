"""The editors' desk, in Django's admin."""

from .article import ArticleAdmin
from .author import AuthorAdmin
from .disclosure import DisclosureAdmin
from .photo import PhotoAdmin
from .policy import PolicyAdmin
from .section import SectionAdmin, TagAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "DisclosureAdmin",
    "PhotoAdmin",
    "PolicyAdmin",
    "SectionAdmin",
    "TagAdmin",
]
