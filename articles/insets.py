"""What an editor types in brackets in a text, and readers see set apart: quotes and notes.

`[quote: We learned to eat fast.]` or `[quote: We learned to eat fast. | Ottoline Garth]` on a line
of its own repeats words of the text in large letters; `[note: As counted in May.]` in a line is a
numbered note at the end. They are stored as they are typed, like everything else in a text.
"""

import re

from articles.safe_html import plain_text

# So many notes to a text; what is beyond stays as it was typed.
MOST_NOTES = 200
# Running text with whole emphasis in it, and in a note whole links, as the cleaner writes them.
WORDS = r"(?:[^\[\]<|]|<(?:em|strong)>[^<\[\]]*</(?:em|strong)>)+"
NOTED = r"(?:[^\[\]<]|<(?:a [^>]*|em|strong)>[^<\[\]]*</(?:a|em|strong)>)+"
# Code says what it says.
CODE = r"<pre>.*?</pre>|<code>.*?</code>"
QUOTE = re.compile(
    rf"{CODE}|<p>\[quote: ?(?=[^\s\]])(?P<quoted>{WORDS})(?:\|(?P<by>{WORDS}))?\]</p>",
    re.DOTALL | re.IGNORECASE,
)
NOTE = re.compile(rf"{CODE}| ?\[note: ?(?=[^\s\]])(?P<note>{NOTED})\]", re.DOTALL | re.IGNORECASE)


def laid_out(clean: str) -> str:
    """A clean text as readers see it: quotes in their places, notes numbered and at the end."""
    notes: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found["note"] is None or len(notes) == MOST_NOTES:
            return found[0]
        notes.append(found["note"].strip())
        number = len(notes)
        return (
            f'<sup class="note-mark"><a id="note-mark-{number}" href="#note-{number}"'
            f' role="doc-noteref" aria-label="Note {number}">{number}</a></sup>'
        )

    marked = NOTE.sub(mark, QUOTE.sub(_set_apart, clean))
    return marked + _at_the_end(notes)


def text_of(clean: str) -> str:
    """Its words as plain text, as `safe_html.plain_text` has them: notes in brackets where they
    are made, and no words twice."""

    def in_brackets(found: re.Match[str]) -> str:
        return found[0] if found["note"] is None else f" ({found['note'].strip()})"

    def nothing(found: re.Match[str]) -> str:
        return found[0] if found["quoted"] is None else ""

    return plain_text(NOTE.sub(in_brackets, QUOTE.sub(nothing, clean)))


def _set_apart(found: re.Match[str]) -> str:
    """It says nothing that the text does not, so nobody has it read out twice."""
    if found["quoted"] is None:
        return found[0]
    by = f"<cite>{found['by'].strip()}</cite>" if found["by"] else ""
    words = found["quoted"].strip()
    return f'<aside class="pull-quote" aria-hidden="true"><p>{words}</p>{by}</aside>'


def _at_the_end(notes: list[str]) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li id="note-{number}">{note} <a href="#note-mark-{number}" role="doc-backlink"'
        f' aria-label="Back to note {number} in the text">↩</a></li>'
        for number, note in enumerate(notes, start=1)
    )
    opening = '<section class="notes" role="doc-endnotes" aria-label="Notes">'
    return f"{opening}<ol>{items}</ol></section>"
