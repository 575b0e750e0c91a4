"""Who comments: somebody with a name, and a key in their browser or an account."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.plaintext import BIDI, at_most, validate_name
from comments import letters
from comments.locks import lock_commenter

from .beat import refuse_bound
from .decision import REASON_LIMIT, CommenterDecision, DecisionConflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .reason import Reason

NAME_LIMIT = 80
# Of an address that mail can reach (RFC 5321).
ADDRESS_LIMIT = 254


def name_of(user: "User") -> str:
    """The name that staff sign with, as one that a comment can carry."""
    name = BIDI.sub("", user.get_full_name() or user.get_username())
    return name[:NAME_LIMIT]


class Standing(models.TextChoices):
    """What a moderator has settled for a commenter."""

    GOOD = "good", "In good standing"
    WATCHED = "watched", "Always held"
    MUTED = "muted", "Muted"
    BANNED = "banned", "Banned"


class Act(models.TextChoices):
    """What a moderator can do about a commenter. All but the first two change the standing."""

    NOTE = "note", "Write a note"
    WARN = "warn", "Warn"
    WATCH = "watch", "Always hold"
    MUTE = "mute", "Mute until…"
    BAN = "ban", "Ban"
    RESTORE = "restore", "Restore"


# The standing after an act; a note and a warning leave it.
STANDING_AFTER = {
    Act.WATCH: Standing.WATCHED,
    Act.MUTE: Standing.MUTED,
    Act.BAN: Standing.BANNED,
    Act.RESTORE: Standing.GOOD,
}
# The commenter is told why.
NEEDS_REASON = {Act.WARN, Act.WATCH, Act.MUTE, Act.BAN}


class Commenter(models.Model):
    """A reader known by the key that their browser was given, or by an account."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=NAME_LIMIT, validators=[validate_name])
    email = models.EmailField(max_length=ADDRESS_LIMIT, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="commenter",
    )
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.GOOD, editable=False
    )
    standing_until = models.DateTimeField(null=True, editable=False)
    standing_reason = models.CharField(max_length=REASON_LIMIT, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    # The same person was known twice: this is who they are.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [
            ("decide_commenter", "Can note, warn, watch, mute and ban commenters"),
            ("erase_commenter", "Can erase commenters at their wish"),
        ]
        indexes = [models.Index(fields=["email"], name="commenter_by_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="commenter_standing_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.MUTED) | Q(standing_until__isnull=False),
                name="commenter_muted_until_a_moment",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(email_confirmed_at__isnull=False) & ~Q(email=""),
                name="commenter_confirmed_email_once",
            ),
            at_most("name", NAME_LIMIT),
            at_most("email", ADDRESS_LIMIT),
            at_most("standing_reason", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return self.name or "A reader"

    @classmethod
    def of_browser(cls, key: str) -> "Commenter | None":
        """Whom the key of a browser stands for: never an account, nor somebody who was erased.

        Whoever turned out to be somebody else had named an address, which proves nothing: their
        key leads nowhere.
        """
        guests = cls.objects.filter(user=None, erased_at=None, merged_into=None)
        return guests.filter(key=key).first()

    @property
    def themselves(self) -> "Commenter":
        """Who they are by now, when they turned out to be somebody known before."""
        return self.merged_into.themselves if self.merged_into else self

    def change_key(self) -> None:
        """No browser that has the key of before is known by it any more."""
        self.key = uuid.uuid4()
        self.save(update_fields=["key"])

    @property
    def restriction(self) -> CommenterDecision | None:
        """The decision that keeps them from writing freely at this moment."""
        if not (self.is_refused or self.is_watched):
            return None
        return self.decisions.restrictions().first()

    @property
    def is_known(self) -> bool:
        """Whether the newest of theirs that was decided was approved."""
        newest = self.comments.decided().order_by("-posted_at", "-pk").first()
        return newest is not None and newest.is_approved

    @property
    def is_confirmed(self) -> bool:
        """An account, or a guest who has followed the link in our mail."""
        return self.user_id is not None or self.email_confirmed_at is not None

    @property
    def letter_address(self) -> str:
        """Where letters go: an address that its owner, or the newsroom for its staff, has named."""
        if self.email_confirmed_at is not None:
            return self.email
        return self.user.email if self.user is not None and self.user.is_staff else ""

    @property
    def masked_email(self) -> str:
        """Enough of it to see a slip by, and too little to write to: n…a@mail.example."""
        name, _, host = self.email.rpartition("@")
        return f"{name[:1]}…{name[-1:] if len(name) > 2 else ''}@{host}"

    @property
    def is_watched(self) -> bool:
        return self.standing == Standing.WATCHED

    @property
    def is_muted(self) -> bool:
        """Until a moment that has not come yet."""
        ends = self.standing_until
        return self.standing == Standing.MUTED and ends is not None and ends > timezone.now()

    @property
    def is_banned(self) -> bool:
        return self.standing == Standing.BANNED

    @property
    def is_refused(self) -> bool:
        """Whether they may not write at this moment."""
        return self.is_banned or self.is_muted

    @transaction.atomic
    def decide(
        self,
        act: Act,
        *,
        by: "User",
        reason: str = "",
        note: str = "",
        until: datetime.datetime | None = None,
        preset: "Reason | None" = None,
    ) -> CommenterDecision:
        """Act on a commenter and write it down, both or neither.

        Raises DecisionConflict where the reason or the end of a muting is missing, when somebody
        else has changed the standing since this instance was read, and when a moderator who is
        bound to sections would change what holds for the whole paper.
        """
        if act in NEEDS_REASON and not reason.strip():
            raise DecisionConflict(f"{act.label}: this needs a reason that {self} can read.")
        if act is Act.MUTE and (until is None or until <= timezone.now()):
            raise DecisionConflict("Muting needs an end that is still to come.")
        to = STANDING_AFTER.get(act)
        if to:
            refuse_bound(by)
        decision = CommenterDecision(
            commenter=self,
            act=act,
            from_standing=self.standing,
            from_until=self.standing_until,
            from_reason=self.standing_reason,
            to_standing=to or self.standing,
            to_until=until if to else self.standing_until,
            moderator=by,
            preset=preset,
            reason=reason,
            note=note,
        )
        if to:
            self._set_standing(to, until=until, reason=reason)
        decision.save()
        letters.standing(decision)
        return decision

    @transaction.atomic
    def undo(self, decision: CommenterDecision, *, by: "User", note: str = "") -> CommenterDecision:
        """Put back the standing from before an act, with its end and its reason.

        What was decided on the commenter's comments in the same act is put back too.
        Raises DecisionConflict when the standing has been changed since.
        """
        refuse_bound(by)
        newest = self.decisions.exclude(act__in=[Act.NOTE, Act.WARN]).first()
        if newest != decision:
            raise DecisionConflict(f"{self} was decided on again since. Decide anew instead.")
        undoing = CommenterDecision(
            commenter=self,
            act=Act.RESTORE,
            from_standing=self.standing,
            from_until=self.standing_until,
            from_reason=self.standing_reason,
            to_standing=decision.from_standing,
            to_until=decision.from_until,
            moderator=by,
            note=note,
            undoes=decision,
        )
        self._set_standing(
            Standing(decision.from_standing),
            until=decision.from_until,
            reason=decision.from_reason,
        )
        undoing.save()
        letters.standing(undoing)
        in_order = decision.comment_decisions.order_by("comment__thread_id", "pk")
        for taken in in_order.select_related("comment"):
            comment = taken.comment
            # What was decided on again, or rewritten, is not what was taken then.
            if comment.decisions.first() == taken and comment.revision == taken.revision:
                comment.undo(taken, by=by)
        return undoing

    def _set_standing(self, to: Standing, *, until: datetime.datetime | None, reason: str) -> None:
        """No comment of theirs gets in once this has committed, whatever is in flight.

        The filter on the old standing makes two hurried moderators safe.
        """
        lock_commenter(self.pk)
        changes = {"standing": to, "standing_until": until, "standing_reason": reason}
        same = Commenter.objects.filter(
            pk=self.pk, standing=self.standing, standing_until=self.standing_until
        )
        if not same.update(**changes):
            raise DecisionConflict(f"{self} was decided on by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
