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
from comments.interest import refuse_interested

from .beat import bound_to, refuse_outside_beat
from .commenter import NAME_LIMIT, Commenter
from .decision import REASON_LIMIT, CommenterDecision, Decision, DecisionConflict, Mark
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

    def new(self) -> "CommentQuerySet":
        """Published by a rule, and not yet read by a moderator."""
        return self.approved().filter(seen_at__isnull=True)

    def for_moderator(self, user: "User") -> "CommentQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        sections = bound_to(user)
        if sections is None:
            return self.all()
        return self.filter(thread__in=Thread.objects.filter(article__section__in=sections))

    def decided(self) -> "CommentQuerySet":
        return self.exclude(status=CommentStatus.HELD)

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
            models.Index(fields=["commenter", "status"], name="comment_record"),
            models.Index(fields=["thread", "status", "posted_at"], name="comment_queue_of_thread"),
            # SQLite takes a partial index only when its condition has no value to fill in.
            models.Index(
                fields=["status", "posted_at"],
                name="comment_unread",
                condition=models.Q(seen_at__isnull=True),
            ),
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
    def is_new(self) -> bool:
        return self.is_approved and self.seen_at is None

    @property
    def is_featured(self) -> bool:
        return self.is_approved and self.featured_at is not None

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

    def see(self, *, by: "User", **why: Any) -> Decision:
        """A moderator has read what a rule has published, and lets it stand."""
        if not self.is_new:
            raise DecisionConflict(f"{self} is not new.")
        at = why.get("at") or timezone.now()
        return self._mark(Mark.SEEN, by=by, seen_at=at, featured_at=self.featured_at, **why)

    def feature(self, *, by: "User", **why: Any) -> Decision:
        """The editors' choice."""
        if self.is_featured:
            raise DecisionConflict(f"{self} is featured already.")
        at = why.get("at") or timezone.now()
        return self._mark(Mark.FEATURED, by=by, seen_at=at, featured_at=at, **why)

    def unfeature(self, *, by: "User", **why: Any) -> Decision:
        if not self.is_featured:
            raise DecisionConflict(f"{self} is not featured.")
        at = why.get("at") or timezone.now()
        return self._mark(Mark.UNFEATURED, by=by, seen_at=at, featured_at=None, **why)

    def undo(
        self, decision: Decision, *, by: "User", note: str = "", override: str = ""
    ) -> Decision:
        """Put back exactly what stood before a decision.

        Raises DecisionConflict when the comment has been decided on again since. Who gave a
        reason to decide in spite of an interest may take that decision back for the same one.
        """
        if self.decisions.first() != decision:
            raise DecisionConflict(f"{self} was decided on again since.")
        if decision.moderator_id == by.pk:
            override = override or decision.override
        if decision.is_mark:
            return self._mark(
                Mark.UNDONE,
                by=by,
                seen_at=decision.was_seen_at,
                featured_at=decision.was_featured_at,
                note=note,
                override=override,
                undoes=decision,
            )
        return self.decide(
            CommentStatus(decision.from_status),
            by=by,
            note=note,
            override=override,
            undoes=decision,
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
        DecisionConflict when the comment has moved or was rewritten since, cannot move that way,
        or is not for this moderator: outside their beat, or under an article in which they have
        an interest and no `override`. `held_because` is what a held comment shows; without it,
        the reason.
        """
        self._refuse_unfit(by, override)
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
        if undoes:
            changes |= {"held_because": undoes.was_held_because, "seen_at": undoes.was_seen_at}
        elif by is not None:
            changes["seen_at"] = at
        # The filter on the old status makes two hurried moderators safe:
        # the second one updates no row.
        as_read = Comment.objects.filter(pk=self.pk, status=was, revision=self.revision)
        before = self._before()
        if not as_read.update(**changes):
            raise DecisionConflict(f"{self} was decided or rewritten by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        thread.tally(was=was, to=to)
        decision = Decision(
            comment=self,
            from_status=was,
            to_status=to,
            moderator=by,
            rule=rule,
            preset=preset,
            reason=reason,
            note=note,
            override=override,
            undoes=undoes,
            part_of=part_of,
            decided_at=at,
            **before,
        )
        decision.save()
        return decision

    @transaction.atomic
    def _mark(
        self,
        mark: Mark,
        *,
        by: "User",
        seen_at: datetime.datetime | None,
        featured_at: datetime.datetime | None,
        note: str = "",
        override: str = "",
        undoes: Decision | None = None,
        at: datetime.datetime | None = None,
    ) -> Decision:
        """Mark a published comment and write it down, both or neither, as `decide` does."""
        self._refuse_unfit(by, override)
        if not self.is_approved:
            raise DecisionConflict(f"{self} is not published.")
        as_read = Comment.objects.filter(
            pk=self.pk,
            status=CommentStatus.APPROVED,
            revision=self.revision,
            featured_at=self.featured_at,
        )
        before = self._before()
        if not as_read.update(seen_at=seen_at, featured_at=featured_at):
            raise DecisionConflict(f"{self} was decided or rewritten by somebody else meanwhile.")
        self.seen_at, self.featured_at = seen_at, featured_at
        decision = Decision(
            comment=self,
            from_status=CommentStatus.APPROVED,
            to_status=CommentStatus.APPROVED,
            moderator=by,
            rule=mark,
            note=note,
            override=override,
            undoes=undoes,
            decided_at=at or timezone.now(),
            **before,
        )
        decision.save()
        return decision

    def _before(self) -> dict[str, Any]:
        """What undoing a decision restores, and which text it was taken on."""
        return {
            "was_held_because": self.held_because,
            "was_seen_at": self.seen_at,
            "was_featured_at": self.featured_at,
            "revision": self.revision,
        }

    def _refuse_unfit(self, by: "User | None", override: str) -> None:
        """A rule has neither a beat nor an interest."""
        if by is not None:
            refuse_outside_beat(by, self.thread.article)
            refuse_interested(by, self.thread.article, override=override)

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
