"""The word list: which of its terms stand in a comment, whatever they are dressed up as.

`matches` is the one word for it: posting, editing, previewing, importing and looking through what
is published all say it, and so agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .reading import Match

__all__ = ["matches"]


def matches(
    *, name: str, body_source: str, section_id: int | None, body: str | None = None
) -> list[Match]:
    """Every term of the site and of that section in the name, the text and the links of a comment.

    `body` is the clean HTML of `body_source` where it is at hand. A place is one in the text that
    its field is read as (see `texts`), not in the source. Raises BrokenList when the list cannot be
    used, and ValidationError for a text that cannot be made safe.
    """
    # Here, because the models read their terms with the engine of this package.
    from articles.safe_html import comment_body

    from .listing import current
    from .reading import matches_in

    html = comment_body(body_source) if body is None else body
    return matches_in(current(), name=name, body=html, section_id=section_id)
