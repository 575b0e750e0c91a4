"""What makes two texts the same text, however they are dressed."""

import hashlib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comments.models import Comment


def gist_of(text: str) -> str:
    """A digest that neither case, spaces, unseen characters nor the marks at the end change.

    It is a digest because it is looked up among all comments, and an index holds short keys.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) not in {"Cf", "Mn"})
    plain = " ".join(seen.split())
    return hashlib.sha256((_without_end(plain) or plain).encode()).hexdigest()


def gist(comment: "Comment") -> str:
    return gist_of(comment.body_source)


def _without_end(text: str) -> str:
    while text and (text[-1].isspace() or unicodedata.category(text[-1]).startswith("P")):
        text = text[:-1]
    return text
