"""What readers recommend to other readers."""

import datetime
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.utils import timezone

from articles.limits import reaches
from comments.locks import lock_network

from .comment import Comment
from .commenter import Commenter
from .house_rules import HouseRules

HOUR = datetime.timedelta(hours=1)
# More than a reader reads in an hour, by one commenter.
MOST_IN_AN_HOUR = 60
# A browser without a key is somebody new each time. A school shares one network, and so do up to
# 256 households: as many as ten who recommend all that one may.
MOST_FROM_NETWORK = 600


class RecommendationRefused(Exception):
    """It cannot be recommended; the message says why."""


class Recommendation(models.Model):
    """One reader's word for one comment: there, or not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="recommendations")
    commenter = models.ForeignKey(
        Commenter, on_delete=models.CASCADE, related_name="recommendations"
    )
    # The network it came from, without its last part.
    from_address = models.CharField(max_length=43, blank=True)
    recommended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["from_address", "recommended_at"], name="recommendation_by_network"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commenter", "comment"], name="recommendation_once_per_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commenter} recommends {self.comment}"


@transaction.atomic
def recommend(comment: Comment, *, by: Commenter, from_address: str = "") -> None:
    """Once, however often it is asked for. Raises RecommendationRefused.

    A reader that is not saved yet is saved with the first word they give, or not at all.
    """
    lock_network(from_address)
    if from_address:
        from_there = Recommendation.objects.filter(from_address=from_address)
        _refuse_flood(from_there, MOST_FROM_NETWORK)
    if by.pk is None:
        by.save()
    by = by.locked()
    comment.refresh_from_db(fields=["commenter"])
    if comment.commenter_id == by.pk:
        raise RecommendationRefused("Nobody recommends their own comment.")
    if not comment.is_approved:
        raise RecommendationRefused("This comment is no longer there.")
    if by.is_refused:
        raise RecommendationRefused("You cannot recommend comments at present.")
    _refuse_flood(by.recommendations.all(), MOST_IN_AN_HOUR)
    kept = HouseRules.now().keeps(from_address)
    _, is_new = Recommendation.objects.get_or_create(
        comment=comment, commenter=by, defaults={"from_address": kept}
    )
    if is_new:
        _count(comment, +1)


@transaction.atomic
def stop_recommending(comment: Comment, *, by: Commenter) -> None:
    """Take the word back, if it was given."""
    by = by.locked()
    taken_back, _ = Recommendation.objects.filter(comment=comment, commenter=by).delete()
    if taken_back:
        _count(comment, -1)


def take_back_all(commenters: Iterable[int]) -> None:
    """Every word that these have given, off the counts as well.

    The caller has their threads locked: of two who take back at once none waits for the other.
    """
    given = Recommendation.objects.filter(commenter__in=list(commenters))
    of_comment = given.filter(comment=OuterRef("pk")).order_by().values("comment")
    times = Subquery(of_comment.annotate(times=Count("pk")).values("times"))
    recommended = Comment.objects.filter(pk__in=given.values("comment"))
    recommended.update(recommended_count=F("recommended_count") - times)
    given.delete()


def _refuse_flood(given: "models.QuerySet[Recommendation]", most: int) -> None:
    """So many an hour, by one reader and from one network. Where none is kept, none is counted."""
    if reaches(given.filter(recommended_at__gt=timezone.now() - HOUR), most):
        raise RecommendationRefused(
            f"At most {most} recommendations in an hour by you or from your network. "
            "Please wait a little."
        )


def _count(comment: Comment, step: int) -> None:
    Comment.objects.filter(pk=comment.pk).update(recommended_count=F("recommended_count") + step)
    comment.refresh_from_db(fields=["recommended_count"])
