"""The paper itself, with the rules that it has told its readers."""

from collections.abc import Iterable

from django.conf import settings
from django.templatetags.static import static

from articles.full_address import full_address
from articles.models import Policy
from articles.trust import ASKED

from .words import Told, without_empty

# Named by trust.ASKED, and no address of a page.
NO_ADDRESS = {"foundingDate", "contactPoint"}
# Pixels, of each side.
LOGO_SIZE = 512


def reference() -> Told:
    """For a second mention on the same page."""
    return {"@id": _id()}


def publisher(policies: Iterable[Policy]) -> Told:
    """With a link to each rule that a page in use tells."""
    pages = {
        code: page.get_absolute_url() for page in reversed(list(policies)) for code in page.covers
    }
    return without_empty(
        {
            "@type": "NewsMediaOrganization",
            "@id": _id(),
            "name": settings.SITE_NAME,
            "url": full_address("/"),
            "logo": _logo(),
            "foundingDate": settings.SITE_FOUNDED,
            **{
                asked.schema: full_address(pages[asked.code])
                for asked in reversed(ASKED)
                if asked.code in pages and asked.schema and asked.schema not in NO_ADDRESS
            },
            "contactPoint": _contact(pages.get("contact", "")),
        }
    )


def _id() -> str:
    return full_address("/#publisher")


def _logo() -> Told:
    return {
        "@type": "ImageObject",
        "url": full_address(static("img/logo.png")),
        "width": LOGO_SIZE,
        "height": LOGO_SIZE,
    }


def _contact(path: str) -> Told:
    if not path:
        return {}
    return {"@type": "ContactPoint", "contactType": "newsroom", "url": full_address(path)}
