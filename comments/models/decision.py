"""The log of a comment: every change of its status, and what else was done to it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text
from comments.statement_address import statement_address

from .comment_status import CommentStatus

REASON_LIMIT = 300
NOTE_LIMIT = 1_000


class DecisionConflict(Exception):
    """What was to be decided is not as the moderator saw it; the message says how."""


class Mark(models.TextChoices):
    """What a moderator does to a published comment without moving it."""

    SEEN = "seen", "Seen"
    KEPT = "kept", "Stays"
    FEATURED = "featured", "Featured"
    UNFEATURED = "unfeatured", "No longer featured"
    UNDONE = "undone", "Undone"


# Taken in answer to an appeal.
ON_APPEAL = "on_appeal"
# What is not taken back, because whoever reported or appealed reads it at once; and what to do.
FINAL = {
    Mark.KEPT: "“The comment stays” is not taken back. Decide on the comment anew.",
    ON_APPEAL: "An answered appeal is not taken back. Decide anew.",
}
# What a commenter asks for themselves is no act of moderation.
OWN_WISHES = ("withdrawn_by_commenter", "erased")


class DecisionQuerySet(RecordQuerySet["Decision"]):
    def automated(self) -> "DecisionQuerySet":
        """Taken by a rule, without a person."""
        return self.filter(moderator__isnull=True)

    def restrictions(self) -> "DecisionQuerySet":
        """Those whose commenter is owed a statement of reasons: what took a comment away."""
        taken = self.exclude(rule__in=OWN_WISHES)
        return taken.filter(to_status=CommentStatus.REJECTED) | taken.filter(
            from_status=CommentStatus.APPROVED, to_status=CommentStatus.HELD
        )

    def moves(self) -> "DecisionQuerySet":
        """Those that took a comment from one status to another; a mark leaves it where it is."""
        return self.exclude(from_status=models.F("to_status"))

    def in_force(self) -> "Decision | None":
        """Of those on one comment, the restriction that keeps it from readers.

        Once what came after it was taken back, an earlier one is in force again.
        """
        moves = list(self.moves())
        while moves and moves[0].undoes_id and not moves[0].is_restriction:
            moves = [move for move in moves if move.pk < moves[0].undoes_id]
        return moves[0] if moves and moves[0].is_restriction else None

    def let_stand(self) -> "DecisionQuerySet":
        """By which a moderator let readers see the comment, and did not take that back."""
        seen = self.filter(moderator__isnull=False, to_status=CommentStatus.APPROVED)
        return seen.filter(undone_by=None).exclude(rule=Mark.UNDONE)

    def that_count(self) -> "DecisionQuerySet":
        """What figures count: no marks, no wishes of the commenter, no slips, no taking back.

        A slip is what was undone without an appeal.
        """
        slips = models.Q(undone_by__isnull=False, appeal__isnull=True)
        return self.moves().exclude(rule__in=OWN_WISHES).filter(undoes__isnull=True).exclude(slips)


class Decision(Record):
    """One change of one comment's status, by a moderator or by a rule of screening."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions"
    )
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    # What stood there before, so that undoing restores exactly that.
    was_held_because = models.CharField(max_length=REASON_LIMIT, blank=True)
    was_held_by_rule = models.CharField(max_length=60, blank=True)
    was_seen_at = models.DateTimeField(null=True)
    was_featured_at = models.DateTimeField(null=True)
    # Which text was decided on.
    revision = models.PositiveSmallIntegerField(default=1)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    # The rule that decided, the mark that a moderator made, or that an appeal asked for it.
    rule = models.CharField(max_length=60, blank=True)
    preset = models.ForeignKey(
        "comments.Reason", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    # The legal category of what a rule found; else it follows from the preset or from the rule.
    ground = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, validators=[validate_text])
    # Why a moderator with an interest in the article decided all the same.
    override = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    # Taken together with an act on its commenter.
    part_of = models.ForeignKey(
        "comments.CommenterDecision",
        null=True,
        on_delete=models.PROTECT,
        related_name="comment_decisions",
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["moderator", "decided_at"], name="decision_by_moderator"),
            models.Index(fields=["decided_at"], name="decision_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moderator__isnull=False) | ~models.Q(rule=""),
                name="decision_has_a_moderator_or_a_rule",
            ),
            at_most("reason", REASON_LIMIT),
            at_most("note", NOTE_LIMIT),
            at_most("override", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return self.rule if self.is_mark else f"{self.from_status} → {self.to_status}"

    @property
    def is_mark(self) -> bool:
        """Whether the comment stayed where it was."""
        return self.from_status == self.to_status

    @property
    def is_final(self) -> bool:
        """Whether it is decided anew and not taken back."""
        return self.rule in FINAL

    @property
    def is_taking_back(self) -> bool:
        """Whether it only takes another back: in answer to an appeal, it decides."""
        return self.undoes_id is not None and self.rule != ON_APPEAL

    @property
    def is_automated(self) -> bool:
        return self.moderator_id is None

    @property
    def is_restriction(self) -> bool:
        """Whether it took something from its commenter, who is owed a statement of reasons."""
        return self.took_back or self.took_down or self.kept_out

    @property
    def explained(self) -> "Decision":
        """The one that carries the reason: one that puts a restriction back has that one's."""
        return self.explained_among(self.comment.decisions.restrictions().select_related("preset"))

    def explained_among(self, restrictions: "Iterable[Decision]") -> "Decision":
        """The same of the restrictions on its comment that are at hand, the last one first."""
        undone = self.undoes_id
        if self.reason or undone is None or not self.is_restriction:
            return self
        earlier = next((one for one in restrictions if one.pk < undone), None)
        return earlier.explained_among(restrictions) if earlier else self

    @property
    def published(self) -> bool:
        return self.to_status == CommentStatus.APPROVED and not self.is_mark

    @property
    def took_back(self) -> bool:
        """Readers saw it, and a moderator reads it again."""
        return self.to_status == CommentStatus.HELD and self._from_readers

    @property
    def took_down(self) -> bool:
        """Readers saw it, and see it no more."""
        return self.to_status == CommentStatus.REJECTED and self._from_readers

    @property
    def kept_out(self) -> bool:
        """It was rejected before readers saw it."""
        return self.to_status == CommentStatus.REJECTED and not self._from_readers

    @property
    def _from_readers(self) -> bool:
        return self.from_status == CommentStatus.APPROVED

    @property
    def stands(self) -> bool:
        """Whether it is what keeps the comment from readers: nothing has taken its place."""
        return self.comment.restriction == self

    @property
    def is_on_earlier_text(self) -> bool:
        """Whether the comment was rewritten, or erased, since."""
        return self.revision != self.comment.revision

    @property
    def body_html(self) -> SafeString | None:
        """The text that was decided on; none when it was erased."""
        version = self.comment.version(self.revision)
        return version.body_html if version else None

    @property
    def statement_url(self) -> str:
        """Where its commenter reads the statement of reasons, without an account."""
        return statement_address("comment", self.pk)
