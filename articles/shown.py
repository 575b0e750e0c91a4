"""Which text somebody was shown, before they let it take the place of another."""

from typing import TYPE_CHECKING

from articles.publishing import PublishingConflict

if TYPE_CHECKING:
    from articles.models import Article


def texts_shown(article: "Article") -> str:
    """As it stands, and what readers have: a note that a page carries."""
    last = article.revisions.values_list("number", flat=True).first()
    return f"{last}:{article.original.publication_id}"


def refuse_unseen(article: "Article", seen: str | None) -> None:
    """Raises PublishingConflict for what is no longer what was `seen`. None is told by no page."""
    if seen is not None and seen != texts_shown(article):
        raise PublishingConflict(f"“{article}” was changed since you were shown it: look again.")
