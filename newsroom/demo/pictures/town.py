"""Pictures of the town."""

from __future__ import annotations

import math

from newsroom.demo.pictures.ink import Sheet, arc, curve, mix, rectangle
from newsroom.demo.pictures.shared import (
    BRICK,
    CORAL,
    CREAM,
    GOLD,
    HEIGHT,
    LEAF,
    MIST,
    MOSS,
    NAVY,
    NIGHT,
    PLUM,
    SAND,
    SLATE,
    TEAL,
    WIDTH,
    clouds,
    gull,
    house,
    person,
    reflection,
    ridge,
)


def town_hall(sheet: Sheet) -> None:
    sheet.sky((0, "#4f95a0"), (330, "#a8cbbd"), (700, "#f3e2b6"))
    sheet.box(0, 690, WIDTH, 770, "#e6c48e")
    for x, y, size in ((250, 210, 1.2), (1340, 160, 1.0), (1180, 330, 0.7), (60, 390, 0.7)):
        puffs = ((-120, 0, 60), (-50, -34, 74), (40, -20, 84), (120, 4, 56))
        for dx, dy, radius in puffs:
            sheet.disc(x + dx * size, y + dy * size, radius * size, "#fdf4dc")
    for number, x in enumerate(range(-30, WIDTH, 118)):
        if 330 < x < 1180:
            continue
        height = 210 + (number * 53) % 90
        house(sheet, x, 700, 108, height, (SAND, "#d9927a", MIST)[number % 3], PLUM, lit=CREAM)
    stone, shadow = "#f1dfb8", "#c79f6f"
    sheet.wash(rectangle(380, 430, 1220, 700), stone, "#e2bf8a")
    sheet.box(360, 416, 1240, 436, shadow)
    for x in (400, 480, 1070, 1150):
        for y in (470, 590):
            sheet.box(x, y, x + 48, y + 78, TEAL)
            sheet.shade(rectangle(x, y, x + 48, y + 78), NIGHT, strength=0.8)
            sheet.box(x - 6, y + 78, x + 54, y + 86, shadow)
            sheet.box(x + 22, y, x + 26, y + 78, stone)
    sheet.box(560, 350, 1040, 700, "#f7e8c5")
    sheet.fill([(536, 352), (800, 236), (1064, 352)], shadow)
    sheet.fill([(590, 342), (800, 252), (1010, 342)], "#f7e8c5")
    sheet.shade([(590, 342), (800, 252), (1010, 342)], shadow, strength=0.7)
    sheet.box(536, 350, 1064, 374, stone)
    sheet.box(560, 392, 1040, 700, "#8d6a4d")
    sheet.shade(rectangle(560, 392, 1040, 700), NIGHT, strength=0.85, back=True)
    sheet.fill([(752, 700), (752, 560), *arc(800, 560, 48, 48, 180, 360), (848, 700)], "#ffdf9a")
    sheet.box(798, 512, 802, 700, BRICK)
    for x in (584, 664, 908, 988):
        column = rectangle(x - 20, 392, x + 20, 690)
        sheet.fill(column, "#f7e8c5")
        sheet.shade(column, shadow, across=True, strength=0.95)
        sheet.box(x - 28, 378, x + 28, 394, stone)
        sheet.box(x - 28, 682, x + 28, 700, stone)
    sheet.box(726, 96, 874, 262, stone)
    sheet.shade(rectangle(726, 96, 874, 262), shadow, across=True, strength=0.9)
    sheet.box(712, 86, 888, 100, shadow)
    sheet.fill([(730, 88), *arc(800, 88, 70, 62, 180, 360), (870, 88)], "#4f8f86")
    sheet.shade([(730, 88), *arc(800, 88, 70, 62, 180, 360), (870, 88)], TEAL, across=True)
    sheet.line([(800, 30), (800, 4)], 4, NIGHT)
    sheet.disc(800, 172, 54, shadow)
    sheet.disc(800, 172, 47, CREAM)
    for hour in range(12):
        angle = math.radians(hour * 30)
        sheet.disc(800 + 38 * math.cos(angle), 172 + 38 * math.sin(angle), 3, NIGHT)
    sheet.line([(800, 172), (800, 140)], 5, NIGHT)
    sheet.line([(800, 172), (822, 184)], 6, NIGHT)
    for step in range(5):
        y = 696 + step * 14
        sheet.box(530 - step * 22, y, 1070 + step * 22, y + 14, mix(stone, shadow, step * 0.16))
        sheet.box(530 - step * 22, y + 10, 1070 + step * 22, y + 14, shadow)
    sheet.wash(rectangle(-10, 766, WIDTH + 10, HEIGHT), "#d8ac78", "#a9714c")
    for row in range(5):
        y = 782 + row * row * 6 + row * 8
        sheet.line([(0, y), (WIDTH, y)], 1.5 + row * 0.5, "#b98358")
    for seam in range(-14, 15):
        sheet.line([(800 + seam * 62, 766), (800 + seam * 190, HEIGHT)], 2, "#b98358")
    walkers = (
        (300, 850, 118, CORAL),
        (352, 846, 108, NAVY),
        (640, 800, 84, TEAL),
        (930, 786, 78, BRICK),
        (1290, 858, 124, PLUM),
        (1130, 812, 90, GOLD),
    )
    for x, foot, height, coat in walkers:
        sheet.gouge((x, foot), (x + height * 1.5, foot + 14), height * 0.13, "#7d5440")
        person(sheet, x, foot, height, coat)
    for x, y in ((500, 60), (560, 92), (1000, 60)):
        gull(sheet, x, y, 40, "#fdf4dc")


