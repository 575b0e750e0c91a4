"""Appeals: a commenter objects to a decision, and another moderator decides."""

import datetime
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text
from comments.interest import interest_of, refuse_interested
from comments.telling import tell_appellant

from .beat import bound_to, refuse_bound, refuse_outside_beat
from .commenter import Act, Commenter
from .decision import (
    NOTE_LIMIT,
    REASON_LIMIT,
    SPEAKING_ACTS,
    CommenterDecision,
    Decision,
    DecisionConflict,
)
from .house_rules import HouseRules
from .standing import Standing, newest_acts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

MESSAGE_LIMIT = 2_000
OVERRIDE = "comments.override_appeal"


class AppealRefused(Exception):
    """The appeal or the message is not taken; the text says why."""


class AppealStatus(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", "Open"
    UPHELD = "upheld", "Decision upheld"
    OVERTURNED = "overturned", "Decision overturned"
    # Whoever appealed is gone.
    DROPPED = "dropped", "Dropped"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.OPEN)

    def closed(self) -> "AppealQuerySet":
        return self.exclude(status=AppealStatus.OPEN)

    def upheld(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.UPHELD)

    def overturned(self) -> "AppealQuerySet":
        return self.filter(status=AppealStatus.OVERTURNED)

    def for_moderator(self, user: "User") -> "AppealQuerySet":
        """Those of the moderator's beat; all of them for who has none.

        What was decided about a commenter reaches the whole paper, and is not for who is bound.
        """
        sections = bound_to(user)
        if sections is None:
            return self.all()
        return self.filter(decision__comment__thread__article__section__in=sections)

    def touched_by(self, answered: "Appeal") -> "AppealQuerySet":
        """Others that stand otherwise once that one is answered: on the same comment, or against
        what was decided about the same commenter and on comments along with it."""
        if answered.decision:
            beside = Q(decision__comment=answered.decision.comment_id)
        else:
            act = answered.commenter_decision_id
            along = Decision.objects.filter(part_of=act).values("comment")
            about = CommenterDecision.objects.on_persons([answered.commenter.pk]).values("pk")
            beside = Q(decision__comment__in=along) | Q(commenter_decision__in=about)
        return self.filter(beside).exclude(pk=answered.pk)

    def about_commenters(self) -> "AppealQuerySet":
        """Against what was decided about a commenter, and not on a comment."""
        return self.filter(decision=None)

    def for_cards(self) -> "AppealQuerySet":
        """With what a card shows of each, in as many queries for a hundred as for one."""
        return self.select_related(
            "decision__comment__thread__article__section",
            "decision__comment__parent",
            "decision__moderator",
            "decision__preset",
            "commenter_decision__commenter__merged_into",
            "commenter_decision__moderator",
            "commenter_decision__preset",
            "commenter_decision__undoes",
            "decided_by",
        ).prefetch_related("messages__moderator")


