"""`manage.py generate`: fill the newsroom with a synthetic load, to see how it bears it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.load import Load, Shape


class Command(BaseCommand):
    help = "Writes articles and comments in bulk. The same seed writes the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=20, help="how many (20)")
        parser.add_argument("--comments", type=int, default=2_000, help="how many (2000)")
        parser.add_argument("--threads", type=int, help="on how many of the articles (all)")
        parser.add_argument("--held", type=int, help="so many comments are held (one in fifty)")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another load (1)")
        parser.add_argument(
            "--shape",
            choices=[shape.value for shape in Shape],
            default=Shape.MIXED.value,
            help="how the comments of a thread hang together (mixed)",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="write it though DEBUG is off; readers of the site will see it",
        )

    def handle(self, *, force: bool, seed: int, shape: str, **asked: Any) -> None:
        if not (settings.DEBUG or force):
            raise CommandError(
                "DEBUG is off, and readers would see what is generated. "
                "On a site that is only for trying, say --force."
            )
        articles, comments = asked["articles"], asked["comments"]
        threads = articles if asked["threads"] is None else asked["threads"]
        held = comments // 50 if asked["held"] is None else asked["held"]
        if articles < 1 or not 1 <= threads <= articles:
            raise CommandError("There must be an article, and a thread on at most each of them.")
        if not 0 <= held <= comments:
            raise CommandError("No more comments can be held than there are.")
        tell = self.stdout.write if asked["verbosity"] > 1 else str
        Load(seed, tell).make(
            articles=articles, comments=comments, threads=threads, held=held, shape=Shape(shape)
        )
        self.stdout.write(
            f"Wrote {articles} articles and {comments} comments in {threads} threads, "
            f"{held} of them held."
        )
