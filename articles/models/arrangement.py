"""The front page as the editors order it: what leads, what follows, and from when on."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import get_text_list

from articles.plaintext import at_most, validate_single_line, validate_text

from .article import Article
from .plan import PLACES, Plan, is_late, place_name
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NOTICE_LIMIT = 200


class ArrangingConflict(Exception):
    """The front page cannot be arranged so, or was arranged by somebody else. Says why."""


def validate_own_address(address: str) -> None:
    """A page of this site, from the first slash on."""
    validate_single_line(address)
    is_path = address.startswith("/") and not address.startswith("//")
    if not is_path or "\\" in address or any(map(str.isspace, address)):
        raise ValidationError("Write an address of this site, such as /policies/about/.")
    try:
        resolve(address.partition("#")[0].partition("?")[0])
    except Resolver404 as error:
        raise ValidationError("No page of this site has this address.") from error


class ArrangementQuerySet(RecordQuerySet["Arrangement"]):
    def standing(self) -> "ArrangementQuerySet":
        """Neither cancelled nor replaced before their hour."""
        return self.filter(cancellation__isnull=True, replaced_by__isnull=True)

    def begun(self, at: datetime.datetime | None = None) -> "ArrangementQuerySet":
        """The one that is in force first, then those that were before it."""
        begun = self.standing().filter(in_force_from__lte=at or timezone.now())
        return begun.order_by("-in_force_from", "-number")

    def to_come(self) -> "ArrangementQuerySet":
        """Those that wait for their hour, the next one first."""
        waiting = self.standing().filter(in_force_from__gt=timezone.now())
        return waiting.order_by("in_force_from", "number")

    def dropped(self) -> "ArrangementQuerySet":
        """Those that never came into force."""
        cancelled = models.Q(cancellation__isnull=False)
        return self.filter(cancelled | models.Q(replaced_by__isnull=False))

    def in_force(self, at: datetime.datetime | None = None) -> "Arrangement | None":
        """What the front page is at this moment. The clock is asked, nothing is scheduled."""
        return self.begun(at).prefetch_related("slots").first()

    def last_number(self) -> int:
        """The number of the one made last; 0 before the first."""
        return self.aggregate(last=models.Max("number"))["last"] or 0


class Arrangement(Record):
    """The front page from one moment on. It is never edited: another one follows it."""

    # In the order of making; nobody makes one without having seen the one before.
    number = models.PositiveIntegerField(unique=True)
    in_force_from = models.DateTimeField()
    rivers = models.JSONField(default=list)
    notice = models.CharField(max_length=NOTICE_LIMIT, blank=True, validators=[validate_text])
    notice_link = models.CharField(
        max_length=NOTICE_LIMIT, blank=True, validators=[validate_own_address]
    )
    notice_until = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "front page"
        default_permissions = ("view",)
        permissions = [("arrange_front", "Can arrange the front page")]
        indexes = [models.Index(fields=["-in_force_from"], name="arrangement_newest_first")]
        constraints = [
            at_most("notice", NOTICE_LIMIT),
            at_most("notice_link", NOTICE_LIMIT),
            models.CheckConstraint(
                condition=~models.Q(notice="") | models.Q(notice_link="", notice_until=None),
                name="arrangement_link_and_end_need_a_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"Front page {self.number}"

    @classmethod
    @transaction.atomic
    def arrange(
        cls,
        plan: Plan,
        *,
        by: "User",
        after: int,
        at: datetime.datetime | None = None,
        replaces: "Arrangement | None" = None,
    ) -> "Arrangement":
        """Put a front page in force, at once or from `at` on.

        `after` is the number of the last one that its maker has seen; `replaces` one that still
        waits for its hour. Raises ArrangingConflict for an hour that has passed, for an article
        that nobody has let go, and when somebody arranged the front page meanwhile.
        """
        now = timezone.now()
        if at and at <= now:
            raise ArrangingConflict("That moment has passed.")
        if replaces:
            replaces.lock_as_waiting()
        _refuse_what_nobody_let_go(plan)
        made = cls(
            number=after + 1,
            in_force_from=at or now,
            rivers=[list(river) for river in plan.rivers],
            notice=plan.notice,
            notice_link=plan.notice_link,
            notice_until=plan.notice_until,
            replaces=replaces,
            made_by=by,
            made_at=now,
        )
        # The unique number makes two hurried editors safe: the second adds no row.
        if cls.objects.last_number() != after:
            raise ArrangingConflict("Somebody else arranged the front page meanwhile.")
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise ArrangingConflict("Somebody else arranged the front page meanwhile.") from error
        for place, article in plan.places.items():
            Slot(arrangement=made, place=place, article_id=article).save()
        return made

    @transaction.atomic
    def cancel(self, *, by: "User") -> "Cancellation":
        """Take it out of what is to come. Raises ArrangingConflict when it no longer waits."""
        self.lock_as_waiting()
        made = Cancellation(arrangement=self, cancelled_by=by)
        made.save()
        return made

    def lock_as_waiting(self) -> None:
        """Nobody else cancels or replaces it until this transaction ends."""
        Arrangement.objects.select_for_update().get(pk=self.pk)
        if not Arrangement.objects.to_come().filter(pk=self.pk).exists():
            raise ArrangingConflict("It no longer waits for its hour.")

    @property
    def plan(self) -> Plan:
        """What it says, to be shown or to begin another with."""
        return Plan(
            places={slot.place: slot.article_id for slot in self.slots.all()},
            rivers=tuple((section, is_shown) for section, is_shown in self.rivers),
            notice=self.notice,
            notice_link=self.notice_link,
            notice_until=self.notice_until,
        )

    @property
    def is_dropped(self) -> bool:
        return hasattr(self, "cancellation") or hasattr(self, "replaced_by")

    @property
    def is_to_come(self) -> bool:
        return self.in_force_from > timezone.now() and not self.is_dropped


class Slot(Record):
    """An article in its place: 0 is the lead, the seconds follow."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="slots")
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="slots")

    objects = RecordQuerySet["Slot"].as_manager()

    class Meta:
        ordering = ["place"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__in=list(PLACES)), name="slot_place_is_known"
            ),
            models.UniqueConstraint(fields=["arrangement", "place"], name="slot_holds_one"),
            models.UniqueConstraint(fields=["arrangement", "article"], name="slot_article_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.article}"

    @property
    def name(self) -> str:
        return place_name(self.place)

    @property
    def is_late(self) -> bool:
        return is_late(self.article, self.arrangement.in_force_from)


class Cancellation(Record):
    """Who took a front page out of what was to come, and when."""

    arrangement = models.OneToOneField(
        Arrangement, on_delete=models.PROTECT, related_name="cancellation"
    )
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Cancellation"].as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.arrangement} was cancelled"


def _refuse_what_nobody_let_go(plan: Plan) -> None:
    wanted = Article.objects.filter(pk__in=plan.places.values())
    let_go = set(wanted.let_go().values_list("pk", flat=True))
    missing = set(plan.places.values()) - let_go
    if missing:
        names = [f"“{article}”" for article in wanted.filter(pk__in=missing)]
        named = get_text_list(names, "and") or "An article"
        raise ArrangingConflict(f"{named}: neither published nor scheduled.")
