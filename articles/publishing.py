"""What must be right before readers may have an article: the paper's policy on one page."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Article


@dataclass(frozen=True)
class Objection:
    """One thing in the way of publication, and the form field it stands beside, if any."""

    message: str
    field: str | None = None


class PublishingRefused(Exception):
    """An article may not be published; `objections` names every reason at once."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" ".join(objection.message for objection in self.objections))


class PublishingConflict(Exception):
    """An article is not where the editor believed it to be."""


NO_BYLINE = Objection("The byline is empty: name at least one author.", "bylines")


def has_body(article: "Article") -> Objection | None:
    if article.text.strip():
        return None
    return Objection("The article has no text.", "body_source")


def has_byline(article: "Article") -> Objection | None:
    if article.bylines.exists():
        return None
    return NO_BYLINE


def lead_photo_has_alt_text(article: "Article") -> Objection | None:
    if article.lead_photo is None or article.lead_photo.is_described:
        return None
    return Objection(
        "The lead photo has no alt text. Write it, or mark the photo as decorative.", "lead_photo"
    )


def lead_photo_has_credit(article: "Article") -> Objection | None:
    if article.lead_photo is None or article.lead_photo.credit:
        return None
    return Objection("The lead photo has no credit.", "lead_photo")


def has_address_of_its_own(article: "Article") -> Objection | None:
    from articles.addresses import objection_to  # it objects

    return objection_to(article)


Check = Callable[["Article"], Objection | None]

CHECKS: tuple[Check, ...] = (
    has_body,
    has_byline,
    lead_photo_has_alt_text,
    lead_photo_has_credit,
    has_address_of_its_own,
)


def objections(article: "Article", *, besides: Container[Check] = ()) -> list[Objection]:
    """Everything that is in the way, in the order of CHECKS; empty when nothing is.

    `besides` names checks that cannot be asked yet, of an article that is not saved.
    """
    asked = (check for check in CHECKS if check not in besides)
    return [objection for check in asked if (objection := check(article))]
