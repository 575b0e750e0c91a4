"""What one reader said, and where it stands."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import safe_html
from articles.models import Correction
from articles.models.derived import DerivedTextField, PolicyVersionField
from articles.plaintext import at_most, validate_name
from comments import letters
from comments.gist import gist
from comments.interest import refuse_interested

from .appeal import Appeal
from .beat import refuse_outside_beat
from .case import settle_case
from .comment_queries import CommentQuerySet
from .comment_status import DECIDABLE, MOVES, CommentStatus
from .comment_words import keep_words
from .commenter import NAME_LIMIT, OWN, Commenter
from .decision import FINAL, REASON_LIMIT, Decision, DecisionConflict, Mark
from .placing import count_above, give_place
from .revision import Revision
from .thread import Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User


BADGE_LIMIT = 120
TAKEN_BACK = "A moderator took it back to read it again."
PLACE_LIMIT = 40
# The check of that name in the list.
HELD_FOR_ADDRESS = "hold_unconfirmed_commenter"


def clean_body(comment: "Comment") -> str:
    return safe_html.comment_body(comment.body_source)


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
    # What a member of the newsroom was when they wrote it, such as “Editor”.
    badge = models.CharField(max_length=BADGE_LIMIT, blank=True)
    body_source = models.TextField("comment", max_length=safe_html.COMMENT_LIMIT)
    body = DerivedTextField(derive=clean_body)
    body_policy = PolicyVersionField()
    # By which the same text is found again.
    gist = DerivedTextField(derive=gist)
    status = models.CharField(
        max_length=10, choices=CommentStatus.choices, default=CommentStatus.HELD
    )
    held_because = models.CharField(max_length=REASON_LIMIT, blank=True)
    # The check that held it, by its name in the list.
    held_by_rule = models.CharField(max_length=60, blank=True)
    # How often its text was written: decisions bind to the one that the moderator saw.
    revision = models.PositiveSmallIntegerField(default=1)
    # When who wrote it last gave it another text.
    edited_at = models.DateTimeField(null=True)
    # The network it came from, without its last part; dropped after some days.
    from_address = models.CharField(max_length=43, blank=True)
    # Whether a moderator has read it since it was published by a rule.
    seen_at = models.DateTimeField(null=True)
    recommended_count = models.PositiveIntegerField(default=0)
    featured_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    path = models.TextField(blank=True, default="")
    depth = models.PositiveSmallIntegerField(default=0)
    # The first comment of its branch; that one itself has none.
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="branch"
    )
    # Which one it is among the roots of the thread, or among the replies of its branch, in the
    # order of publication and without a gap.
    ordinal = models.PositiveIntegerField(null=True)
    # Thread, root and reply by number, such as “7.12.3”. A page is a list of such names, which a
    # database finds one by one, whatever it believes about the length of a thread.
    place = models.CharField(max_length=PLACE_LIMIT, null=True, blank=True)  # noqa: DJ001 -- it is unique
    # The last place that was given in the branch of a root.
    last_reply = models.PositiveIntegerField(default=0)
    # Approved replies under it, however deep.
    reply_count = models.PositiveIntegerField(default=0)
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
            models.Index(fields=["gist", "posted_at"], name="comment_by_gist"),
            models.Index(
                F("thread"),
                F("reply_count").desc(),
                F("ordinal"),
                condition=Q(root__isnull=True, ordinal__isnull=False),
                name="comment_most_replied",
            ),
            models.Index(
                fields=["thread", "featured_at"],
                condition=Q(featured_at__isnull=False),
                name="comment_editors_choice",
            ),
            models.Index(fields=["commenter", "status"], name="comment_record"),
            models.Index(fields=["thread", "status", "posted_at"], name="comment_queue_of_thread"),
            # SQLite takes a partial index only when its condition has no value to fill in.
            models.Index(
                fields=["status", "posted_at"],
                name="comment_unread",
                condition=models.Q(seen_at__isnull=True),
            ),
            models.Index(fields=["status", "held_by_rule", "posted_at"], name="comment_by_rule"),
            models.Index(
                fields=["status", "held_by_rule", "posted_at"],
                name="comment_unread_by_rule",
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
            models.CheckConstraint(
                condition=Q(number__isnull=True, ordinal__isnull=True, place__isnull=True)
                | Q(number__isnull=False, ordinal__isnull=False, place__isnull=False),
                name="comment_numbered_has_its_place",
            ),
            models.UniqueConstraint(fields=["place"], name="comment_place_once"),
            models.UniqueConstraint(
                fields=["thread", "submission"], name="comment_submission_once_per_thread"
            ),
            at_most("place", PLACE_LIMIT),
            at_most("author_name", NAME_LIMIT),
            at_most("body_source", safe_html.COMMENT_LIMIT),
            at_most("held_because", REASON_LIMIT),
            at_most("badge", BADGE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} on “{self.thread.article.headline_for_readers}”"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def reply_url(self) -> str:
        return f"{self.thread.article.comment_url}?parent={self.pk}"

    @property
    def replies_url(self) -> str:
        """The whole branch it stands in."""
        return reverse("comment_replies", args=[self.root_id or self.pk])

    @property
    def edit_url(self) -> str:
        return reverse("edit_comment", args=[self.pk])

    @property
    def withdraw_url(self) -> str:
        return reverse("withdraw_comment", args=[self.pk])

    @property
    def recommend_url(self) -> str:
        return reverse("recommend_comment", args=[self.pk])

    @property
    def mute_url(self) -> str:
        return reverse("mute_reader", args=[self.pk])

    @property
    def receipt_url(self) -> str:
        """The page that tells its commenter what became of it."""
        return f"{self.thread.article.comment_url}sent/{self.receipt}/"

    @property
    def report_url(self) -> str:
        return reverse("report_comment", args=[self.pk])

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(self.body)

    @property
    def standing(self) -> str:
        """For who wrote it, in a word."""
        if self.waits_for_address:
            return "Waits for you to confirm your address"
        return {
            CommentStatus.HELD: "Held for a moderator",
            CommentStatus.APPROVED: "Published",
            CommentStatus.REJECTED: "Not published",
            CommentStatus.WITHDRAWN: "Withdrawn",
        }[CommentStatus(self.status)]

    @property
    def is_held(self) -> bool:
        return self.status == CommentStatus.HELD

    @property
    def waits_for_address(self) -> bool:
        """Held, and its commenter has not confirmed the address that they gave."""
        return self.is_held and self.commenter.owes_confirmation

    @property
    def is_held_for_address(self) -> bool:
        """Held for nothing else: confirming the address sends it on its way."""
        return self.is_held and self.held_by_rule == HELD_FOR_ADDRESS

    @property
    def is_approved(self) -> bool:
        return self.status == CommentStatus.APPROVED

    @property
    def is_on_page(self) -> bool:
        """As `CommentQuerySet.on_page` has it."""
        return self.is_approved or self.reply_count > 0

    @property
    def is_rejected(self) -> bool:
        return self.status == CommentStatus.REJECTED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == CommentStatus.WITHDRAWN

    @property
    def can_be_withdrawn(self) -> bool:
        return CommentStatus.WITHDRAWN in MOVES[CommentStatus(self.status)]

    @property
    def restriction(self) -> Decision | None:
        """The decision that keeps readers from seeing it."""
        return self.decisions.in_force()

    @property
    def is_appealed(self) -> bool:
        """Whether an appeal on it waits for its answer."""
        return Appeal.objects.open().filter(decision__comment=self.pk).exists()

    @property
    def is_new(self) -> bool:
        return self.is_approved and self.seen_at is None

    @property
    def is_edited(self) -> bool:
        """Whether it was changed where readers may have read it before."""
        if self.edited_at is None or self.published_at is None:
            return False
        return self.edited_at > self.published_at

    @property
    def written_at(self) -> datetime.datetime:
        """When its text, as it stands, was sent."""
        return self.edited_at or self.posted_at

    @property
    def overtaken_by(self) -> Correction | None:
        """The first correction that whoever wrote this, as it stands, could not know."""
        later = (one for one in self.thread.corrections if one.made_at > self.written_at)
        return next(later, None)

    @property
    def is_featured(self) -> bool:
        """An editors' choice that readers see."""
        return self.is_approved and self.featured_at is not None

    def approve(self, *, by: "User", **why: Any) -> Decision:
        """Readers see it. `why` is what `decide` takes beside it."""
        return self.decide(CommentStatus.APPROVED, by=by, **why)

    def reject(self, *, by: "User", reason: str, **why: Any) -> Decision:
        """Readers do not see it. The reason is shown to who wrote it."""
        return self.decide(CommentStatus.REJECTED, by=by, reason=reason, **why)

    def hold(self, *, by: "User", reason: str = "", **why: Any) -> Decision:
        return self.decide(CommentStatus.HELD, by=by, reason=reason, **why)

    def withdraw(self, **why: Any) -> Decision:
        """Take back one's own, for good, and with it one's appeal. Where replies hang on it a stub
        stays."""
        return self.decide(CommentStatus.WITHDRAWN, by=None, rule="withdrawn_by_commenter", **why)

    def see(self, *, by: "User", **why: Any) -> Decision:
        """A moderator has read what a rule has published, and lets it stand."""
        if not self.is_new:
            raise DecisionConflict(f"{self} is not new.")
        at = why.get("at") or timezone.now()
        return self._mark(Mark.SEEN, by=by, seen_at=at, featured_at=self.featured_at, **why)

    def keep(self, *, by: "User", **why: Any) -> Decision:
        """A moderator has looked at it again, and it stays."""
        at = why.get("at") or timezone.now()
        return self._mark(Mark.KEPT, by=by, seen_at=at, featured_at=self.featured_at, **why)

    @transaction.atomic
    def feature(self, *, by: "User", **why: Any) -> Decision:
        """The editors' choice."""
        if self.is_featured:
            raise DecisionConflict(f"{self} is featured already.")
        at = why.get("at") or timezone.now()
        decision = self._mark(Mark.FEATURED, by=by, seen_at=at, featured_at=at, **why)
        letters.featured(self)
        return decision

    def unfeature(self, *, by: "User", **why: Any) -> Decision:
        if not self.is_featured:
            raise DecisionConflict(f"{self} is not featured.")
        at = why.get("at") or timezone.now()
        return self._mark(Mark.UNFEATURED, by=by, seen_at=at, featured_at=None, **why)

    def undo(
        self, decision: Decision, *, by: "User", rule: str = "", note: str = "", override: str = ""
    ) -> Decision:
        """Put back exactly what stood before a decision.

        Raises DecisionConflict when the comment has been decided on again since, and for what is
        final. Who gave a reason to decide in spite of an interest may take that decision back for
        the same one.
        """
        if decision.is_final:
            raise DecisionConflict(FINAL[decision.rule])
        if self.decisions.first() != decision:
            raise DecisionConflict(f"{self} was decided on again since.")
        if decision.revision != self.revision:
            raise DecisionConflict(f"{self} was rewritten since. Read it and decide anew.")
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
            rule=rule,
            note=note,
            override=override,
            undoes=decision,
        )

    @transaction.atomic
    def rewrite(self, body_source: str, *, at: datetime.datetime) -> None:
        """Give it another text and keep both, the first time the one it was posted with too.

        Raises DecisionConflict when the comment was decided or rewritten since it was read, and
        ValidationError for a text that cannot be made safe. Whoever calls it screens it again.
        """
        Thread.objects.select_for_update(no_key=True).get(pk=self.thread_id)
        as_read = Comment.objects.filter(pk=self.pk, status=self.status, revision=self.revision)
        if not as_read.update(revision=F("revision") + 1):
            raise DecisionConflict(f"{self} was decided or rewritten by somebody else meanwhile.")
        if self.revision == 1:
            self._keep_version(written_at=self.posted_at)
        self.body_source, self.revision = body_source, self.revision + 1
        self.edited_at, self.seen_at = at, None
        text = ["body_source", "body", "body_policy", "gist"]
        self.save(update_fields=[*text, "edited_at", "seen_at"])
        keep_words(self)
        self._keep_version(written_at=at)

    def version(self, number: int) -> "Comment | Revision | None":
        """What bears the text of that number; none when it was erased."""
        return self if number == self.revision else self.revisions.filter(number=number).first()

    def _keep_version(self, *, written_at: datetime.datetime) -> None:
        Revision(
            comment=self,
            number=self.revision,
            body_source=self.body_source,
            written_at=written_at,
        ).save()

    @transaction.atomic
    def decide(
        self,
        to: CommentStatus,
        *,
        by: "User | None",
        rule: str = "",
        reason: str = "",
        override: str = "",
        undoes: Decision | None = None,
        at: datetime.datetime | None = None,
        **why: Any,
    ) -> Decision:
        """Change status and write the decision down, both or neither.

        `why` are the other fields of the decision: note, ground, preset, part_of. Decides on the
        status and the revision this instance was read with. Raises DecisionConflict when the
        comment has moved or was rewritten since, cannot move that way, a person rejects it without
        a reason or publishes what cannot be published, or it is not for this moderator: their own,
        outside their beat, or under an article in which they have an interest and no `override`.
        """
        # Decisions in one thread come one after the other, and number it without a gap; nobody
        # appeals meanwhile.
        thread = Thread.objects.select_for_update(no_key=True).get(pk=self.thread_id)
        self._refuse_unfit(by, override)
        was, at = CommentStatus(self.status), at or timezone.now()
        if by and not undoes:
            self._refuse_wish(to, reason)
            # Whoever wrote what readers have seen is owed a reason.
            if was is CommentStatus.APPROVED and to is CommentStatus.HELD:
                reason = reason or TAKEN_BACK
        if to not in MOVES[was]:
            raise DecisionConflict(f"{self}: {was.label} cannot become {to.label}.")
        changes: dict[str, Any] = {"status": to}
        if to is CommentStatus.APPROVED:
            changes |= give_place(self, thread, at)
        elif to is CommentStatus.HELD:
            changes |= {"held_because": reason or TAKEN_BACK, "held_by_rule": rule}
        if undoes:
            changes |= {
                "held_because": undoes.was_held_because,
                "held_by_rule": undoes.was_held_by_rule,
                "seen_at": undoes.was_seen_at,
            }
            # Nobody read it by an approval that was a slip; its number stays used.
            if undoes.published and self.published_at == undoes.decided_at:
                changes["published_at"] = None
        elif by is not None:
            changes["seen_at"] = at
        decision = self._write_down(
            changes,
            moderator=by,
            rule=rule,
            reason=reason,
            override=override,
            undoes=undoes,
            decided_at=at,
            **why,
        )
        thread.tally(was=was, to=to)
        count_above(self, was=was, to=to)
        settle_case(self, decision)
        if to is CommentStatus.WITHDRAWN:
            Appeal.objects.filter(decision__comment=self.pk).drop()
        letters.decided(decision)
        if to is CommentStatus.APPROVED:
            letters.reply_written(self)
        return decision

    def _refuse_wish(self, to: CommentStatus, reason: str) -> None:
        """What no person decides, however the comment may move otherwise."""
        if to not in DECIDABLE:
            raise DecisionConflict(f"{self}: only who wrote it withdraws it.")
        if to is not CommentStatus.REJECTED and self.commenter.erased_at:
            raise DecisionConflict(f"{self}: its words were erased with who wrote it.")
        if to is CommentStatus.APPROVED and self.commenter.owes_confirmation:
            raise DecisionConflict(f"{self}: the address it came with is not confirmed yet.")
        if to is CommentStatus.REJECTED and not reason.strip():
            raise DecisionConflict("Rejecting a comment needs a reason for who wrote it.")

    @transaction.atomic
    def _mark(
        self,
        mark: Mark,
        *,
        by: "User",
        seen_at: datetime.datetime | None,
        featured_at: datetime.datetime | None,
        override: str = "",
        at: datetime.datetime | None = None,
        **why: Any,
    ) -> Decision:
        """Mark a published comment and write it down, both or neither, as `decide` does."""
        self._refuse_unfit(by, override)
        if not self.is_approved:
            raise DecisionConflict(f"{self} is not published.")
        decision = self._write_down(
            {"seen_at": seen_at, "featured_at": featured_at},
            as_read={"seen_at": self.seen_at, "featured_at": self.featured_at},
            moderator=by,
            rule=mark,
            override=override,
            decided_at=at or timezone.now(),
            **why,
        )
        if featured_at is None:
            letters.no_longer_featured(self)
        return decision

    def _write_down(
        self, changes: dict[str, Any], *, as_read: dict[str, Any] | None = None, **what: Any
    ) -> Decision:
        """Change what was read, and log it with what undoing it restores.

        The filter on what was read makes two hurried moderators safe: the second one updates no
        row.
        """
        was = CommentStatus(self.status)
        decision = Decision(
            comment=self,
            from_status=was,
            to_status=changes.get("status", was),
            revision=self.revision,
            was_held_because=self.held_because,
            was_held_by_rule=self.held_by_rule,
            was_seen_at=self.seen_at,
            was_featured_at=self.featured_at,
            **what,
        )
        same = Comment.objects.filter(
            pk=self.pk, status=was, revision=self.revision, **(as_read or {})
        )
        if not same.update(**changes):
            raise DecisionConflict(f"{self} was decided or rewritten by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        keep_words(self)
        decision.save()
        return decision

    def _refuse_unfit(self, by: "User | None", override: str) -> None:
        """A rule has neither a beat nor an interest, and commenters may always withdraw.

        What is appealed is decided by answering the appeal, and so by somebody else.
        """
        if by is not None:
            if self.commenter.is_account_of(by):
                raise DecisionConflict(OWN)
            if self.is_appealed:
                raise DecisionConflict(f"{self} is appealed: answer the appeal instead.")
            refuse_outside_beat(by, self.thread.article)
            refuse_interested(by, self.thread.article, override=override)
