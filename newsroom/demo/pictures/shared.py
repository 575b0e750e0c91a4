"""The palette of the demo's pictures, and the figures, boats and houses that several share."""

from __future__ import annotations

import math

from newsroom.demo.pictures.ink import Colour, Point, Sheet, arc, curve, rectangle

WIDTH, HEIGHT = 1600, 900

NIGHT = "#14213a"
NAVY = "#1d3350"
TEAL = "#1f5560"
SEA = "#3c8088"
MIST = "#a9c3bd"
FOAM = "#e6ebdd"
CREAM = "#f6ead0"
SAND = "#e8ca98"
GOLD = "#e0a234"
CORAL = "#e2735a"
BRICK = "#a9452f"
PLUM = "#573349"
LEAF = "#6f8a4c"
MOSS = "#35533f"
SLATE = "#4d5d69"


def gull(sheet: Sheet, x: float, y: float, span: float, colour: Colour = FOAM) -> None:
    lift = span * 0.28
    for side in (-1, 1):
        wing = curve(
            (x, y), (x + side * span * 0.22, y - lift), (x + side * span / 2, y - lift / 3)
        )
        sheet.line(wing, span * 0.055, colour)
    sheet.oval(x, y + span * 0.02, span * 0.05, span * 0.045, colour)


def person(
    sheet: Sheet, x: float, foot: float, height: float, coat: Colour, *, skin: Colour = NIGHT
) -> None:
    """A figure in a long coat; large ones are shaded on one side."""
    h = height
    for side in (-1, 1):
        leg = x + side * h * 0.055
        sheet.box(leg - h * 0.03, foot - h * 0.4, leg + h * 0.03, foot, NIGHT)
    body = [
        *arc(x - h * 0.075, foot - h * 0.77, h * 0.06, h * 0.06, 180, 270),
        *arc(x + h * 0.075, foot - h * 0.77, h * 0.06, h * 0.06, 270, 360),
        (x + h * 0.15, foot - h * 0.3),
        (x - h * 0.15, foot - h * 0.3),
    ]
    sheet.fill(body, coat)
    if h > 200:
        sheet.shade(body, NIGHT, strength=0.45, across=True)
    sheet.disc(x, foot - h * 0.91, h * 0.085, skin)


def fishing_boat(
    sheet: Sheet, x: float, water: float, length: float, hull: Colour, stripe: Colour
) -> None:
    """A boat seen from the side, bow to the right; `x` is its stern."""
    u = length / 10
    mast = x + 6.0 * u
    sheet.line([(mast, water - 1 * u), (mast, water - 7.4 * u)], u * 0.14, NIGHT)
    sheet.line([(mast, water - 7.2 * u), (x + 9.6 * u, water - 1.9 * u)], u * 0.05, NIGHT)
    sheet.line([(mast, water - 7.2 * u), (x + 0.4 * u, water - 1.4 * u)], u * 0.05, NIGHT)
    sheet.line([(mast, water - 3.0 * u), (x + 3.2 * u, water - 5.6 * u)], u * 0.1, NIGHT)
    sheet.box(x + 1.5 * u, water - 3.4 * u, x + 4.2 * u, water - 1 * u, CREAM)
    sheet.shade(
        rectangle(x + 1.5 * u, water - 3.4 * u, x + 4.2 * u, water - 1 * u), stripe, strength=0.5
    )
    sheet.box(x + 1.2 * u, water - 3.7 * u, x + 4.5 * u, water - 3.3 * u, hull)
    for pane in (1.8, 2.65, 3.5):
        sheet.box(x + pane * u, water - 3.0 * u, x + (pane + 0.5) * u, water - 2.3 * u, NAVY)
    body = [
        *curve(
            (x, water - 1.5 * u),
            (x + 3 * u, water - 1.25 * u),
            (x + 7 * u, water - 1.5 * u),
            (x + 10 * u, water - 2.5 * u),
        ),
        *curve((x + 9.2 * u, water - 0.6 * u), (x + 8.4 * u, water + 0.35 * u)),
        (x + 0.5 * u, water + 0.35 * u),
    ]
    sheet.fill(body, hull)
    sheet.shade(body, NIGHT, strength=0.6)
    rail = curve(
        (x + 0.1 * u, water - 1.1 * u),
        (x + 3 * u, water - 0.9 * u),
        (x + 7 * u, water - 1.1 * u),
        (x + 9.6 * u, water - 1.9 * u),
    )
    sheet.line(rail, u * 0.18, stripe)


