"""What is published, and the record of who stood behind it."""

from .address import OldAddress
from .arrangement import Arrangement, Cancellation, Slot
from .article import Article
from .article_words import ArticleWords, PrintedLanguage, PrintedWord
from .author import Author, AuthorKind, Manager
from .autosave import Autosave
from .breaking import Breaking
from .byline import Byline
from .conflict import ConflictAnswer
from .correction import Correction, CorrectionKind, CorrectionPlace
from .coverage import Coverage
from .declaration import Declaration, DeclarationKind, DeclarationRequest, DeclaredInterest
from .disclosure import Disclosure, DisclosureKind
from .editing_lock import EditingLock
from .error_report import ErrorReport, ErrorReportStatus
from .gone_out import GoneOut
from .kind import ArticleKind
from .live import LiveUpdate
from .note import Note, NoteResolution
from .override import Override
from .photo import Photo, PhotoSource
from .photo_use import PhotoUse
from .policy import Policy, PolicyVersion
from .preview_link import FurtherVisits, PreviewLink, PreviewRevocation, PreviewVisit
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
    "ArticleWords",
    "Author",
    "AuthorKind",
    "Autosave",
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
    "EditingLock",
    "ErrorReport",
    "ErrorReportStatus",
    "FurtherVisits",
    "GoneOut",
    "LiveUpdate",
    "Manager",
    "Note",
    "NoteResolution",
    "OldAddress",
    "Override",
    "Photo",
    "PhotoSource",
    "PhotoUse",
    "Policy",
    "PolicyVersion",
    "PreviewLink",
    "PreviewRevocation",
    "PreviewVisit",
    "PrintedLanguage",
    "PrintedWord",
    "Publication",
    "PublishingRules",
    "Revision",
    "Section",
    "Slot",
    "StatusChange",
    "Tag",
    "Weight",
]
