"""The editors' desk, in Django's admin."""

from .arranging import ArrangementAdmin
from .article import ArticleAdmin
from .author import AuthorAdmin
from .disclosure import DisclosureAdmin
from .error_report import ErrorReportAdmin
from .photo import PhotoAdmin
from .policy import PolicyAdmin
from .publishing_rules import OverrideAdmin, PublishingRulesAdmin
from .section import SectionAdmin, TagAdmin

__all__ = [
    "ArrangementAdmin",
    "ArticleAdmin",
    "AuthorAdmin",
    "DisclosureAdmin",
    "ErrorReportAdmin",
    "OverrideAdmin",
    "PhotoAdmin",
    "PolicyAdmin",
    "PublishingRulesAdmin",
    "SectionAdmin",
    "TagAdmin",
]
