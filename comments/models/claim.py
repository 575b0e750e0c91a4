"""Who is reading which held comment, so that two need not read the same one."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from .comment import Comment

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> "ClaimQuerySet":
        """Those that have not run out. The clock is asked."""
        return self.filter(until__gt=timezone.now())

    def by_others(self, user: "User") -> "ClaimQuerySet":
        return self.standing().exclude(moderator=user).select_related("moderator")

    def on(self, comments: Iterable[Comment]) -> "ClaimQuerySet":
        return self.filter(comment__in=[comment.pk for comment in comments])

    def take(self, comment: Comment, *, by: "User", minutes: int) -> "Claim":
        """Say that one is reading it, and no other any more. Answers the claim that stands."""
        Claim.objects.filter(moderator=by).exclude(comment=comment).delete()
        until = timezone.now() + datetime.timedelta(minutes=minutes)
        theirs = Claim.objects.by_others(by).filter(comment=comment).first()
        if theirs:
            return theirs
        values: dict[str, Any] = {"moderator": by, "until": until}
        try:
            with transaction.atomic():
                return Claim.objects.update_or_create(comment=comment, defaults=values)[0]
        except IntegrityError:
            # Somebody else opened it in the same moment.
            return Claim.objects.select_related("moderator").get(comment=comment)


class Claim(models.Model):
    """A courtesy that runs out by itself: it keeps nobody from deciding."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.moderator}: {self.comment}"
