"""Which photos of the library stand in the text of an article."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.safestring import SafeString

from articles import picturing

from .photo import Photo

if TYPE_CHECKING:
    from .article import Article


class PhotoUse(models.Model):
    """An article has this photo in its text; kept by saving the article, for as long as it does."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="photo_uses"
    )
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="photo_use_once")]

    def __str__(self) -> str:
        return f"In the text of “{self.article}”"


class Pictured(models.Model):
    """What has a lead photo, and further ones in its text."""

    photos = models.ManyToManyField(
        Photo, through=PhotoUse, related_name="placed_in", editable=False
    )

    if TYPE_CHECKING:
        body: str
        lead_photo: Photo | None

        @property
        def is_paid_for(self) -> bool: ...

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """With a row for each photo in the text, so that none of them is deleted."""
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            keep_uses(self)  # type: ignore[arg-type]

    @property
    def shown_photo(self) -> Photo | None:
        """The lead photo, unless it is hidden as its licence has ended."""
        return None if self.lead_photo and self.lead_photo.is_hidden else self.lead_photo

    @property
    def photos_in_text(self) -> list[Photo]:
        """In the order of the text; one query, and none for a text without photos."""
        found = self._library
        return list(found.values())

    @property
    def body_html(self) -> SafeString:
        """As readers see it: with the words, the crops and the licence that a photo has today."""
        return picturing.pictured(self.body, self._library, is_paid=self.is_paid_for)

    @property
    def _library(self) -> dict[int, Photo]:
        numbers = picturing.photo_numbers(self.body)
        found = Photo.objects.in_bulk(numbers) if numbers else {}
        return {number: found[number] for number in numbers if number in found}


def keep_uses(article: "Article") -> None:
    """Make the rows say what the text says; of a version that has ended, none."""
    now = set() if article.has_ended else set(picturing.photo_numbers(article.body))
    was = set(article.photo_uses.values_list("photo_id", flat=True))
    if was - now:
        article.photo_uses.filter(photo__in=was - now).delete()
    if now - was:
        added = Photo.objects.filter(pk__in=now - was)
        PhotoUse.objects.bulk_create(PhotoUse(article=article, photo=photo) for photo in added)


def let_go_of_photos(ended: "Article") -> None:
    """A version that has ended keeps none in the library; its revisions say which it had."""
    ended.lead_photo = None
    ended.save(update_fields=["lead_photo"])
    keep_uses(ended)
