"""“Did you mean”: words the paper has printed that are spelled nearly like one that was typed.

Each printed word is kept under its beginning, and under that without each of its letters. What is
typed is looked up the same way: two words that differ by a letter too many, too few, another one or
two that changed places have such a key in common. So a lookup costs as much as a word is long,
however many words there are.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from .query import wanted_words
from .words import composed, fold, read

# Shorter ones are near everything; longer ones are mostly no words.
SHORTEST, LONGEST = 4, 25
# So many letters of a word are looked at for its keys.
BEGINNING = 8
# Up to so many letters a word may be misspelled once, a longer one twice.
SHORT = 5
MOST_NEAR = 200
# Of so many it is asked how often readers have them.
MOST_ASKED = 5
BATCH = 400

# How many of what readers have hold a word as it is spelled; a bounded number.
HowMany = Callable[[str], int]


def learn(text: str, kept_in: type[models.Model]) -> None:
    """Keep the words of a text that an editor has let go; one query where all are known."""
    printed: models.Manager[Any] = kept_in._default_manager
    words = sorted(set(_printed(text)))
    for batch in (words[at : at + BATCH] for at in range(0, len(words), BATCH)):
        own = {word: fold(word)[:BEGINNING] for word in batch}
        known = printed.filter(near__in=set(own.values()), word__in=batch)
        missing = set(batch).difference(known.values_list("word", flat=True))
        # In one order, so that two that learn at once do not wait for each other.
        rows = sorted((near, word) for word in missing for near in keys(fold(word)))
        printed.bulk_create(
            (kept_in(near=near, word=word) for near, word in rows),
            ignore_conflicts=True,
            batch_size=BATCH,
        )


def did_you_mean(text: str, how_many: HowMany) -> str:
    """The query with words put in the place of those that readers have nowhere; empty for none.

    `how_many` is asked about few words, and never about one that is nowhere near what was typed.
    """
    suggested, is_other, at = [], False, 0
    text = composed(text)
    for word in wanted_words(text):
        better = "" if how_many(word.folded) else _better(word.folded, how_many)
        if better:
            suggested += [text[at : word.start], better]
            at, is_other = word.end, True
    return "".join([*suggested, text[at:]]) if is_other else ""


def _better(folded: str, how_many: HowMany) -> str:
    """The nearest printed word that readers have, of equally near ones the most frequent."""
    from articles.models import PrintedWord

    if not SHORTEST <= len(folded) <= LONGEST:
        return ""
    most = 1 if len(folded) <= SHORT else 2
    near = PrintedWord.objects.filter(near__in=keys(folded)).values_list("word", flat=True)
    words = sorted(set(near.order_by("near", "word")[:MOST_NEAR]))
    distances = {word: distance(folded, fold(word)) for word in words}
    nearest = sorted((far, word) for word, far in distances.items() if 0 < far <= most)
    asked = ((far, -how_many(fold(word)), word) for far, word in nearest[:MOST_ASKED])
    return next((word for _, count, word in sorted(asked) if count), "")


def keys(folded: str) -> set[str]:
    """Under which a word is kept and looked up."""
    begin = folded[:BEGINNING]
    return {begin, *(begin[:at] + begin[at + 1 :] for at in range(len(begin)))}


def distance(one: str, other: str) -> int:
    """How many letters are too many, too few, others, or have changed places with their neighbour.

    Optimal string alignment, in the time of the product of two bounded lengths.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, its in enumerate(other, 1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def _printed(text: str) -> Iterator[str]:
    """As they are spelled, in small letters."""
    text = composed(text)
    for word in read(text):
        spelled = text[word.start : word.end].lower()
        if SHORTEST <= len(word.folded) <= LONGEST >= len(spelled) and word.folded.isalpha():
            yield spelled
