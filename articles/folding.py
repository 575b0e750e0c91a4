"""Text as names are sought in it: case, width, ligatures and what joins two words do not matter."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

WORD = re.compile(r"\w")
ALIKE = str.maketrans(dict.fromkeys("’ʼ`´", "'"))
# Unicode's Default_Ignorable_Code_Point: nothing of these is on the page. Without the four fillers
# of Hangul, which fonts draw as a blank.
UNSEEN = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
IS_UNSEEN = re.compile(f"[{UNSEEN}]")
# The first of them, and what marks could follow it.
UNSEEN_AND_MARKS = re.compile(rf"[{UNSEEN}](?:[{UNSEEN}]|[^\w\s])+")
# With blanks and dashes, what joins two words of a name in any number: what is drawn as a blank and
# is a letter or a symbol to Unicode, bullets and minus signs, slashes.
JOINTS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u2043\u2212/\\\u2044\u2215\u2216\u29f8\u29f9")


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
    written = unicodedata.normalize("NFC", UNSEEN_AND_MARKS.sub(_marks_first, text))
    pieces, begins, places, length, is_joint = [], [], [], 0, False
    for place, character in enumerate(written):
        piece = _folded(character)
        if is_joint:
            piece = piece.lstrip(" ")
        if piece:
            is_joint = piece.endswith(" ")
            pieces.append(piece)
            begins.append(length)
            places.append(place)
            length += len(piece)
    return Folded(written, "".join(pieces), begins, places)


def fold_name(name: str) -> str:
    return fold(name).text.strip()


def _marks_first(found: re.Match[str]) -> str:
    """Accents join the letter that they stand on, though something unseen stands between."""
    run = found[0]
    begin = "".join(takewhile(lambda one: unicodedata.combining(one) or IS_UNSEEN.match(one), run))
    marks, unseen = IS_UNSEEN.sub("", begin), "".join(IS_UNSEEN.findall(begin))
    return f"{marks}{unseen}{run[len(begin) :]}"


# More than the characters of any one language, and few enough to be kept for good.
@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if unicodedata.category(character) == "Cf" or IS_UNSEEN.match(character):
        return ""  # soft hyphens and joiners stand in the middle of words
    plain = unicodedata.normalize("NFKC", character.translate(ALIKE)).casefold()
    return re.sub(" +", " ", "".join(" " if _joins(one) else one for one in plain))


def _joins(character: str) -> bool:
    is_dash = unicodedata.category(character) == "Pd"
    return is_dash or character.isspace() or character in JOINTS


def _whole(name: str) -> re.Pattern[str]:
    """“Ferry” is no name in “ferrying”, and “C++” is one in “C++,”."""
    before, after = (r"(?<!\w)" if WORD.match(name[0]) else ""), r"(?!\w)"
    return re.compile(f"{before}{re.escape(name)}{after if WORD.match(name[-1]) else ''}")
