"""Links by which people without an account read one revision of an article before readers do."""

import datetime
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from articles.plaintext import at_most, validate_name

from .record import Record, RecordQuerySet
from .status import ENDED, ArticleStatus, StatusChange

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article
    from .revision import Revision

PURPOSE_LIMIT = 120
BROWSER_LIMIT = 40
NETWORK_LIMIT = 50
# Of each link; more than a handful is a program, and it fills no disk.
MOST_VISITS = 200
# With these moves the paper has changed its mind: what it sent out before ends with them. Those of
# an article count for its pending version too.
ENDS_WITH = (ArticleStatus.WITHDRAWN, ArticleStatus.RETRACTED, *ENDED)


class LinkNotMade(Exception):
    """No link was made; the message says why."""


class PreviewLinkQuerySet(RecordQuerySet["PreviewLink"]):
    def open(self) -> "PreviewLinkQuerySet":
        """What lets somebody in at this moment."""
        taken_back = StatusChange.objects.filter(
            models.Q(article=models.OuterRef("article"))
            | models.Q(article=models.OuterRef("article__pending_for")),
            to_status__in=ENDS_WITH,
            changed_at__gte=models.OuterRef("made_at"),
        )
        return self.filter(
            ~models.Exists(taken_back),
            ends_at__gt=timezone.now(),
            revocation__isnull=True,
            made_by__is_active=True,
        )

    def of(self, token: str) -> "PreviewLinkQuerySet":
        return self.filter(digest=digest_of(token))


class PreviewLink(Record):
    """What somebody outside was given to read, for what, and until when.

    The secret itself is kept nowhere. That it was revoked, and each visit, are rows of their own.
    """

    # A draft that was never let go takes its links along: they lead nowhere.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="preview_links"
    )
    revision = models.ForeignKey("articles.Revision", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=PURPOSE_LIMIT, validators=[validate_name])
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("add",)
        constraints = [at_most("purpose", PURPOSE_LIMIT)]

    def __str__(self) -> str:
        return f"Preview link for “{self.purpose}”"

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")

    @property
    def has_run_out(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def was_taken_back(self) -> bool:
        """Whether the article was withdrawn or retracted since."""
        both = [self.article_id, self.article.pending_for_id]
        moves = StatusChange.objects.filter(article__in=both, to_status__in=ENDS_WITH)
        return moves.filter(changed_at__gte=self.made_at).exists()

    @property
    def is_orphaned(self) -> bool:
        """Whether the account that answers for it is closed. Opened again, it opens its links."""
        return not self.made_by.is_active

    @property
    def is_open(self) -> bool:
        ends = self.is_revoked or self.has_run_out or self.is_orphaned or self.was_taken_back
        return not ends

    @transaction.atomic
    def visited(self, *, was_shown: bool, network: str, browser: str) -> None:
        """Write a visit down; where the log is full, count it."""
        PreviewLink.objects.select_for_update().get(pk=self.pk)
        if self.visits.count() < MOST_VISITS:
            seen = {"was_shown": was_shown, "network": network, "browser": browser}
            PreviewVisit(link=self, **seen).save()
            return
        further = FurtherVisits.objects.filter(link=self).first() or FurtherVisits(link=self)
        further.count, further.last_at = further.count + 1, timezone.now()
        further.save()

    @transaction.atomic
    def revoke(self, *, by: "User") -> "PreviewRevocation":
        """End it at once. Whoever revokes second gets what the first has written down."""
        PreviewLink.objects.select_for_update().get(pk=self.pk)
        found = PreviewRevocation.objects.filter(link=self).first()
        if found is None:
            found = PreviewRevocation(link=self, revoked_by=by)
            found.save()
        return found


class PreviewRevocation(Record):
    """Somebody ended a link before its time."""

    link = models.OneToOneField(PreviewLink, on_delete=models.CASCADE, related_name="revocation")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["PreviewRevocation"].as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link} revoked"


class PreviewVisit(Record):
    """Somebody, or a program that looks at links, was there."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField(default=timezone.now)
    # Whether the article was shown: not, once the link has ended.
    was_shown = models.BooleanField()
    network = models.CharField(max_length=NETWORK_LIMIT, blank=True)
    browser = models.CharField(max_length=BROWSER_LIMIT)

    objects = RecordQuerySet["PreviewVisit"].as_manager()

    class Meta:
        ordering = ["-visited_at", "-pk"]
        default_permissions = ()
        constraints = [at_most("network", NETWORK_LIMIT), at_most("browser", BROWSER_LIMIT)]

    def __str__(self) -> str:
        return f"{self.browser}, {self.network}"


class FurtherVisits(models.Model):
    """How often a link was opened once its log was full, and when last."""

    link = models.OneToOneField(PreviewLink, on_delete=models.CASCADE, related_name="further")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} further visits"


@transaction.atomic
def make_link(
    article: "Article",
    *,
    by: "User",
    purpose: str,
    lasts: datetime.timedelta,
    revision: "Revision | None" = None,
) -> tuple[PreviewLink, str]:
    """A link to a revision, or to the article as it is saved; and its secret, once and never again.

    Raises LinkNotMade for what the paper has taken back.
    """
    article.lock()
    if article.status in ENDS_WITH or article.original.status in ENDS_WITH:
        raise LinkNotMade(f"“{article}” was taken away from readers: nobody is shown it.")
    token = secrets.token_urlsafe(32)
    link = PreviewLink(
        article=article,
        revision=revision or article.keep(by=by),
        purpose=purpose,
        digest=digest_of(token),
        made_by=by,
    )
    link.ends_at = link.made_at + lasts
    link.save()
    return link, token


def digest_of(token: str) -> str:
    # The secret is long and random: a fast digest gives nothing away.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
