"""Pictures of the harbour and the sea."""

from __future__ import annotations

import math
from itertools import pairwise

from newsroom.demo.pictures.ink import Point, Sheet, arc, curve, mix, rectangle
from newsroom.demo.pictures.shared import (
    BRICK,
    CORAL,
    CREAM,
    FOAM,
    GOLD,
    HEIGHT,
    LEAF,
    MOSS,
    NAVY,
    NIGHT,
    PLUM,
    SAND,
    TEAL,
    WIDTH,
    clouds,
    fishing_boat,
    gull,
    house,
    lighthouse,
    person,
    reflection,
    ridge,
)


def harbour(sheet: Sheet) -> None:
    horizon = 505
    sheet.sky((0, "#2f6474"), (210, "#93a99c"), (400, "#efb184"), (horizon, "#fae0ae"))
    clouds(sheet, 60, 330, "#e98f6d", 9)
    clouds(sheet, 120, 420, "#f7cf9d", 8)
    sheet.glow(1085, 455, 330, "#fff1c4", strength=0.9)
    sheet.disc(1085, 455, 62, "#fff6d8")
    sheet.fill(
        sheet.rough(
            [
                (560, horizon),
                (700, 470),
                (900, 452),
                (1120, 476),
                (1330, 440),
                (WIDTH, 425),
                (WIDTH, horizon),
            ],
            2,
        ),
        "#7f9a94",
    )
    sheet.sky((horizon, "#f6d3a0"), (610, "#a9b59d"), (760, "#3f7d84"), (HEIGHT, "#173f50"))
    sheet.gouges((0, horizon + 8, WIDTH, 890), "#2c6672", count=170, length=(40, 330), width=(1, 9))
    sheet.gouges((0, horizon + 30, WIDTH, 890), "#efc295", count=60, length=(30, 200), width=(1, 5))
    for step in range(34):
        y = horizon + 8 + step * step * 0.3
        reach = 26 + step * 3.4 + sheet.chance.uniform(-14, 24)
        x = 1085 + sheet.chance.uniform(-12, 12)
        sheet.gouge((x - reach, y), (x + reach, y), 3 + step * 0.24, "#fff0c6")
    hill = sheet.rough(
        [(-10, 330), (120, 318), (260, 372), (420, 410), (560, 470), (690, 522), (-10, 560)], 3
    )
    sheet.wash(hill, "#3f6b6c", "#24505a")
    walls = (CREAM, "#e7b48b", SAND, "#d98a6a", FOAM)
    for row, (count, left, foot, fall, size) in enumerate(
        ((5, 30, 422, 14, 34), (8, 6, 462, 8, 40), (12, -16, 532, -1, 50))
    ):
        for number in range(count):
            x, base = left + number * (size + 4 + row), foot + number * fall
            height = size * sheet.chance.uniform(0.9, 1.5)
            wall = walls[(number * 2 + row) % 5]
            house(sheet, x, base, size, height, wall, BRICK, lit="#ffd98a")
        path = [(left - 40, foot), (left + count * (size + 7), foot + count * fall)]
        sheet.fill([*path, (path[1][0], path[1][1] + 14), (path[0][0], foot + 14)], "#24505a")
    quay = [(-10, 526), (620, 520), (640, 528), (640, 548), (-10, 566)]
    sheet.wash(quay, "#5f5a55", NIGHT)
    reflection(sheet, -40, 560, 572, 110, "#1c4754")
    mole = sheet.rough([(1290, 520), (1320, 500), (WIDTH, 494), (WIDTH, 530), (1290, 530)], 2)
    sheet.fill(mole, NAVY)
    lighthouse(sheet, 1372, 502, 172, lamp="#fff1c4")
    reflection(sheet, 1330, 1600, 536, 90, "#24505a")
    for x, water, length, hull, stripe in (
        (700, 610, 190, "#2a5d68", CREAM),
        (330, 668, 290, BRICK, CREAM),
        (905, 742, 430, NAVY, CORAL),
    ):
        reflection(sheet, x, x + length * 0.92, water + length * 0.04, length * 0.3, "#143444")
        fishing_boat(sheet, x, water, length, hull, stripe)
    pier = [(-10, 806), (520, 826), (520, 850), (-10, 840)]
    for x in (60, 210, 360, 490):
        sheet.box(x, 820, x + 18, HEIGHT, NIGHT)
    sheet.fill(sheet.rough(pier, 1), NIGHT)
    person(sheet, 236, 818, 150, CORAL)
    sheet.box(330, 790, 392, 824, BRICK)
    sheet.box(338, 764, 384, 792, "#c08a4a")
    for x, y, span in ((640, 260, 62), (735, 216, 44), (845, 300, 34), (1210, 200, 54)):
        gull(sheet, x, y, span, CREAM)


