"""What the newsroom has settled for its discussions: one row, one page in the admin."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.plaintext import at_most, validate_text

from .decision import REASON_LIMIT
from .opening import HOLIDAYS_LIMIT, HolidaysField, OutsideHours, Week, hours_fit

# A day: whoever has to wait longer is as good as shut out.
MOST_SLOW_SECONDS = 86_400


def number(default: int, *, at_least: int = 0, at_most: int, **options: Any) -> Any:
    """A whole number that stays sensible. 0 switches off what it bounds, where 0 is allowed."""
    bounds = [MinValueValidator(at_least), MaxValueValidator(at_most)]
    return models.PositiveIntegerField(default=default, validators=bounds, **options)


class HouseRules(Week):
    """The one row. Whoever needs a rule asks `HouseRules.now()`: no process keeps a copy."""

    # Threads
    paused = models.BooleanField(
        "all comments are paused", default=False, help_text="No thread takes comments."
    )
    pause_message = models.CharField(
        max_length=REASON_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="Why, and for how long. Readers see it.",
    )
    outside_hours = models.CharField(
        "outside the opening hours",
        max_length=12,
        choices=OutsideHours.choices,
        default=OutsideHours.OPEN,
        help_text="Readers are told when comments open again.",
    )
    holidays = HolidaysField(
        help_text="One a line, such as 2026-12-25 Christmas Day. Nobody moderates on that day.",
    )
    brake_held = number(
        0,
        at_most=100_000,
        verbose_name="held comments that moderators can cope with",
        help_text="While more wait in the whole paper, every new one is held. 0: no limit.",
    )
    brake_hours = number(
        0,
        at_most=8760,
        verbose_name="hours that a comment may wait",
        help_text="While one has waited longer, every new one is held. 0: no limit.",
    )

    # Who may comment
    guests_welcome = models.BooleanField(
        "readers without an account may comment",
        default=True,
        help_text="With name and e-mail address, published once the address is confirmed.",
    )
    accounts_welcome = models.BooleanField("readers may make an account", default=True)
    edit_minutes = number(
        5,
        at_most=1440,
        verbose_name="minutes to edit one's own comment",
        help_text="0: comments cannot be edited.",
    )

    # Screening
    screening_order = models.JSONField(
        default=list, blank=True, help_text="Names of checks, first to last."
    )
    screening_off = models.JSONField(default=list, blank=True)
    form_seconds = number(
        3,
        at_most=60,
        verbose_name="seconds a form is open at least",
        help_text="A faster one was filled in by a machine. 0: any is taken.",
    )
    flood_comments = number(
        5,
        at_most=1000,
        verbose_name="comments of one commenter",
        help_text="At most so many within the time below. 0: no limit.",
    )
    flood_from_address = number(
        20,
        at_most=10_000,
        verbose_name="comments from one network address",
        help_text="A school or an office shares one. 0: no limit.",
    )
    flood_minutes = number(5, at_least=1, at_most=1440, verbose_name="minutes in which they count")
    slow_seconds = number(
        0,
        at_most=MOST_SLOW_SECONDS,
        verbose_name="seconds between two comments of one commenter",
        help_text="Slow mode. A thread can have its own.",
    )
    repeat_hours = number(
        24,
        at_most=8760,
        verbose_name="hours in which the same text is held",
        help_text="0: repeats are not looked for.",
    )
    most_links = number(2, at_most=100, verbose_name="links a comment may have")
    hold_first_links = models.BooleanField("hold any link of somebody not yet known", default=True)
    rejected_percent = number(
        50,
        at_most=100,
        verbose_name="percent rejected in 30 days",
        help_text="Whoever reaches it is held. 0: history does not count.",
    )
    rejected_at_least = number(
        2, at_least=1, at_most=1000, verbose_name="rejections before history counts"
    )

    # The desk
    undo_seconds = number(
        30,
        at_most=600,
        verbose_name="seconds in which a decision can be taken back",
        help_text="No mail leaves before they have passed.",
    )
    claim_minutes = number(
        3, at_least=1, at_most=60, verbose_name="minutes a comment stays with who reads it"
    )
    blur_slurs = models.BooleanField("blur matched slurs until they are revealed", default=True)
    break_after = number(
        25,
        at_most=1000,
        verbose_name="grim comments before a break is suggested",
        help_text="0: none is suggested.",
    )

    # Reports
    reports_per_hour = number(
        10,
        at_most=1000,
        verbose_name="reports of one reader in an hour",
        help_text="0: no limit.",
    )
    reports_from_address = number(
        30,
        at_most=10_000,
        verbose_name="reports from one network address in an hour",
        help_text="A school or an office shares one. 0: no limit.",
    )

    # Reasons and appeals
    appeal_days = number(
        30, at_least=1, at_most=3650, verbose_name="days in which a decision can be appealed"
    )
    appeal_messages = number(
        3, at_least=1, at_most=20, verbose_name="messages of an appellant in one appeal"
    )
    public_log = models.BooleanField("publish a log of moderation", default=False)
    transparency_page = models.BooleanField("publish yearly figures", default=True)

    # People's rights
    address_days = number(
        30,
        at_most=3650,
        verbose_name="days a network address is kept",
        help_text="It is kept without its last part. 0: it is not kept at all.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "house rules"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="house_rules_are_one_row"),
            models.CheckConstraint(
                condition=models.Q(paused=False) | ~models.Q(pause_message=""),
                name="house_rules_pause_has_a_message",
                violation_error_message="Readers see why comments are paused: write the message.",
            ),
            models.CheckConstraint(
                condition=models.Q(outside_hours__in=OutsideHours.values),
                name="house_rules_outside_hours_is_known",
            ),
            at_most("pause_message", REASON_LIMIT),
            at_most("holidays", HOLIDAYS_LIMIT),
            *hours_fit(),
        ]

    def __str__(self) -> str:
        return "House rules"

    @classmethod
    def now(cls) -> "HouseRules":
        """The rules as they are in this moment; the defaults until somebody has settled any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def keeps(self, network: str) -> str:
        """The network that something came from, as far as it is kept at all."""
        return network if self.address_days else ""

    @property
    def undo_window(self) -> datetime.timedelta:
        return datetime.timedelta(seconds=self.undo_seconds)


class OpeningHours(HouseRules):
    """The opening hours among the house rules, which have a page of their own."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "opening hours"
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return "Opening hours"
