"""Appeals: a commenter objects to a decision, and another moderator decides."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.plaintext import at_most, validate_text
from comments.interest import InterestConflict, interest_of, refuse_interested
from comments.moments import in_full
from comments.telling import tell_appellant

from .act import SPOKEN, Act
from .appeal_message import MESSAGE_LIMIT, AppealMessage
from .appeal_queries import VERDICTS, AppealQuerySet, AppealStatus
from .beat import refuse_bound, refuse_outside_beat
from .commenter import OWN, Commenter
from .commenter_decision import CommenterDecision
from .decision import NOTE_LIMIT, ON_APPEAL, REASON_LIMIT, Decision, DecisionConflict
from .house_rules import HouseRules
from .standing import Standing, found_by, left_by, newest_acts
from .thread import Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

OVERRIDE = "comments.override_appeal"


class AppealRefused(Exception):
    """The appeal or the message is not taken; the text says why."""


class Appeal(models.Model):
    """An objection to one decision, on a comment or on a commenter.

    One for each decision, and one at a time on a comment: answering it decides on the comment as
    it is, whatever a rule has made of it since.
    """

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
                    status__in=VERDICTS,
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
        """Object to a decision, in its commenter's words. Raises AppealRefused.

        The same words sent twice at once are one appeal.
        """
        _keep_as_it_is(decision)
        made = cls.against(decision)
        if made and made.messages.all()[0].text == text:
            return made
        if objection := cls.objection_to(decision):
            raise AppealRefused(objection)
        appeal = cls(**_names(decision))
        appeal.save()
        appeal._write(text, by=None)
        return appeal

    @classmethod
    def objection_to(cls, decision: Decision | CommenterDecision) -> str:
        """Why nobody can appeal against a decision; empty when somebody can."""
        if not decision.is_restriction:
            return "This decision took nothing away, so there is nothing to appeal."
        if _whom(decision).erased_at:
            return "Your words were erased at your wish, and nothing more is kept about you."
        if not decision.stands:
            return "This decision no longer holds, so there is nothing left to appeal."
        if timezone.now() > cls.until(decision):
            return f"The time to appeal ended on {in_full(cls.until(decision))}."
        if cls.against(decision) is not None:
            return "This decision was appealed already. There is one appeal for each."
        if isinstance(decision, Decision) and decision.comment.is_appealed:
            return "You have appealed on this comment already. Please wait for the answer to that."
        return ""

    @property
    def appealed(self) -> Decision | CommenterDecision:
        """The decision that is objected to."""
        return cast(Decision | CommenterDecision, self.decision or self.commenter_decision)

    @property
    def comment(self) -> "Comment | None":
        return self.decision.comment if self.decision else None

    @property
    def commenter(self) -> Commenter:
        return _whom(self.appealed)

    @property
    def is_open(self) -> bool:
        return self.status == AppealStatus.OPEN

    @property
    def is_overturned(self) -> bool:
        return self.status == AppealStatus.OVERTURNED

    @property
    def is_dropped(self) -> bool:
        return self.status == AppealStatus.DROPPED

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
        counting = [one for one in decisions if isinstance(one, Decision) or one.act not in SPOKEN]
        if len({one.commenter_id for one in counting if isinstance(one, CommenterDecision)}) > 1:
            return self.is_newest
        return bool(counting) and counting[0] == self.appealed

    @property
    def written(self) -> int:
        """How many messages its commenter has written."""
        return sum(message.is_appellants for message in self.messages.all())

    @property
    def is_asked(self) -> bool:
        """Whether a moderator has written last, and waits for an answer."""
        messages = list(self.messages.all())
        return bool(messages) and not messages[-1].is_appellants

    @property
    def messages_left(self) -> int:
        """How many more the commenter may write; a moderator who asks is answered in any case."""
        left: int = max(0, HouseRules.now().appeal_messages - self.written)
        return left or int(self.is_asked)

    @transaction.atomic
    def write(self, text: str) -> "AppealMessage":
        """One more message of the commenter. Raises AppealRefused."""
        appeal = self._locked()
        if not appeal.is_open:
            raise AppealRefused("This appeal has been decided.")
        last = appeal.messages.order_by("pk").last()
        if last and last.is_appellants and last.text == text:
            return last
        if not appeal.messages_left:
            raise AppealRefused("You have written all messages of this appeal. Please wait.")
        return appeal._write(text, by=None)

    @transaction.atomic
    def ask(self, text: str, *, by: "User", override: str = "") -> "AppealMessage":
        """Whoever may judge it asks something back, or explains."""
        appeal = self._locked()
        appeal._refuse_unfit(by, override)
        if not appeal.is_open:
            raise DecisionConflict(f"{self} has been decided already.")
        message = appeal._write(text, by=by, override=appeal._kept(override, by))
        tell_appellant(self)
        return message

    @transaction.atomic
    def uphold(self, *, by: "User", answer: str, **why: Any) -> None:
        """The decision stands. The commenter reads why. `why` is what `_decide` takes beside it."""
        if not answer.strip():
            raise DecisionConflict("Say to the commenter why the decision stands.")
        self._decide(AppealStatus.UPHELD, by=by, answer=answer, **why)

    @transaction.atomic
    def overturn(
        self,
        *,
        by: "User",
        answer: str = "",
        override: str = "",
        heard: int | None = None,
        publish: bool = False,
    ) -> list[str]:
        """The decision was wrong: what stood before it stands again, exactly.

        With `publish`, the comment is approved as it is, whatever stood before. Answers which
        comments that went along could not be put back, and why. Raises DecisionConflict when
        something was decided since and `publish` is not asked for.
        """
        self._decide(AppealStatus.OVERTURNED, by=by, answer=answer, override=override, heard=heard)
        note = f"On appeal {self.pk}. {answer}"[:NOTE_LIMIT]
        if self.decision:
            why = {"by": by, "note": note, "override": self._in_spite(override, by)}
            self._restore_comment(self.decision, publish=publish, **why)
            return []
        return self._restore_commenter(by=by, note=note, restore=publish)

    def _restore_comment(self, decision: Decision, *, publish: bool, **why: Any) -> None:
        comment = decision.comment
        is_same_text = comment.revision == decision.revision
        if (self.is_newest and is_same_text) or not publish:
            comment.undo(decision, rule=ON_APPEAL, **why)
        if publish and not comment.is_approved:
            comment.approve(rule=ON_APPEAL, **why)
        # It was looked at: whoever had reported it is not kept waiting.
        if comment.is_approved and (case := comment.cases.open().first()):
            case.dismiss(**why)

    def _restore_commenter(self, *, by: "User", note: str, restore: bool) -> list[str]:
        decision = cast(CommenterDecision, self.commenter_decision)
        commenter = self.commenter
        if self.is_newest or not restore:
            _, left = commenter.undo(decision, by=by, note=note)
            return left
        if commenter.standing != Standing.GOOD:
            commenter.decide(Act.RESTORE, by=by, note=note)
        return []

    def _decide(
        self,
        to: AppealStatus,
        *,
        by: "User",
        answer: str,
        override: str = "",
        heard: int | None = None,
    ) -> None:
        """Bound to how many of the commenter's messages were `heard`, where that is known."""
        _keep_as_it_is(self.appealed)
        self._refuse_unfit(by, override)
        if heard is not None and heard != Appeal.objects.get(pk=self.pk).written:
            raise DecisionConflict(f"{self.commenter} has written again: read it, then decide.")
        changes = {
            "status": to,
            "decided_by": by,
            "decided_at": timezone.now(),
            "answer": answer,
            "override": self._kept(override, by),
        }
        # The filter makes two hurried moderators safe: the second one updates no row.
        if not Appeal.objects.open().filter(pk=self.pk).update(**changes):
            if Appeal.objects.get(pk=self.pk).is_dropped:
                raise DecisionConflict(f"{self} is about what was withdrawn or erased meanwhile.")
            raise DecisionConflict(f"{self} was decided by somebody else meanwhile.")
        for field, value in changes.items():
            setattr(self, field, value)
        tell_appellant(self)

    def _kept(self, override: str, by: "User") -> str:
        """The reason of who judges only with one: their own decision, or in their own article."""
        return override if self.is_own_of(by) else self._in_spite(override, by)

    def _in_spite(self, override: str, by: "User") -> str:
        """The reason of who judges under an article in which they have an interest."""
        has_interest = self.comment and interest_of(by, self.comment.thread.article)
        return override if has_interest else ""

    @property
    def was_judged_by_its_maker(self) -> bool:
        return self.decided_by is not None and self.is_own_of(self.decided_by)

    def is_own_of(
        self, user: "User", among: Iterable[Decision | CommenterDecision] | None = None
    ) -> bool:
        """Whether they took it, or took what a colleague's taking back has put back.

        `among` are the decisions on its comment or about its commenter, the last one first, where
        they are at hand.
        """
        taken: Decision | CommenterDecision | None = self.appealed
        known = self._decisions if among is None else among
        while taken is not None and taken.moderator_id != user.pk:
            taken = _put_back_by(taken, known)
        return taken is not None

    @property
    def _decisions(self) -> Iterable[Decision | CommenterDecision]:
        """On its comment or about its commenter, the last one first."""
        return self.comment.decisions.all() if self.comment else self.commenter.acts

    def _refuse_unfit(self, by: "User", override: str) -> None:
        if self.commenter.is_account_of(by):
            raise DecisionConflict(OWN)
        self._refuse_own_judge(by, override)
        if self.comment is not None:
            refuse_outside_beat(by, self.comment.thread.article)
            refuse_interested(by, self.comment.thread.article, override=override)
        else:
            refuse_bound(by)

    def _refuse_own_judge(self, by: "User", override: str) -> None:
        """Nobody judges their own decision, unless a chief writes down why."""
        if not self.is_own_of(by):
            return
        if not by.has_perm(OVERRIDE):
            raise DecisionConflict(
                "You took this decision, so another moderator decides on the appeal."
            )
        if not override.strip():
            raise InterestConflict(
                "You took this decision. Where nobody else can decide on the appeal, write down "
                "why you do; it is kept in the log."
            )

    def _locked(self) -> "Appeal":
        """As it is by now, for this transaction alone."""
        _keep_as_it_is(self.appealed)
        return Appeal.objects.get(pk=self.pk)

    def _write(self, text: str, *, by: "User | None", override: str = "") -> "AppealMessage":
        message = AppealMessage(appeal=self, moderator=by, text=text, override=override)
        message.save()
        return message


