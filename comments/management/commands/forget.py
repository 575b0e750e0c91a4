"""`manage.py forget`: drop what has been kept long enough, all of it at once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.forgetting import RULES, forget_all, would_forget


class Command(BaseCommand):
    help = f"Drops what was kept long enough: {'; '.join(rule.what for rule in RULES)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say how much it would be, and change nothing"
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        counts = would_forget() if dry_run else forget_all()
        for what, count in counts.items():
            self.stdout.write(f"{count:8,} {what}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
