"""Names that could be taken for somebody else's: staff, and words that speak for the paper.

Names are compared by what they look like: without accents, invisible characters and case, and with
the letters of other scripts and the digits that pass for Latin ones in their place.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from articles.models import Author
from articles.people import name_of
from articles.plaintext import BLANK
from comments.words.confusables import IN_NAMES, LEET, LOOKALIKES, LUNATE, VARIANTS
from comments.words.folding import DISCS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

TAKEN = "Somebody of this paper signs with that name. Please choose another."
RESERVED = "That name could be taken for the newsroom’s own. Please choose another."
INVISIBLE = "This name has characters that nobody can see. Please write it without them."

# What no name needs: soft hyphen, grapheme joiner, Mongolian vowel separator, zero-width space,
# word joiner and invisible operators, deprecated format characters, byte order mark, interlinear
# marks.
ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
JOINERS = re.compile("[\u200c\u200d]")
# A joiner has a meaning between letters of Arabic and its kin and of the scripts of India and of
# South-East Asia, and in an emoji made of several.
JOINED_LETTER = re.compile("[\u0600-\u07bf\u0840-\u0dff\u1000-\u109f\u1780-\u17ff]")
JOINED_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")

# Who would speak for a paper, where a name says nothing else: “Staff”, “The Lantern team”,
# “Nora (official)”. Among other words they are people's own: Jane Staff, Staff Sergeant Miller.
OFFICES = (
    *("staff", "team", "desk", "support", "official", "management"),
    *("moderation", "moderating", "administration", "editing"),
)
# What says nothing of a person beside such a word; so do the words of the paper's own name.
BESIDE = (
    *("the", "our", "your", "this", "site", "website", "paper", "newspaper", "news", "help"),
    *(
        "comment",
        "comments",
        "community",
        "chief",
        "head",
        "senior",
        "bot",
        "account",
        "of",
        "from",
    ),
)
# What people put beside a name to say that it is the real one: “Mina Corrow, reporter”.
VOUCHES = (
    *("reporter", "journalist", "correspondent", "columnist", "author", "writer", "editor"),
    *("photographer", "verified", "real", "here"),
)
# Signs between which people put what they are: “Nora (staff)”, “Nora | staff”, “Nora - staff”.
SET_APART = re.compile(r"[()\[\]{}<>|,;:/•·–—]+|\s-+\s")
# Between letters these are a part of a name, and so are the last of them after one:
# Anne-Marie, O’Brien, J. Staff.
HYPHENS = frozenset("-_\u2010")
AFTER_A_LETTER = frozenset(".'’")

# Greek capitals look otherwise than their small letters do.
CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")
LATIN = str.maketrans(LOOKALIKES | LEET | VARIANTS | IN_NAMES | DISCS)
BEFORE = str.maketrans(LUNATE)
# Where a small letter meets a capital.
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Two signs that are a letter.
PAIRS = re.compile(r"\(\)|\[\]|<>")


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """What a name looks like, in small letters between single spaces: “Édit0r” → “edltor”.

    I, l and 1 are one letter, rn is m, vv is w. Applied to itself it changes nothing.
    """
    whole = unicodedata.normalize("NFKC", PAIRS.sub("o", name.translate(BEFORE)))
    folded = whole.translate(CAPITALS).casefold()
    plain = unicodedata.normalize("NFKD", folded).translate(LATIN)
    seen = "".join(c for c in plain if unicodedata.category(c)[0] not in "MC")
    alike = seen.replace("i", "l").replace("rn", "m").replace("vv", "w")
    return " ".join(re.findall(r"[^\W_]+", alike))


def validate_visible(name: str) -> None:
    """Nothing hides in a name; joiners stay where a script or an emoji needs them."""
    hides = ZERO_WIDTH.search(name) or not BLANK.isdisjoint(name)
    if hides or not all(_joins(name, m.start()) for m in JOINERS.finditer(name)):
        raise ValidationError(INVISIBLE, code="invisible")


def validate_readers_name(name: str) -> None:
    """A reader signs with a name that nobody takes for the newsroom's."""
    validate_visible(name)
    if _speaks_for_the_paper(name):
        raise ValidationError(RESERVED, code="reserved")
    if _is_taken(name):
        raise ValidationError(TAKEN, code="taken")


def names_of_the_paper() -> Iterable[str]:
    """Those who sign articles, and those who sign answers."""
    yield from Author.objects.values_list("name", flat=True)
    for user in get_user_model().objects.filter(is_staff=True, is_active=True):
        yield name_of(user)


