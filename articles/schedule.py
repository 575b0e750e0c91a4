"""What waits for its hour, while the people behind it change."""

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Article, Author
from articles.models.status import REASON_LIMIT
from articles.publishing import unsettled

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def repin_scheduled(author: Author, *, by: "User") -> list[Article]:
    """The author changed: what waits for its hour will appear with the author of that hour.

    What would not pass the gate as it stands leaves the schedule, with the reason in its log;
    these articles are the answer. Nobody is at the desk in its hour to stop it.
    """
    taken_out = []
    theirs = Q(bylines__author=author) | Q(bylines__author__managers__person=author)
    waiting = Article.objects.scheduled().filter(theirs).distinct()
    for article in waiting.select_related("publication"):
        if because := _against(article):
            article.withdraw(by=by, reason=" ".join(because)[:REASON_LIMIT])
            taken_out.append(article)
        else:
            article.repin(by=by)
    return taken_out


def _against(article: Article) -> list[str]:
    """What is open of it and was not when it was let go, perhaps in spite of it."""
    then = "\n".join(article.overrides.values_list("objections", flat=True))
    return [each.message for each in unsettled(article) if each.message not in then]
