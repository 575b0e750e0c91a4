"""How a comment is shown to moderators: with what the word list found in it marked.

The desk blurs the slurs among the marks where the house rules say so.
"""

from django.utils.safestring import SafeString

from comments.models import Comment, Hit
from comments.words.texts import NAME, highlighted, highlighted_text


def found_in(comment: Comment) -> list[Hit]:
    """What was found in the text that stands there, when it was screened."""
    return [
        hit
        for hit in comment.hits.all()
        if hit.revision == comment.revision and hit.rescan_id is None
    ]


def marked_body(comment: Comment) -> SafeString:
    return highlighted(comment.body, found_in(comment))


def marked_name(comment: Comment) -> SafeString:
    in_name = [hit for hit in found_in(comment) if hit.field == NAME]
    return highlighted_text(comment.author_name, in_name)
