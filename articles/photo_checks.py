"""What must be right about the photos of an article before readers may have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.objections import Objection

if TYPE_CHECKING:
    from articles.models import Article, Photo


def no_alt_text(article: "Article") -> Iterable[Objection]:
    for shown in _photos(article):
        if not shown.photo.is_described:
            yield shown.objection("has no alt text. Write it, or mark the photo as decorative.")


def no_credit(article: "Article") -> Iterable[Objection]:
    for shown in _photos(article):
        if not shown.photo.credit:
            yield shown.objection("has no credit.")


def no_licence(article: "Article") -> Iterable[Objection]:
    for shown in _photos(article):
        if not shown.photo.licence:
            said = f"By what right {shown.name} is used is not written down: name its licence."
            yield Objection(said, shown.field)


def licence_ended(article: "Article") -> Iterable[Objection]:
    """On the day on which readers are given the photo; of one that they have, it was asked then."""
    now = timezone.now()
    day = timezone.localdate(max(article.publish_at or now, now))
    known = _photos_of_readers(article)
    for shown in _photos(article):
        until = shown.photo.licence_until
        if until and until < day and shown.photo.pk not in known:
            said = f"The licence of {shown.name} ended on {until:%-d %B %Y}."
            yield Objection(said, shown.field)


def ended_since(article: "Article") -> list[str]:
    """What became of photos that readers were given: their licences have ended. No objection."""
    if not article.is_published:
        return []
    return [
        f"{shown.title} {_ended(shown.photo)}."
        for shown in _photos(article)
        if shown.photo.has_ended
    ]


def _ended(photo: "Photo") -> str:
    on = f"its licence ended on {photo.licence_until:%-d %B %Y}"
    return f"is hidden from readers: {on}" if photo.is_hidden else f"is still shown, and {on}"


@dataclass(frozen=True)
class Shown:
    """A photo of an article, what it is called there, and the field it stands in."""

    photo: "Photo"
    name: str
    field: str

    def objection(self, said: str) -> Objection:
        return Objection(f"{self.title} {said}", self.field)

    @property
    def title(self) -> str:
        """Its name, where a sentence begins with it."""
        return f"{self.name[0].upper()}{self.name[1:]}"


def _photos(article: "Article") -> Iterable[Shown]:
    if article.lead_photo:
        yield Shown(article.lead_photo, "the lead photo", "lead_photo")
    for photo in article.photos_in_text:
        yield Shown(photo, f"photo {photo.pk} in the text (“{photo}”)", "body_source")


def _photos_of_readers(article: "Article") -> set[int]:
    """The numbers of those that stand in the version that readers have."""
    version = article.original.publication if article.original.is_published else None
    if version is None or version.revision is None:
        return set()
    content = version.revision.content
    photos = [content["photo"], *content.get("photos", [])]
    return {photo["id"] for photo in photos if photo}