def bridge(sheet: Sheet) -> None:
    sheet.sky((0, "#2c3760"), (230, "#8d5a76"), (420, "#e88a68"), (556, "#f8cf8d"))
    clouds(sheet, 60, 380, "#b56a73", 12)
    clouds(sheet, 240, 440, "#f4ad7c", 8)
    sheet.disc(420, 500, 84, "#fff0bd")
    ridge(sheet, 548, 44, "#7d5573", waves=1.4, shift=2)
    ridge(sheet, 560, 34, "#543b5e", waves=2.2, shift=0.4)
    sheet.sky((556, "#f2b57e"), (700, "#a5617a"), (HEIGHT, "#27294f"))
    sheet.gouges((0, 566, WIDTH, 895), "#70416a", count=160, length=(50, 320), width=(1, 8))
    sheet.gouges((0, 566, WIDTH, 800), "#ffd79a", count=70, length=(40, 170), width=(1, 5))
    for step in range(26):
        y = 566 + step * step * 0.42
        reach = 60 + step * 4 + sheet.chance.uniform(-20, 20)
        sheet.gouge((420 - reach, y), (420 + reach, y), 4 + step * 0.2, "#ffefbf")
    for side in (-1, 1):
        pivot, foot = 800 + side * 330, 470
        pier = [
            (pivot - 66, foot),
            (pivot + 66, foot),
            (pivot + 84, 700),
            (pivot - 84, 700),
        ]
        sheet.fill(pier, "#3b2c48")
        sheet.shade(pier, NIGHT, across=True)
        for row in range(6):
            y = foot + 26 + row * 36
            sheet.line([(pivot - 66 - row * 3, y), (pivot + 66 + row * 3, y)], 3, "#5a4560")
        reflection(sheet, pivot - 84, pivot + 84, 706, 150, "#231f40")
        road = sorted((pivot, pivot + side * 620))
        sheet.box(road[0], foot - 8, road[1], foot + 24, NIGHT)
        for number in range(6):
            x = pivot + side * (128 + number * 88)
            sheet.fill(
                [
                    (x - 44, foot + 24),
                    *arc(x, foot + 96, 44, 66, 180, 360),
                    (x + 44, foot + 24),
                ],
                NIGHT,
            )
            sheet.box(x - 50, foot + 24, x - 38, 640, NIGHT)
            sheet.line([(x, foot - 8), (x, foot - 78)], 5, NIGHT)
            sheet.disc(x, foot - 82, 9, "#ffe2a0")
            sheet.glow(x, foot - 82, 44, "#ffe2a0", strength=0.6)
        angle = math.radians(52)
        reach = 380
        tip = (pivot - side * reach * math.cos(angle), foot - reach * math.sin(angle))
        nx, ny = side * math.sin(angle) * 62, -math.cos(angle) * 62
        leaf = [
            (pivot, foot + 10),
            tip,
            (tip[0] + nx * 0.45, tip[1] + ny * 0.45),
            (pivot + nx, foot + ny),
        ]
        bays = 8
        for bay in range(bays):
            t, u = bay / bays, (bay + 1) / bays
            low = [(pivot + (tip[0] - pivot) * s, foot + (tip[1] - foot) * s) for s in (t, u)]
            high = [
                (low[k][0] + nx * (1 - 0.55 * s), low[k][1] + ny * (1 - 0.55 * s))
                for k, s in enumerate((t, u))
            ]
            sheet.line([low[0], high[1]], 6, NIGHT)
            sheet.line([high[0], low[0]], 6, NIGHT)
        sheet.line([leaf[0], leaf[1]], 15, NIGHT)
        sheet.line([leaf[2], leaf[3]], 9, NIGHT)
        sheet.line([leaf[1], leaf[2]], 9, NIGHT)
        sheet.disc(pivot, foot, 40, NIGHT)
        sheet.disc(pivot, foot, 15, CORAL)
        tower = pivot + side * 34
        sheet.box(tower - 34, foot - 150, tower + 34, foot - 8, "#33284a")
        sheet.box(tower - 22, foot - 134, tower + 22, foot - 96, "#ffdf9c")
        sheet.fill([(tower - 46, foot - 150), (tower, foot - 192), (tower + 46, foot - 150)], NIGHT)
    hull = [
        *curve((660, 640), (720, 652), (840, 650), (948, 624)),
        (926, 684),
        (680, 684),
    ]
    reflection(sheet, 676, 932, 690, 120, "#231f40")
    sheet.line([(800, 650), (800, 300)], 6, NIGHT)
    sheet.fill([*curve((792, 316), (740, 470), (690, 618)), (792, 618)], "#f9e3bf")
    sheet.shade([*curve((792, 316), (740, 470), (690, 618)), (792, 618)], CORAL, strength=0.45)
    sheet.fill([(810, 340), *curve((810, 340), (872, 500), (936, 612)), (810, 612)], CORAL)
    sheet.fill(hull, NIGHT)
    sheet.line(curve((664, 650), (720, 661), (840, 659), (940, 636)), 4, CORAL)
    for x, y, span in ((240, 250, 46), (310, 292, 34), (1240, 200, 40)):
        gull(sheet, x, y, span, "#2a2a4a")


