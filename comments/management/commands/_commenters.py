"""Naming a commenter on the command line: by address, or by number."""

from django.core.management.base import CommandError

from articles.identifiers import is_row_number
from comments.models import Commenter


def commenter_named(words: str) -> Commenter:
    """The one with that confirmed address, or that number. Raises CommandError."""
    found = Commenter.objects.filter(email=words.lower(), email_confirmed_at__isnull=False).first()
    if found is None and is_row_number(words):
        found = Commenter.objects.filter(pk=words).first()
    if found is None:
        raise CommandError(f"Nobody has confirmed the address {words}, and it is no number of one.")
    return found.themselves
