"""`manage.py work`: do what is due, now or over and over."""

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from comments.duties import do_duties

PAUSE = 10  # seconds


class Command(BaseCommand):
    help = (
        "Sends the letters that are due, drops what was kept long enough and makes AVIF files of "
        "photos, every ten seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and stop")
        parser.add_argument(
            "--until-input-ends",
            action="store_true",
            help="stop when whoever holds the other end of the standard input is gone",
        )

    def handle(self, *, once: bool, until_input_ends: bool, **options: Any) -> None:
        if once:
            do_duties()
            return
        stop = threading.Event()
        if until_input_ends:
            threading.Thread(target=_stop_at_the_end, args=[stop], daemon=True).start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            # A database that went away is asked anew.
            close_old_connections()
            do_duties()
            stop.wait(PAUSE)


def _stop_at_the_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()