def reflection(
    sheet: Sheet, left: float, right: float, top: float, depth: float, colour: Colour
) -> None:
    """Broken bars of a colour on water, thinner and looser with distance."""
    y = top
    while y < top + depth:
        loose = (y - top) / depth
        if sheet.chance.random() > loose * 0.6:
            shift = sheet.chance.uniform(-18, 18) * (0.4 + loose)
            trim = (right - left) * loose * 0.22
            sheet.gouge((left + trim + shift, y), (right - trim + shift, y), 9 - 4 * loose, colour)
        y += 9 + 5 * loose


def ridge(
    sheet: Sheet, level: float, height: float, colour: Colour, *, waves: float, shift: float = 0
) -> list[Point]:
    """Hills from edge to edge, filled down to the foot of the sheet; their outline."""
    top: list[Point] = [
        (
            x,
            level
            - height * (0.5 + 0.5 * math.sin(x / WIDTH * waves * math.tau + shift))
            - height * 0.35 * math.sin(x / WIDTH * waves * 2.7 * math.tau + shift * 2.1),
        )
        for x in range(-20, WIDTH + 41, 20)
    ]
    outline = [*top, (WIDTH + 20, HEIGHT), (-20, HEIGHT)]
    sheet.fill(outline, colour)
    return outline


def house(
    sheet: Sheet,
    x: float,
    foot: float,
    width: float,
    height: float,
    wall: Colour,
    roof: Colour,
    *,
    lit: Colour = NAVY,
) -> None:
    """A gabled house front with two rows of windows."""
    gable = width * 0.42
    sheet.box(x, foot - height, x + width, foot, wall)
    sheet.shade(rectangle(x, foot - height, x + width, foot), BRICK, strength=0.3, across=True)
    sheet.fill(
        [
            (x - width * 0.06, foot - height),
            (x + width / 2, foot - height - gable),
            (x + width * 1.06, foot - height),
        ],
        roof,
    )
    sheet.box(x + width * 0.7, foot - height - gable, x + width * 0.82, foot - height, roof)
    rows = max(1, round(height / (width * 0.75)))
    for row in range(rows):
        for column in (0.2, 0.58):
            left, top = x + width * column, foot - height + (row + 0.25) * height / rows
            glass = lit if sheet.chance.random() < 0.6 else NAVY
            sheet.box(left, top, left + width * 0.22, top + height / rows * 0.45, glass)


def clouds(sheet: Sheet, top: float, bottom: float, colour: Colour, count: int) -> None:
    for _ in range(count):
        x, y = sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(top, bottom)
        reach = sheet.chance.uniform(160, 520)
        sheet.gouge((x - reach, y), (x + reach, y), sheet.chance.uniform(6, 20), colour)


def lighthouse(sheet: Sheet, x: float, foot: float, height: float, *, lamp: Colour = GOLD) -> None:
    w = height * 0.13
    tower = [
        (x - w, foot),
        (x - w * 0.62, foot - height * 0.8),
        (x + w * 0.62, foot - height * 0.8),
        (x + w, foot),
    ]
    sheet.fill(tower, CREAM)
    for low, high in ((0.0, 0.2), (0.4, 0.6)):
        left_low, left_high = w * (1 - 0.475 * low), w * (1 - 0.475 * high)
        sheet.fill(
            [
                (x - left_low, foot - height * low),
                (x - left_high, foot - height * high),
                (x + left_high, foot - height * high),
                (x + left_low, foot - height * low),
            ],
            CORAL,
        )
    sheet.shade(tower, NIGHT, strength=0.75, across=True)
    sheet.box(x - w * 0.85, foot - height * 0.83, x + w * 0.85, foot - height * 0.79, NIGHT)
    sheet.box(x - w * 0.45, foot - height * 0.94, x + w * 0.45, foot - height * 0.83, lamp)
    sheet.fill(
        [
            (x - w * 0.62, foot - height * 0.94),
            (x, foot - height * 1.03),
            (x + w * 0.62, foot - height * 0.94),
        ],
        NIGHT,
    )
