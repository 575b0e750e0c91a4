"""An author's word on one article: what they have to declare for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.mailboxes import ADDRESS_LIMIT
from articles.plaintext import at_most, validate_text

from .author import Author, Manager
from .disclosure import Disclosure
from .record import Record, RecordQuerySet

STATEMENT_LIMIT = 1_000


class DeclarationRefused(Exception):
    """What was declared is no declaration, or comes from nobody who may; the message says why.

    `field` is what is wrong, if anything that was typed is.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


class DeclarationKind(models.TextChoices):
    """What an author has to declare for an article."""

    NOTHING = "nothing", "Nothing to declare"
    INTERESTS = "interests", "Interests that matter here"
    STATEMENT = "statement", "A statement for this article"


class OfSomebody(Record):
    """A row about an author, or about a manager of the group that the author is."""

    class Meta:
        abstract = True

    @property
    def who(self) -> tuple[int, int | None]:
        return self.author_id, self.manager_id  # type: ignore[attr-defined]


class Declaration(OfSomebody):
    """One author's word on one article, or one manager's of a group account.

    Whoever thinks again declares again: the last one stands, the others stay in the record.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="declarations"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="declarations")
    # Of the group that `author` is; empty for the author's own word.
    manager = models.ForeignKey(
        Manager, null=True, on_delete=models.PROTECT, related_name="declarations"
    )
    kind = models.CharField(max_length=10, choices=DeclarationKind.choices)
    statement = models.TextField(max_length=STATEMENT_LIMIT, blank=True, validators=[validate_text])
    interests = models.ManyToManyField(
        Disclosure, through="DeclaredInterest", related_name="declarations"
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Whether it was the account of who declares; else an editor has written it down for them.
    in_person = models.BooleanField()
    declared_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Declaration"].as_manager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        default_permissions = ("view", "add")
        permissions = [("override_declaration", "Can publish without a declaration, with a reason")]
        indexes = [models.Index(fields=["article", "author"], name="declaration_by_article")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DeclarationKind.values), name="declaration_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DeclarationKind.NOTHING) | Q(statement=""),
                name="declaration_of_nothing_says_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DeclarationKind.STATEMENT) | ~Q(statement=""),
                name="declaration_statement_is_written",
            ),
            at_most("statement", STATEMENT_LIMIT),
        ]

    def __str__(self) -> str:
        who = self.manager.name if self.manager else self.author.name
        return f"{who}: {self.get_kind_display().lower()}"


class DeclaredInterest(Record):
    """One disclosure that an author chose as relevant to an article."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="declared_interests"
    )
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet["DeclaredInterest"].as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "disclosure"], name="declared_interest_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.disclosure)


class DeclarationRequest(OfSomebody):
    """Somebody was asked by e-mail to declare."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="declaration_requests"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Manager, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=ADDRESS_LIMIT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["DeclarationRequest"].as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["article"], name="declaration_request_article")]
        constraints = [at_most("address", ADDRESS_LIMIT)]

    def __str__(self) -> str:
        return f"{self.address} was asked about “{self.article}”"
