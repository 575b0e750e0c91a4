"""A letter of the paper: plain text from a template whose first line is its subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def compose_mail(
    template: str, told: Mapping[str, Any], *, to: Sequence[str], headers: Mapping[str, str] = {}
) -> EmailMessage:
    """Composed, not sent. The template is told the name of the paper besides."""
    words = {"site_name": settings.SITE_NAME, **told}
    subject, _, body = render_to_string(template, words, using="letters").strip().partition("\n")
    return EmailMessage(
        # A subject is one line, whatever is in a headline.
        subject=" ".join(subject.split()),
        body=f"{body.strip()}\n",
        to=to,
        headers={"Auto-Submitted": "auto-generated", **headers},
    )
