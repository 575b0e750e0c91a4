"""Two people changed one article: what of both can stand together."""

from dataclasses import dataclass

from articles.content import Content, own


@dataclass(frozen=True)
class Merge:
    """What came of two contents with a common origin.

    `content` has every field that one of them changed; of a field that both changed, each in its
    own way, it has `mine`. `clashes` names these fields, in the order of the content.
    """

    content: Content
    clashes: tuple[str, ...]


# What another field is made of, or is read out of it, and so goes with it.
GOES_WITH = {"body_source": "body", "photos": "body"}


def merge(origin: Content, *, mine: Content, theirs: Content) -> Merge:
    """Field by field, as `content_of` names them; a text is one field.

    What was only called otherwise meanwhile was changed by neither.
    """

    def is_same(name: str, one: Content, other: Content) -> bool:
        return bool(own(name, one.get(name)) == own(name, other.get(name)))

    names = [name for name in mine if name not in GOES_WITH]
    merged = {
        name: theirs.get(name) if is_same(name, mine, origin) else mine[name] for name in names
    }
    clashes = tuple(
        name
        for name in names
        if not is_same(name, mine, origin)
        and not is_same(name, theirs, origin)
        and not is_same(name, mine, theirs)
    )
    for name, leader in GOES_WITH.items():
        taken_from = mine if merged.get(leader) == mine.get(leader) else theirs
        if name in taken_from:
            merged[name] = taken_from[name]
    return Merge(merged, clashes)
