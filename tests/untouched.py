"""What a browser with JavaScript sends of a page's fields when nobody has touched them."""

import re
from html.parser import HTMLParser
from typing import Any

WITHOUT_SCRIPT = re.compile("<noscript>.*?</noscript>", re.DOTALL)
NEVER_SENT = {"submit", "button", "image", "file", "search"}


def untouched(answer: Any) -> dict[str, str]:
    """By their names; of two fields with one name, the last."""
    page = _Fields()
    page.feed(WITHOUT_SCRIPT.sub("", answer.content.decode()))
    return page.sent


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag == "input":
            is_left_out = told.get("type") in {"checkbox", "radio"} and "checked" not in told
            if name and told.get("type") not in NEVER_SENT and not is_left_out:
                unsaid = "on" if told.get("type") in {"checkbox", "radio"} else ""
                self.sent[name] = told.get("value", unsaid) or ""
        elif tag in {"select", "textarea"} and name:
            self.into = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in told:
            self.sent[self.into] = told.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.into and self.lasttag == "textarea":
            # A browser drops the line break that follows the tag.
            self.sent[self.into] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.into = ""
