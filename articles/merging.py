"""Two people changed one article: what of both can stand together."""

from dataclasses import dataclass

from articles.content import Content


@dataclass(frozen=True)
class Merge:
    """What came of two contents with a common origin.

    `content` has every field that one of them changed; of a field that both changed, each in its
    own way, it has `mine`. `clashes` names these fields, in the order of the content.
    """

    content: Content
    clashes: tuple[str, ...]


def merge(origin: Content, *, mine: Content, theirs: Content) -> Merge:
    """Field by field, as `content_of` names them; a text is one field."""
    merged = {
        name: theirs.get(name) if mine[name] == origin.get(name) else mine[name] for name in mine
    }
    clashes = (name for name in mine if merged[name] not in (theirs.get(name), origin.get(name)))
    both = tuple(name for name in clashes if theirs.get(name) != origin.get(name))
    return Merge(merged, both)
