"""Who comments: somebody with a name, and a key in their browser or an account."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles import people
from articles.mailboxes import ADDRESS_LIMIT, mailbox_of, masked
from articles.plaintext import BIDI, at_most, validate_name
from comments import letters
from comments.each import do_to_each
from comments.locks import lock_commenter

from .act import NEEDS_REASON, SPOKEN, STANDING_AFTER, Act
from .beat import refuse_bound
from .commenter_decision import CommenterDecision, CommenterDecisionQuerySet
from .decision import REASON_LIMIT, DecisionConflict, DecisionQuerySet
from .standing import (
    Settlement,
    Standing,
    found_by,
    in_force,
    left_by,
    newest_acts,
    settled_for,
    worst,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .reason import Reason

NAME_LIMIT = 80


def name_of(user: "User") -> str:
    """The name that staff sign with, as one that a comment can carry."""
    name = BIDI.sub("", people.name_of(user))
    return name[:NAME_LIMIT]


# Nobody decides on what they wrote, nor on what was decided about them.
OWN = "It is your own: a colleague decides."
YOU = "This is you: a colleague decides."


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
        return self.merged_into or self

    def is_account_of(self, user: "User") -> bool:
        """Whether what they write is this member of staff's own: by account, or as a guest.

        A guest who has confirmed the address that the newsroom knows somebody by is that person.
        """
        if self.user_id == user.pk:
            return True
        is_theirs = self.email_confirmed_at is not None and bool(user.email)
        return is_theirs and mailbox_of(self.email) == mailbox_of(user.email)

    def locked(self) -> "Commenter":
        """Who acts, as they are by now: they do nothing else until the transaction ends.

        While the act was on its way they may have turned out to be somebody else.
        """
        lock_commenter(self.pk)
        self.refresh_from_db()
        return self if self.merged_into is None else self.merged_into.locked()

    @property
    def acts(self) -> CommenterDecisionQuerySet:
        """What moderators have done about them, whoever they were known as."""
        return CommenterDecision.objects.on_persons([self.pk])

    def change_key(self) -> None:
        """No browser that has the key of before is known by it any more."""
        self.key = uuid.uuid4()
        self.save(update_fields=["key"])

    @property
    def restriction(self) -> CommenterDecision | None:
        """The decision that keeps them from writing freely at this moment."""
        if not (self.is_refused or self.is_watched):
            return None
        acts = newest_acts(self)
        act = max(acts, key=lambda one: left_by(one).badness, default=None)
        return act if act and act.is_restriction else None

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
    def owes_confirmation(self) -> bool:
        """A guest whose address may be somebody else's: nothing of theirs is published."""
        return bool(self.email) and not self.is_confirmed

    @property
    def letter_address(self) -> str:
        """Where letters go: an address that its owner, or the newsroom for its staff, has named."""
        if self.email_confirmed_at is not None:
            return self.email
        return self.user.email if self.user is not None and self.user.is_staff else ""

    @property
    def masked_email(self) -> str:
        return masked(self.email)

    @property
    def is_watched(self) -> bool:
        """Also when a muting is over that had hidden this, of somebody they turned out to be."""
        return in_force([self])[self.pk].standing == Standing.WATCHED

    @property
    def is_muted(self) -> bool:
        """Until a moment that has not come yet."""
        return self.standing == Standing.MUTED and not settled_for(self).is_over

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
        else has changed the standing since this instance was read, when it is the moderator
        themselves, and when one who is bound to sections would change what holds for the whole
        paper.
        """
        self._refuse_themselves(by)
        if self.erased_at:
            raise DecisionConflict("Who wrote this was erased: nothing more is kept about them.")
        if act in NEEDS_REASON and not reason.strip():
            raise DecisionConflict(f"{act.label}: this needs a reason that {self} can read.")
        if act is Act.MUTE and (until is None or until <= timezone.now()):
            raise DecisionConflict("Muting needs an end that is still to come.")
        to = STANDING_AFTER.get(act)
        if to:
            refuse_bound(by)
        lock_commenter(self.pk)
        was = settled_for(self)
        decision = self._write_down(
            act,
            was,
            Settlement(to, until, reason) if to else was,
            moderator=by,
            preset=preset,
            reason=reason,
            note=note,
        )
        letters.standing(decision)
        return decision

    @transaction.atomic
    def undo(
        self, decision: CommenterDecision, *, by: "User", note: str = ""
    ) -> tuple[CommenterDecision, list[str]]:
        """Put back the standing from before an act, with its end and its reason.

        What was decided on the commenter's comments in the same act is put back too; answers which
        of them could not be, and why. An act on somebody who turned out to be them is undone here;
        what was settled for them apart from it stays. Raises DecisionConflict when the standing has
        been changed since, for what only says something, and when it is the moderator themselves.
        """
        self._refuse_themselves(by)
        refuse_bound(by)
        if decision.act in SPOKEN:
            raise DecisionConflict(SPOKEN[Act(decision.act)])
        lock_commenter(self.pk)
        newest = newest_acts(self)
        if decision not in newest:
            raise DecisionConflict(f"{self} was decided on again since. Decide anew instead.")
        others = [left_by(act) for act in newest if act != decision]
        undoing = self._write_down(
            Act.RESTORE,
            settled_for(self),
            worst([found_by(decision), *others]),
            moderator=by,
            note=note,
            undoes=decision,
        )
        letters.standing(undoing)
        return undoing, _put_back(decision.comment_decisions.all(), by=by)

    def _refuse_themselves(self, by: "User") -> None:
        if self.is_account_of(by):
            raise DecisionConflict(YOU)

    def _write_down(
        self, act: Act, was: Settlement, to: Settlement, **what: Any
    ) -> CommenterDecision:
        """The row of the log, and the standing after it."""
        decision = CommenterDecision(
            commenter=self,
            act=act,
            from_standing=was.standing,
            from_until=was.until,
            from_reason=was.reason,
            to_standing=to.standing,
            to_until=to.until,
            to_reason=to.reason,
            **what,
        )
        self._set_standing(was, to)
        decision.save()
        return decision

    def _set_standing(self, was: Settlement, to: Settlement) -> None:
        """No comment of theirs gets in once this has committed, whatever is in flight.

        The filter on the old standing makes two hurried moderators safe; whoever turned out to be
        somebody else meanwhile is decided on as that person. The caller has the commenter locked.
        """
        changes = {
            "standing": to.standing,
            "standing_until": to.until,
            "standing_reason": to.reason,
        }
        same = Commenter.objects.filter(
            pk=self.pk, standing=was.standing, standing_until=was.until, merged_into=None
        )
        if not same.update(**changes):
            raise DecisionConflict(f"{self} was decided on by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)


def _put_back(taken_along: DecisionQuerySet, *, by: "User") -> list[str]:
    """Thread after thread, so that no two acts wait for each other."""
    in_order = taken_along.order_by("comment__thread_id", "pk").select_related("comment")
    # What was decided on again, or rewritten, is not what was taken then.
    as_taken = {
        taken.comment: taken
        for taken in in_order
        if taken.comment.decisions.first() == taken and taken.comment.revision == taken.revision
    }
    return do_to_each(as_taken, lambda comment: comment.undo(as_taken[comment], by=by))
