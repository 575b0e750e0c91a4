"""What of a discussion belongs to the revisions of its article: its dates and its pace.

Its mode does not: whoever opens or closes a thread gives a reason, then and there.
"""

import datetime
from typing import TYPE_CHECKING, Any

from comments.models.decision import DecisionConflict
from comments.models.thread import TERMS, Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

MOMENTS = ("closes_at", "premoderates_at")


def take(article: "Article") -> dict[str, Any]:
    terms = Thread.objects.values(*TERMS).get(article=article)
    return {name: _plain(value) for name, value in terms.items()}


def put_back(article: "Article", kept: dict[str, Any], by: "User") -> list[str]:
    terms = {name: _from_plain(name, value) for name, value in kept.items() if name in TERMS}
    if take(article) == kept:
        return []
    if not article.thread.may_be_set_by(by):
        return ["the settings of its discussion, which are not yours to change"]
    try:
        article.thread.settle(by=by, reason="A revision was restored.", **terms)
    except DecisionConflict as conflict:
        return [f"the settings of its discussion ({conflict})"]
    return []


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _from_plain(name: str, value: Any) -> Any:
    return datetime.datetime.fromisoformat(value) if name in MOMENTS and value else value