def market(sheet: Sheet) -> None:
    x: float
    y: float
    sheet.sky((0, "#f3c98d"), (420, "#fbe9c3"))
    skyline = "#e2a873"
    sheet.fill([(1080, 420), (1080, 190), (1130, 60), (1180, 190), (1180, 420)], skyline)
    for x in range(-20, WIDTH, 96):
        top = 250 + (x * 37) % 70
        sheet.fill([(x, 430), (x, top), (x + 48, top - 44), (x + 96, top), (x + 96, 430)], skyline)
    sheet.shade(rectangle(0, 60, WIDTH, 430), "#fbe9c3", strength=0.8)
    sheet.wash(rectangle(0, 420, WIDTH, HEIGHT), "#c98a5e", "#7c4a3d")
    for row in range(7):
        y = 640 + row * 18 + row * row * 4
        sheet.gouges((0, y, WIDTH, y + 20), "#a2664a", count=22, length=(50, 140), width=(3, 6))
    wires = curve(
        (-20, 120), (270, 186), (540, 128), (800, 190), (1070, 128), (1340, 190), (1620, 120)
    )
    sheet.line(wires, 4, PLUM)
    for x, y in wires[6::11]:
        sheet.glow(x, y + 15, 40, "#fff3c4", strength=0.8)
        sheet.disc(x, y + 14, 9, "#fffbe8")
    stalls = (
        (30, TEAL, "#fdf0d2", 330, "#8d5a44", GOLD),
        (560, BRICK, "#fdf0d2", 190, "#e0ac86", NAVY),
        (1090, MOSS, "#f6dca6", 260, "#5d3a33", CORAL),
    )
    goods = (
        (("#e9862f", 25), ("#d3a92c", 22), ("#b9c257", 24)),
        (("#b8332e", 24), ("#7d2f4a", 27), ("#e56b4e", 21)),
        (("#86a648", 26), ("#4f7a43", 29), ("#e9d9a6", 22)),
    )
    for (left, dark, light, place, skin, apron), baskets in zip(stalls, goods, strict=True):
        right = left + 480
        sheet.box(left + 8, 300, left + 20, 760, PLUM)
        sheet.box(right - 20, 300, right - 8, 760, PLUM)
        sheet.wash(
            rectangle(left + 20, 330, right - 20, 560),
            mix(dark, NIGHT, 0.65),
            mix(dark, NIGHT, 0.35),
        )
        keeper = left + place
        sheet.fill(
            [*arc(keeper, 526, 62, 60, 180, 360), (keeper + 66, 620), (keeper - 66, 620)], CREAM
        )
        sheet.box(keeper - 32, 526, keeper + 32, 620, apron)
        sheet.disc(keeper, 448, 34, skin)
        sheet.fill(arc(keeper, 440, 37, 36, 180, 360), apron)
        sheet.box(keeper - 40, 436, keeper + 40, 444, apron)
        strips = 10
        for strip in range(strips):
            ink = dark if strip % 2 else light
            x0, x1 = left + 40 + strip * 40, left + 80 + strip * 40
            y0, y1 = left - 22 + strip * 52.4, left - 22 + (strip + 1) * 52.4
            shape = [(x0, 232), (x1, 232), (y1, 372), *arc((y0 + y1) / 2, 372, 26.2, 30, 0, 180)]
            sheet.fill(shape, ink)
        roof = [(left + 40, 232), (left + 440, 232), (left + 502, 372), (left - 22, 372)]
        sheet.shade(roof, PLUM, strength=0.28, grain=0.7)
        for number, (ink, radius) in enumerate(baskets):
            x0, x1 = left + 10 + number * 158, left + 152 + number * 158
            for row in range(3):
                for column in range(6):
                    x = x0 + 14 + column * 23 + (row % 2) * 8
                    y = 560 + row * 17 - 14 * math.sin(math.pi * (x - x0) / (x1 - x0))
                    x, y = x + sheet.chance.uniform(-4, 4), y + sheet.chance.uniform(-3, 3)
                    sheet.disc(x, y, radius * 0.8, mix(ink, NIGHT, 0.24))
                    sheet.disc(
                        x - 2,
                        y - 3,
                        radius * 0.72,
                        mix(ink, "#fff3d0", sheet.chance.uniform(0, 0.2)),
                    )
                    sheet.disc(x - 6, y - 8, radius * 0.16, "#fff6dc")
            crate = [(x0 - 4, 604), (x1 + 4, 604), (x1 - 4, 690), (x0 + 4, 690)]
            sheet.fill(crate, "#c9935a")
            sheet.shade(crate, "#6b3d2c", strength=0.8)
            for y in (630, 656):
                sheet.line([(x0, y), (x1, y)], 3, "#8a5637")
            sheet.fill([(x0 + 48, 622), (x0 + 96, 618), (x0 + 96, 652), (x0 + 48, 652)], CREAM)
        sheet.box(left - 4, 690, right + 4, 712, "#6b3d2c")
        cloth = rectangle(left + 4, 712, right - 4, 780)
        sheet.fill(cloth, dark)
        sheet.shade(cloth, NIGHT, strength=0.8)
    shoppers = (
        (120, 470, CORAL),
        (338, 430, NAVY),
        (760, 480, GOLD),
        (1000, 440, PLUM),
        (1470, 470, "#3d7f86"),
    )
    for x, height, coat in shoppers:
        foot = 1010
        person(sheet, x, foot, height, coat, skin="#3a2533")
        side = x + height * 0.2
        sheet.line(
            [(x + height * 0.1, foot - height * 0.7), (side, foot - height * 0.46)], 22, coat
        )
        sheet.line(arc(side, foot - height * 0.4, 30, 36, 180, 360), 7, "#6b3d2c")
        sheet.fill(
            [
                (side - 46, 1010 - height * 0.4),
                (side + 46, 1010 - height * 0.4),
                (side + 34, 1010 - height * 0.24),
                (side - 34, 1010 - height * 0.24),
            ],
            "#d9a561",
        )
        for leaf in range(5):
            sheet.oval(
                side - 30 + leaf * 15, 1010 - height * 0.42, 10, 22, (LEAF, "#86a648")[leaf % 2]
            )


