"""Pictures with the words that belong to them."""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import cached_property
from imagefield.fields import ImageField, PPOIField

from articles.plaintext import at_most, validate_name, validate_text
from articles.renditions import RENDITIONS

if TYPE_CHECKING:
    from .article_queries import ArticleQuerySet

# How long before its end the desk is warned of a licence.
SOON = datetime.timedelta(days=30)
# Of the file, with its folders.
NAME_LIMIT = 100


class PhotoQuerySet(models.QuerySet["Photo"]):
    def ended(self) -> "PhotoQuerySet":
        """The last day of the licence has passed."""
        return self.filter(licence_until__lt=timezone.localdate())

    def hidden(self) -> "PhotoQuerySet":
        """Readers no longer see them, as the licence has ended."""
        return self.ended().filter(hides_when_ended=True)

    def ending(self) -> "PhotoQuerySet":
        """The licence ends soon."""
        today = timezone.localdate()
        return self.filter(licence_until__range=(today, today + SOON))

    def named_like(self, addresses: Iterable[str]) -> "PhotoQuerySet":
        """One of these addresses may be a file of theirs: `has_file` is sure of it."""
        names = [PurePosixPath(unquote(address)).stem for address in addresses]
        stems = {stem for name in names for stem in (name, name.rpartition("-")[0])}
        # No file has a longer name, and SQLite looks for no text of 50,000 bytes.
        possible = sorted(stem for stem in stems if 0 < len(stem) <= NAME_LIMIT)
        named = (models.Q(image__contains=f"/{stem}.") for stem in possible)
        return self.filter(reduce(or_, named)) if possible else self.none()

    def undescribed(self) -> "PhotoQuerySet":
        """Without alt text, and not said to need none."""
        return self.filter(alt="", is_decorative=False)

    def unused(self) -> "PhotoQuerySet":
        """Neither over an article, nor in a text, nor beside a name."""
        return self.filter(leads=None, uses=None, authors=None)

    def waiting_for_avif(self) -> "PhotoQuerySet":
        """Without AVIF files of this picture and this focal point, and to be tried by now."""
        state = Concat("image", models.Value(" "), "ppoi", output_field=models.CharField())
        tried_before = models.Q(avif_not_before__gt=timezone.now())
        return self.exclude(avif_of=state).exclude(tried_before)


class Photo(models.Model):
    """A picture file, its size in pixels, and its alt text, caption and credit."""

    image = ImageField(
        upload_to="photos/%Y/%m",
        max_length=NAME_LIMIT,
        width_field="width",
        height_field="height",
        ppoi_field="ppoi",
        formats=RENDITIONS,
        help_text="JPEG, PNG or WebP, up to 20 MB and 50 megapixels. Of a JPEG with more than 25 "
        "megapixels, half the width and half the height are kept.",
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    ppoi = PPOIField("focal point")
    alt = models.CharField(
        "alt text",
        max_length=300,
        blank=True,
        validators=[validate_text],
        help_text="What the picture shows, for readers who cannot see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="The picture says nothing that needs words."
    )
    caption = models.CharField(max_length=500, blank=True, validators=[validate_text])
    credit = models.CharField(
        max_length=200, blank=True, validators=[validate_name], help_text="Who made it."
    )
    licence = models.CharField(
        max_length=120,
        blank=True,
        validators=[validate_name],
        help_text="By what right it is used, such as “our own”, “CC BY 4.0” or “Agency, web only”.",
    )
    licence_until = models.DateField(
        "licence ends", null=True, blank=True, help_text="The last day, if it has one."
    )
    hides_when_ended = models.BooleanField(
        "hide it when the licence ends",
        default=False,
        help_text="From the day after, readers no longer see it anywhere.",
    )
    added_at = models.DateTimeField(auto_now_add=True)
    # Written by `articles/avif.py`: the files by rendition, and of which picture they were made.
    avif_files = models.JSONField(default=dict, editable=False)
    avif_of = models.CharField(max_length=200, default="", editable=False)
    avif_not_before = models.DateTimeField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            at_most("alt", 300),
            at_most("caption", 500),
            at_most("credit", 200),
            at_most("licence", 120),
            at_most("avif_of", 200),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or self.image.name

    @property
    def state(self) -> str:
        """The picture and its focal point: what its renditions depend on."""
        return f"{self.image.name} {self.ppoi}"

    @property
    def avif(self) -> dict[str, str]:
        """Addresses of the AVIF files, by rendition; none until all of them are there."""
        files = self.avif_files if self.avif_of == self.state else {}
        return {rendition: default_storage.url(name) for rendition, name in files.items()}

    @property
    def files(self) -> str:
        """How the addresses of its renditions begin."""
        return str(self.image.square.rpartition("-")[0])

    def has_file(self, address: str) -> bool:
        """Whether this is where the picture is, or one of its renditions of any day.

        They begin alike: “…/ferry-” of “…/ferry-9f2c.webp”.
        """
        return bool(address == self.image.url) or address.rpartition("-")[0] == self.files

    @cached_property
    def is_in_print(self) -> bool:
        """Whether it stands over or in an article that was let go, or beside an author's name.

        Beside the name it may stand in what readers have alone, where it was pinned.
        """
        from articles.portraits import is_pinned  # it reads the models

        return self.is_in_article_let_go or self.authors.exists() or is_pinned(self)

    @property
    def is_in_article_let_go(self) -> bool:
        return self.leads.let_go().exists() or self.placed_in.let_go().exists()

    @property
    def read_in(self) -> "ArticleQuerySet":
        """What an editor is reading or has approved with it, over it or in its text."""
        found = self._stands_in()
        return found.in_review() | found.approved()

    @property
    def settled_in(self) -> "ArticleQuerySet":
        """All that is no draft any more, what was let go among it; the newest first."""
        return (self.read_in | self._stands_in().let_go()).order_by("-saved_at", "-pk")

    def _stands_in(self) -> "ArticleQuerySet":
        from .article import Article  # it has a photo

        inside = self.placed_in.values("pk")
        return Article.objects.filter(models.Q(lead_photo=self) | models.Q(pk__in=inside))

    @property
    def has_ended(self) -> bool:
        """Whether the last day of its licence has passed."""
        return self.licence_until is not None and self.licence_until < timezone.localdate()

    @property
    def is_ending(self) -> bool:
        """Whether its licence ends soon."""
        today = timezone.localdate()
        return self.licence_until is not None and today <= self.licence_until <= today + SOON

    @property
    def is_hidden(self) -> bool:
        """Whether readers no longer see it, as its licence has ended."""
        return self.hides_when_ended and self.has_ended

    @property
    def is_described(self) -> bool:
        """Whether someone who cannot see it is told what it shows, or that it shows nothing."""
        return self.is_decorative or bool(self.alt)
