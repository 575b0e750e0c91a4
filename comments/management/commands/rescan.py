"""`manage.py rescan`: look through the published comments for listed words, to the end."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.models import Rescan
from comments.models.rescan import STEP
from comments.words.terms import BrokenList


class Command(BaseCommand):
    help = "Finishes the re-scans that moderators began. It changes no comment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--begin", action="store_true", help="begin one if none is unfinished")
        parser.add_argument(
            "--step", type=int, default=STEP, metavar="N", help="so many comments at a time"
        )

    def handle(self, *, begin: bool, step: int, **options: Any) -> None:
        if step < 1:
            raise CommandError("--step must be at least 1.")
        unfinished = list(Rescan.objects.unfinished()) or ([Rescan.begin(by=None)] if begin else [])
        if not unfinished:
            self.stdout.write("No re-scan is unfinished. --begin begins one.")
        for rescan in unfinished:
            self._finish(rescan, step)

    def _finish(self, rescan: Rescan, step: int) -> None:
        try:
            while rescan.step(step):
                self.stdout.write(f"{rescan}: {rescan.looked_at} of {rescan.total}")
        except BrokenList as broken:
            raise CommandError(f"The word list cannot be used: {broken}") from broken
        self.stdout.write(
            f"{rescan}: looked at {rescan.looked_at} comments, found {rescan.found_count}"
        )
