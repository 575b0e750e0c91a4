"""Portraits of the demo's authors, in the manner of the pictures: one table, one hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsroom.demo.pictures.ink import Colour, Sheet, arc, curve, mix
from newsroom.demo.pictures.shared import (
    CORAL,
    CREAM,
    FOAM,
    GOLD,
    NAVY,
    NIGHT,
    PLUM,
    TEAL,
    lighthouse,
)

SIDE = 600
BLUSH = "#7c3a3a"
Hair = Callable[[Sheet, Colour], None]


@dataclass(frozen=True)
class Sitter:
    ground: Colour
    skin: Colour
    coat: Colour
    collar: Colour
    hair: Colour
    behind: Hair
    before: Hair
    glasses: bool = False
    beard: Colour = ""
    earrings: Colour = ""


# Hair: what lies behind the head, and what falls before it.


def nothing(sheet: Sheet, ink: Colour) -> None:
    """Short hair has no back."""


def long_back(sheet: Sheet, ink: Colour) -> None:
    shape = curve(
        (300, 90), (170, 150), (158, 320), (150, 470), (450, 470), (442, 320), (430, 150), (300, 90)
    )
    sheet.fill(shape, ink)
    sheet.shade(shape, NIGHT, strength=0.5)


def side_parting(sheet: Sheet, ink: Colour) -> None:
    sheet.fill(
        curve(
            (196, 270),
            (190, 170),
            (250, 110),
            (340, 104),
            (410, 160),
            (408, 280),
            (384, 210),
            (330, 186),
            (250, 196),
            (214, 220),
            (196, 270),
        ),
        ink,
    )


def bob_back(sheet: Sheet, ink: Colour) -> None:
    shape = curve(
        (300, 98),
        (186, 140),
        (160, 280),
        (168, 400),
        (240, 404),
        (360, 404),
        (432, 400),
        (440, 280),
        (414, 140),
        (300, 98),
    )
    sheet.fill(shape, ink)
    sheet.shade(shape, NIGHT, strength=0.5)


def fringe(sheet: Sheet, ink: Colour) -> None:
    sheet.fill(
        curve(
            (190, 290),
            (186, 170),
            (300, 100),
            (414, 170),
            (410, 290),
            (398, 226),
            (300, 214),
            (204, 226),
            (190, 290),
        ),
        ink,
    )


def curls_back(sheet: Sheet, ink: Colour) -> None:
    for x, y, radius in (
        (180, 190, 66),
        (230, 120, 70),
        (310, 92, 72),
        (386, 130, 68),
        (424, 206, 62),
        (166, 270, 52),
        (436, 280, 50),
    ):
        sheet.disc(x, y, radius, ink)
        sheet.shade(arc(x, y, radius, radius, 0, 360), NIGHT, strength=0.35)


def curls(sheet: Sheet, ink: Colour) -> None:
    for x, y, radius in (
        (214, 190, 34),
        (258, 162, 36),
        (308, 152, 38),
        (356, 164, 36),
        (392, 196, 32),
    ):
        sheet.disc(x, y, radius, ink)


def crop(sheet: Sheet, ink: Colour) -> None:
    sheet.fill(
        curve(
            (194, 262),
            (190, 180),
            (236, 122),
            (300, 108),
            (366, 122),
            (410, 180),
            (406, 262),
            (392, 206),
            (350, 170),
            (300, 164),
            (250, 170),
            (208, 206),
            (194, 262),
        ),
        ink,
    )


def bald(sheet: Sheet, ink: Colour) -> None:
    for side in (-1, 1):
        sheet.fill(
            curve(
                (300 + side * 96, 300),
                (300 + side * 112, 250),
                (300 + side * 100, 204),
                (300 + side * 90, 240),
                (300 + side * 96, 300),
            ),
            ink,
        )


def bun_back(sheet: Sheet, ink: Colour) -> None:
    sheet.disc(300, 88, 56, ink)
    sheet.shade(arc(300, 88, 56, 56, 0, 360), NIGHT, strength=0.5)
    sheet.oval(300, 226, 122, 128, ink)


def swept(sheet: Sheet, ink: Colour) -> None:
    sheet.fill(
        curve(
            (192, 280),
            (188, 180),
            (300, 106),
            (412, 180),
            (408, 280),
            (396, 220),
            (340, 176),
            (300, 150),
            (260, 176),
            (204, 220),
            (192, 280),
        ),
        ink,
    )


def cap(sheet: Sheet, ink: Colour) -> None:
    """A fisherman's knitted cap over grey hair."""
    for side in (-1, 1):
        sheet.oval(300 + side * 102, 268, 16, 36, "#c9c4b8")
    wool = [*arc(300, 196, 118, 108, 180, 360), (420, 214), (180, 214)]
    sheet.fill(wool, ink)
    sheet.shade(wool, NIGHT, strength=0.5)
    sheet.fill(
        curve((174, 226), (176, 184), (300, 174), (424, 184), (426, 226), (300, 214), (174, 226)),
        mix(ink, CREAM, 0.2),
    )
    for x in range(196, 416, 22):
        sheet.line([(x, 188), (x, 216)], 3, mix(ink, NIGHT, 0.25))