def _keep_as_it_is(decision: Decision | CommenterDecision) -> None:
    """Until the transaction ends nobody decides anew on what is appealed, nor on its appeal."""
    if isinstance(decision, Decision):
        Thread.objects.select_for_update(no_key=True).get(pk=decision.comment.thread_id)
    else:
        decision.commenter.themselves.locked()


def _whom(decision: Decision | CommenterDecision) -> Commenter:
    """Whom a decision is about: it is theirs to appeal."""
    if isinstance(decision, Decision):
        return decision.comment.commenter
    return decision.commenter.themselves


def _put_back_by(
    taken: Decision | CommenterDecision, known: Iterable[Decision | CommenterDecision]
) -> Decision | CommenterDecision | None:
    """The restriction that holds again because another decision was taken back; else none."""
    undone = next((one for one in known if one.pk == taken.undoes_id), None)
    if undone is None:
        return None
    earlier = (one for one in known if one.is_restriction and one.pk < undone.pk)
    return next((one for one in earlier if _is_found_by(undone, one)), None)


def _is_found_by(
    undone: Decision | CommenterDecision, earlier: Decision | CommenterDecision
) -> bool:
    """Whether it left what another found: a person with several names has several lines of acts."""
    if isinstance(undone, CommenterDecision) and isinstance(earlier, CommenterDecision):
        return left_by(earlier) == found_by(undone)
    return True


def _names(
    decision: Decision | CommenterDecision,
) -> dict[str, Decision | CommenterDecision]:
    """The field that holds a decision of this kind."""
    return {"decision" if isinstance(decision, Decision) else "commenter_decision": decision}
