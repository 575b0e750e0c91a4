"""`manage.py erase_commenter WHO`: take one commenter's name and words away for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.erasing import ErasureRefused, erase

from ._commenters import commenter_named


class Command(BaseCommand):
    help = "Erases one commenter: name, address and words go, the shape of the threads stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="a confirmed address, or the commenter's number")
        parser.add_argument("--yes", action="store_true", help="it cannot be undone, and I know it")

    def handle(self, *, who: str, yes: bool, **options: Any) -> None:
        commenter = commenter_named(who)
        if not yes:
            count = commenter.comments.count()
            raise CommandError(
                f"This takes the name and the words of “{commenter}” away for good, in {count} "
                "comments. If that is meant, say --yes."
            )
        try:
            count = erase(commenter)
        except ErasureRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Erased: {count} comments are without name and words.")
