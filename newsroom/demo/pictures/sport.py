"""Pictures of games."""

from __future__ import annotations

import math

from newsroom.demo.pictures.ink import Point, Sheet, arc, curve, rectangle
from newsroom.demo.pictures.shared import (
    BRICK,
    CORAL,
    CREAM,
    FOAM,
    GOLD,
    HEIGHT,
    NAVY,
    NIGHT,
    PLUM,
    SLATE,
    TEAL,
    WIDTH,
    gull,
)


def football(sheet: Sheet) -> None:
    """The ground at night, seen from behind the goal."""
    sheet.sky((0, "#0e1830"), (300, "#24395a"), (430, "#3e5670"))
    for x in (170, 1430):
        for side in (-26, 26):
            sheet.line([(x + side * 0.3, 130), (x + side, 430)], 6, "#0a1222")
        for rung in range(9):
            y = 150 + rung * 32
            sheet.line([(x - 22, y), (x + 22, y + 28)], 3, "#0a1222")
        sheet.box(x - 84, 46, x + 84, 132, "#0a1222")
        for row in range(3):
            for column in range(5):
                lamp_x, lamp_y = x - 66 + column * 33, 64 + row * 25
                sheet.disc(lamp_x, lamp_y, 10, "#fffbe2")
        sheet.glow(x, 90, 240, "#fff6d0", strength=0.75)
    stand = [(250, 430), (300, 268), (1300, 268), (1350, 430)]
    sheet.fill([(270, 280), (330, 206), (1270, 206), (1330, 280)], "#16233f")
    sheet.fill(stand, "#2a3654")
    for row in range(9):
        y = 292 + row * 16
        for x in range(306 - row * 5, 1300 + row * 5, 15):
            ink = sheet.chance.choice(
                (CORAL, CREAM, GOLD, "#4b6b8a", "#8d4a52", "#33415f", "#33415f")
            )
            sheet.disc(x + sheet.chance.uniform(-2, 2), y + sheet.chance.uniform(-2, 2), 5.4, ink)
    for x in range(330, 1290, 120):
        sheet.box(x, 262, x + 5, 430, "#16233f")
    sheet.box(0, 424, WIDTH, 448, "#e9e2c6")
    for number in range(12):
        ink = (BRICK, TEAL, "#d8a236", NAVY)[number % 4]
        sheet.box(number * 140 + 8, 428, number * 140 + 124, 444, ink)
    sheet.box(0, 446, WIDTH, HEIGHT, "#3f7a4a")
    top = 446.0
    for number in range(9):
        foot = top + 16 + number * number * 0.9 + number * 26
        if number % 2:
            sheet.box(0, top, WIDTH, foot, "#356c43")
        top = foot
    sheet.shade(rectangle(0, 446, WIDTH, HEIGHT), NIGHT, strength=0.75)
    sheet.line(arc(800, 500, 170, 26, 0, 360), 4, "#dfe8cf")
    sheet.line([(0, 500), (WIDTH, 500)], 4, "#dfe8cf")
    sheet.line([(330, 810), (400, 620), (1200, 620), (1270, 810)], 6, "#dfe8cf")
    players = (
        (420, 560, 96, CORAL),
        (640, 600, 112, CREAM),
        (1010, 590, 110, CORAL),
        (1190, 546, 92, CREAM),
        (790, 540, 84, CORAL),
        (560, 528, 72, CREAM),
        (930, 524, 70, CORAL),
    )
    for x, foot, height, shirt in sorted(players, key=lambda player: player[1]):
        for way in (-1, 1):
            sheet.gouge((x, foot), (x + way * height * 0.9, foot + height * 0.2), 9, "#1f4a33")
        stride = height * 0.12
        for way in (-1, 1):
            sheet.line(
                [(x, foot - height * 0.42), (x + way * stride, foot)], height * 0.09, "#1a2340"
            )
        sheet.fill(
            [
                (x - height * 0.13, foot - height * 0.8),
                (x + height * 0.13, foot - height * 0.8),
                (x + height * 0.12, foot - height * 0.38),
                (x - height * 0.12, foot - height * 0.38),
            ],
            shirt,
        )
        sheet.line(
            [(x - height * 0.12, foot - height * 0.76), (x - height * 0.27, foot - height * 0.5)],
            height * 0.07,
            shirt,
        )
        sheet.line(
            [(x + height * 0.12, foot - height * 0.76), (x + height * 0.28, foot - height * 0.6)],
            height * 0.07,
            shirt,
        )
        sheet.disc(x, foot - height * 0.92, height * 0.085, "#5d3a33")
    # The keeper, at full stretch, and the ball just past the glove.
    sheet.oval(640, 838, 210, 17, "#173a2b")
    limbs = (
        ([(742, 610), (905, 556), (1010, 470)], 42, GOLD),
        ([(742, 650), (880, 640), (1000, 560)], 40, GOLD),
        ([(500, 712), (388, 734), (300, 700)], 48, NIGHT),
        ([(500, 742), (408, 796), (296, 812)], 48, NIGHT),
    )
    for path, width, ink in limbs:
        sheet.line(path, width, ink)
    torso = curve(
        (480, 690), (600, 604), (762, 588), (780, 664), (640, 740), (500, 766), (480, 690)
    )
    sheet.fill(torso, GOLD)
    sheet.shade(torso, BRICK, strength=0.7)
    sheet.fill([(470, 690), (548, 664), (572, 752), (490, 776)], NIGHT)
    for x, y in ((1022, 460), (1012, 552)):
        sheet.disc(x, y, 31, FOAM)
    for x, y in ((292, 698), (284, 816)):
        sheet.oval(x, y, 40, 24, CORAL)
    sheet.disc(838, 598, 46, "#8d5a44")
    sheet.fill(arc(834, 590, 48, 46, 130, 330), "#2b1c26")
    sheet.disc(1130, 392, 40, "#fffdf2")
    sheet.shade(arc(1130, 392, 40, 40, 0, 360), SLATE, strength=0.7)
    for angle in range(0, 360, 72):
        a = math.radians(angle + 20)
        sheet.disc(1130 + 27 * math.cos(a), 392 + 27 * math.sin(a), 8, NIGHT)
    sheet.disc(1130, 392, 10, NIGHT)
    net = "#e9eee2"
    for column in range(31):
        x = column * 60 - 100
        sag = curve((x, 0), (x + (800 - x) * 0.04, 450), (x, 900))
        sheet.line(sag, 1.6, net)
    for row in range(17):
        y = row * 58 - 20
        sheet.line(
            curve((-20, y), (400, y + 10), (800, y + 16), (1200, y + 10), (1620, y)), 1.6, net
        )


