"""A text as words that can be found: folded, stemmed, and where each stands.

What an engine is given are tokens of small letters and digits alone. Neither engine's own idea of
a word, a case or an accent comes into it, and nothing that a reader types reaches its syntax.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# Of a longer word the beginning is compared.
LONGEST = 40
# As many as are indexed of a text: PostgreSQL keeps no place after the 16,383rd.
MOST_WORDS = 12_000

# By the first part of a code as in BCP 47. A language that is not here is not stemmed.
STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german"},
    **{"el": "greek", "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian"},
    **{"eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish"},
    **{"hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian"},
    **{"lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian"},
    **{"pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian"},
    **{"sv": "swedish", "ta": "tamil", "tr": "turkish"},
}

# Letters that readers without them on their keyboard spell so, and that have no decomposition.
# The last one only stretches an Arabic word.
PLAINLY = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ـ": None}
)
# Marks from here on are vowels and the like, without which a word is another one.
FIRST_VOWEL_SIGN = 0x0900
ACCENTS = (
    *(range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)),
    *(range(0xFE00, 0xFE10), range(0xFE20, 0xFE30), range(0xE0100, 0xE01F0)),
)
# Scripts that put no space between words, and Korean, which joins particles to them: Thai, Lao,
# Tibetan, Burmese, Khmer, kana, Han, Hangul. Each character is a word, and words are phrases.
SPACELESS = (
    "\u0e01-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)


class Word(NamedTuple):
    """A word as it is compared, and the span of the text that it was read from."""

    folded: str
    start: int
    end: int


def _all_of(kinds: set[str]) -> str:
    """A class of characters beyond ASCII, for a pattern, by the beginning of their category."""
    first, ranges = None, []
    for code in range(0x80, 0x20000):
        category = unicodedata.category(chr(code))
        if category in kinds or category[0] in kinds:
            first = code if first is None else first
        elif first is not None:
            ranges.append(f"{chr(first)}-{chr(code - 1)}")
            first = None
    return "".join(ranges)


# Accents, vowel signs, and what is unseen inside words, such as a soft hyphen.
_MARKS = f"[{_all_of({'M', 'Cf'})}]"
_LETTER = f"(?:(?![{SPACELESS}])[^\\W_])"
# A word, a character of a script without spaces, or a symbol such as an emoji. What belongs to
# somebody (“the ferry’s”) is found by their name.
WORD = re.compile(
    f"({_LETTER}(?:{_LETTER}|{_MARKS})*|[{SPACELESS}]{_MARKS}*|[{_all_of({'S'})}]{_MARKS}*)"
    r"(?:['’][sS](?!\w))?"
)


def read(text: str) -> Iterator[Word]:
    """Its words in their order; spans are those of `composed(text)`."""
    for found in WORD.finditer(composed(text)):
        if folded := fold(found[1]):
            yield Word(folded, *found.span(1))


def composed(text: str) -> str:
    """A text as its words are counted in it: an accent is part of its letter."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Without case, accents, widths and ligatures; empty for what nobody sees."""
    plain = unicodedata.normalize("NFKC", word).casefold().translate(PLAINLY)
    letters = (one for one in unicodedata.normalize("NFKD", plain) if not _is_accent(one))
    return unicodedata.normalize("NFC", "".join(letters))[:LONGEST]


def _is_accent(character: str) -> bool:
    category, code = unicodedata.category(character), ord(character)
    if category[0] != "M":
        return category == "Cf"
    return code < FIRST_VOWEL_SIGN or any(code in block for block in ACCENTS)


def token(folded: str) -> str:
    """The word itself, for an engine."""
    return f"w{_spelled(folded)}"


@lru_cache(maxsize=50_000)
def stem(folded: str, language: str) -> str:
    """What a word shares with its plural, for an engine; empty in a language without a stemmer.

    It is made of the folded word, so that one spelled without its accents has the same stem.
    """
    code = base_of(language)
    if code not in STEMMERS or not folded.isalpha():
        return ""
    # Made for each word: a stemmer keeps what it works on, and threads would share it.
    stemmed = snowballstemmer.stemmer(STEMMERS[code]).stemWord(folded)
    return f"s{code}{_spelled(fold(stemmed) or folded)}"


def base_of(language: str) -> str:
    """“en” of “en-gb”: what the words of a language are called without its country."""
    return language.partition("-")[0]


def _spelled(folded: str) -> str:
    is_plain = folded.isascii() and folded.isalnum()
    return f"a{folded}" if is_plain else f"u{folded.encode().hex()}"


def indexed(words: list[str], language: str) -> str:
    """Folded words as an engine keeps them: each in its place, and after them their stems."""
    stems = {stem(word, language) for word in set(words)} - {""}
    return " ".join([*map(token, words), *sorted(stems)])
