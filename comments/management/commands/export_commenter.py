"""`manage.py export_commenter WHO`: everything that is kept about one commenter, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from comments.exporting import export

from ._commenters import commenter_named


class Command(BaseCommand):
    help = "Writes everything that is kept about one commenter, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="a confirmed address, or the commenter's number")

    def handle(self, *, who: str, **options: Any) -> None:
        told = export(commenter_named(who))
        self.stdout.write(json.dumps(told, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
