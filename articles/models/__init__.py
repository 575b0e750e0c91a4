"""What is published, and the record of who stood behind it."""

from .address import OldAddress
from .article import Article, ArticleKind
from .author import Author, AuthorKind, Manager
from .byline import Byline
from .correction import Correction, CorrectionKind
from .disclosure import Disclosure, DisclosureKind
from .error_report import ErrorReport, ErrorReportStatus
from .photo import Photo
from .policy import Policy, PolicyVersion
from .publication import Publication
from .section import Section, Tag
from .status import ArticleStatus, StatusChange

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
    "ErrorReport",
    "ErrorReportStatus",
    "Manager",
    "OldAddress",
    "Photo",
    "Policy",
    "PolicyVersion",
    "Publication",
    "Section",
    "StatusChange",
    "Tag",
]