def school(sheet: Sheet) -> None:
    x: float
    y: float
    size: float
    sheet.sky((0, "#9fc4bf"), (360, "#dfe3c2"), (620, "#fbeec8"))
    clouds(sheet, 40, 260, "#f9f3da", 9)
    ridge(sheet, 590, 60, "#b9c79a", waves=1.1, shift=4)
    brick = "#b85c42"
    wall = rectangle(230, 330, 1420, 700)
    sheet.fill(wall, brick)
    sheet.shade(wall, PLUM, strength=0.55, across=True)
    sheet.gouges((235, 340, 1415, 690), "#cf7a58", count=170, length=(26, 34), width=(4, 5))
    sheet.fill([(200, 336), (270, 250), (1380, 250), (1450, 336)], "#4b4458")
    sheet.shade([(200, 336), (270, 250), (1380, 250), (1450, 336)], NIGHT, strength=0.7)
    sheet.fill([(660, 336), (660, 280), (825, 170), (990, 280), (990, 700), (660, 700)], "#c9694b")
    sheet.fill([(632, 310), (825, 176), (1018, 310), (1018, 274), (825, 132), (632, 274)], CREAM)
    sheet.box(795, 66, 855, 150, CREAM)
    sheet.box(808, 84, 842, 132, NAVY)
    sheet.fill([(808, 128), *arc(825, 112, 13, 18, 180, 360), (842, 128)], GOLD)
    sheet.fill([(780, 70), (825, 26), (870, 70)], "#4b4458")
    sheet.disc(825, 262, 42, CREAM)
    sheet.line([(825, 262), (825, 236)], 5, NIGHT)
    sheet.line([(825, 262), (806, 274)], 5, NIGHT)
    for x in (280, 430, 540, 1040, 1150, 1300):
        for y in (376, 540):
            sheet.box(x - 8, y - 8, x + 88, y + 118, CREAM)
            sheet.wash(rectangle(x, y, x + 80, y + 110), "#f6d68c", "#e3a25c")
            for desk in sheet.chance.sample((18, 40, 62), sheet.chance.randrange(3)):
                coat = sheet.chance.choice((TEAL, PLUM, NAVY, BRICK, MOSS))
                sheet.fill(arc(x + desk, y + 110, 17, 30, 180, 360), coat)
                skin = sheet.chance.choice(("#6d4033", "#3a2533", "#b9795a"))
                sheet.disc(x + desk, y + 70, 12, skin)
            sheet.box(x + 37, y, x + 43, y + 110, CREAM)
            sheet.box(x, y + 50, x + 80, y + 56, CREAM)
    sheet.fill([(750, 700), (750, 520), *arc(825, 520, 75, 66, 180, 360), (900, 700)], CREAM)
    sheet.fill([(764, 700), (764, 524), *arc(825, 524, 61, 54, 180, 360), (886, 700)], TEAL)
    sheet.box(822, 470, 828, 700, CREAM)
    sheet.wash(rectangle(0, 692, WIDTH, HEIGHT), "#d9b184", "#a8765a")
    sheet.fill([(750, 694), (900, 694), (1080, 900), (570, 900)], "#ead0a1")
    for row, (x, y, size) in enumerate(
        ((770, 862, 62), (792, 822, 54), (810, 788, 46), (822, 758, 40))
    ):
        for side in (0, 1) if row % 2 else (0.5,):
            corner = x + side * size
            sheet.line(
                [*rectangle(corner, y, corner + size, y + size * 0.58), (corner, y)], 4, "#fffaf0"
            )
    for x, foot, size in ((120, 740, 1.25), (1510, 730, 1.1)):
        sheet.fill(
            [
                (x - 22 * size, foot),
                (x - 10 * size, foot - 280 * size),
                (x + 10 * size, foot - 280 * size),
                (x + 24 * size, foot),
            ],
            "#4d3340",
        )
        for side, rise in ((-1, 190), (1, 220)):
            sheet.line(
                [(x, foot - rise * size), (x + side * 90 * size, foot - (rise + 110) * size)],
                11 * size,
                "#4d3340",
            )
        for number in range(46):
            angle, reach = number * 2.4, math.sqrt(number) * 26 * size
            low = 0.5 + 0.5 * math.sin(angle) * math.sqrt(number / 46)
            ink = ("#d98a35", "#c8612f", "#e8b04a", "#a9452f")[number % 4]
            cx, cy = x + reach * math.cos(angle), foot - 370 * size + reach * 0.82 * math.sin(angle)
            blob = arc(cx, cy, 40 * size, 33 * size, 0, 360)
            sheet.fill(blob, mix(ink, PLUM, low * 0.6))
            sheet.shade(blob, PLUM, strength=0.5)
    for _ in range(120):
        x, y = sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(700, HEIGHT)
        sheet.gouge(
            (x, y),
            (x + 16, y + sheet.chance.uniform(-8, 8)),
            9,
            sheet.chance.choice(("#d98a35", "#c8612f", "#e8b04a")),
        )
    pupils = (
        (300, 846, 150, CORAL),
        (392, 812, 132, TEAL),
        (520, 872, 164, GOLD),
        (1120, 850, 150, NAVY),
        (1218, 822, 138, "#d98a35"),
        (1370, 872, 160, "#7d3f5a"),
        (1010, 790, 116, MOSS),
    )
    for x, foot, height, coat in pupils:
        sheet.gouge((x - 20, foot), (x + height * 0.9, foot + 8), 16, "#855a48")
        person(sheet, x, foot, height, coat, skin=("#6d4033", "#3a2533", "#b9795a")[x % 3])
        way = 1 if x < 800 else -1
        pack = x - way * height * 0.13
        sheet.oval(pack, foot - height * 0.6, height * 0.08, height * 0.14, mix(coat, NIGHT, 0.55))
        if height > 140:
            hand = (x + way * height * 0.27, foot - height * 0.86)
            sheet.line([(x + way * height * 0.1, foot - height * 0.72), hand], height * 0.07, coat)


