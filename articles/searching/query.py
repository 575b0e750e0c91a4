"""What a reader asks for: words, "a phrase", and what is -left -"out of it"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .words import Word, composed, read, stem, token

QUERY_LIMIT = 200
QUOTES = '"“”„«»'
# A piece is a phrase or what stands between blanks, with or without a minus before it. A phrase
# whose end is missing reaches to the end.
PIECE = re.compile(rf"(-?)(?:[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+))")


@dataclass(frozen=True)
class Term:
    """One word with its plural; or several, or one in quotes, as they stand."""

    words: tuple[str, ...]
    is_exact: bool

    def spellings(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The tokens of which an article has one; of several words only one run of tokens."""
        if self.is_exact:
            return (" ".join(map(token, self.words)),)
        (word,) = self.words
        stems = (stem(word, language) for language in languages)
        return (token(word), *dict.fromkeys(one for one in stems if one))


@dataclass(frozen=True)
class Query:
    """All of `wanted` and none of `unwanted`. Without a wanted term it asks for nothing."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse(text: str) -> Query:
    """Whatever is typed is a query: there is no syntax that can be wrong."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for minus, term in _terms(text):
        (unwanted if minus else wanted)[term] = None
    return Query(tuple(wanted), tuple(unwanted))


def wanted_words(text: str) -> Iterator[Word]:
    """Each word of what is to be found, with its place in the text; those of phrases too."""
    for piece in PIECE.finditer(composed(text)):
        if not piece[1]:
            part = 2 if piece[2] else 3
            for word in read(piece[part] or ""):
                at = piece.start(part)
                yield Word(word.folded, at + word.start, at + word.end)


def _terms(text: str) -> Iterator[tuple[str, Term]]:
    for minus, phrase, plain in PIECE.findall(text):
        words = tuple(word.folded for word in read(phrase or plain))
        if words:
            yield minus, Term(words, is_exact=bool(phrase) or len(words) > 1)
