"""The paper's own rules, for readers."""

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString

from articles import safe_html
from articles.plaintext import at_most, validate_name

from .derived import DerivedTextField, PolicyVersionField


def clean_body(policy: "Policy") -> str:
    return safe_html.article_body(policy.body_source)


class Policy(models.Model):
    """A page such as About, the full policy notice or the comment policy."""

    title = models.CharField(max_length=120, validators=[validate_name])
    slug = models.SlugField(max_length=120, unique=True)
    body_source = models.TextField("body", max_length=safe_html.BODY_LIMIT)
    body = DerivedTextField(derive=clean_body)
    body_policy = PolicyVersionField()
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Lower numbers come first in the footer."
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = "policy page"
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