def flood(sheet: Sheet) -> None:
    sheet.sky((0, "#4d5f6c"), (330, "#8d9c9a"), (600, "#c9c9b4"))
    for _ in range(16):
        x, y = sheet.chance.uniform(-100, WIDTH), sheet.chance.uniform(-30, 200)
        sheet.gouge(
            (x - 340, y),
            (x + 340, y + 20),
            sheet.chance.uniform(20, 60),
            mix("#3e4f5e", "#77868a", y / 230),
        )
    waterline = 600
    fronts = (
        "#b5654c",
        "#d9b27a",
        "#5f7f7d",
        "#c98a72",
        "#e3cf9f",
        "#7a5566",
        "#93a48c",
        "#c2714f",
    )
    for number, wall in enumerate(fronts):
        left, width = -40 + number * 212, 213
        top = 236 + (number * 61) % 50
        front = rectangle(left, top, left + width, waterline)
        sheet.fill(front, wall)
        sheet.shade(front, NIGHT, strength=0.5, grain=0.5)
        sheet.fill(
            [
                (left - 10, top),
                (left + 22, top - 74),
                (left + width - 22, top - 74),
                (left + width + 10, top),
            ],
            "#39414e",
        )
        sheet.box(left + 26, top - 122, left + 64, top - 60, mix(wall, NIGHT, 0.4))
        for column in (0.14, 0.58):
            for y in (top + 46, top + 196):
                x = left + width * column
                lit = sheet.chance.random() < 0.22
                sheet.box(x - 7, y - 7, x + 65, y + 99, "#e9e4d0")
                sheet.box(x, y, x + 58, y + 92, "#f6cf6d" if lit else "#2b3c4c")
                sheet.box(x + 27, y, x + 31, y + 92, "#e9e4d0")
                sheet.box(x, y + 44, x + 58, y + 48, "#e9e4d0")
        tide = rectangle(left, waterline - 34, left + width, waterline)
        sheet.shade(tide, "#2b2f35", strength=0.8)
    sheet.sky((waterline, "#8f9a90"), (740, "#5d7274"), (HEIGHT, "#2c4350"))
    for number, wall in enumerate(fronts):
        left = -40 + number * 212
        y = waterline + 6
        while y < 800:
            share = (y - waterline) / 200
            sway = 12 * math.sin(y / 9 + number) * (0.4 + share)
            sheet.gouge(
                (left + 14 + sway, y),
                (left + 194 + sway, y),
                10 - 4 * share,
                mix(wall, "#5d7274", 0.35 + 0.4 * share),
            )
            y += 13 + 9 * share
    sheet.gouges(
        (0, waterline + 10, WIDTH, 890), "#c3c8b4", count=120, length=(30, 260), width=(1, 6)
    )
    sheet.gouges((0, 700, WIDTH, 895), "#233847", count=70, length=(60, 320), width=(2, 9))
    for x in (300, 1296):
        sheet.box(x - 6, 300, x + 6, 640, NIGHT)
        sheet.fill([(x - 30, 262), (x + 30, 262), (x + 18, 306), (x - 18, 306)], "#ffe9a8")
        sheet.fill([(x - 36, 262), (x, 236), (x + 36, 262)], NIGHT)
        sheet.glow(x, 284, 110, "#ffe9a8", strength=0.75)
        reflection(sheet, x - 16, x + 16, 646, 170, "#f2d68c")
    for _ in range(34):
        x, y = sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(650, 890)
        size = 6 + (y - 650) * 0.06
        sheet.line(arc(x, y, size * 1.4, size * 0.4, 0, 360), 1.8, "#dfe5da")
    reflection(sheet, 590, 1010, 772, 84, "#1d303e")
    for x, coat in ((700, GOLD), (892, "#efbe3f")):
        sheet.fill([*arc(x, 650, 46, 58, 180, 360), (x + 50, 740), (x - 50, 740)], coat)
        sheet.shade(
            [*arc(x, 650, 46, 58, 180, 360), (x + 50, 740), (x - 50, 740)],
            BRICK,
            strength=0.5,
            across=True,
        )
        sheet.disc(x + 2, 570, 27, "#8d5a44")
        sheet.fill([*arc(x, 566, 34, 34, 170, 370), (x + 46, 584), (x - 34, 584)], coat)
    sheet.line([(738, 660), (640, 700), (500, 800)], 13, "#e9d6ac")
    sheet.fill([(512, 780), (484, 830), (456, 838), (474, 796)], "#e9d6ac")
    # The dog in the bow: ears, body, head and muzzle, all one brown.
    for ear in (950, 984):
        sheet.fill([(ear - 13, 628), (ear - 2, 592), (ear + 13, 628)], "#4d342b")
    sheet.fill(
        [(930, 716), *curve((930, 716), (934, 664), (950, 636)), (992, 640), (1002, 706)], "#7a5a46"
    )
    sheet.oval(968, 636, 34, 27, "#8a6851")
    sheet.oval(998, 644, 22, 15, "#8a6851")
    sheet.disc(1017, 638, 6, NIGHT)
    sheet.disc(978, 630, 4, NIGHT)
    hull = [
        (560, 700),
        *curve((560, 700), (700, 726), (880, 726), (1040, 690)),
        *curve((1010, 750), (980, 776)),
        (630, 780),
    ]
    sheet.fill(hull, BRICK)
    sheet.shade(hull, NIGHT, strength=0.7)
    sheet.line(curve((566, 712), (700, 738), (880, 738), (1032, 704)), 7, CREAM)
    for _ in range(150):
        x, y = sheet.chance.uniform(-60, WIDTH), sheet.chance.uniform(-60, HEIGHT)
        sheet.gouge((x, y), (x - 16, y + 66), 2.2, "#d3dad2")


