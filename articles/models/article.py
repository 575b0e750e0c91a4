"""The article: from draft to what readers see."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import insets, picturing, pinning, safe_html
from articles.content import put_back
from articles.languages import direction_of, languages
from articles.plaintext import at_most, casefolded, validate_name, validate_text
from articles.shown import refuse_unseen

from .addressed import HasAddress
from .article_queries import ArticleQuerySet
from .article_words import keep_words
from .author import Author
from .breaking import CanBreak
from .correcting import CanBeCorrected
from .coverage import CanBeLive
from .derived import DerivedTextField, PolicyVersionField
from .kind import KIND_NOTES, ArticleKind
from .letting_go import CanBeLetGo
from .photo import Photo
from .photo_use import Pictured
from .revision import keep
from .section import Section, Tag
from .status import ENDED, OPEN, ArticleStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.pinned import PinnedAuthor

    from .revision import Revision

WORDS_PER_MINUTE = 230


def clean_body(article: "Article") -> str:
    return picturing.body_with_photos(article.body_source)


def body_text(article: "Article") -> str:
    return insets.text_of(article.body)


def body_excerpt(article: "Article") -> str:
    return safe_html.excerpt(article.text)


def searchable(article: "Article") -> str:
    return casefolded(f"{article.headline}\n{article.standfirst}\n{article.text}")


class Article(CanBeLetGo, CanBeCorrected, HasAddress, Pictured, CanBreak, CanBeLive):
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
    language = models.CharField(
        max_length=12,
        blank=True,
        choices=languages,
        help_text="What it is written in, where that is not the paper’s own language.",
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
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

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
            at_most("language", 12),
            at_most("body_source", safe_html.BODY_LIMIT),
        ]

    def __str__(self) -> str:
        return self.headline

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        keep_words(self)

    @property
    def headline_for_readers(self) -> str:
        """The one that they have, or last had: by it everybody outside the newsroom knows it."""
        return self.last_given["headline"] if self.last_given else self.headline

    @property
    def kind_for_readers(self) -> ArticleKind:
        return ArticleKind(self.last_given["kind"] if self.last_given else self.kind)

    @property
    def lang(self) -> str:
        """What its words are in, as the attribute of an element has it."""
        return self.language or settings.LANGUAGE_CODE

    @property
    def lang_attributes(self) -> SafeString:
        """Of the elements that hold its words. Where nobody said what language these are in, their
        letters tell the direction."""
        if not self.language:
            return format_html('dir="{}"', "auto")
        return format_html('lang="{}" dir="{}"', self.language, direction_of(self.language))

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
    def is_paid_for(self) -> bool:
        return self.kind == ArticleKind.SPONSORED

    @property
    def kind_note(self) -> str:
        """What the label means, for who reads one for the first time; empty for news."""
        if self.sponsor and self.is_paid_for:
            return f"Paid for by {self.sponsor}, not written by the newsroom."
        return KIND_NOTES.get(ArticleKind(self.kind), "")

    @property
    def record(self) -> tuple["PinnedAuthor", ...]:
        """Who stands behind it: as pinned, or before that as publishing now would pin them."""
        if self.publication and (self.is_let_go or self.is_retracted):
            return pinning.read(self.publication)
        return pinning.would_pin(self, keep=self.original.has_been_public)

    @property
    def is_on_record(self) -> bool:
        """Whether it ever moved, an author has declared for it, or somebody outside has read it."""
        return (
            self.log.exists()
            or self.declarations.filter(in_person=True).exists()
            or self.preview_links.filter(visits__was_shown=True).exists()
        )

    def keep(self, *, by: "User", restored_from: "Revision | None" = None) -> "Revision":
        """Its revision as it is saved. What was approved and is changed goes back to review,
        unless whoever changed it may approve."""
        was, kept = self.revisions.first(), keep(self, by=by, restored_from=restored_from)
        is_changed = was is not None and kept != was
        if is_changed and self.is_approved and not by.has_perm("articles.approve_article"):
            self.send_to_review(by=by, reason="Changed after it was approved.")
        return kept

    def restore(self, revision: "Revision", *, by: "User", seen: str | None = None) -> list[str]:
        """Make it what it was in a revision; a further one says so. Answers what is lost since.

        An embargo stays as it is: it was agreed with a source, and no old text is about it.
        Raises PublishingConflict when it is no longer what was `seen`.
        """
        refuse_unseen(self, seen)
        lost = put_back(self, revision.content, by=by)
        self.keep(by=by, restored_from=revision)
        return lost
