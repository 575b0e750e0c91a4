"""Where an article was found before."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most

from .article import Article
from .record import Record, RecordQuerySet


class OldAddress(Record):
    """The end of an address at which readers had an article. It leads to the article for ever.

    One that is taken up again and left again has one row: it never was another article's.
    """

    slug = models.SlugField(max_length=200, unique=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="old_addresses")
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    left_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["OldAddress"].as_manager()

    class Meta:
        ordering = ["-left_at", "-pk"]
        verbose_name_plural = "old addresses"
        constraints = [at_most("slug", 200)]

    def __str__(self) -> str:
        return self.slug