def ferry(sheet: Sheet) -> None:
    x: float
    y: float
    horizon = 470
    sheet.sky((0, "#5aa0a6"), (260, "#a9d0c0"), (horizon, "#f7ecc9"))
    for x, y, size in ((210, 150, 1.1), (1130, 110, 0.9), (1490, 260, 0.8)):
        for dx, dy, radius in ((-150, 10, 46), (-70, -22, 66), (30, -30, 78), (120, 4, 54)):
            sheet.disc(x + dx * size, y + dy * size, radius * size, "#fff8e3")
        sheet.box(x - 150 * size, y + 12 * size, x + 120 * size, y + 57 * size, "#fff8e3")
    ridge(sheet, horizon, 60, "#8fb3a4", waves=1.3, shift=1.2)
    ridge(sheet, horizon + 12, 42, "#5f8f86", waves=1.9, shift=3.6)
    sheet.sky((horizon, "#4fa0a0"), (690, "#23707c"), (HEIGHT, "#124458"))
    # Smoke, deck by deck, funnel, hull.
    for number in range(15):
        x, y = 768 - number * 48, 190 - number * 7 + 12 * math.sin(number * 1.3)
        sheet.disc(x, y, 20 + number * 3.4, mix("#5d5f68", "#cfdccb", number / 14))
    funnel = [(716, 330), (726, 196), (810, 196), (828, 330)]
    sheet.fill(funnel, CORAL)
    sheet.shade(funnel, PLUM, across=True, strength=0.7)
    sheet.fill([(724, 224), (726, 190), (812, 190), (815, 224)], NIGHT)
    sheet.fill([(718, 262), (721, 240), (817, 240), (820, 262)], CREAM)
    sheet.line([(1010, 330), (1010, 140)], 7, NIGHT)
    sheet.line([(1010, 150), (1280, 470)], 2, NIGHT)
    sheet.line([(1010, 150), (380, 430)], 2, NIGHT)
    sheet.fill([(1014, 142), *curve((1014, 142), (1050, 152), (1086, 144)), (1014, 176)], BRICK)
    for left, right, top, foot in (
        (560, 1090, 322, 396),
        (430, 1190, 392, 478),
        (330, 1290, 474, 580),
    ):
        deck = rectangle(left, top, right, foot)
        sheet.fill(deck, "#fdf3d8")
        sheet.shade(deck, "#e0b183", strength=0.75, across=True)
        sheet.box(left - 14, top - 8, right + 14, top + 6, BRICK)
        for x in range(left + 26, right - 40, 62):
            sheet.box(x, top + 22, x + 40, foot - 22, NAVY)
            sheet.fill(
                [
                    (x, foot - 30),
                    (x + 22, top + 22),
                    (x + 40, top + 22),
                    (x + 8, foot - 22),
                    (x, foot - 22),
                ],
                "#3f6f86",
            )
    for x in (356, 372, 402, 1222, 1240, 1262):
        person(sheet, x, 474, 50, (GOLD, CORAL, TEAL)[x % 3])
    hull = [
        (236, 556),
        *curve((236, 556), (700, 566), (1180, 556), (1400, 520)),
        *curve((1384, 570), (1336, 656), (1290, 712)),
        (330, 712),
        *curve((330, 712), (270, 650), (236, 556)),
    ]
    sheet.fill(hull, NAVY)
    sheet.shade(hull, "#0d1830", strength=0.9)
    boot = [(300, 676), (1320, 676), (1290, 716), (330, 716)]
    sheet.fill(boot, BRICK)
    sheet.line(curve((240, 574), (700, 584), (1180, 574), (1394, 540)), 7, CREAM)
    for x in range(330, 1260, 70):
        sheet.disc(x, 628, 12, "#8fb3a4")
        sheet.disc(x, 628, 8, "#f7d98d")
    for _ in range(60):
        x, y = sheet.chance.gauss(1318, 34), 664 - abs(sheet.chance.gauss(0, 20))
        sheet.disc(x, y, sheet.chance.uniform(3, 13), FOAM)
        x, y = sheet.chance.gauss(270, 40), 668 - abs(sheet.chance.gauss(0, 12))
        sheet.disc(x, y, sheet.chance.uniform(3, 11), FOAM)
    # The sea is cut in rows of scallops, larger as they come closer.
    for row in range(8):
        y, wide = 640 + row * row * 4.2 + row * 12, 74 + row * 15
        tint = ("#2f8088", "#1d5c6b")[row % 2]
        ink = mix(tint, "#0f3a4e", row / 9)
        for column in range(-1, int(WIDTH / wide) + 3):
            x = column * wide + (row % 2) * wide / 2
            if row == 0 and 300 < x < 1330:
                continue
            sheet.fill(
                [
                    (x - wide / 2, HEIGHT),
                    *arc(x, y + wide * 0.42, wide / 2, wide * 0.34, 180, 360),
                    (x + wide / 2, HEIGHT),
                ],
                ink,
            )
            sheet.line(
                arc(x, y + wide * 0.42, wide / 2, wide * 0.34, 190, 350), 3 + row * 0.5, "#8fc6bd"
            )
    for x, y, span in (
        (180, 330, 84),
        (300, 260, 56),
        (1380, 380, 72),
        (1500, 430, 46),
        (90, 420, 44),
    ):
        gull(sheet, x, y, span, "#fffaf0")