class Appeal(models.Model):
    """An objection to one decision, on a comment or on a commenter. One for each decision."""

    decision = models.OneToOneField(
        Decision, null=True, on_delete=models.PROTECT, related_name="appeal"
    )
    commenter_decision = models.OneToOneField(
        CommenterDecision, null=True, on_delete=models.PROTECT, related_name="appeal"
    )
    status = models.CharField(
        max_length=10, choices=AppealStatus.choices, default=AppealStatus.OPEN
    )
    opened_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=MESSAGE_LIMIT, blank=True, validators=[validate_text])
    # Why the moderator who took the decision, or has an interest in the article, judged the appeal
    # all the same.
    override = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        permissions = [
            ("decide_appeal", "Can decide on appeals against decisions of others"),
            ("override_appeal", "Can decide on appeals against their own, with a recorded reason"),
        ]
        indexes = [models.Index(fields=["status", "opened_at"], name="appeal_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(commenter_decision__isnull=True),
                name="appeal_is_against_one_decision",
            ),
            models.CheckConstraint(
                condition=Q(status=AppealStatus.OPEN, decided_at=None)
                | Q(
                    status__in=[AppealStatus.UPHELD, AppealStatus.OVERTURNED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(status=AppealStatus.DROPPED, decided_at__isnull=False),
                name="appeal_decided_by_somebody",
            ),
            at_most("answer", MESSAGE_LIMIT),
            at_most("override", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Appeal {self.pk} by {self.commenter}"

    @classmethod
    def against(cls, decision: Decision | CommenterDecision) -> "Appeal | None":
        return cls.objects.filter(**_names(decision)).prefetch_related("messages").first()

    @classmethod
    def until(cls, decision: Decision | CommenterDecision) -> datetime.datetime:
        """Up to when the decision can be appealed."""
        return decision.decided_at + datetime.timedelta(days=HouseRules.now().appeal_days)

    @classmethod
    @transaction.atomic
    def open(cls, decision: Decision | CommenterDecision, *, text: str) -> "Appeal":
        """Object to a decision, in its commenter's words. Raises AppealRefused."""
        if not decision.is_restriction:
            raise AppealRefused("This decision took nothing away, so there is nothing to appeal.")
        if timezone.now() > cls.until(decision):
            raise AppealRefused("The time in which this decision could be appealed has passed.")
        if cls.against(decision) is not None:
            raise AppealRefused("This decision was appealed already. There is one appeal for each.")
        appeal = cls(**_names(decision))
        try:
            with transaction.atomic():
                appeal.save()
        except IntegrityError as error:
            # The other half of a double click came first.
            raise AppealRefused("This decision was appealed already.") from error
        appeal._write(text, by=None)
        return appeal

    @property
    def appealed(self) -> Decision | CommenterDecision:
        """The decision that is objected to."""
        return cast(Decision | CommenterDecision, self.decision or self.commenter_decision)

    @property
    def comment(self) -> "Comment | None":
        return self.decision.comment if self.decision else None

    @property
    def commenter(self) -> Commenter:
        if self.decision:
            return self.decision.comment.commenter
        return cast(CommenterDecision, self.commenter_decision).commenter.themselves

    @property
    def is_open(self) -> bool:
        return self.status == AppealStatus.OPEN

    @property
    def is_overturned(self) -> bool:
        return self.status == AppealStatus.OVERTURNED

    @property
    def is_newest(self) -> bool:
        """Whether nothing was decided since, so that overturning restores exactly."""
        if self.decision:
            return self.is_newest_among(self.decision.comment.decisions.all())
        return self.commenter_decision in newest_acts(self.commenter)

    def is_newest_among(self, decisions: Iterable[Decision | CommenterDecision]) -> bool:
        """The same of what was decided on its comment or about its commenter, the last one first.

        Whoever was known as several commenters is asked after once more.
        """
        counting = [
            one for one in decisions if isinstance(one, Decision) or one.act not in SPEAKING_ACTS
        ]
        if len({one.commenter_id for one in counting if isinstance(one, CommenterDecision)}) > 1:
            return self.is_newest
        return bool(counting) and counting[0] == self.appealed

    @property
    def messages_left(self) -> int:
        """How many more the commenter may write."""
        written = sum(message.is_appellants for message in self.messages.all())
        most: int = HouseRules.now().appeal_messages
        return max(0, most - written)

    @transaction.atomic
    def write(self, text: str) -> "AppealMessage":
        """One more message of the commenter. Raises AppealRefused."""
        appeal = Appeal.objects.select_for_update().get(pk=self.pk)
        if not appeal.is_open:
            raise AppealRefused("This appeal has been decided.")
        last = appeal.messages.order_by("pk").last()
        if last and last.is_appellants and last.text == text:
            return last
        if not appeal.messages_left:
            raise AppealRefused("You have written all messages of this appeal. Please wait.")
        return appeal._write(text, by=None)

    @transaction.atomic
    def ask(self, text: str, *, by: "User") -> "AppealMessage":
        """A moderator asks something back, or explains."""
        appeal = Appeal.objects.select_for_update().get(pk=self.pk)
        if not appeal.is_open:
            raise DecisionConflict(f"{self} has been decided already.")
        self._refuse_outside_beat(by)
        message = appeal._write(text, by=by)
        tell_appellant(self)
        return message

    @transaction.atomic
    def uphold(self, *, by: "User", answer: str, override: str = "") -> None:
        """The decision stands. The commenter reads why."""
        if not answer.strip():
            raise DecisionConflict("Say to the commenter why the decision stands.")
        self._decide(AppealStatus.UPHELD, by=by, answer=answer, override=override)

    @transaction.atomic
    def overturn(
        self, *, by: "User", answer: str = "", override: str = "", publish: bool = False
    ) -> None:
        """The decision was wrong: what stood before it stands again, exactly.

        With `publish`, the comment is approved as it is, whatever stood before. Raises
        DecisionConflict when something was decided since and `publish` is not asked for.
        """
        self._decide(AppealStatus.OVERTURNED, by=by, answer=answer, override=override)
        note = f"On appeal {self.pk}. {answer}"[:NOTE_LIMIT]
        if self.decision:
            why = {"by": by, "note": note, "override": override, "on_appeal": True}
            self._restore_comment(self.decision, publish=publish, **why)
        else:
            self._restore_commenter(by=by, note=note, restore=publish)

    def _restore_comment(self, decision: Decision, *, publish: bool, **why: Any) -> None:
        comment = decision.comment
        is_same_text = comment.revision == decision.revision
        if (self.is_newest and is_same_text) or not publish:
            comment.undo(decision, **why)
        if publish and not comment.is_approved:
            comment.approve(**why)
        # It was looked at: whoever had reported it is not kept waiting.
        if comment.is_approved and (case := comment.cases.open().first()):
            case.dismiss(**why)

    def _restore_commenter(self, *, by: "User", note: str, restore: bool) -> None:
        decision = cast(CommenterDecision, self.commenter_decision)
        commenter = self.commenter
        if self.is_newest or not restore:
            commenter.undo(decision, by=by, note=note, on_appeal=True)
        elif commenter.standing != Standing.GOOD:
            commenter.decide(Act.RESTORE, by=by, note=note)

    def _decide(self, to: AppealStatus, *, by: "User", answer: str, override: str) -> None:
        self._refuse_own_judge(by, override)
        self._refuse_outside_beat(by)
        if self.comment is not None:
            refuse_interested(by, self.comment.thread.article, override=override)
        changes = {
            "status": to,
            "decided_by": by,
            "decided_at": timezone.now(),
            "answer": answer,
            "override": override if self.asks_override(by) else "",
        }
        # The filter makes two hurried moderators safe: the second one updates no row.
        if not Appeal.objects.open().filter(pk=self.pk).update(**changes):
            raise DecisionConflict(f"{self} was decided by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        tell_appellant(self)

    def drop(self) -> None:
        """Its commenter is gone, and nobody waits for an answer."""
        Appeal.objects.open().filter(pk=self.pk).update(
            status=AppealStatus.DROPPED, decided_at=timezone.now()
        )

    def asks_override(self, user: "User") -> bool:
        """Whether they judge only with a reason: it is their own decision, or their own article."""
        return self.is_own_of(user) or bool(
            self.comment and interest_of(user, self.comment.thread.article)
        )

    @property
    def was_judged_by_its_maker(self) -> bool:
        return self.decided_by is not None and self.is_own_of(self.decided_by)

    def is_own_of(
        self, user: "User", among: Iterable[Decision | CommenterDecision] | None = None
    ) -> bool:
        """Whether they took it, or took what a colleague's taking back has put back.

        `among` are the decisions on its comment, the last one first, where they are at hand.
        """
        taken = self.appealed
        if taken.moderator_id == user.pk:
            return True
        if not isinstance(taken, Decision) or taken.undoes_id is None:
            return False
        undone = taken.undoes_id
        known = taken.comment.decisions.all() if among is None else among
        earlier = (one for one in known if one.is_restriction and one.pk < undone)
        return any(one.moderator_id == user.pk for one in islice(earlier, 1))

    def _refuse_own_judge(self, by: "User", override: str) -> None:
        """Nobody judges their own decision, unless a chief writes down why."""
        if not self.is_own_of(by):
            return
        if not by.has_perm(OVERRIDE):
            raise DecisionConflict(
                "You took this decision, so another moderator decides on the appeal."
            )
        if not override.strip():
            raise DecisionConflict(
                "You took this decision. Where nobody else can decide on the appeal, write down "
                "why you do; it is kept in the log."
            )

    def _refuse_outside_beat(self, by: "User") -> None:
        if self.comment is not None:
            refuse_outside_beat(by, self.comment.thread.article)
        else:
            refuse_bound(by)

    def _write(self, text: str, *, by: "User | None") -> "AppealMessage":
        message = AppealMessage(appeal=self, moderator=by, text=text)
        message.save()
        return message


class AppealMessage(Record):
    """One message of the exchange, from the commenter or from a moderator."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="messages")
    # Nobody: the commenter wrote it.
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=MESSAGE_LIMIT, validators=[validate_text])
    sent_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["AppealMessage"].as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [at_most("text", MESSAGE_LIMIT)]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_appellants(self) -> bool:
        return self.moderator_id is None


def _names(
    decision: Decision | CommenterDecision,
) -> dict[str, Decision | CommenterDecision]:
    """The field that holds a decision of this kind."""
    return {"decision" if isinstance(decision, Decision) else "commenter_decision": decision}
