"""Conflicts of interest: what an author has disclosed, named in what they wrote."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.declarants import people_of, standing
from articles.models.disclosure import Disclosure
from articles.plaintext import casefolded

if TYPE_CHECKING:
    from articles.models import Article, ConflictAnswer

# How much of the text around a name an editor is shown, in characters to each side.
AROUND = 80
# However a name is typed: a dash or an apostrophe of another kind is the same name.
BLANKS = r"\s+"
ALIKE = {"'": "['’ʼ]", "’": "['’ʼ]", "-": "[-‐‑–]", "‐": "[-‐‑–]", "–": "[-‐‑–]"}


@dataclass(frozen=True)
class Passage:
    """Where a name stands, with the words around it."""

    field: str
    before: str
    name: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.name}{self.after}"


@dataclass(frozen=True)
class Hit:
    """A disclosure of an author, and the first place in the article that names what it concerns."""

    disclosure: Disclosure
    passage: Passage
    answer: "ConflictAnswer | None" = None
    is_declared: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for an editor: the author has not chosen it, and nobody answered."""
        return self.answer is None and not self.is_declared


def conflicts(article: "Article") -> list[Hit]:
    """Every interest of those who stand behind the article that the article names."""
    answers = {each.disclosure_id: each for each in article.conflict_answers.all()}
    declared = _declared(article)
    texts = _texts(article)
    return [
        Hit(disclosure, passage, answers.get(disclosure.pk), disclosure.pk in declared)
        for disclosure in _interests(article)
        if (passage := first_passage(disclosure.names, texts))
    ]


def open_conflicts(article: "Article") -> list[Hit]:
    return [hit for hit in conflicts(article) if hit.is_open]


def found_to_matter(article: "Article") -> list[Disclosure]:
    """What the editors add to what the authors have declared themselves."""
    answers = article.conflict_answers.select_related("disclosure__author")
    last = {each.disclosure_id: each for each in answers}
    return [each.disclosure for each in last.values() if each.is_relevant]


def first_passage(names: Iterable[str], texts: dict[str, str]) -> Passage | None:
    """The first place where one of the names stands as a whole word or words."""
    composed = {field: unicodedata.normalize("NFC", text) for field, text in texts.items()}
    folded = {field: casefolded(text) for field, text in composed.items()}
    found = (
        passage
        for name in names
        for field, text in composed.items()
        if _may_be_in(name, folded[field])
        for passage in _places(name, field, text)
    )
    return next(found, None)


def _may_be_in(name: str, folded: str) -> bool:
    """Whether its longest word stands there: quickly asked of a long text."""
    longest = max(re.findall(r"\w+", casefolded(name)), key=len, default="")
    return longest in folded


def _places(name: str, field: str, text: str) -> Iterator[Passage]:
    if found := _pattern(unicodedata.normalize("NFC", name)).search(text):
        begin, end = found.span()
        before, after = _cut(text[:begin], from_end=True), _cut(text[end:])
        yield Passage(field, before=before, name=found.group(), after=after)


def _pattern(name: str) -> re.Pattern[str]:
    words = ("".join(ALIKE.get(c, re.escape(c)) for c in word) for word in name.split())
    return re.compile(rf"(?<!\w){BLANKS.join(words)}(?!\w)", re.IGNORECASE)


def _cut(text: str, *, from_end: bool = False) -> str:
    """The characters beside a name; where words are left out, an ellipsis says so."""
    text = re.sub(r"\s+", " ", text[-2 * AROUND :] if from_end else text[: 2 * AROUND])
    if len(text) <= AROUND:
        return text
    if from_end:
        return f"…{text[-AROUND:].partition(' ')[2]}"
    return f"{text[:AROUND].rpartition(' ')[0]}…"


def _texts(article: "Article") -> dict[str, str]:
    tags = ", ".join(article.tags.values_list("name", flat=True)) if article.pk else ""
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "text": article.text,
        "tags": tags,
    }


def _interests(article: "Article") -> list[Disclosure]:
    """What stands of everybody who has to declare, and concerns somebody with a name."""
    day = timezone.localdate(article.publish_at or timezone.now())
    stand = Disclosure.objects.filter(author__in=people_of(article).keys()).in_force(day)
    return list(stand.interests().exclude(entity="").select_related("author"))


def _declared(article: "Article") -> set[int]:
    day = timezone.localdate(article.publish_at or timezone.now())
    return {
        interest.standing_on(day).pk
        for declaration in standing(article).values()
        for interest in declaration.interests.all()
    }
