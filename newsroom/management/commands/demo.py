"""`manage.py demo`: fill the newsroom with the paper of an invented town."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article, Author, Photo
from comments.models import Comment
from newsroom.demo import PAPER, PASSWORD, edition
from newsroom.demo.cast import ACCOUNTS


class Command(BaseCommand):
    help = "Writes the demo newsroom into an empty one. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="write it though DEBUG is off; its sign-ins have a password that everyone knows",
        )

    def handle(self, *, force: bool, **options: Any) -> None:
        if not (settings.DEBUG or force):
            raise CommandError(
                "DEBUG is off, and the demo's sign-ins have a password that everyone knows. "
                "On a site that is only for showing, say --force."
            )
        if edition.is_in_print():
            self.stdout.write("The demo newsroom is here already. Nothing was changed.")
            return
        try:
            edition.print_edition()
        except edition.NotEmpty as found:
            raise CommandError(
                f"The demo goes into an empty newsroom only, and here is: {found}. "
                "Nothing was changed."
            ) from found
        self._say_what_was_made()

    def _say_what_was_made(self) -> None:
        articles, comments = Article.objects, Comment.objects
        self.stdout.write(
            f"Wrote {PAPER}:\n"
            f"  {articles.published().count()} articles published, "
            f"{articles.scheduled().count()} scheduled, {articles.in_review().count()} in review, "
            f"{articles.drafts().count()} draft, {articles.withdrawn().count()} withdrawn\n"
            f"  {Author.objects.count()} authors, {Photo.objects.count()} pictures\n"
            f"  {comments.approved().count()} comments approved, "
            f"{comments.held().count()} held, {comments.rejected().count()} rejected\n"
            f"Sign in with the password {PASSWORD} as\n"
        )
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:10} {account.does}\n")
