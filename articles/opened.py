"""What a form remembers of the article that it was opened on."""

import datetime
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from articles.comparing import BESIDE
from articles.content import Content, for_readers
from articles.models import Article, Revision, StatusChange
from articles.typed import beside

# In characters; what a form really carries is a tenth of it.
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Opened:
    """What an article was when its form was opened. A form carries it."""

    revision: int
    move: int
    saved_at: str
    # What no revision keeps, as the form sends it.
    beside: dict[str, str]

    @classmethod
    def at(cls, pk: Any) -> "Opened | None":
        """As it stands; asked for before the rest of the form is read, never after it."""
        of_it = {"article": OuterRef("pk")}
        numbers = Revision.objects.filter(**of_it).order_by("-number").values("number")[:1]
        moves = StatusChange.objects.filter(**of_it).order_by("-pk").values("pk")[:1]
        fields = Article.objects.only("saved_at", "publication", *BESIDE)
        asked = fields.annotate(last_number=Subquery(numbers), last_move=Subquery(moves))
        article = asked.filter(pk=pk).first()
        if article is None:
            return None
        return cls(
            article.last_number or 0,
            article.last_move or 0,
            article.saved_at.isoformat(),
            beside(article),
        )

    @classmethod
    def read(cls, sent: str) -> "Opened | None":
        if len(sent) > LONGEST_NOTE:
            return None
        try:
            told = json.loads(sent)
            opened = cls(**told)
            json.dumps(told, ensure_ascii=False).encode()  # half a character is none
        except (ValueError, TypeError, RecursionError):
            return None
        numbers = (opened.revision, opened.move)
        if not isinstance(opened.beside, dict) or opened.beside.keys() != BESIDE.keys():
            return None
        texts = (opened.saved_at, *opened.beside.values())
        is_sound = all(type(one) is int and 0 <= one < 2**31 for one in numbers)
        return opened if is_sound and all(isinstance(one, str) for one in texts) else None

    @property
    def _saved_at(self) -> datetime.datetime | None:
        try:
            moment = datetime.datetime.fromisoformat(self.saved_at)
        except ValueError:
            return None
        return moment if moment.tzinfo else None

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    def content(self, article: Article) -> Content | None:
        """What stood in the form. None where no revision has kept it."""
        told = {"number": self.revision} if self.revision else {"saved_at": self._saved_at}
        kept = article.revisions.filter(**told).order_by("number").first()
        if kept is None:
            return None
        return {**for_readers(kept.content), **self.beside}