def storm(sheet: Sheet) -> None:
    x: float
    y: float
    sheet.sky((0, "#1a2536"), (330, "#40566a"), (620, "#8d9b97"))
    for row in range(11):
        y = 30 + row * 44
        swell = curve(
            *(
                (x, y + 26 * math.sin(x / 210 + row * 1.9) + sheet.chance.uniform(-8, 8))
                for x in range(-80, WIDTH + 160, 130)
            )
        )
        band = [*swell, *((x, py + 15 + row * 1.2) for x, py in reversed(swell))]
        sheet.fill(band, mix("#22324a", "#66797c", row / 11))
    sheet.shade(
        [(1170, 250), (-20, -60), (-20, 190)], "#ffe9ad", strength=0.8, across=True, grain=0.55
    )
    sheet.shade(
        [(1170, 250), (WIDTH, 190), (WIDTH, 300)],
        "#ffe9ad",
        strength=0.7,
        across=True,
        back=True,
        grain=0.55,
    )
    far = curve((-20, 566), (240, 545), (520, 572), (800, 548), (1100, 566), (1620, 550))
    sheet.fill([*far, (1620, HEIGHT), (-20, HEIGHT)], "#2d5866")
    sheet.gouges((0, 580, WIDTH, 700), "#7fa3a2", count=80, length=(40, 170), width=(2, 7))
    mole = [(800, 900), (880, 655), (1030, 630), (1640, 612), (1640, 900)]
    sheet.fill(sheet.rough(mole, 3), "#2a3341")
    sheet.shade(mole, NIGHT, strength=0.9)
    for row in range(6):
        y = 650 + row * 44
        for column in range(11):
            x = 850 + column * 86 + (row % 2) * 40 - row * 9
            sheet.gouge((x, y), (x + 66, y - 3), 5, "#4b5a68")
    lighthouse(sheet, 1170, 634, 420, lamp="#fff3c6")
    sheet.glow(1170, 262, 150, "#fff3c6", strength=0.9)
    sheet.disc(1170, 262, 19, "#fffbe6")
    back = ((-30, 640), (150, 560), (330, 470), (520, 372), (700, 286), (850, 252), (965, 300))
    lip = ((985, 372), (930, 338), (852, 346), (796, 402), (770, 500), (800, 640), (900, 820))
    sheet.wash([*curve(*back), *curve(*lip), (920, HEIGHT), (-30, HEIGHT)], "#3f8087", "#102a3e")
    # The face of the wave is cut in long strokes that follow it from the trough to the lip.
    for number in range(15):
        t = number / 15
        cut = curve(
            (-30 + 880 * t, 920),
            (150 + 640 * t, 770 - 30 * t),
            (400 + 385 * t, 620 - 60 * t),
            (600 + 190 * t, 490 - 60 * t),
            (780 + 20 * t, 380 + 6 * t),
        )
        colour = mix("#b9d6cd", "#2f6a78", abs(2 * t - 0.7) / 1.3)
        for piece, ((ax, ay), (bx, by)) in enumerate(pairwise(cut), start=1):
            width = 7 * math.sin(math.pi * piece / (len(cut) + 1))
            sheet.line([(ax, ay), (bx, by)], width, colour)
    hollow = [*curve(*lip[:5]), *curve((768, 520), (744, 440), (780, 356), (860, 312), (960, 326))]
    sheet.fill(hollow, "#0f2539")
    sheet.shade(hollow, "#3f8087", strength=0.6, back=True)
    for x, y in curve(*back[2:], lip[0]):
        share = (x - 300) / 680
        for _ in range(4):
            spread = 10 + 30 * share
            sheet.disc(
                x + sheet.chance.uniform(-spread, spread),
                y + sheet.chance.uniform(-spread, spread * 0.5),
                sheet.chance.uniform(3, 8 + 20 * share),
                FOAM,
            )
    for x, y in curve((990, 380), (1000, 420), (985, 470)):
        sheet.disc(x + sheet.chance.uniform(-14, 14), y, sheet.chance.uniform(4, 14), FOAM)
    for _ in range(520):
        angle, reach = sheet.chance.uniform(3.3, 6.1), abs(sheet.chance.gauss(0, 140)) + 20
        sheet.disc(
            900 + reach * math.cos(angle) * 1.5,
            350 + reach * math.sin(angle),
            sheet.chance.uniform(1.2, 7) * (1 - min(0.8, reach / 480)),
            FOAM,
        )
    for base, colour in ((806, "#1f4c5d"), (862, "#14324a")):
        swell = curve(
            *((x, base + 24 * math.sin(x / 150 + base)) for x in range(-100, WIDTH + 200, 100))
        )
        sheet.fill([*swell, (1700, HEIGHT), (-100, HEIGHT)], colour)
        for x, y in swell[::7]:
            reach = sheet.chance.uniform(30, 90)
            slope = 0.16 * math.cos(x / 150 + base) * reach
            sheet.gouge((x - reach, y + 4 - slope), (x + reach, y + 4 + slope), 9, "#c9d8d0")
    for _ in range(130):
        x, y = sheet.chance.uniform(-50, WIDTH), sheet.chance.uniform(-40, HEIGHT)
        sheet.gouge((x, y), (x + 26, y + 62), 2.4, "#a3b5b8")


