"""What waits for its hour, while the people behind it and what they say change."""

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Article, Author
from articles.models.override import set_aside
from articles.models.status import REASON_LIMIT
from articles.publishing import unsettled

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def lock_unpublished(author: Author) -> list[Article]:
    """Nobody lets go what the author stands behind and readers do not have, until this
    transaction ends: whoever enters an interest meanwhile, or a manager, is not overlooked."""
    theirs = Q(bylines__author=author) | Q(bylines__author__managers__person=author)
    numbers = Article.objects.unpublished().filter(theirs).values("pk")
    locked = Article.objects.filter(pk__in=numbers).order_by("pk")
    return list(locked.select_for_update(of=("self",)))


def repin_scheduled(author: Author, *, by: "User") -> list[Article]:
    """The author changed: what waits for its hour will appear with the author of that hour.

    What would not pass the gate as it stands leaves the schedule; these articles are the answer.
    """
    waiting = [article for article in lock_unpublished(author) if article.is_scheduled]
    return [article for article in waiting if not stays(article, by=by)]


def stays(article: Article, *, by: "User") -> bool:
    """Pin a scheduled article anew, or take it out with the reason in its log.

    The caller has its row locked. Nobody is at the desk in its hour to stop it.
    """
    if because := _against(article):
        article.withdraw(by=by, reason=" ".join(because)[:REASON_LIMIT])
        return False
    article.repin(by=by)
    return True


def _against(article: Article) -> list[str]:
    """What is open of it and was not when it was let go, perhaps in spite of it."""
    known = set_aside(article)
    return [each.message for each in unsettled(article) if each.key not in known]
