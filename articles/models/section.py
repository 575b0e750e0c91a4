"""Where an article stands in the paper."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from articles.plaintext import at_most, validate_name, validate_text

from .kind import ArticleKind

# First path segments that belong to the house, so no section may take them.
RESERVED_SLUGS = frozenset(
    {
        *(
            "accounts",
            "admin",
            "api",
            "archive",
            "authors",
            "comments",
            "corrections",
            "declare",
            "feed",
        ),
        *(
            "livez",
            "media",
            "policies",
            "preview",
            "readyz",
            "robots",
            "search",
            "series",
            "sitemap",
            "static",
            "tags",
        ),
    }
)


def validate_section_slug(slug: str) -> None:
    """Refuse what is another address of the site, or reads as a year."""
    if slug in RESERVED_SLUGS or slug.isdigit():
        raise ValidationError(
            "“%(slug)s” is an address of the site itself. Choose another slug.",
            code="reserved",
            params={"slug": slug},
        )


class Section(models.Model):
    """A part of the paper with a front of its own, in the order of `position`."""

    name = models.CharField(max_length=60, unique=True, validators=[validate_name])
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_section_slug])
    description = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_text],
        help_text="One sentence under the section's name.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Lower numbers come first in the menu."
    )
    kind = models.CharField(
        "label",
        max_length=10,
        choices=ArticleKind.choices,
        blank=True,
        help_text="Such as Opinion: what stands here must carry this label. Empty: any.",
    )

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_sections",
        limit_choices_to={"is_staff": True},
        help_text="Whoever is named here edits this section, and others only where they are named "
        "too. Editors who are named nowhere edit every section.",
    )

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *ArticleKind.values]),
                name="section_kind_is_known",
            ),
            at_most("name", 60),
            at_most("slug", 60),
            at_most("description", 200),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])


class TagQuerySet(models.QuerySet["Tag"]):
    def with_page(self) -> "TagQuerySet":
        """Those that readers can read something about: a name alone may tell too much."""
        from .article import Article  # it has tags

        published = Article.objects.published().filter(tags=models.OuterRef("pk"))
        return self.filter(models.Exists(published))


class Tag(models.Model):
    """A subject that runs across sections, or a series, whose articles are its parts."""

    name = models.CharField(max_length=60, unique=True, validators=[validate_name])
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(
        max_length=300,
        blank=True,
        validators=[validate_text],
        help_text="One or two sentences on its page.",
    )
    is_series = models.BooleanField(
        "a series",
        default=False,
        help_text="Its articles are parts: each says which, and leads to the one before and after.",
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [at_most("name", 60), at_most("slug", 60), at_most("description", 300)]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("series" if self.is_series else "tag", args=[self.slug])