def catch(sheet: Sheet) -> None:
    """Mackerel on ice, as the auction sees them."""
    sheet.wash(rectangle(0, 0, WIDTH, HEIGHT), "#dfe9e2", "#b3cfd0")
    for _ in range(420):
        x, y, size = (
            sheet.chance.uniform(0, WIDTH),
            sheet.chance.uniform(0, HEIGHT),
            sheet.chance.uniform(10, 34),
        )
        shard = [
            (
                x + size * math.cos(a) * sheet.chance.uniform(0.6, 1),
                y + size * math.sin(a) * sheet.chance.uniform(0.6, 1),
            )
            for a in (0.2, 1.4, 2.6, 3.9, 5.2)
        ]
        sheet.fill(shard, sheet.chance.choice(("#f4f8f0", "#c9dfdc", "#e9f1ea", "#a9c9cc")))
    for row in range(6):
        y = 60 + row * 158
        for column in range(4):
            x = -260 + column * 500 + (row % 2) * 240
            _mackerel(sheet, x, y, 440, flip=row % 2 == 1)
    for x, y in ((300, 214), (1310, 530)):
        for turn in range(0, 360, 30):
            a = math.radians(turn)
            sheet.gouge((x, y), (x + 78 * math.cos(a), y + 78 * math.sin(a)), 16, "#f3d77a")
        sheet.disc(x, y, 84, "#e9b938")
        sheet.disc(x, y, 74, "#fbf0c0")
        for turn in range(0, 360, 45):
            a, b = math.radians(turn + 5), math.radians(turn + 40)
            sheet.fill(
                [
                    (x + 10 * math.cos((a + b) / 2), y + 10 * math.sin((a + b) / 2)),
                    (x + 64 * math.cos(a), y + 64 * math.sin(a)),
                    (x + 68 * math.cos((a + b) / 2), y + 68 * math.sin((a + b) / 2)),
                    (x + 64 * math.cos(b), y + 64 * math.sin(b)),
                ],
                "#f0c94a",
            )
    for x, y, way in ((960, 690, 1), (720, 90, -1), (90, 820, 1)):
        stem = curve((x - 110, y + 20 * way), (x, y), (x + 120, y - 44 * way))
        sheet.line(stem, 7, MOSS)
        for px, py in stem[2::2]:
            for side in (-1, 1):
                sheet.gouge((px, py), (px + 30, py + side * 36), 14, LEAF)


