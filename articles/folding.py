"""Text as names are sought in it: case, width, ligatures, kinds of dash and blank do not matter."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"\w")
ALIKE = str.maketrans({**dict.fromkeys("’ʼ`´", "'"), **dict.fromkeys("‐‑‒–—−", "-")})


@dataclass(frozen=True)
class Folded:
    """A text folded, and where each of its pieces stood in the text as written."""

    written: str
    text: str
    # Where in the folded text a character's piece begins, and where that character is written.
    begins: list[int]
    places: list[int]

    def find(self, name: str) -> tuple[int, int] | None:
        """Where a folded name stands as a whole word or words, as a span of the text as written."""
        # Most names are nowhere, which this finds in one pass, however alike name and text are.
        if not name or name not in self.text:
            return None
        found = _whole(name).search(self.text)
        if found is None:
            return None
        return self._place(found.start()), self._place(found.end() - 1) + 1

    def _place(self, at: int) -> int:
        return self.places[bisect_right(self.begins, at) - 1]


def fold(text: str) -> Folded:
    """Each character by itself, so that a place in one is a place in the other."""
    written = unicodedata.normalize("NFC", text)
    pieces, begins, places, length, was_blank = [], [], [], 0, False
    for place, character in enumerate(written):
        piece = _folded(character)
        if piece.isspace():
            piece, was_blank = ("" if was_blank else " "), True
        elif piece:
            was_blank = False
        if piece:
            pieces.append(piece)
            begins.append(length)
            places.append(place)
            length += len(piece)
    return Folded(written, "".join(pieces), begins, places)


def fold_name(name: str) -> str:
    return fold(name.strip()).text.strip()


# More than the characters of any one language, and few enough to be kept for good.
@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""  # soft hyphens and joiners stand in the middle of words
    return unicodedata.normalize("NFKC", character).casefold().translate(ALIKE)


def _whole(name: str) -> re.Pattern[str]:
    """“Ferry” is no name in “ferrying”, and “C++” is one in “C++,”."""
    before, after = (r"(?<!\w)" if WORD.match(name[0]) else ""), r"(?!\w)"
    return re.compile(f"{before}{re.escape(name)}{after if WORD.match(name[-1]) else ''}")
