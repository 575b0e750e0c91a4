"""What is published, and the record of who stood behind it."""

from .article import Article, ArticleKind, ArticleStatus, Byline, StatusChange
from .author import Author, AuthorKind, Manager
from .correction import Correction, CorrectionKind
from .disclosure import Disclosure, DisclosureKind
from .photo import Photo
from .policy import Policy
from .publication import Publication
from .section import Section, Tag

__all__ = [
    "Article",
    "ArticleKind",
    "ArticleStatus",
    "Author",
    "AuthorKind",
    "Byline",
    "Correction",
    "CorrectionKind",
    "Disclosure",
    "DisclosureKind",
    "Manager",
    "Photo",
    "Policy",
    "Publication",
    "Section",
    "StatusChange",
    "Tag",
]
