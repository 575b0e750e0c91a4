"""The paper's own rules, for readers: pages, and every version that was ever in force."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import safe_html
from articles.plaintext import at_most, has_visible, validate_name, validate_text

from .derived import DerivedTextField, PolicyVersionField
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CHANGE_LIMIT = 500
# What a link says of the version that was in force on the day of an article.
TOLD_OF_THEN = ("number", "title")


def clean_body(policy: "Policy") -> str:
    return safe_html.article_body(policy.body_source)


def clean_copy(version: "PolicyVersion") -> str:
    return safe_html.article_body(version.body)


class PolicyRefused(Exception):
    """A policy cannot come into force as it is. Says why."""


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_use(self) -> "PolicyQuerySet":
        return self.filter(retired=False)

    def for_links(self) -> "PolicyQuerySet":
        """Those that pages link, without what they say."""
        return self.in_use().defer("body", "body_source")

    def as_at(self, moment: datetime.datetime) -> "PolicyQuerySet":
        """Those that pages link, each with which version was in force then. One query."""
        begun = PolicyVersion.objects.filter(policy=models.OuterRef("pk"), since__lte=moment)
        last = begun.order_by("-number")
        then = {f"{name}_then": models.Subquery(last.values(name)[:1]) for name in TOLD_OF_THEN}
        links = self.for_links().select_related("present").defer("present__body")
        return links.annotate(**then)


class Policy(models.Model):
    """A page such as About, the full policy notice or the comment policy.

    What is typed here is read by nobody until `put_in_force` makes a version of it.
    """

    title = models.CharField(max_length=120, validators=[validate_name])
    slug = models.SlugField(max_length=120, unique=True)
    body_source = models.TextField("body", max_length=safe_html.BODY_LIMIT)
    body = DerivedTextField(derive=clean_body)
    body_policy = PolicyVersionField()
    present = models.ForeignKey(
        "articles.PolicyVersion",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    covers = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Lower numbers come first in the footer."
    )
    retired = models.BooleanField(
        default=False,
        help_text="No page links it any more. It keeps its address and all its versions.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PolicyQuerySet.as_manager()

    # Asked of rows from `as_at` alone.
    number_then: int | None = None
    title_then: str | None = None

    class Meta:
        ordering = ["position", "title"]
        verbose_name = "policy page"
        permissions = [("view_trust_report", "Can read the trust report")]
        constraints = [
            at_most("title", 120),
            at_most("slug", 120),
            at_most("body_source", safe_html.BODY_LIMIT),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policy", args=[self.slug])

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(self.body)

    @property
    def in_force(self) -> "Policy | PolicyVersion":
        """What readers read: its present version, or the page itself where it never had one."""
        return self.present or self

    @property
    def reads_otherwise(self) -> bool:
        """Whether what was typed here differs from what is in force."""
        typed, read = (self.title, self.body), self.present
        return read is None or typed != (read.title, read.body)

    @property
    def was_other_then(self) -> bool:
        return self.present is not None and self.number_then not in {None, self.present.number}

    @property
    def came_later(self) -> bool:
        return self.present is not None and self.number_then is None

    @property
    def url_then(self) -> str:
        return reverse("policy_version", args=[self.slug, self.number_then])

    @transaction.atomic
    def put_in_force(
        self, *, by: "User", change: str = "", at: datetime.datetime | None = None
    ) -> None:
        """Save what was typed; where readers read something else, from `at` or at once, as the
        next version. `change` tells them what changed.

        Raises PolicyRefused where it does not, or where `at` lies before the present version.
        """
        if self.pk:
            self.present = Policy.objects.select_for_update().get(pk=self.pk).present
        self.save()
        if self.reads_otherwise:
            self.present = self._next_version(change, since=at or timezone.now(), by=by)
            self.present.save()
            self.save(update_fields=["present"])

    def _next_version(
        self, change: str, *, since: datetime.datetime, by: "User"
    ) -> "PolicyVersion":
        if self.present and not has_visible(change):
            raise PolicyRefused(f"“{self}”: readers are told what changed.")
        if self.present and since < self.present.since:
            raise PolicyRefused(f"“{self}”: another version came into force after that.")
        return PolicyVersion(
            policy=self,
            number=self.present.number + 1 if self.present else 1,
            title=self.title,
            body=self.body,
            change=change if self.present else "",
            since=since,
            made_by=by,
        )


class PolicyVersion(Record):
    """What a policy said from one moment until its next version."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, validators=[validate_name])
    # Cleaned at every save, and so once.
    body = DerivedTextField(derive=clean_copy)
    change = models.CharField(max_length=CHANGE_LIMIT, blank=True, validators=[validate_text])
    since = models.DateTimeField(default=timezone.now)
    # Nobody knows who wrote what stood here before versions were kept.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet["PolicyVersion"].as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_numbered"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(change=""),
                name="policy_version_says_what_changed",
            ),
            at_most("title", 120),
            at_most("change", CHANGE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policy_version", args=[self.policy.slug, self.number])

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(self.body)

    @property
    def until(self) -> datetime.datetime | None:
        """When the next version came into force, if one has."""
        following = PolicyVersion.objects.filter(policy=self.policy_id, number=self.number + 1)
        return following.values_list("since", flat=True).first()
