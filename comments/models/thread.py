"""The discussion under one article, and whether it is open."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Article, Correction
from articles.plaintext import at_most, validate_text
from articles.rights import Rights
from comments.interest import refuse_interested
from comments.locks import lock_for_closing
from comments.moments import in_full

from .beat import is_set_by, on_beat, refuse_outside_sections, set_by
from .decision import REASON_LIMIT, DecisionConflict
from .house_rules import MOST_SLOW_SECONDS
from .section_rules import SectionRules
from .thread_decision import ThreadDecision
from .thread_mode import TAKES_NO_COMMENTS, ThreadMode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from comments.standing_orders import StandingOrders
    from comments.state import State

# Which statuses of its comments a thread keeps count of.
COUNTERS = {"approved": "approved_count", "held": "held_count"}
# What is settled for one thread beside its mode, and how the log names it.
TERMS = {
    "closes_at": "closes",
    "premoderates_at": "premoderated from",
    "follows_section": "dates of its section",
    "slow_seconds": "seconds between comments",
}
# By a closing date or by a pace that nobody can wait for, a thread is as good as closed.
SILENCING = ("closes_at", "follows_section", "slow_seconds")


class ThreadQuerySet(models.QuerySet["Thread"]):
    """`open`, `premoderated`, `closed` and `hidden` ask the clock and the house rules."""

    def for_moderator(self, user: "User") -> "ThreadQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        return on_beat(self, user, "article__section")

    def set_by(self, user: "User") -> "ThreadQuerySet":
        """Those that they may open, close and date, if they may so with any."""
        return set_by(self, user, "article__section")

    def visible_to(self, user: "User") -> "ThreadQuerySet":
        """Of articles that this member of staff may see, and that are to have a discussion."""
        seen = self.filter(article__pending_for__isnull=True)
        rights = Rights(user)
        if rights.is_editor:
            return seen
        return seen.filter(article__in=rights.visible(Article.objects.all()).values("pk"))

    def open(self) -> "ThreadQuerySet":
        return self.standing(ThreadMode.OPEN)

    def premoderated(self) -> "ThreadQuerySet":
        return self.standing(ThreadMode.PREMODERATED)

    def closed(self) -> "ThreadQuerySet":
        """They take no comments; the hidden ones are among them."""
        return self.standing(*TAKES_NO_COMMENTS)

    def hidden(self) -> "ThreadQuerySet":
        return self.standing(ThreadMode.HIDDEN)

    def lock_all_of(self, commenters: "Iterable[int]") -> None:
        """Nobody decides where these have written or recommended, until the transaction ends.

        Rows of threads are locked before those of comments and commenters, in one order.
        """
        ids = list(commenters)
        written = Q(pk__in=self.filter(comments__commenter__in=ids).values("pk"))
        recommended = self.filter(comments__recommendations__commenter__in=ids).values("pk")
        theirs = self.filter(written | Q(pk__in=recommended))
        list(theirs.order_by("pk").select_for_update(no_key=True).values("pk"))

    def standing(self, *modes: ThreadMode) -> "ThreadQuerySet":
        from comments.state_query import mode_now  # it asks for threads

        return self.alias(mode_now=mode_now()).filter(mode_now__in=modes)

    def with_state(self) -> "ThreadQuerySet":
        """With all that their state is made of, in the same query."""
        from comments.standing_orders import orders_column  # it asks for threads

        return self.select_related("article__section__comment_rules").annotate(
            orders=orders_column()
        )


class Thread(models.Model):
    """Every article has exactly one, from the moment it is first saved."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="thread", editable=False
    )
    # What a person has set; the state is asked of `state`, which knows the clock and the rules.
    mode = models.CharField(
        max_length=12, choices=ThreadMode.choices, default=ThreadMode.OPEN, editable=False
    )
    reason = models.CharField(
        max_length=REASON_LIMIT, blank=True, editable=False, validators=[validate_text]
    )
    # From then on the rules alone decide again. Empty: until a person sets something else.
    mode_until = models.DateTimeField(null=True, editable=False)
    # Empty: nobody has touched it, and the section's mode holds.
    mode_set_at = models.DateTimeField(null=True, editable=False)
    closes_at = models.DateTimeField("closes on", null=True, blank=True)
    premoderates_at = models.DateTimeField("every comment is held from", null=True, blank=True)
    follows_section = models.BooleanField(
        "empty dates are as the section has them",
        default=True,
        help_text="Otherwise an empty date means never.",
    )
    # Between two comments of one commenter here; without it, as the house rules have it.
    slow_seconds = models.PositiveIntegerField(
        "seconds between two comments of one commenter",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SLOW_SECONDS)],
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # The last place given to a comment that answers no other.
    last_root = models.PositiveIntegerField(default=0, editable=False)
    approved_count = models.PositiveIntegerField(default=0, editable=False)
    held_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ThreadQuerySet.as_manager()

    # The column of `with_state`.
    orders: "Mapping[str, Any] | None"

    class Meta:
        permissions = [("moderate_thread", "Can open, premoderate and close threads")]
        indexes = [
            models.Index(
                fields=["held_count"], name="thread_with_held", condition=Q(held_count__gt=0)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=ThreadMode.values), name="thread_mode_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(mode__in=TAKES_NO_COMMENTS) | ~models.Q(reason=""),
                name="thread_closed_has_reason",
            ),
            at_most("reason", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Comments on “{self.article}”"

    # What it is at this moment

    @property
    def state(self) -> "State":
        """The clock is asked, and the rules as they were when the thread was read with them."""
        from comments.state import Situation, state_of  # it asks for threads

        return state_of(Situation(self, self.standing_orders, self.section_rules, timezone.now()))

    @property
    def standing_orders(self) -> "StandingOrders":
        """As read with the thread, or as they are in this moment."""
        from comments.standing_orders import StandingOrders  # it asks for threads

        if "orders" in vars(self):
            return StandingOrders.read(self.orders)
        return StandingOrders.now()

    @classmethod
    def under(cls, article: Article) -> "Thread":
        """That of an article, with what was read together with the article."""
        thread: Thread = article.thread
        thread.article = article
        thread.read_with(article)
        return thread

    def read_with(self, row: models.Model) -> None:
        """Take the standing orders that were read together with another row."""
        if "orders" in vars(row):
            self.orders = vars(row)["orders"]

    @property
    def section_rules(self) -> SectionRules:
        """What its section has settled; nothing, where there is none."""
        section = self.article.section
        try:
            return section.comment_rules
        except SectionRules.DoesNotExist:
            return SectionRules(section=section)

    @cached_property
    def corrections(self) -> list[Correction]:
        """Those against the text that is discussed, the oldest first: asked once for a page."""
        against = [one for one in self.article.corrections.all() if one.is_against_the_text]
        return against[::-1]

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    @property
    def is_premoderated(self) -> bool:
        return self.state.is_premoderated

    @property
    def is_closed(self) -> bool:
        """It takes no comments, whether or not those that are there are shown."""
        return self.state.is_closed

    @property
    def shown_count(self) -> int:
        """How many comments readers see."""
        return 0 if self.is_hidden else self.approved_count

    @property
    def is_hidden(self) -> bool:
        return self.state.is_hidden

    @property
    def is_out_of_sight(self) -> bool:
        """Whether readers see none of its comments."""
        return self.lies_with_article or self.is_hidden

    @property
    def lies_with_article(self) -> bool:
        """Whether readers see no comment here whatever its mode is: they have no article either."""
        return not self.article.is_published

    def is_set_by_hand(self, at: datetime.datetime) -> bool:
        """Whether a person has set the mode, and that still holds."""
        was_set = self.mode_set_at is not None or self.mode != ThreadMode.OPEN
        return was_set and (self.mode_until is None or at < self.mode_until)

    # What a person sets

    def may_be_set_by(self, user: "User") -> bool:
        return user.has_perm("comments.moderate_thread") and is_set_by(user, self.article)

    def open(self, *, by: "User", **why: Any) -> None:
        """Known commenters are published at once. `why` is what `set_mode` takes beside it."""
        self.set_mode(ThreadMode.OPEN, by=by, **why)

    def premoderate(self, *, by: "User", **why: Any) -> None:
        """Every comment waits for a moderator."""
        self.set_mode(ThreadMode.PREMODERATED, by=by, **why)

    def close(self, *, by: "User", reason: str, **why: Any) -> None:
        """No comment gets in once this has returned and committed, whatever is in flight."""
        self.set_mode(ThreadMode.CLOSED, by=by, reason=reason, **why)

    def hide(self, *, by: "User", reason: str, **why: Any) -> None:
        """As `close`, and readers no longer see the comments that are there."""
        self.set_mode(ThreadMode.HIDDEN, by=by, reason=reason, **why)

    def set_mode(
        self,
        to: ThreadMode,
        *,
        by: "User",
        reason: str = "",
        seen: str = "",
        until: datetime.datetime | None = None,
        override: str = "",
    ) -> None:
        """Change mode and write it down, both or neither. With `until`, for that time alone.

        Raises DecisionConflict where the reason for readers is missing, when the end has passed,
        when the mode that the moderator saw is not the present one, and outside their sections. Who
        has an interest in the article silences no answer to it without an `override`; to open
        and to premoderate are free, because another moderator still decides.
        """
        if to in TAKES_NO_COMMENTS and not reason.strip():
            raise DecisionConflict("Closing a thread needs a reason that readers see.")
        now = timezone.now()
        if until is not None and until <= now:
            raise DecisionConflict(f"{in_full(until)} has passed.")
        self._move(to, by=by, reason=reason, seen=seen, until=until, override=override, at=now)

    @transaction.atomic
    def settle(self, *, by: "User", reason: str = "", override: str = "", **terms: Any) -> bool:
        """Change what TERMS names and write it down; what is as it was is passed over.

        Answers whether anything was changed. Raises DecisionConflict outside their sections.
        Who has an interest in the article changes nothing that can silence an answer to it without
        an `override`.
        """
        refuse_outside_sections(by, self.article)
        lock_for_closing(self.pk)
        now = Thread.objects.get(pk=self.pk)
        changed = {name: value for name, value in terms.items() if getattr(now, name) != value}
        if not changed:
            return False
        # Emptied, a date or a pace is the section's or the house's, which may be the stricter one.
        if not changed.keys().isdisjoint(SILENCING):
            refuse_interested(by, self.article, override=override)
        Thread.objects.filter(pk=self.pk).update(**changed)
        for name, value in changed.items():
            setattr(self, name, value)
        ThreadDecision(
            thread=self,
            from_mode=now.mode,
            to_mode=now.mode,
            terms="; ".join(f"{TERMS[name]}: {_spoken(value)}" for name, value in changed.items()),
            reason=reason,
            override=override,
            moderator=by,
        ).save()
        return True

    def tally(self, *, was: str = "", to: str) -> None:
        """One comment counts as `to` and no more as `was`. The caller has the row locked."""
        for status, step in ((was, -1), (to, +1)):
            if counter := COUNTERS.get(status):
                setattr(self, counter, getattr(self, counter) + step)
        self.save(update_fields=["last_number", "last_root", *COUNTERS.values()])

    @transaction.atomic
    def _move(
        self,
        to: ThreadMode,
        *,
        by: "User",
        reason: str,
        seen: str,
        until: datetime.datetime | None,
        override: str,
        at: datetime.datetime,
    ) -> None:
        refuse_outside_sections(by, self.article)
        if to in TAKES_NO_COMMENTS:
            refuse_interested(by, self.article, override=override)
        lock_for_closing(self.pk)
        was = ThreadMode(Thread.objects.values_list("mode", flat=True).get(pk=self.pk))
        if seen and seen != was:
            raise DecisionConflict(f"{self} were set to “{was.label}” meanwhile.")
        changes = {"mode": to, "reason": reason, "mode_until": until, "mode_set_at": at}
        Thread.objects.filter(pk=self.pk).update(**changes)
        for field, value in changes.items():
            setattr(self, field, value)
        ThreadDecision(
            thread=self,
            from_mode=was,
            to_mode=to,
            reason=reason,
            until=until,
            override=override,
            moderator=by,
        ).save()


def give_thread(sender: Any, instance: Article, created: bool, raw: bool, **kwargs: Any) -> None:
    """An article was saved for the first time: it gets its thread."""
    if created and not raw:
        Thread.objects.create(article=instance)


def _spoken(value: Any) -> str:
    """A term as the log has it."""
    if isinstance(value, datetime.datetime):
        return in_full(value)
    return {None: "none", True: "yes", False: "no"}.get(value, str(value))
