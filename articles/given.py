"""What readers last had of articles that were taken away from them, for a whole list at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

if TYPE_CHECKING:
    from articles.models import Article


def fetch_last_given(articles: "Iterable[Article]") -> None:
    """In two queries at most, and in none where readers have them all."""
    taken_away = [article for article in articles if article.was_taken_away]
    prefetch_related_objects(taken_away, "publication__revision")
