"""Small words that every description is made of."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.full_address import full_address
from articles.safe_html import json_script

CONTEXT = "https://schema.org"
Told = dict[str, Any]


def script(told: Mapping[str, Any]) -> SafeString:
    """The block for the page. A type that is no script is not run, and so not one of
    those that the content security policy forbids."""
    return json_script({"@context": CONTEXT, **told}, kind="application/ld+json")


def without_empty(told: Mapping[str, Any]) -> Told:
    """What there is to say. A number is something to say, and 0 is a number."""
    return {name: value for name, value in told.items() if value or value == 0}


def moment(at: datetime.datetime | None) -> str:
    """By the paper's own clock, with its offset: as the page says it."""
    return timezone.localtime(at).isoformat() if at else ""


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Told:
    """The way from the front page: name and path of each step, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": full_address(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }
