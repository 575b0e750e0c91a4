"""The log of a commenter: each act of a moderator on them."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text
from comments.moments import in_full
from comments.statement_address import statement_address

from .act import RESTRICTING, SPOKEN
from .decision import NOTE_LIMIT, REASON_LIMIT
from .standing import Standing, left_by, newest_acts


class CommenterDecisionQuerySet(RecordQuerySet["CommenterDecision"]):
    def restrictions(self) -> "CommenterDecisionQuerySet":
        """Those whose commenter is owed a statement of reasons."""
        restored = self.filter(undoes__isnull=False).exclude(to_standing=Standing.GOOD)
        return self.filter(act__in=RESTRICTING) | restored

    def on_standing(self) -> "CommenterDecisionQuerySet":
        """Those that settle a standing, and not only say something."""
        return self.exclude(act__in=SPOKEN)

    def on_persons(self, persons: Iterable[int]) -> "CommenterDecisionQuerySet":
        """Those on some people, whoever they were known as; each names its `person`."""
        known_as = Coalesce("commenter__merged_into", "commenter")
        theirs = models.Q(commenter__in=persons) | models.Q(commenter__merged_into__in=persons)
        return self.filter(theirs).annotate(person=known_as)


class CommenterDecision(Record):
    """One act of a moderator on a commenter: a note, a warning, a change of standing."""

    commenter = models.ForeignKey(
        "comments.Commenter", on_delete=models.PROTECT, related_name="decisions"
    )
    act = models.CharField(max_length=10)
    from_standing = models.CharField(max_length=10)
    to_standing = models.CharField(max_length=10)
    # What stood there before, so that undoing restores exactly that.
    from_until = models.DateTimeField(null=True)
    from_reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    to_until = models.DateTimeField(null=True)
    # Of the standing that it left, which may be an earlier one's.
    to_reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commenter_decisions"
    )
    preset = models.ForeignKey(
        "comments.Reason", null=True, on_delete=models.PROTECT, related_name="commenter_decisions"
    )
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, validators=[validate_text])
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = CommenterDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [at_most("reason", REASON_LIMIT), at_most("note", NOTE_LIMIT)]

    def __str__(self) -> str:
        return f"{self.act}: {self.from_standing} → {self.to_standing}"

    @property
    def words(self) -> str:
        """“Mute until 3 December 2026, 08:00”, “Ban taken back”."""
        if self.undoes:
            return f"{self.undoes.act.capitalize()} taken back"
        until = f" until {in_full(self.to_until)}" if self.to_until else ""
        return f"{self.act.capitalize()}{until}"

    @property
    def is_automated(self) -> bool:
        """No rule acts on commenters."""
        return False

    @property
    def is_restriction(self) -> bool:
        """Whether it took something from the commenter, who is owed a statement of reasons."""
        puts_back = self.undoes_id is not None and self.to_standing != Standing.GOOD
        return self.act in RESTRICTING or puts_back

    @property
    def stands(self) -> bool:
        """Whether it is in force: neither the clock nor a later act has ended it."""
        return not left_by(self).is_over and self in newest_acts(self.commenter.themselves)

    @property
    def statement_url(self) -> str:
        """Where the commenter reads the statement of reasons, without an account."""
        return statement_address("commenter", self.pk)
