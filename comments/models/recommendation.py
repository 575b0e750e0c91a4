"""What readers recommend to other readers."""

import datetime

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from comments.locks import lock_commenter

from .comment import Comment
from .commenter import Commenter

# More than a reader reads in an hour, by one commenter.
MOST_IN_AN_HOUR = 60


class RecommendationRefused(Exception):
    """It cannot be recommended; the message says why."""


class Recommendation(models.Model):
    """One reader's word for one comment: there, or not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="recommendations")
    commenter = models.ForeignKey(
        Commenter, on_delete=models.CASCADE, related_name="recommendations"
    )
    recommended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["commenter", "comment"], name="recommendation_once_per_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commenter} recommends {self.comment}"


@transaction.atomic
def recommend(comment: Comment, *, by: Commenter) -> None:
    """Once, however often it is asked for. Raises RecommendationRefused."""
    if comment.commenter_id == by.pk:
        raise RecommendationRefused("Nobody recommends their own comment.")
    if not comment.is_approved:
        raise RecommendationRefused("This comment is no longer there.")
    if by.is_refused:
        raise RecommendationRefused("You cannot recommend comments at present.")
    lock_commenter(by.pk)
    _refuse_flood(by)
    _, is_new = Recommendation.objects.get_or_create(comment=comment, commenter=by)
    if is_new:
        _count(comment, +1)


@transaction.atomic
def stop_recommending(comment: Comment, *, by: Commenter) -> None:
    """Take the word back, if it was given."""
    lock_commenter(by.pk)
    taken_back, _ = Recommendation.objects.filter(comment=comment, commenter=by).delete()
    if taken_back:
        _count(comment, -1)


def _refuse_flood(by: Commenter) -> None:
    since = timezone.now() - datetime.timedelta(hours=1)
    if by.recommendations.filter(recommended_at__gt=since).count() >= MOST_IN_AN_HOUR:
        raise RecommendationRefused(
            f"At most {MOST_IN_AN_HOUR} recommendations in an hour. Please wait a little."
        )


def _count(comment: Comment, step: int) -> None:
    Comment.objects.filter(pk=comment.pk).update(recommended_count=F("recommended_count") + step)
    comment.refresh_from_db(fields=["recommended_count"])
