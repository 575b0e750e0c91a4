"""The article: from draft to what readers see."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from articles import addresses, picturing, pinning, safe_html
from articles.content import content_of, for_readers, put_back
from articles.plaintext import at_most, casefolded, has_visible, validate_name, validate_text
from articles.publishing import (
    Objection,
    PublishingConflict,
    PublishingRefused,
    changed_past_approval,
    in_the_way,
    unapproved,
)

from .article_queries import ArticleQuerySet
from .author import Author
from .breaking import CanBreak
from .derived import DerivedTextField, PolicyVersionField
from .kind import KIND_NOTES, ArticleKind
from .live import CanBeLive
from .override import overridable, override, set_aside
from .photo import Photo
from .photo_use import Pictured
from .publication import Change, Publication, note_of
from .revision import keep
from .section import Section, Tag
from .status import ENDED, OPEN, ArticleStatus
from .workflow import Workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.pinned import PinnedAuthor

    from .correction import Correction
    from .revision import Revision

WORDS_PER_MINUTE = 230


def clean_body(article: "Article") -> str:
    return picturing.body_with_photos(article.body_source)


def body_text(article: "Article") -> str:
    return safe_html.plain_text(article.body)


def body_excerpt(article: "Article") -> str:
    return safe_html.excerpt(article.text)


def searchable(article: "Article") -> str:
    return casefolded(f"{article.headline}\n{article.standfirst}\n{article.text}")


class Article(Workflow, Pictured, CanBreak, CanBeLive):
    """A piece of journalism, its credits, and what may happen to it."""

    kind = models.CharField(max_length=10, choices=ArticleKind.choices, default=ArticleKind.NEWS)
    sponsor = models.CharField(
        max_length=120,
        blank=True,
        validators=[validate_name],
        help_text="Who paid for a sponsored piece. Readers are told.",
    )
    kicker = models.CharField(
        max_length=60,
        blank=True,
        validators=[validate_name],
        help_text="The small label above the headline.",
    )
    headline = models.CharField(max_length=200, validators=[validate_name])
    slug = models.SlugField(max_length=200, unique=True, help_text="The end of its address.")
    standfirst = models.CharField(
        max_length=500,
        blank=True,
        validators=[validate_text],
        help_text="One or two sentences under the headline.",
    )
    dateline = models.CharField(
        max_length=100,
        blank=True,
        validators=[validate_name],
        help_text="The place it was reported from, not a date.",
    )
    body_source = models.TextField("body", max_length=safe_html.BODY_LIMIT, blank=True)
    body = DerivedTextField(derive=clean_body)
    body_policy = PolicyVersionField()
    text = DerivedTextField(derive=body_text)
    excerpt = DerivedTextField(derive=body_excerpt)
    search_text = DerivedTextField(derive=searchable)
    lead_photo = models.ForeignKey(
        Photo, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles")
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    modified_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        permissions = [
            ("edit_any_article", "Can see and edit articles of others"),
            ("approve_article", "Can approve articles in review"),
            ("publish_article", "Can publish, schedule and withdraw articles"),
        ]
        indexes = [
            models.Index(fields=["status", "-publish_at"], name="article_newest_first"),
            models.Index(fields=["section", "status", "-publish_at"], name="article_by_section"),
            models.Index(fields=["publish_at"], name="article_by_hour"),
            models.Index(fields=["planned_for"], name="article_by_planned_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ArticleKind.values), name="article_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ArticleStatus.values), name="article_status_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[ArticleStatus.PUBLISHED, ArticleStatus.RETRACTED])
                | models.Q(publish_at__isnull=False, publication__isnull=False),
                name="article_published_is_dated_and_pinned",
            ),
            models.CheckConstraint(
                condition=models.Q(pending_for__isnull=True, based_on__isnull=True)
                & ~models.Q(status__in=ENDED)
                | models.Q(
                    pending_for__isnull=False, based_on__isnull=False, publication__isnull=True
                )
                & models.Q(status__in=[*OPEN, *ENDED]),
                name="article_pending_is_never_published",
            ),
            models.UniqueConstraint(
                fields=["pending_for"],
                condition=models.Q(status__in=OPEN),
                name="article_one_pending_version",
            ),
            at_most("sponsor", 120),
            at_most("kicker", 60),
            at_most("headline", 200),
            at_most("slug", 200),
            at_most("standfirst", 500),
            at_most("dateline", 100),
            at_most("body_source", safe_html.BODY_LIMIT),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Its address by the day of publication; a draft's by the day it is expected."""
        day = timezone.localdate(self.publish_at or timezone.now())
        return reverse(
            "article",
            kwargs={"year": day.year, "month": day.month, "day": day.day, "slug": self.slug},
        )

    @property
    def comment_url(self) -> str:
        return f"{self.get_absolute_url()}comment/"

    @property
    def versions_url(self) -> str:
        """Where readers compare what they were given."""
        return f"{self.get_absolute_url()}versions/"

    @property
    def live_url(self) -> str:
        """Where an open page asks for newer updates."""
        return f"{self.get_absolute_url()}live/"

    @property
    def has_versions(self) -> bool:
        """Whether readers have had it otherwise before."""
        return self.publication is not None and self.publication.change != Change.FIRST

    @property
    def error_url(self) -> str:
        """Where readers tell the editors of an error."""
        return f"{self.get_absolute_url()}error/"

    @property
    def summary(self) -> str:
        """What a list shows under the headline."""
        return self.standfirst or self.excerpt

    @property
    def reading_minutes(self) -> int:
        return max(1, round(len(self.text.split()) / WORDS_PER_MINUTE))

    @property
    def is_labelled(self) -> bool:
        return self.kind != ArticleKind.NEWS

    @property
    def kind_note(self) -> str:
        """What the label means, for who reads one for the first time; empty for news."""
        if self.sponsor and self.kind == ArticleKind.SPONSORED:
            return f"Paid for by {self.sponsor}, not written by the newsroom."
        return KIND_NOTES.get(ArticleKind(self.kind), "")

    @property
    def record(self) -> tuple["PinnedAuthor", ...]:
        """Who stands behind it: as pinned, or before that as publishing now would pin them."""
        if self.publication and (self.is_let_go or self.is_retracted):
            return pinning.read(self.publication)
        return pinning.would_pin(self, keep=self.original.has_been_public)

    @transaction.atomic
    def publish(
        self,
        *,
        by: "User",
        at: datetime.datetime | None = None,
        change: Change | None = Change.MINOR,
        note: str = "",
        in_spite: str = "",
    ) -> None:
        """Let readers have it at once, or from `at` on. The only door to publication.

        Raises PublishingRefused with every objection at once, and PublishingConflict when the
        article cannot be published from where it stands. `in_spite` is the reason for which
        somebody with the permission lets it go without a declaration or an answer. A piece that
        was public before keeps its first date, and with it its address and what was pinned then;
        of what has changed in it since, `change` and `note` are as `revise` has them.
        """
        if self.is_pending:
            raise PublishingConflict(f"“{self}” is a pending version: it is put in force.")
        self._lock_as_read()
        self._refuse_if_saved_since()
        if self.is_published:
            raise PublishingConflict(f"“{self}” is published already.")
        was_public, was_for = self.has_been_public, self.publish_at
        if not was_public:
            self.publish_at = at or timezone.now()
        try:
            against = self._against_telling(change, note) if was_public else []
            self._pass_the_gate(by=by, in_spite=in_spite, besides=against)
        except PublishingRefused:
            self.publish_at = was_for
            raise
        note = note_of(change, note)
        change = change or Change.MINOR
        self.publication = pinning.pin(self, by=by, keep=was_public, change=change, note=note)
        self._move(ArticleStatus.PUBLISHED, by=by)
        if was_public and change == Change.MATERIAL:
            self._say_modified()

    @transaction.atomic
    def withdraw(self, *, by: "User", reason: str) -> None:
        """Take it away from readers, or out of the schedule. The reason stays in the log.

        Raises PublishingConflict without a reason, and when it was moved since it was read.
        """
        if not reason.strip():
            raise PublishingConflict(f"“{self}”: withdrawing needs a reason for the log.")
        self._lock_as_read()
        self._end_breaking(by=by)
        if self.is_scheduled:
            # No reader had it, so nothing of that day is kept when it is published after all.
            self.publish_at = self.publication = None
        self._move(ArticleStatus.WITHDRAWN, by=by, reason=reason)

    @transaction.atomic
    def revise(
        self,
        *,
        by: "User",
        change: Change | None = Change.MINOR,
        note: str = "",
        in_spite: str = "",
        at: datetime.datetime | None = None,
        version: "Article | None" = None,
    ) -> None:
        """It was edited after it was let go: hold it to the checks, and give readers the version.

        A material change has a note that they see, and alone moves the date of modification.
        Without a `change` nothing that readers see may differ. `version` is the pending one that
        it was made from, whose approval counts. Raises PublishingRefused.
        """
        self._lock_as_read()
        against = self._against_telling(change, note)
        if version:
            against += unapproved(version)
        elif change == Change.MATERIAL and self.has_changed_for_readers:
            against += changed_past_approval()
        self._pass_the_gate(by=by, in_spite=in_spite, besides=against)
        was = self.publication
        self.repin(by=by, change=change or Change.MINOR, note=note_of(change, note), at=at)
        if change == Change.MATERIAL and self.publication != was and self.has_been_public:
            self._say_modified(at=at)

    def _say_modified(self, *, at: datetime.datetime | None = None) -> None:
        self.modified_at = at or timezone.now()
        self.save(update_fields=["modified_at"])

    def _against_telling(self, change: Change | None, note: str) -> list[Objection]:
        if change == Change.MATERIAL and not has_visible(note):
            return [Objection("Say what changed: readers see it.", "note")]
        if change is None and self.has_been_public and self.has_changed_for_readers:
            return [Objection("Choose: is this change minor, or material?", "change")]
        return []

    def repin(
        self,
        *,
        by: "User",
        change: Change = Change.MINOR,
        note: str = "",
        at: datetime.datetime | None = None,
    ) -> None:
        """Pin its authors anew; one that readers have seen keeps what was pinned on its day."""
        keep = self.has_been_public
        self.publication = pinning.pin(self, by=by, keep=keep, change=change, note=note, at=at)
        Article.objects.filter(pk=self.pk).update(publication=self.publication)

    @property
    def has_changed_for_readers(self) -> bool:
        """Whether what is saved differs from the version they have."""
        version = self.publication
        if version is None or version.revision is None:
            return False
        return for_readers(version.revision.content) != for_readers(content_of(self))

    def keep(self, *, by: "User") -> "Revision":
        """Its revision as it is saved. What was approved and is changed goes back to review,
        unless whoever changed it may approve."""
        was, kept = self.revisions.first(), keep(self, by=by)
        if was and kept != was:
            self._ask_for_another_approval(by=by)
        return kept

    def _ask_for_another_approval(self, *, by: "User") -> None:
        if self.is_approved and not by.has_perm("articles.approve_article"):
            self.send_to_review(by=by, reason="Changed after it was approved.")

    def restore(self, revision: "Revision", *, by: "User") -> list[str]:
        """Make it what it was in a revision; that is a further one. Answers what is lost since."""
        lost = put_back(self, revision.content, by=by)
        keep(self, by=by, restored_from=revision)
        self._ask_for_another_approval(by=by)
        return lost

    @transaction.atomic
    def correct(
        self,
        *,
        by: "User",
        kind: str,
        text: str,
        wrong: str = "",
        place: str = "foot",
        before: Publication | None = None,
        corrects: "Correction | None" = None,
        at: datetime.datetime | None = None,
    ) -> "Correction":
        """Tell readers what was wrong and is right. This alone moves the date of modification.

        `before` is what readers had while it was wrong; without it, what they have. Raises
        PublishingConflict for what readers never had, and for a retraction, which is a move.
        """
        if not self.has_been_public:
            raise PublishingConflict(f"“{self}” was never public: edit it instead.")
        if kind == "retraction":
            raise PublishingConflict(f"“{self}”: what is retracted is taken away from readers.")
        if corrects and corrects.article_id != self.pk:
            raise PublishingConflict(f"“{self}”: that notice stands on another article.")
        self._lock_as_read()
        told = {"kind": kind, "wrong": wrong, "text": text, "place": place, "corrects": corrects}
        return self._tell_readers(told, by=by, before=before, at=at)

    @transaction.atomic
    def retract(
        self, *, by: "User", reason: str, at: datetime.datetime | None = None
    ) -> "Correction":
        """Take back what readers have had: its address keeps the headline, and says the reason.

        There is no way back. Raises PublishingConflict without a reason, for what was never
        public, and when it was moved since it was read.
        """
        if not reason.strip():
            raise PublishingConflict(f"“{self}”: readers are told why it is retracted.")
        if not self.has_been_public:
            raise PublishingConflict(f"“{self}” was never public: withdraw it instead.")
        self._lock_as_read()
        self._end_breaking(by=by)
        self._move(ArticleStatus.RETRACTED, by=by)
        told = {"kind": "retraction", "text": reason, "place": "top"}
        return self._tell_readers(told, by=by, at=at)

    def _tell_readers(
        self,
        told: dict[str, Any],
        *,
        by: "User",
        before: Publication | None = None,
        at: datetime.datetime | None = None,
    ) -> "Correction":
        from .correction import Correction  # it points back here

        correction = Correction(
            article=self,
            before=before or self.publication,
            after=self.publication,
            made_by=by,
            made_at=at or timezone.now(),
            **told,
        )
        correction.save()
        self.modified_at = correction.made_at
        self.save(update_fields=["modified_at"])
        return correction

    @transaction.atomic
    def readdress(self, slug: str, *, by: "User") -> None:
        """End its address with another slug; the one that readers had leads to it for ever.

        Raises PublishingRefused when the slug is another article's, or was once.
        """
        from .address import OldAddress  # it points back here

        stored = Article.objects.select_for_update().values_list("slug", flat=True)
        was, self.slug = stored.get(pk=self.pk), slug
        with addresses.refusing_what_was_taken_meanwhile(self):
            addresses.refuse_if_taken(self)
            self.save(update_fields=["slug", "saved_at"])
        if self.has_been_public and not OldAddress.objects.filter(slug=was).exists():
            OldAddress(slug=was, article=self, left_by=by).save()

    def _refuse_if_saved_since(self) -> None:
        """What is held to the checks is what is stored, and what somebody has looked at."""
        saved_at = self.saved_at
        self.refresh_from_db()
        if self.saved_at != saved_at:
            raise PublishingConflict(f"“{self}” was saved by somebody else meanwhile.")

    def lock(self) -> None:
        """Nobody else saves it until this transaction ends; what it is then, it is here."""
        Article.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()

    def _lock_as_read(self) -> None:
        """Nobody moves it until this transaction ends, and nobody has since it was read."""
        now = Article.objects.select_for_update().get(pk=self.pk)
        same_hour = not now.is_let_go or now.publish_at == self.publish_at
        if (now.status, now.publication_id) != (self.status, self.publication_id) or not same_hour:
            raise PublishingConflict(f"“{self}” was moved by somebody else meanwhile.")

    def _pass_the_gate(
        self, *, by: "User", in_spite: str, besides: Iterable[Objection] = ()
    ) -> None:
        """Raises PublishingRefused, unless all that is in the way is set aside for a reason.

        What was set aside when it was let go is not asked again of a save.
        """
        known = set_aside(self) if self.is_let_go else set()
        against = [*besides, *(each for each in in_the_way(self) if each.message not in known)]
        to_set_aside = overridable(against, self, by=by) if has_visible(in_spite) else []
        if left := [each for each in against if each not in to_set_aside]:
            raise PublishingRefused(left)
        if to_set_aside:
            override(self, to_set_aside, by=by, reason=in_spite.strip())
