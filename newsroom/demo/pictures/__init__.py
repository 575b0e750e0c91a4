"""The pictures of the demo paper, drawn by hand in code: one function a picture.

`draw(name)` and `portrait(name)` give a JPEG, the same one for the same name. Nothing is read
from a file, a font or the clock. A picture is its strokes in the order in which they are laid,
so its function is as long as it has strokes.
"""

from __future__ import annotations

from collections.abc import Callable

from newsroom.demo.pictures import country, culture, harbour, portraits, sport, town
from newsroom.demo.pictures.ink import Sheet
from newsroom.demo.pictures.shared import CREAM, HEIGHT, WIDTH

PICTURES: dict[str, Callable[[Sheet], None]] = {
    "bakery": culture.bakery,
    "bridge": town.bridge,
    "catch": harbour.catch,
    "ferry": harbour.ferry,
    "flood": town.flood,
    "football": sport.football,
    "gig": sport.gig,
    "gull": culture.gull_on_a_bin,
    "harbour": harbour.harbour,
    "library": culture.library,
    "market": town.market,
    "orchard": country.orchard,
    "saltmarsh": country.saltmarsh,
    "school": town.school,
    "storm": harbour.storm,
    "theatre": culture.theatre,
    "town-hall": town.town_hall,
    "tram": town.tram,
    "turbines": country.turbines,
}
PORTRAITS = (*portraits.SITTERS, "desk")


def draw(name: str) -> bytes:
    """A picture of 1600 by 900 pixels, as a JPEG."""
    sheet = Sheet(WIDTH, HEIGHT, CREAM, seed=_seed(name))
    PICTURES[name](sheet)
    return sheet.jpeg()


def portrait(name: str) -> bytes:
    """An author, or the sign of the desk, 600 pixels square, as a JPEG."""
    sheet = Sheet(portraits.SIDE, portraits.SIDE, CREAM, seed=_seed(name))
    if name in portraits.SITTERS:
        portraits.sit(sheet, portraits.SITTERS[name])
    else:
        portraits.sign(sheet)
    return sheet.jpeg()


def _seed(name: str) -> int:
    return sum(name.encode())