SITTERS: dict[str, Sitter] = {
    "nell": Sitter("#d98a5c", "#e2b08c", NAVY, CREAM, "#8d3d2a", long_back, side_parting),
    "tomas": Sitter(
        "#5f8f86", "#b9795a", "#d9a53f", NAVY, "#2b1c26", nothing, crop, beard="#33222c"
    ),
    "ida": Sitter("#c9b566", "#8d5a44", PLUM, GOLD, "#20141d", curls_back, curls, earrings=GOLD),
    "gwen": Sitter(
        "#7f9fb0", "#edc6a4", "#a9452f", CREAM, "#d5d2c6", bob_back, fringe, glasses=True
    ),
    "aron": Sitter("#b56a6a", "#e5b591", "#2f5d63", FOAM, "#4d7a86", nothing, cap, beard="#c9c4b8"),
    "samir": Sitter("#8f9a6b", "#a0694c", "#2c3550", CORAL, "#2b1c26", nothing, bald, glasses=True),
    "petra": Sitter(
        "#d9b27a", "#d9a07a", "#35533f", CREAM, "#5a3423", bun_back, swept, earrings=CORAL
    ),
}


def sit(sheet: Sheet, who: Sitter) -> None:
    sheet.wash(
        [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)], mix(who.ground, CREAM, 0.25), who.ground
    )
    sheet.disc(300, 290, 236, mix(who.ground, CREAM, 0.5))
    who.behind(sheet, who.hair)
    shoulders = [
        *curve(
            (40, 620),
            (70, 520),
            (150, 462),
            (250, 436),
            (350, 436),
            (450, 462),
            (530, 520),
            (560, 620),
        ),
    ]
    sheet.fill(shoulders, who.coat)
    sheet.shade(shoulders, NIGHT, strength=0.6, across=True)
    neck = [(256, 360), (344, 360), (352, 446), *arc(300, 446, 52, 44, 0, 180), (248, 446)]
    sheet.fill(neck, mix(who.skin, PLUM, 0.3))
    for side in (-1, 1):
        sheet.fill(
            [(300 + side * 46, 424), (300 + side * 96, 446), (300 + side * 60, 530), (300, 492)],
            who.collar,
        )
        sheet.oval(300 + side * 108, 286, 19, 30, mix(who.skin, PLUM, 0.15))
        if who.earrings:
            sheet.disc(300 + side * 110, 326, 9, who.earrings)
    face = curve(
        (300, 132),
        (216, 162),
        (192, 262),
        (206, 340),
        (250, 404),
        (300, 418),
        (350, 404),
        (394, 340),
        (408, 262),
        (384, 162),
        (300, 132),
    )
    sheet.fill(face, who.skin)
    sheet.shade(face, mix(who.skin, BLUSH, 0.75), strength=0.75, across=True)
    if who.beard:
        jaw = curve(
            (200, 300),
            (208, 352),
            (250, 414),
            (300, 432),
            (350, 414),
            (392, 352),
            (400, 300),
            (380, 336),
            (340, 342),
            (300, 336),
            (260, 342),
            (220, 336),
            (200, 300),
        )
        sheet.fill(jaw, who.beard)
        sheet.shade(jaw, NIGHT, strength=0.3, across=True)
    dark = mix(who.skin, "#2b1420", 0.75)
    for side in (-1, 1):
        eye = 300 + side * 46
        sheet.oval(eye, 268, 8, 9, "#24161f")
        sheet.line(
            curve((eye - 24, 242 + side * 2), (eye, 232), (eye + 24, 242 - side * 2)),
            7,
            mix(who.hair, NIGHT, 0.4),
        )
        sheet.glow(300 + side * 62, 320, 34, CORAL, strength=0.35)
        if who.glasses:
            sheet.line(arc(eye, 268, 36, 33, 0, 360), 6, "#24161f")
            sheet.line([(eye + side * 36, 262), (eye + side * 62, 256)], 6, "#24161f")
    if who.glasses:
        sheet.line(arc(300, 268, 11, 10, 190, 350), 6, "#24161f")
    sheet.line(curve((304, 262), (316, 312), (296, 320)), 5, mix(who.skin, "#2b1420", 0.4))
    sheet.line(
        curve((266, 358), (286, 370), (312, 370), (336, 356)),
        6,
        "#a8433c" if not who.beard else dark,
    )
    who.before(sheet, who.hair)


def sign(sheet: Sheet) -> None:
    """The sign of the group: a lantern's tower over the bar."""
    sheet.sky((0, NAVY), (360, "#8d5a6a"), (420, "#f0b07a"))
    sheet.sky((400, "#e9a878"), (470, "#3f7d84"), (SIDE, "#14384a"))
    sheet.fill([(300, 158), (-60, 20), (-60, 190)], "#f4dfa0")
    sheet.shade([(300, 158), (-60, 20), (-60, 190)], NAVY, strength=0.95, across=True, back=True)
    sheet.fill([(300, 158), (660, 20), (660, 190)], "#f4dfa0")
    sheet.shade([(300, 158), (660, 20), (660, 190)], NAVY, strength=0.95, across=True)
    sheet.fill(sheet.rough([(150, 470), (220, 420), (380, 414), (460, 470)], 3), NIGHT)
    lighthouse(sheet, 300, 430, 290, lamp="#fff3c6")
    sheet.glow(300, 174, 120, "#fff3c6", strength=0.8)
    for row in range(4):
        wide = 90 + row * 20
        for column in range(-1, 8):
            x, y = column * wide + (row % 2) * wide / 2, 470 + row * 36
            sheet.fill(
                [
                    (x - wide / 2, SIDE),
                    *arc(x, y + 34, wide / 2, 30, 180, 360),
                    (x + wide / 2, SIDE),
                ],
                mix(TEAL, NIGHT, row * 0.16),
            )
            sheet.line(arc(x, y + 34, wide / 2, 30, 190, 350), 4, FOAM)
