"""How a page looks to everybody: in either scheme, on a phone and on a desk."""

from collections.abc import Callable, Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (390, 1280)
LOOKS = [(scheme, width) for width in WIDTHS for scheme in ("light", "dark")]
# All that the dark can change; every other rule was asked in the light.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Its own reading of every style sheet takes longer than all that it asks, and the one rule that
# needs it is an experimental one, which it does not run.
VIOLATIONS = {
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
    # A third of its time goes to what is drawn before and after each element around a text. Where
    # it finds such a thing it judges nothing; this judges the text there as well.
    "checks": {"color-contrast": {"options": {"ignorePseudo": True}}},
}


# What hangs on where a thing stands and how large it is. Every other rule reads the marks and what
# is shown, and says the same at every width at which the same is shown.
MEASURED = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast", "link-in-text-block"),
            *("scrollable-region-focusable", "target-size"),
        ],
    }
}
SHOWN = """[...document.querySelectorAll('*')].map(
    it => it.tagName + it.checkVisibility({visibilityProperty: true})).join()"""
FADES = "document.getAnimations().filter(it => it instanceof CSSTransition)"


def look(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    # Links fade from one colour to the other, and axe would measure one in between.
    page.evaluate(f"{FADES}.forEach(it => it.finish())")


def objections(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in every look."""
    found, shown = [], ""
    for scheme, width in LOOKS:
        look(page, scheme, width)
        found += judged(page, scheme, shown)
        shown = page.evaluate(SHOWN)
    return found


def objections_in_place(page: Page) -> list[str]:
    """The same of an answer that no address leads to, and where it is wider than its window."""
    found, shown = [], ""
    for scheme, width in LOOKS:
        look(page, scheme, width)
        found += judged(page, scheme, shown) + too_wide(page)
        shown = page.evaluate(SHOWN)
    return found


def objections_at(
    page: Page, addresses: Iterable[str], ready: Callable[[Page], None] = lambda page: None
) -> list[str]:
    """What axe finds on each of these pages in every look, and which is wider than its window."""
    found, shown = [], dict[str, str]()
    for width in WIDTHS:
        for address in addresses:
            look(page, "light", width)
            page.goto(address)
            ready(page)
            found += judged(page, "light", shown.get(address, "")) + too_wide(page)
            shown[address] = page.evaluate(SHOWN)
            look(page, "dark", width)
            found += judged(page, "dark") + too_wide(page)
    return found


def judged(page: Page, scheme: str, shown: str = "") -> list[str]:
    """What axe finds in this look, of a page of which it has judged the one that showed `shown`."""
    if scheme == "dark":
        rules: Any = CONTRAST
    else:
        rules = MEASURED if shown == page.evaluate(SHOWN) else {}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(
        "async asked => (await axe.run(asked)).violations", VIOLATIONS | rules
    )
    place = f"{page.url} {scheme} {page.evaluate('innerWidth')}"
    return [f"{place}: {each['id']} {each['nodes'][0]['html']}" for each in violations]


def too_wide(page: Page) -> list[str]:
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{page.url} is wider than {page.evaluate('innerWidth')}"] if is_wide else []
