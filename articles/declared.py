"""What the authors of an article declared for it, in a line each: the box beside the byline."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.pinned import PinnedAuthor, PinnedDeclaration

# So many who have nothing to declare are named; more are counted.
FEW = 3
NOTHING = "has nothing to declare"


@dataclass(frozen=True)
class Line:
    """Who it is about, which is empty where the words say it, and what they said."""

    name: str
    words: str


def in_short(record: Iterable[PinnedAuthor]) -> list[Line]:
    """In the order of the byline, a group before those who answer for it and say more."""
    lines = [line for author in record for line in _lines_of(author)]
    silent = [line for line in lines if line.words == NOTHING]
    if len(silent) <= FEW:
        return lines
    others = [line for line in lines if line.words != NOTHING]
    return [*others, Line("", f"{len(silent)} authors have nothing to declare")]


def _lines_of(author: PinnedAuthor) -> list[Line]:
    managers = [
        Line(f"{each.name} (for {author.name})", _words(each.declaration))
        for each in author.managers
        if each.declaration and not each.declaration.is_of_nothing
    ]
    return [Line(author.name, _of_author(author)), *managers]


def _of_author(author: PinnedAuthor) -> str:
    """Of what was published before declarations were asked for, there is the record alone."""
    if author.was_asked:
        words = _words(author.declaration)
        number = len(author.editors_add)
        return f"{words}; the editors add {_interests(number)}" if number else words
    if author.interests:
        return f"has {_interests(len(author.interests))} on record"
    return "has no interests on record" if author.disclosures else "has none recorded"


def _words(said: PinnedDeclaration | None) -> str:
    if said is None:
        return "made no declaration"
    if said.is_of_nothing:
        return NOTHING
    told = [f"declared {_interests(len(said.interests))}"] if said.interests else []
    told += ["made a statement"] if said.statement else []
    return " and ".join(told)


def _interests(number: int) -> str:
    return "1 interest" if number == 1 else f"{number} interests"