def _mackerel(sheet: Sheet, x: float, y: float, length: float, *, flip: bool) -> None:
    way = -1 if flip else 1
    start = x + length if flip else x

    def at(along: float, across: float) -> Point:
        return (start + way * along * length, y + across * length)

    sheet.oval(*at(0.46, 0.075), length * 0.46, length * 0.075, "#8fb0b5")
    tail = [at(0.9, 0), at(1.03, -0.105), at(0.985, 0), at(1.03, 0.105)]
    sheet.fill(tail, "#274a57")
    top = [
        at(t / 20 * 0.93, -0.098 * math.sin(math.pi * (t / 20) ** 0.72) - 0.006) for t in range(21)
    ]
    foot = [
        at(t / 20 * 0.93, 0.098 * math.sin(math.pi * (t / 20) ** 0.8) + 0.006) for t in range(21)
    ]
    sheet.fill([*top, *reversed(foot)], "#eef2e4")
    sheet.shade([*top, *reversed(foot)], "#d9a98a", strength=0.45)
    back = [at(t / 20 * 0.93, 0.012 * math.sin(t * 1.1)) for t in range(21)]
    sheet.fill([*top, *reversed(back)], "#2f7f88")
    sheet.shade([*top, *reversed(back)], "#174252", strength=0.9, back=True)
    for stripe in range(15):
        t = 0.24 + stripe * 0.043
        rise = 0.098 * math.sin(math.pi * (t / 0.93) ** 0.72)
        cut = curve(
            at(t, -rise * 0.92),
            at(t + 0.018, -rise * 0.55),
            at(t - 0.004, -rise * 0.25),
            at(t + 0.012, 0),
        )
        sheet.line(cut, length * 0.013, "#10303f")
    gill = curve(at(0.2, -0.078), at(0.225, 0), at(0.195, 0.074))
    sheet.line(gill, length * 0.009, "#174252")
    sheet.fill([at(0.23, 0.01), at(0.32, 0.03), at(0.235, 0.045)], "#9fbcb8")
    sheet.disc(*at(0.1, -0.018), length * 0.027, "#f7e3a8")
    sheet.disc(*at(0.1, -0.018), length * 0.015, NIGHT)
    sheet.line(curve(at(0.0, 0.006), at(0.05, 0.024), at(0.08, 0.024)), length * 0.007, "#174252")
