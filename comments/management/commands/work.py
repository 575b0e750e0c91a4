"""`manage.py work`: do what is due, now or over and over."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.duties import do_duties

logger = logging.getLogger(__name__)

PAUSE = 10  # seconds


class Command(BaseCommand):
    help = "Sends the letters that are due and drops what was kept long enough, every ten seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and stop")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            do_duties()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            do_duties()
            stop.wait(PAUSE)
