"""What is published, and the record of who stood behind it."""

from .address import OldAddress
from .arrangement import Arrangement, Cancellation, Slot
from .article import Article
from .author import Author, AuthorKind, Manager
from .breaking import Breaking
from .byline import Byline
from .conflict import ConflictAnswer
from .correction import Correction, CorrectionKind, CorrectionPlace
from .declaration import Declaration, DeclarationKind, DeclarationRequest, DeclaredInterest
from .disclosure import Disclosure, DisclosureKind
from .error_report import ErrorReport, ErrorReportStatus
from .kind import ArticleKind
from .live import Coverage, LiveUpdate
from .override import Override
from .photo import Photo
from .policy import Policy, PolicyVersion
from .publication import Change, Publication
from .publishing_rules import PublishingRules, Weight
from .revision import Revision
from .section import Section, Tag
from .status import ArticleStatus, StatusChange

__all__ = [
    "Arrangement",
    "Article",
    "ArticleKind",
    "ArticleStatus",
    "Author",
    "AuthorKind",
    "Breaking",
    "Byline",
    "Cancellation",
    "Change",
    "ConflictAnswer",
    "Correction",
    "CorrectionKind",
    "CorrectionPlace",
    "Coverage",
    "Declaration",
    "DeclarationKind",
    "DeclarationRequest",
    "DeclaredInterest",
    "Disclosure",
    "DisclosureKind",
    "ErrorReport",
    "ErrorReportStatus",
    "LiveUpdate",
    "Manager",
    "OldAddress",
    "Override",
    "Photo",
    "Policy",
    "PolicyVersion",
    "Publication",
    "PublishingRules",
    "Revision",
    "Section",
    "Slot",
    "StatusChange",
    "Tag",
    "Weight",
]
