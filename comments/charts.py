"""Charts without a library: shapes of plain SVG, beside the numbers they show.

A shape has its size as an attribute, which the content security policy allows; an inline style it
does not. Whoever cannot see the shapes reads the table that carries the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# The drawing's own units; it is stretched to the place it has on the page.
HEIGHT = 100
STEP = 10
THICK = 4


@dataclass(frozen=True)
class Bar:
    """One line of a table with its bar: `width` is in hundredths of the longest."""

    label: str
    value: int
    width: float


@dataclass(frozen=True)
class Shape:
    """A column of a chart, in the drawing's units."""

    x: float
    y: float
    height: float
    title: str
    is_second: bool


@dataclass(frozen=True)
class Columns:
    """Two series side by side, one pair for each label."""

    width: int
    highest: int
    shapes: list[Shape]


def bars(lines: Sequence[tuple[str, int]]) -> list[Bar]:
    highest = max((value for _, value in lines), default=0)
    return [Bar(label, value, _scaled(value, highest)) for label, value in lines]


def columns(lines: Sequence[tuple[str, int, int]], first: str, second: str) -> Columns:
    """From label, first and second value of each pair; `first` and `second` name the series."""
    highest = max((value for _, *values in lines for value in values), default=0)
    shapes = []
    for number, (label, *values) in enumerate(lines):
        for place, (name, value) in enumerate(zip((first, second), values, strict=True)):
            height = _scaled(value, highest)
            x = number * STEP + 1 + place * THICK
            title = f"{label}: {value} {name}"
            shapes.append(Shape(x, HEIGHT - height, height, title, is_second=place == 1))
    return Columns(width=max(1, len(lines)) * STEP, highest=highest, shapes=shapes)


def _scaled(value: int, highest: int) -> float:
    return round(HEIGHT * value / highest, 2) if highest else 0