def badge_of(user: "User") -> str:
    """What a member of the newsroom is: by their byline, else by their first group."""
    author = Author.objects.filter(user=user).first()
    if author is not None and author.title:
        return author.title
    group = user.groups.order_by("name").first()
    return group.name if group else "Newsroom"


def _joins(name: str, place: int) -> bool:
    around = (name[max(0, place - 1) : place], name[place + 1 : place + 2])
    return any(all(map(kind.fullmatch, around)) for kind in (JOINED_LETTER, JOINED_EMOJI))


def _speaks_for_the_paper(name: str) -> bool:
    """Whether one of its words is reserved, or a part of it is made of such words alone."""
    # “ModeratorNora” is two words.
    words = f" {skeleton(name)}  {skeleton(HUMP.sub(' ', name))} "
    if any(f" {word} " in words for word in _reserved_names()):
        return True
    parts = _parts(name)
    if _is_short_for_the_paper(name, parts):
        return True
    # “Moderator 2” is one, and so is “M0derator”.
    plain = [part.strip(" 0123456789") for part in parts]
    return any(map(_is_an_office, {_squeezed(part) for part in [*parts, *plain]}))


def _is_short_for_the_paper(name: str, parts: list[str]) -> bool:
    """“Lantern” for The Saltmarsh Lantern, or “Nora (The Lantern)”; a paper's first words alone are
    a town's."""
    short = _squeezed(settings.SITE_NAME.split()[-1])
    return _squeezed(name) == short or f"the{short}" in map(_squeezed, parts)


def _is_taken(name: str) -> bool:
    """Whether it is a name of the paper, or has a whole one with what vouches for it: “Mina Corrow,
    reporter”. A name of one word is taken alone; “Grace, Poole” is somebody else."""
    looks = _squeezed(name)
    alone = {_squeezed(part) for part in _parts(name)} | {_unvouched(name)}
    for taken in names_of_the_paper():
        squeezed = _squeezed(taken)
        if squeezed and (squeezed == looks or (" " in skeleton(taken) and squeezed in alone)):
            return True
    return False


def _unvouched(name: str) -> str:
    """The name without the words at its ends that say what somebody is."""
    beside = {skeleton(word) for word in (*BESIDE, *OFFICES, *VOUCHES)}
    words = skeleton(name).split()
    while words and words[-1] in beside:
        words.pop()
    while words and words[0] in beside:
        words.pop(0)
    return "".join(words)


def _parts(name: str) -> list[str]:
    """The name, and what stands between its signs: “Nora (staff)”, “Nora ★ staff”.

    A sign may also be a letter, “Nora ($taff)”, and so it is cut in both ways.
    """
    plainly = unicodedata.normalize("NFKC", name)
    return [name, *SET_APART.split(plainly), *_between_signs(plainly)]


def _between_signs(name: str) -> list[str]:
    """What stands between the punctuation and the symbols of a name."""
    signs = (place for place in range(len(name)) if _sets_apart(name, place))
    cuts = [-1, *signs, len(name)]
    return [name[start + 1 : end] for start, end in pairwise(cuts)]


def _sets_apart(name: str, place: int) -> bool:
    sign, before, after = name[place], name[place - 1 : place], name[place + 1 : place + 2]
    if sign in HYPHENS:
        return not (before.isalnum() and after.isalnum())
    if sign in AFTER_A_LETTER:
        return not before.isalnum()
    # A letter in a disc is one.
    return unicodedata.category(sign)[0] in "PS" and sign not in DISCS


def _is_an_office(squeezed: str) -> bool:
    """Whether it is made of offices, one at least, and of what may stand beside them alone."""
    words = {_squeezed(word): False for word in [*BESIDE, *settings.SITE_NAME.split()]}
    words |= {_squeezed(word): True for word in [*OFFICES, *_reserved_names()]}
    # How far the words reach, and whether one of them is an office.
    reached = {0: False}
    for start in range(len(squeezed)):
        for word, is_office in words.items():
            if start in reached and word and squeezed.startswith(word, start):
                end = start + len(word)
                reached[end] = reached.get(end, False) or reached[start] or is_office
    return reached.get(len(squeezed), False)


def _reserved_names() -> tuple[str, ...]:
    """As they look, without an article."""
    names = [*settings.RESERVED_NAMES, settings.SITE_NAME]
    return tuple(filter(None, (skeleton(name).removeprefix("the ") for name in names)))


def _squeezed(name: str) -> str:
    return skeleton(name).replace(" ", "")