def gig(sheet: Sheet) -> None:
    """A six-oared gig from above, pulling across the sheet."""
    x: float
    y: float
    sheet.wash(rectangle(0, 0, WIDTH, HEIGHT), "#3f9094", "#1b5667")
    for row in range(15):
        y = row * 66 - 20
        swell = curve(
            *((x, y + 16 * math.sin(x / 150 + row * 1.1)) for x in range(-60, WIDTH + 120, 60))
        )
        band = [*swell, *((x, py + 20 + 8 * math.sin(x / 90)) for x, py in reversed(swell))]
        sheet.fill(band, ("#2f7f88", "#4f9f9f")[row % 2])
    sheet.gouges(
        (0, 0, WIDTH, HEIGHT), "#a9d3c8", count=120, length=(30, 120), width=(2, 5), slope=0.05
    )
    angle = math.radians(-24)
    cos, sin = math.cos(angle), math.sin(angle)

    def at(along: float, across: float) -> Point:
        return (790 + along * cos - across * sin, 460 + along * sin + across * cos)

    for side in (-1, 1):
        for step in range(13):
            start = at(-540 - step * 46, side * (14 + step * 9))
            sheet.gouge(start, at(-610 - step * 46, side * (22 + step * 11)), 12 - step * 0.5, FOAM)
        sheet.line([at(568, 0), at(530, side * 34), at(450, side * 70)], 9, FOAM)
    shadow = [at(x + 14, y + 40) for x, y in _hull_outline()]
    sheet.fill(shadow, "#14475a")
    thwarts = (-330, -200, -70, 60, 190, 320)
    for number, along in enumerate(thwarts):
        side = 1 if number % 2 else -1
        start, end = at(along - 20, 20 * side), at(along - 130, 345 * side)
        sheet.line([(start[0] + 12, start[1] + 34), (end[0] + 12, end[1] + 34)], 9, "#14475a")
    outline = [at(x, y) for x, y in _hull_outline()]
    sheet.fill(outline, CREAM)
    sheet.fill([at(x * 0.975, y * 0.86) for x, y in _hull_outline()], "#b8673f")
    sheet.shade([at(x * 0.975, y * 0.86) for x, y in _hull_outline()], "#5a3434", strength=0.8)
    for along in range(-440, 480, 26):
        wide = 62 * math.cos(along / 560 * math.pi / 2)
        sheet.line([at(along, -wide), at(along, wide)], 3, "#8a4a34")
    for along in thwarts:
        sheet.line([at(along - 34, -62), at(along - 34, 62)], 15, "#e3b27a")
    shirts = (CORAL, CREAM, CORAL, CREAM, CORAL, CREAM)
    for number, along in enumerate(thwarts):
        side = 1 if number % 2 else -1
        grip, blade = at(along - 52, -30 * side), at(along - 130, 345 * side)
        tip = at(along - 142, 392 * side)
        for ring in (1.0, 0.6):
            sheet.line(arc(*at(along - 160, 366 * side), 70 * ring, 44 * ring, 0, 360), 4, FOAM)
        sheet.line([grip, blade], 9, "#f0d29a")
        sheet.line([blade, tip], 24, BRICK)
        sheet.line([at(along - 20, 20 * side), at(along - 52, 4 * side)], 19, "#c98a66")
        sheet.line([at(along - 20, -20 * side), at(along - 54, -22 * side)], 19, "#c98a66")
        back = [
            at(along + 26 * math.cos(t / 8 * math.tau), 44 * math.sin(t / 8 * math.tau))
            for t in range(8)
        ]
        sheet.fill(back, shirts[number])
        sheet.shade(back, PLUM, strength=0.5)
        x, y = at(along - 4, 0)
        sheet.disc(
            x, y, 24, ("#2b1c26", "#7c4a3d", "#d9a561", "#3a2533", "#a8714e", "#2b1c26")[number]
        )
    sheet.fill(
        [
            at(-430 + 30 * math.cos(t / 9 * math.tau), 40 * math.sin(t / 9 * math.tau))
            for t in range(9)
        ],
        NAVY,
    )
    x, y = at(-428, 0)
    sheet.disc(x, y, 23, GOLD)
    for x, y, span in ((230, 170, 120), (1330, 700, 150), (1430, 620, 90)):
        gull(sheet, x + 26, y + 60, span, "#17505f")
        gull(sheet, x, y, span, "#fffaf0")


def _hull_outline() -> list[Point]:
    """The gig's rail around its own middle, bow to the right."""
    side = [
        (560 * math.cos(t / 24 * math.pi), 76 * math.sin(t / 24 * math.pi) ** 0.8)
        for t in range(25)
    ]
    return [*side, *((x, -y) for x, y in reversed(side))]