def tram(sheet: Sheet) -> None:
    x: float
    y: float
    sheet.sky((0, "#101b36"), (400, "#2c4564"), (660, "#6c6f82"))
    for _ in range(90):
        sheet.disc(
            sheet.chance.uniform(0, WIDTH),
            sheet.chance.uniform(0, 330),
            sheet.chance.uniform(0.8, 2.4),
            "#dfe5e0",
        )
    sheet.glow(1270, 150, 190, "#f7efcf", strength=0.55)
    sheet.disc(1270, 150, 56, "#fbf4d8")
    for number, x in enumerate(range(-60, WIDTH, 150)):
        height = 260 + (number * 83) % 170
        wall = ("#22324d", "#2b3450", "#1d2c46", "#343652")[number % 4]
        house(sheet, x, 640, 146, height, wall, "#131d33", lit="#f4c665")
    sheet.wash(rectangle(0, 636, WIDTH, HEIGHT), "#2c3550", "#0f1830")
    sheet.gouges((0, 650, WIDTH, 895), "#46506c", count=150, length=(30, 240), width=(1, 6))
    sheet.line([(0, 196), (WIDTH, 206)], 3, "#0d1527")
    for x in (90, 1510):
        sheet.box(x - 6, 120, x + 6, 660, "#0d1527")
        sheet.line([(x, 160), (x + (130 if x < 800 else -130), 196)], 4, "#0d1527")
        sheet.disc(x, 118, 20, "#ffe7a6")
        sheet.glow(x, 118, 130, "#ffe7a6", strength=0.8)
    left, right, top, foot = 250, 1390, 320, 700
    body = [
        (left, foot - 30),
        *curve((left, foot - 30), (left + 2, 520), (left + 34, top + 8)),
        (right - 34, top + 8),
        *curve((right - 34, top + 8), (right - 2, 520), (right, foot - 30)),
    ]
    sheet.fill(
        [
            (left + 18, top + 12),
            (left + 64, top - 26),
            (right - 64, top - 26),
            (right - 18, top + 12),
        ],
        "#8d3a31",
    )
    sheet.fill(body, CREAM)
    sheet.shade(body, "#d8a06a", strength=0.7)
    sheet.fill([(left - 2, 556), (right + 2, 556), (right, foot - 24), (left, foot - 24)], BRICK)
    sheet.shade(
        [(left - 2, 556), (right + 2, 556), (right, foot - 24), (left, foot - 24)],
        PLUM,
        strength=0.9,
    )
    sheet.line([(left, 574), (right, 574)], 5, GOLD)
    sheet.line([(left + 2, 640), (right - 2, 640)], 4, GOLD)
    for number in range(8):
        x = left + 66 + number * 128
        door = number in (2, 5)
        pane = rectangle(x, top + 54, x + 108, foot - 60 if door else 540)
        sheet.wash(pane, "#fff0b4", "#f2b751")
        if not door:
            rider = x + 54 + (number * 17) % 22 - 10
            coat = (NAVY, PLUM, TEAL, "#6d3b33")[number % 4]
            sheet.fill(
                [*arc(rider, 516, 36, 34, 180, 360), (rider + 38, 540), (rider - 38, 540)], coat
            )
            sheet.disc(rider, 462, 21, ("#3a2533", "#b9795a", "#6d4033")[number % 3])
            if number in (0, 6):
                sheet.fill(arc(rider, 457, 25, 20, 180, 360), (CORAL, GOLD)[number // 6])
        else:
            sheet.box(x + 50, top + 54, x + 58, foot - 60, BRICK)
        sheet.box(x, top + 92, x + 108, top + 98, CREAM)
    for side in (left + 14, right - 46):
        sheet.disc(side + 16, 610, 17, "#fff6d4")
        sheet.glow(side + 16, 610, 100, "#fff1bd", strength=0.7)
    sheet.fill(
        [
            (left + 4, foot - 26),
            (right - 4, foot - 26),
            (right - 36, foot + 6),
            (left + 36, foot + 6),
        ],
        NIGHT,
    )
    for x in (400, 500, 1140, 1240):
        sheet.disc(x, foot, 32, "#0a1120")
        sheet.disc(x, foot, 13, SLATE)
    sheet.line([(780, top - 24), (830, top - 80), (790, 201)], 5, "#0d1527")
    sheet.line([(740, 201), (840, 202)], 5, "#0d1527")
    for y in (712, 744):
        sheet.line([(0, y), (WIDTH, y)], 4, "#8d93a0")
    for number in range(8):
        x = left + 66 + number * 128
        reflection(sheet, x + 6, x + 102, 756, 128, "#d99a4b")
    for x, foot_, height, coat in ((120, 800, 180, "#3d5f7c"), (1466, 790, 176, "#8d3a4a")):
        person(sheet, x, foot_, height, coat, skin="#1a1426")
        sheet.fill(
            [*arc(x + 10, foot_ - height * 1.02, height * 0.42, height * 0.26, 180, 360)],
            coat if x > 800 else CORAL,
        )
        sheet.line([(x + 10, foot_ - height * 1.26), (x + 10, foot_ - height * 0.6)], 4, NIGHT)
        reflection(sheet, x - 22, x + 22, foot_ + 8, 70, "#0b1326")
    for _ in range(170):
        x, y = sheet.chance.uniform(-60, WIDTH), sheet.chance.uniform(-60, HEIGHT)
        sheet.gouge((x, y), (x - 10, y + 44), 1.8, "#9fb0c0")
