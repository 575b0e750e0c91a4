"""Whose names stand over an article."""

from typing import Any

from django.db import models

from articles.plaintext import at_most, validate_name

from .article_words import keep_words
from .author import Author


class Byline(models.Model):
    """One author's credit on one article, in the order of `position`."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(
        max_length=60,
        blank=True,
        validators=[validate_name],
        help_text="Such as “Reporting” or “Photographs”. Empty for the writer.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_author_once_per_article",
                violation_error_message="This author is already in the byline.",
            ),
            at_most("role", 60),
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.role})" if self.role else str(self.author)


def find_by_author(sender: Any, instance: Byline, raw: bool = False, **kwargs: Any) -> None:
    """Somebody is credited, or is not any more, by whatever way."""
    if not raw:
        keep_words(instance.article)
