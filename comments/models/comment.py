"""What one reader said, and where it stands."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import safe_html
from articles.models.derived import DerivedTextField, PolicyVersionField
from articles.plaintext import at_most, validate_name

from .appeal import Appeal
from .case import Case, settle_case
from .commenter import NAME_LIMIT, Commenter
from .decision import REASON_LIMIT, CommenterDecision, Decision, DecisionConflict
from .thread import Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .reason import Reason

# Deeper replies stand beside the reply they answer, so that a path keeps a bounded length.
MAX_DEPTH = 40
PATH_STEP = 7
MAX_INDENT = 5


class CommentStatus(models.TextChoices):
    """Where a comment stands. Readers see APPROVED and nothing else."""

    HELD = "held", "Held for a moderator"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


# Which way a comment may move. What is not here cannot happen.
MOVES = {
    CommentStatus.HELD: {CommentStatus.APPROVED, CommentStatus.REJECTED},
    CommentStatus.APPROVED: {CommentStatus.HELD, CommentStatus.REJECTED},
    CommentStatus.REJECTED: {CommentStatus.APPROVED, CommentStatus.HELD},
}


def clean_body(comment: "Comment") -> str:
    return safe_html.comment_body(comment.body_source)


class CommentQuerySet(models.QuerySet["Comment"]):
    def held(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.HELD)

    def approved(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.APPROVED)

    def rejected(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.REJECTED)

    def decided(self) -> "CommentQuerySet":
        return self.exclude(status=CommentStatus.HELD)

    def reported(self) -> "CommentQuerySet":
        """What readers see and some have objected to: it has an open case."""
        return self.approved().filter(pk__in=Case.objects.open().values("comment"))

    def appealed(self) -> "CommentQuerySet":
        """Those whose commenter has objected to a decision and waits for an answer."""
        return self.filter(pk__in=Appeal.objects.open().values("decision__comment"))

    def on_page(self) -> "CommentQuerySet":
        """What a thread shows: the approved, and a stub where approved replies hang on it."""
        replies = Comment.objects.filter(
            thread=OuterRef("thread"),
            status=CommentStatus.APPROVED,
            path__startswith=OuterRef("path"),
        )
        return self.filter(
            Q(status=CommentStatus.APPROVED) | Q(number__isnull=False) & Exists(replies)
        ).order_by("path")


class Comment(models.Model):
    """A reader's comment in a thread, numbered when it is first published."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    commenter = models.ForeignKey(Commenter, on_delete=models.PROTECT, related_name="comments")
    # Told to the form: it makes a double click one comment.
    submission = models.UUIDField(default=uuid.uuid4)
    # Told to the commenter: it opens the page that says what became of the comment.
    receipt = models.UUIDField(unique=True, default=uuid.uuid4)
    author_name = models.CharField("name", max_length=NAME_LIMIT, validators=[validate_name])
    from_newsroom = models.BooleanField(default=False)
    body_source = models.TextField("comment", max_length=safe_html.COMMENT_LIMIT)
    body = DerivedTextField(derive=clean_body)
    body_policy = PolicyVersionField()
    status = models.CharField(
        max_length=10, choices=CommentStatus.choices, default=CommentStatus.HELD
    )
    held_because = models.CharField(max_length=REASON_LIMIT, blank=True)
    # The check that held it, by its name in the list.
    held_by_rule = models.CharField(max_length=60, blank=True)
    # How often its text was written: decisions bind to the one that the moderator saw.
    revision = models.PositiveSmallIntegerField(default=1)
    # The network it came from, without its last part; dropped after some days.
    from_address = models.CharField(max_length=43, blank=True)
    # Whether a moderator has read it since it was published by a rule.
    seen_at = models.DateTimeField(null=True)
    featured_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    path = models.TextField(blank=True, default="")
    depth = models.PositiveSmallIntegerField(default=0)
    posted_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["posted_at", "pk"]
        permissions = [("decide_comment", "Can approve, reject and hold comments")]
        indexes = [
            models.Index(fields=["status", "posted_at"], name="comment_by_status"),
            models.Index(fields=["posted_at"], name="comment_by_age"),
            models.Index(fields=["thread", "path"], name="comment_in_thread_order"),
            models.Index(fields=["commenter", "posted_at"], name="comment_by_commenter"),
            models.Index(fields=["from_address", "posted_at"], name="comment_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=CommentStatus.values), name="comment_status_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=CommentStatus.APPROVED)
                | models.Q(number__isnull=False, published_at__isnull=False),
                name="comment_approved_is_numbered",
            ),
            models.UniqueConstraint(
                fields=["thread", "number"], name="comment_number_once_per_thread"
            ),
            models.UniqueConstraint(
                fields=["thread", "submission"], name="comment_submission_once_per_thread"
            ),
            at_most("author_name", NAME_LIMIT),
            at_most("body_source", safe_html.COMMENT_LIMIT),
            at_most("held_because", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} on “{self.thread.article}”"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def reply_url(self) -> str:
        return f"{self.thread.article.comment_url}?parent={self.pk}"

    @property
    def report_url(self) -> str:
        return reverse("report_comment", args=[self.pk])

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(self.body)

    @property
    def indent(self) -> int:
        return min(self.depth, MAX_INDENT)

    @property
    def is_held(self) -> bool:
        return self.status == CommentStatus.HELD

    @property
    def is_approved(self) -> bool:
        return self.status == CommentStatus.APPROVED

    @property
    def is_rejected(self) -> bool:
        return self.status == CommentStatus.REJECTED

    @property
    def has_been_published(self) -> bool:
        return self.number is not None

    def approve(self, *, by: "User", **why: Any) -> Decision:
        """Readers see it. `why` is what `decide` takes beside it."""
        return self.decide(CommentStatus.APPROVED, by=by, **why)

    def reject(self, *, by: "User", reason: str, **why: Any) -> Decision:
        """Readers do not see it. The reason is shown to who wrote it."""
        if not reason.strip():
            raise DecisionConflict("Rejecting a comment needs a reason for who wrote it.")
        return self.decide(CommentStatus.REJECTED, by=by, reason=reason, **why)

    def hold(self, *, by: "User", reason: str = "", **why: Any) -> Decision:
        return self.decide(CommentStatus.HELD, by=by, reason=reason, **why)

    def undo(self, decision: Decision, *, by: "User", note: str = "") -> Decision:
        """Put back exactly what stood before a decision.

        Raises DecisionConflict when the comment has been decided on again since.
        """
        if self.decisions.first() != decision:
            raise DecisionConflict(f"{self} was decided on again since.")
        before = CommentStatus(decision.from_status)
        return self.decide(
            before, by=by, note=note, undoes=decision, held_because=decision.was_held_because
        )

    @transaction.atomic
    def decide(
        self,
        to: CommentStatus,
        *,
        by: "User | None",
        rule: str = "",
        reason: str = "",
        note: str = "",
        preset: "Reason | None" = None,
        override: str = "",
        undoes: Decision | None = None,
        part_of: CommenterDecision | None = None,
        held_because: str = "",
        at: datetime.datetime | None = None,
    ) -> Decision:
        """Change status and write the decision down, both or neither.

        Decides on the status and the revision this instance was read with. Raises
        DecisionConflict when the comment has moved or was rewritten since, or cannot move that
        way. `held_because` is what a held comment shows; without it, the reason.
        """
        was, at = CommentStatus(self.status), at or timezone.now()
        if to not in MOVES[was]:
            raise DecisionConflict(f"{self}: {was.label} cannot become {to.label}.")
        # Decisions in one thread come one after the other, and number it without a gap.
        thread = Thread.objects.select_for_update(no_key=True).get(pk=self.thread_id)
        changes: dict[str, Any] = {"status": to}
        if to is CommentStatus.APPROVED:
            changes |= self._place(thread, at)
        elif to is CommentStatus.HELD:
            changes["held_because"] = held_because or reason or "A moderator took it back."
        if by is not None:
            changes["seen_at"] = at
        # The filter on the old status makes two hurried moderators safe:
        # the second one updates no row.
        as_read = Comment.objects.filter(pk=self.pk, status=was, revision=self.revision)
        was_held_because = self.held_because
        if not as_read.update(**changes):
            raise DecisionConflict(f"{self} was decided or rewritten by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        thread.tally(was=was, to=to)
        decision = Decision(
            comment=self,
            from_status=was,
            to_status=to,
            was_held_because=was_held_because,
            revision=self.revision,
            moderator=by,
            rule=rule,
            preset=preset,
            reason=reason,
            note=note,
            override=override,
            undoes=undoes,
            part_of=part_of,
            decided_at=at,
        )
        decision.save()
        settle_case(self, decision)
        return decision

    def _place(self, thread: Thread, at: datetime.datetime) -> dict[str, Any]:
        """Its number in the thread and its place in the tree, given once and for all."""
        if Comment.objects.filter(pk=self.pk, number__isnull=False).exists():
            return {}
        thread.last_number += 1
        above = self.parent.path[: (MAX_DEPTH - 1) * PATH_STEP] if self.parent else ""
        return {
            "number": thread.last_number,
            "path": f"{above}{thread.last_number:0{PATH_STEP}d}",
            "depth": len(above) // PATH_STEP,
            "published_at": at,
        }
