"""An editor says whether an interest that an article names matters in it."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ConflictAnswer, Disclosure
from articles.models.conflict import PASSAGE_LIMIT, ConflictRefused
from articles.schedule import stays

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def answer_conflict(
    article: Article,
    disclosure: Disclosure,
    *,
    by: "User",
    is_relevant: bool,
    passage: str,
    settles: bool = True,
) -> ConflictAnswer:
    """Whether readers are shown it; an interest of one's own always matters.

    Raises ConflictRefused when `by` is whose interest it is, and says that it does not matter.
    What waits for its hour is held to the gate again, unless the caller does that.
    """
    if not is_relevant and is_own(disclosure, by):
        raise ConflictRefused(
            "It is your own interest: only somebody else can say that it does not matter."
        )
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    answer = ConflictAnswer(
        article=article,
        disclosure=disclosure,
        is_relevant=is_relevant,
        passage=passage[:PASSAGE_LIMIT],
        answered_by=by,
    )
    answer.save()
    if settles and article.is_scheduled:
        stays(article, by=by)
    return answer


def is_own(disclosure: Disclosure, user: "User") -> bool:
    """Whether it is an interest of theirs, or of a group that they answer for."""
    author = disclosure.author
    today = timezone.localdate()
    return author.user_id == user.pk or (
        author.is_group and author.managers.on(today).filter(person__user=user).exists()
    )
