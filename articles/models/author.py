"""Who writes: people, and groups that people answer for."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.limits import validate_day_of_life
from articles.plaintext import at_most, validate_name, validate_text

from .photo import Photo

BIO_LIMIT = 2_000


class AuthorKind(models.TextChoices):
    """What stands behind a byline."""

    PERSON = "person", "Person"
    GROUP = "group", "Group account"


class AuthorQuerySet(models.QuerySet["Author"]):
    def with_articles(self) -> "AuthorQuerySet":
        """Those of whom readers can read something."""
        from .article import Article  # it has authors

        published = Article.objects.published().filter(bylines__author=models.OuterRef("pk"))
        return self.filter(models.Exists(published))


class Author(models.Model):
    """A byline with a page of its own. A group account names its managers, with dates."""

    kind = models.CharField(max_length=10, choices=AuthorKind.choices, default=AuthorKind.PERSON)
    name = models.CharField(max_length=120, validators=[validate_name])
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(
        max_length=120,
        blank=True,
        validators=[validate_name],
        help_text="What they do here, such as “Harbour correspondent”.",
    )
    bio = models.TextField(
        max_length=BIO_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="Shown in the About box under everything they write.",
    )
    photo = models.ForeignKey(
        Photo, null=True, blank=True, on_delete=models.PROTECT, related_name="authors"
    )
    copyright_line = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_name],
        help_text="Such as “© The Harbour Desk. May be reprinted with credit.”",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        verbose_name="account",
        help_text="The account this author signs in with, if any.",
    )

    managers_declare = models.BooleanField(
        "every manager declares",
        default=False,
        help_text="Of a group account: each article waits for a declaration of every manager too.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AuthorKind.values), name="author_kind_is_known"
            ),
            at_most("name", 120),
            at_most("slug", 120),
            at_most("title", 120),
            at_most("bio", BIO_LIMIT),
            at_most("copyright_line", 200),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def shown_photo(self) -> Photo | None:
        """The portrait, unless it is hidden as its licence has ended."""
        return None if self.photo and self.photo.is_hidden else self.photo

    @property
    def disclosures_url(self) -> str:
        return reverse("author_disclosures", args=[self.slug])

    @property
    def is_group(self) -> bool:
        return self.kind == AuthorKind.GROUP


class ManagerQuerySet(models.QuerySet["Manager"]):
    def on(self, day: datetime.date) -> "ManagerQuerySet":
        """Who answered for the group on that day, both ends included."""
        return self.filter(since__lte=day).filter(
            models.Q(until__isnull=True) | models.Q(until__gte=day)
        )

    def not_ended(self) -> "ManagerQuerySet":
        """Who answers for it, or will."""
        return self.exclude(until__lt=timezone.localdate())


class Manager(models.Model):
    """A named person who answers for a group account, from a day to a day."""

    group = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="managers")
    name = models.CharField(max_length=120, validators=[validate_name])
    role = models.CharField(max_length=120, blank=True, validators=[validate_name])
    person = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="managing",
        verbose_name="own byline",
        help_text="Their own author page, if they have one: by its account they declare.",
    )
    since = models.DateField(validators=[validate_day_of_life])
    until = models.DateField(
        null=True,
        blank=True,
        validators=[validate_day_of_life],
        help_text="The last day, if it has ended.",
    )

    objects = ManagerQuerySet.as_manager()

    class Meta:
        ordering = ["since", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="manager_until_not_before_since",
                violation_error_message="The last day is before the first.",
            ),
            at_most("name", 120),
            at_most("role", 120),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name

    def clean(self) -> None:
        if hasattr(self, "group") and not self.group.is_group:
            raise ValidationError("Only a group account has managers.")
        if self.pk and self._is_somebody_else() and self.declarations.exists():
            raise ValidationError(
                "They have declared for articles in this row. Give it a last day, and add whoever "
                "follows in a row of their own."
            )
        if self.person and self.person.is_group:
            raise ValidationError({"person": "That is a group account. Choose a person."})

    def _is_somebody_else(self) -> bool:
        """Whether another name or another page is to stand in the row of somebody."""
        stored = Manager.objects.filter(pk=self.pk).values_list("name", "person").first()
        return stored is not None and stored != (self.name, self.person_id)
