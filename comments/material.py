"""Whether a text was changed so much that somebody should read it again."""

import re
import unicodedata

from articles.safe_html import comment_body

# A word or a symbol such as an emoji. Punctuation, case, spacing and line breaks do not count, nor
# do the marks of emphasis, which are plain ASCII.
TOKEN = re.compile(r"\w+|[^\w\s]")
LINK = re.compile(r'href="([^"]*)"')
# How many words may have their spelling mended.
MENDED_WORDS = 3
# Words from this length on may differ in one letter, and in two from twice that length on.
MENDABLE_LENGTH = 4


def changed_materially(before: str, after: str) -> bool:
    """Anything but a few mended spellings: another word, one more, one less, a link, a number."""
    if _links(after) - _links(before):
        return True
    words, others = _words(before), _words(after)
    if len(words) != len(others):
        return True
    changed = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(changed) > MENDED_WORDS or not all(_is_mended(*pair) for pair in changed)


def _links(text: str) -> set[str]:
    return set(LINK.findall(comment_body(text)))


def _words(text: str) -> list[str]:
    tokens = TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    return [token for token in tokens if token[0] == "_" or not _is_punctuation(token)]


def _is_punctuation(token: str) -> bool:
    return unicodedata.category(token[0])[0] == "P" or (token.isascii() and not token.isalnum())


def _is_mended(word: str, other: str) -> bool:
    """The same word spelled otherwise: no number, and a letter or two apart."""
    shorter = min(len(word), len(other))
    if shorter < MENDABLE_LENGTH or not (word.isalpha() and other.isalpha()):
        return False
    return _distance(word, other, at_most=1 if shorter < 2 * MENDABLE_LENGTH else 2)


def _distance(word: str, other: str, *, at_most: int) -> bool:
    """Whether so few letters were added, dropped, replaced or swapped with their neighbour."""
    if word == other:
        return True
    if not at_most or abs(len(word) - len(other)) > at_most:
        return False
    same = next(
        (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b),
        min(len(word), len(other)),
    )
    word, other = word[same:], other[same:]
    ways = [(word[1:], other), (word, other[1:]), (word[1:], other[1:])]
    if word[:2] == other[:2][::-1]:
        ways.append((word[2:], other[2:]))
    return any(_distance(*way, at_most=at_most - 1) for way in ways)
