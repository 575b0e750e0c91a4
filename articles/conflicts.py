"""Conflicts of interest: what an author has disclosed, named in what they wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.declarants import day_of, people_of, standing
from articles.folding import Folded, fold, fold_name
from articles.models.conflict import PASSAGE_LIMIT, ConflictAnswer
from articles.models.disclosure import Disclosure
from articles.versions import seen_authors, seen_since

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.models import Article, LiveUpdate, Photo

# How much of the text around a name an editor is shown, in characters to each side.
AROUND = 80
# So many passages are shown at once: of a long live story each update can be one.
MOST_SHOWN = 50
# The field of a form that asks about one: its disclosure, and the beginning of a sum over it.
ANSWER = re.compile(r"conflict-\d+-[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True)
class Passage:
    """Where a name stands, with the words around it."""

    field: str
    before: str
    name: str
    after: str

    @property
    def where(self) -> str:
        """What says it, where a sentence begins."""
        return self.field if self.field[0].isupper() else f"The {self.field}"

    @property
    def shown(self) -> str:
        return f"{self.before}{self.name}{self.after}"[:PASSAGE_LIMIT]


@dataclass(frozen=True)
class Hit:
    """A disclosure of an author, and a passage that names what it concerns."""

    disclosure: Disclosure
    passage: Passage
    answer: ConflictAnswer | None = None
    is_declared: bool = False
    # What stands in a form that was refused: “yes”, “no” or nothing.
    said: str = ""

    @property
    def key(self) -> str:
        """The field of a form that asks of it, and of no other passage."""
        passage = sha256(self.passage.shown.encode()).hexdigest()[:16]
        return f"conflict-{self.disclosure.pk}-{passage}"

    def is_said_by(self, disclosure: int, passage: str) -> bool:
        """Whether it is the one that somebody was shown."""
        return self.disclosure.pk == disclosure and self.passage.shown == passage

    @property
    def is_open(self) -> bool:
        """Whether it waits for an editor: the author has not chosen it, and nobody answered.

        That it does not matter was said of a passage: of another one nobody has said so.
        """
        if self.is_declared or (self.answer and self.answer.is_relevant):
            return False
        return self.answer is None or self.answer.passage != self.passage.shown


def conflicts(article: "Article") -> list[Hit]:
    """Where the article names an interest of those who stand behind it.

    Of its own text the first passage of each, of a live story also that of each update. An
    interest that matters, by the word of its author or an editor, is there once.
    """
    interests = _interests(article)
    texts = [_texts(article), *_updates(article)] if interests else []
    return _hits(article, interests, texts)


def open_conflicts(article: "Article") -> list[Hit]:
    return [hit for hit in conflicts(article) if hit.is_open]


def first_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """One of each interest."""
    found: dict[int, Hit] = {}
    for hit in hits:
        found.setdefault(hit.disclosure.pk, hit)
    return list(found.values())


def to_show(hits: Iterable[Hit]) -> tuple[list[Hit], int]:
    """As many as a page shows, those that wait first, and how many it leaves out."""
    ordered = sorted(hits, key=lambda hit: not hit.is_open)
    return ordered[:MOST_SHOWN], len(ordered[MOST_SHOWN:])


def open_conflicts_in(update: "LiveUpdate") -> list[Hit]:
    """What an update names that waits for an editor; it need not be saved yet."""
    interests = _interests(update.article)
    texts = [{"update": update.text}] if interests else []
    return [hit for hit in _hits(update.article, interests, texts) if hit.is_open]


def _hits(
    article: "Article", interests: list[Disclosure], texts: list[dict[str, str]]
) -> list[Hit]:
    said, declared = _Said(_answers(article)), _declared(article)
    folded = [{field: fold(text) for field, text in one.items()} for one in texts]
    found = []
    for disclosure in interests:
        is_declared = disclosure.pk in declared
        hits = [
            Hit(disclosure, passage, said.of(disclosure, passage), is_declared)
            for passage in _passages(disclosure.names, folded)
        ]
        found += hits[:1] if is_declared or said.matters(disclosure) else hits
    return found


def _passages(names: Iterable[str], texts: list[dict[str, Folded]]) -> list[Passage]:
    """The first of each text that names one; what reads alike is one passage."""
    sought = [folded for name in names if (folded := fold_name(name))]
    found: dict[str, Passage] = {}
    for one in texts:
        if passage := _first(sought, one):
            found.setdefault(passage.shown, passage)
    return list(found.values())


def _first(sought: list[str], texts: dict[str, Folded]) -> Passage | None:
    for field, folded_text in texts.items():
        for name in sought:
            if found := folded_text.find(name):
                return _passage(field, folded_text.written, *found)
    return None


class _Said:
    """What editors have said of interests, and of passages that name one."""

    def __init__(self, answers: Iterable[ConflictAnswer]) -> None:
        self.last, self.does_not_matter = {}, {}
        for each in answers:
            self.last[each.disclosure_id] = each
            if not each.is_relevant:
                self.does_not_matter[each.disclosure_id, each.passage] = each

    def matters(self, disclosure: Disclosure) -> bool:
        last = self.last.get(disclosure.pk)
        return last is not None and last.is_relevant

    def of(self, disclosure: Disclosure, passage: Passage) -> ConflictAnswer | None:
        """That it matters is said of the interest, that it does not of a passage."""
        last = self.last.get(disclosure.pk)
        if self.matters(disclosure):
            return last
        return self.does_not_matter.get((disclosure.pk, passage.shown), last)


def found_to_matter(article: "Article") -> list[Disclosure]:
    """What the editors add to what the authors have declared themselves."""
    answers = _answers(article).select_related("disclosure__author")
    last = {each.disclosure_id: each for each in answers}
    return [each.disclosure for each in last.values() if each.is_relevant]


def _answers(article: "Article") -> "QuerySet[ConflictAnswer]":
    """The last ones last; for a pending version, those of the article are among them."""
    return ConflictAnswer.objects.filter(article__in=[article.pk, article.pending_for_id])


def _passage(field: str, text: str, begin: int, end: int) -> Passage:
    before, after = _cut(text[:begin], from_end=True), _cut(text[end:])
    name = re.sub(r"\s+", " ", text[begin:end])
    return Passage(field, before=before, name=name, after=after)


def _cut(text: str, *, from_end: bool = False) -> str:
    """The characters beside a name; where words are left out, an ellipsis says so."""
    text = re.sub(r"\s+", " ", text[-2 * AROUND :] if from_end else text[: 2 * AROUND])
    if len(text) <= AROUND:
        return text
    if from_end:
        return f"…{text[-AROUND:].partition(' ')[2]}"
    return f"{text[:AROUND].rpartition(' ')[0]}…"


def _texts(article: "Article") -> dict[str, str]:
    """What readers see of it, by what it is called."""
    over, inside = [photo for photo in [article.lead_photo] if photo], article.photos_in_text
    tags = ", ".join(article.tags.values_list("name", flat=True)) if article.pk else ""
    roles = "\n".join(article.bylines.values_list("role", flat=True)) if article.pk else ""
    return {
        "headline": article.headline,
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "byline": roles,
        "dateline": article.dateline,
        "sponsor": article.sponsor,
        "text": article.text,
        **_words_of(over, "{}"),
        **_words_of(inside, "{} in the text"),
        "list of tags": tags,
    }


def _words_of(photos: list["Photo"], where: str) -> dict[str, str]:
    """What is read under them, and instead of them."""
    words = {
        "caption": [photo.caption for photo in photos],
        "credit": [photo.credit for photo in photos],
        "alt text": [photo.alt for photo in photos if not photo.is_decorative],
    }
    return {where.format(what): "\n".join(said) for what, said in words.items()}


def _updates(article: "Article") -> list[dict[str, str]]:
    """Those of a live story, the oldest first, each by itself."""
    if not article.is_live:
        return []
    stand = article.live_updates.present().filter(is_withdrawn=False).order_by("number")
    return [{f"Update {update.number}": update.text} for update in stand]


def _interests(article: "Article") -> list[Disclosure]:
    """What stands of everybody behind the article, and concerns somebody with a name.

    Of authors under whom readers have it at present, what was on record when they first had it:
    what came later is told by the line on what has changed since.
    """
    people = set(people_of(article))
    original = article.original
    known = people & seen_authors(original).keys() if original.is_let_go else set()
    joined = Disclosure.objects.filter(author__in=people - known).in_force(day_of(article))
    found = list(joined.interests().select_related("author"))
    if known:
        first = Disclosure.objects.filter(author__in=known, declared_at__lte=seen_since(original))
        day = timezone.localdate(original.publish_at)
        found += first.in_force(day).interests().select_related("author")
    return [disclosure for disclosure in found if disclosure.names]


def _declared(article: "Article") -> set[int]:
    day = day_of(article)
    return {
        interest.standing_on(day).pk
        for declaration in standing(article).values()
        for interest in declaration.interests.all()
    }
