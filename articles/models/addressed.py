"""The address of an article, and what stands below it."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from articles import addresses
from articles.publishing import PublishingConflict

from .workflow import Workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import User


READERS_KNOW_IT = "Readers know this address; change it once they have the piece again."


class HasAddress(Workflow):
    """Where readers find an article; every address that they ever had leads to it."""

    slug = models.SlugField(max_length=200, unique=True, help_text="The end of its address.")

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Its address by the day of publication; a draft's by the day it is expected."""
        day = timezone.localdate(self.publish_at or timezone.now())
        return reverse(
            "article",
            kwargs={"year": day.year, "month": day.month, "day": day.day, "slug": self.slug},
        )

    @property
    def comment_url(self) -> str:
        return f"{self.get_absolute_url()}comment/"

    @property
    def versions_url(self) -> str:
        """Where readers compare what they were given."""
        return f"{self.get_absolute_url()}versions/"

    @property
    def live_url(self) -> str:
        """Where an open page asks for newer updates."""
        return f"{self.get_absolute_url()}live/"

    @property
    def error_url(self) -> str:
        """Where readers tell the editors of an error."""
        return f"{self.get_absolute_url()}error/"

    @transaction.atomic
    def readdress(self, slug: str, *, by: "User") -> None:
        """End its address with another slug; the one that readers had leads to it for ever.

        Raises PublishingRefused when the slug is another article's, or was once, and
        PublishingConflict while readers who know the address do not have the article.
        """
        from .address import OldAddress  # it points back here

        if self.was_taken_away:
            raise PublishingConflict(f"“{self}”: {READERS_KNOW_IT}")
        article, stored = self._itself, self._row.select_for_update()
        was, self.slug = stored.values_list("slug", flat=True).get(), slug
        with addresses.refusing_what_was_taken_meanwhile(article):
            addresses.refuse_if_taken(article)
            self.save(update_fields=["slug", "saved_at"])
        if self.has_been_public and not OldAddress.objects.filter(slug=was).exists():
            OldAddress(slug=was, article=article, left_by=by).save()
