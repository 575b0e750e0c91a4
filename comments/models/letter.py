"""The outbox: every letter that the paper owes somebody, until it is sent."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.mailboxes import ADDRESS_LIMIT, mailbox_of, masked
from articles.models.derived import DerivedTextField
from articles.plaintext import at_most

from .beat import on_beat

EFFECT_LIMIT = 120
FAILURE_LIMIT = 300


class LetterKind(models.TextChoices):
    """What a letter says. Each kind has its words in `templates/mail/<kind>.txt`."""

    CONFIRM = "confirm", "Please confirm your address"
    YOURS = "yours", "The link to what is kept about you"
    REPLY = "reply", "Somebody answered you"
    DECISION = "decision", "What became of your comment"
    FEATURED = "featured", "The editors chose your comment"
    APPEAL = "appeal", "What became of your appeal"
    REPORT = "report", "What became of your report"
    STANDING = "standing", "About your comments"
    # Sent by the signing in, at once; kept so that it is counted.
    CODE = "code", "A code to sign in with"


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        """Neither sent nor called off nor given up."""
        return self.filter(sent_at=None, cancelled_at=None, given_up_at=None)

    def due(self) -> "LetterQuerySet":
        """To be sent at this moment. The clock is asked."""
        return self.waiting().filter(due_at__lte=timezone.now())

    def sent(self) -> "LetterQuerySet":
        return self.filter(sent_at__isnull=False)

    def called_off(self) -> "LetterQuerySet":
        """Nobody wants it any more, or it is no longer true."""
        return self.filter(cancelled_at__isnull=False)

    def failed(self) -> "LetterQuerySet":
        """Tried often enough, and given up."""
        return self.filter(given_up_at__isnull=False)

    def for_moderator(self, user: Any) -> "LetterQuerySet":
        """Those about comments of the moderator's beat; all of them for who has none."""
        return on_beat(self, user, "comment__thread__article__section")

    def cancel(self) -> int:
        """Call off those that have not left."""
        return self.waiting().update(cancelled_at=timezone.now())

    def revive(self, wait: datetime.timedelta) -> int:
        """What was called off before it left is due after all."""
        called_off = self.called_off().filter(sent_at=None)
        return called_off.update(cancelled_at=None, due_at=timezone.now() + wait)


class Letter(models.Model):
    """One letter for one effect, in the same transaction as what it tells of.

    It is written when it is sent, so that it says what is true then, and goes to the address that
    its commenter has then. `address` is for those who are no confirmed commenter.
    """

    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    # What it tells of, such as “reply:12”: nobody is told twice.
    effect = models.CharField(max_length=EFFECT_LIMIT, unique=True)
    commenter = models.ForeignKey(
        "comments.Commenter", null=True, on_delete=models.CASCADE, related_name="letters"
    )
    address = models.EmailField(max_length=ADDRESS_LIMIT, blank=True)
    # One for all addresses that end in it: letters are counted by it.
    mailbox = DerivedTextField(derive=lambda letter: mailbox_of(letter.address))
    comment = models.ForeignKey(
        "comments.Comment", null=True, on_delete=models.CASCADE, related_name="letters"
    )
    decision = models.ForeignKey(
        "comments.Decision", null=True, on_delete=models.CASCADE, related_name="letters"
    )
    # What its text needs beside the comment and the decision.
    words = models.JSONField(default=dict, blank=True)
    # The network that asked for it, where a stranger can ask.
    asked_from = models.CharField(max_length=43, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the server has said, each address in it masked.
    failed_because = models.CharField(max_length=FAILURE_LIMIT, blank=True)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    # When the link in it was followed; it works once.
    used_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        permissions = [("resend_letter", "Can have failed letters tried again")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, cancelled_at=None, given_up_at=None),
                name="letter_waiting",
            ),
            models.Index(
                fields=["given_up_at"],
                condition=Q(given_up_at__isnull=False),
                name="letter_failed",
            ),
            models.Index(fields=["mailbox", "made_at"], name="letter_by_mailbox"),
            models.Index(fields=["asked_from", "made_at"], name="letter_by_network"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(commenter__isnull=False) | ~Q(address=""),
                name="letter_goes_to_somebody",
            ),
            at_most("effect", EFFECT_LIMIT),
            at_most("address", ADDRESS_LIMIT),
            at_most("failed_because", FAILURE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.effect})"

    @property
    def recipient(self) -> str:
        """Where it goes at this moment; empty when there is no such place."""
        if self.address or self.commenter is None:
            return self.address
        return self.commenter.letter_address

    def claim(self, *, lease: datetime.timedelta) -> bool:
        """Whether it is ours to send: one of two workers gets it.

        Who dies with it leaves it to the next one when the lease is over.
        """
        # Whoever comes second finds it no longer due.
        still_due = Letter.objects.due().filter(pk=self.pk)
        taken = still_due.update(attempts=F("attempts") + 1, due_at=timezone.now() + lease)
        self.attempts += taken
        return bool(taken)

    def revive(self, wait: datetime.timedelta) -> "Letter":
        Letter.objects.filter(pk=self.pk).revive(wait)
        self.refresh_from_db()
        return self

    def try_again(self) -> bool:
        """What was given up is due once more, with all its attempts; nothing else is."""
        failed = Letter.objects.failed().filter(pk=self.pk)
        return bool(failed.update(given_up_at=None, attempts=0, due_at=timezone.now()))

    @property
    def masked_recipient(self) -> str:
        return masked(self.recipient) if self.recipient else ""

    def use(self) -> bool:
        """Whether its link is followed for the first time."""
        first = Letter.objects.filter(pk=self.pk, used_at=None)
        return bool(first.update(used_at=timezone.now()))
