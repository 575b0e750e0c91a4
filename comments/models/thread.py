"""The discussion under one article, and whether it is open."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from articles.models import Article
from articles.plaintext import at_most, validate_text
from comments.interest import refuse_interested
from comments.locks import lock_for_closing

from .beat import bound_to, refuse_outside_beat
from .decision import REASON_LIMIT, DecisionConflict, ThreadDecision

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ThreadMode(models.TextChoices):
    """What happens to a comment that is posted."""

    OPEN = "open", "Open"
    PREMODERATED = "premoderated", "Premoderated"
    CLOSED = "closed", "Closed"


# Which statuses of its comments a thread keeps count of.
COUNTERS = {"approved": "approved_count", "held": "held_count"}


class ThreadQuerySet(models.QuerySet["Thread"]):
    def for_moderator(self, user: "User") -> "ThreadQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        sections = bound_to(user)
        return self.all() if sections is None else self.filter(article__section__in=sections)

    def open(self) -> "ThreadQuerySet":
        return self.filter(mode=ThreadMode.OPEN)

    def premoderated(self) -> "ThreadQuerySet":
        return self.filter(mode=ThreadMode.PREMODERATED)

    def closed(self) -> "ThreadQuerySet":
        return self.filter(mode=ThreadMode.CLOSED)


class Thread(models.Model):
    """Every article has exactly one, from the moment it is first saved."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="thread", editable=False
    )
    mode = models.CharField(
        max_length=12, choices=ThreadMode.choices, default=ThreadMode.OPEN, editable=False
    )
    reason = models.CharField(
        max_length=REASON_LIMIT, blank=True, editable=False, validators=[validate_text]
    )
    # Between two comments of one commenter here; without it, as the house rules have it.
    slow_seconds = models.PositiveIntegerField(
        "seconds between two comments of one commenter", null=True, blank=True
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)
    approved_count = models.PositiveIntegerField(default=0, editable=False)
    held_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        permissions = [("moderate_thread", "Can open, premoderate and close threads")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=ThreadMode.values), name="thread_mode_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(mode=ThreadMode.CLOSED) | ~models.Q(reason=""),
                name="thread_closed_has_reason",
            ),
            at_most("reason", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Comments on “{self.article}”"

    @property
    def is_open(self) -> bool:
        return self.mode == ThreadMode.OPEN

    @property
    def is_premoderated(self) -> bool:
        return self.mode == ThreadMode.PREMODERATED

    @property
    def is_closed(self) -> bool:
        return self.mode == ThreadMode.CLOSED

    def open(self, *, by: "User", reason: str = "", seen: str = "") -> None:
        """Known commenters are published at once."""
        self._move(ThreadMode.OPEN, by=by, reason=reason, seen=seen)

    def premoderate(self, *, by: "User", reason: str = "", seen: str = "") -> None:
        """Every comment waits for a moderator."""
        self._move(ThreadMode.PREMODERATED, by=by, reason=reason, seen=seen)

    def close(self, *, by: "User", reason: str, seen: str = "", override: str = "") -> None:
        """No comment gets in once this has returned and committed, whatever is in flight.

        Who has an interest in the article silences no answer to it without an `override`; to
        open and to premoderate are free, because another moderator still decides.
        """
        if not reason.strip():
            raise DecisionConflict("Closing a thread needs a reason that readers see.")
        refuse_interested(by, self.article, override=override)
        self._move(ThreadMode.CLOSED, by=by, reason=reason, seen=seen, override=override)

    def set_mode(
        self, to: ThreadMode, *, by: "User", reason: str = "", seen: str = "", override: str = ""
    ) -> None:
        """The verb of that mode.

        Raises DecisionConflict when the mode that the moderator saw is not the present one.
        """
        if to is ThreadMode.CLOSED:
            self.close(by=by, reason=reason, seen=seen, override=override)
        elif to is ThreadMode.PREMODERATED:
            self.premoderate(by=by, reason=reason, seen=seen)
        else:
            self.open(by=by, reason=reason, seen=seen)

    def tally(self, *, was: str = "", to: str) -> None:
        """One comment counts as `to` and no more as `was`. The caller has the row locked."""
        for status, step in ((was, -1), (to, +1)):
            if counter := COUNTERS.get(status):
                setattr(self, counter, getattr(self, counter) + step)
        self.save(update_fields=["last_number", *COUNTERS.values()])

    @transaction.atomic
    def _move(
        self, to: ThreadMode, *, by: "User", reason: str, seen: str, override: str = ""
    ) -> None:
        """Change mode and write it down, both or neither."""
        refuse_outside_beat(by, self.article)
        lock_for_closing(self.pk)
        was = ThreadMode(Thread.objects.values_list("mode", flat=True).get(pk=self.pk))
        if seen and seen != was:
            raise DecisionConflict(f"{self} were set to “{was.label}” by somebody else meanwhile.")
        Thread.objects.filter(pk=self.pk).update(mode=to, reason=reason)
        self.mode, self.reason = to, reason
        ThreadDecision(
            thread=self,
            from_mode=was,
            to_mode=to,
            reason=reason,
            override=override,
            moderator=by,
        ).save()


def give_thread(sender: Any, instance: Article, created: bool, raw: bool, **kwargs: Any) -> None:
    """An article was saved for the first time: it gets its thread."""
    if created and not raw:
        Thread.objects.create(article=instance)
