"""Pictures of indoors, of the stage, and of a gull."""

from __future__ import annotations

import math

from newsroom.demo.pictures.ink import Sheet, arc, curve, mix, rectangle
from newsroom.demo.pictures.shared import (
    BRICK,
    CORAL,
    CREAM,
    GOLD,
    HEIGHT,
    MIST,
    MOSS,
    NAVY,
    NIGHT,
    PLUM,
    TEAL,
    WIDTH,
    clouds,
    gull,
    house,
)


def library(sheet: Sheet) -> None:
    x: float
    sheet.wash(rectangle(0, 0, WIDTH, HEIGHT), "#3b2a38", "#6b3f3a")
    inks = (BRICK, TEAL, GOLD, CREAM, PLUM, MOSS, "#c98a5e", NAVY, CORAL, MIST)
    for left, right in ((-10, 500), (1100, WIDTH + 10)):
        sheet.box(left, 0, right, 770, "#54322f")
        for shelf in range(6):
            foot = 120 + shelf * 128
            sheet.box(left, foot - 112, right, foot, "#2b1c28")
            x = left + 10
            while x < right - 26:
                if sheet.chance.random() < 0.07:
                    x += 34
                    continue
                width, height = sheet.chance.uniform(13, 30), sheet.chance.uniform(66, 104)
                ink = mix(sheet.chance.choice(inks), "#3b2a38", 0.18)
                lean = 10 if sheet.chance.random() < 0.08 else 0
                sheet.fill(
                    [
                        (x, foot),
                        (x + lean, foot - height),
                        (x + width + lean, foot - height),
                        (x + width, foot),
                    ],
                    ink,
                )
                if width > 17 and not lean:
                    sheet.box(
                        x + 3, foot - height * 0.8, x + width - 3, foot - height * 0.74, CREAM
                    )
                    sheet.box(x + 3, foot - height * 0.2, x + width - 3, foot - height * 0.16, GOLD)
                x += width + 2 + lean
            sheet.box(left, foot, right, foot + 16, "#8a5a42")
        for x in (left, right - 18):
            sheet.box(x, 0, x + 18, 780, "#8a5a42")
        sheet.shade(
            rectangle(left, 0, right, 780), "#241622", strength=0.75, across=True, back=left > 0
        )
        sheet.shade(
            rectangle(left, 0, right, 780), "#241622", strength=0.5, across=True, back=left < 0
        )
    frame = [(560, 640), (560, 300), *arc(800, 300, 240, 230, 180, 360), (1040, 640)]
    sheet.fill(frame, "#a8714e")
    pane = [(584, 616), (584, 304), *arc(800, 304, 216, 206, 180, 360), (1016, 616)]
    sheet.wash(pane, "#7fb3b3", "#fbe7b8")
    sheet.disc(880, 360, 54, "#fff6d8")
    sheet.fill(
        [
            (584, 616),
            (584, 470),
            *curve((584, 470), (700, 450), (830, 478), (1016, 452)),
            (1016, 616),
        ],
        "#5e9a9c",
    )
    sheet.fill(
        [(584, 616), *curve((584, 556), (690, 540), (800, 560), (900, 590)), (960, 616)], "#3d6b5c"
    )
    sheet.fill([(720, 470), *curve((720, 470), (752, 420), (756, 386)), (760, 470)], CREAM)
    sheet.fill([(706, 474), (784, 474), (772, 488), (718, 488)], BRICK)
    sheet.gouges((610, 490, 990, 540), "#fbe7b8", count=16, length=(20, 70), width=(2, 4))
    for x in (692, 796, 900):
        sheet.box(x, 110, x + 9, 616, "#a8714e")
    for y in (300, 460):
        sheet.box(584, y, 1016, y + 9, "#a8714e")
    sheet.box(540, 616, 1060, 644, "#8a5a42")
    sheet.shade(
        [(600, 330), (1000, 330), (1500, 900), (240, 900)],
        "#ffe9b4",
        strength=0.5,
        back=True,
        grain=0.5,
    )
    sheet.wash(rectangle(0, 770, WIDTH, HEIGHT), "#7c4a3d", "#3d2430")
    for column in range(-16, 17):
        sheet.line([(800 + column * 60, 770), (800 + column * 120, HEIGHT)], 2.5, "#5a3434")
    sheet.line([(1180, 96), (1120, 800)], 14, "#c98a5e")
    sheet.line([(1290, 96), (1270, 800)], 14, "#c98a5e")
    for rung in range(8):
        t = rung / 8 + 0.06
        sheet.line([(1180 - 60 * t, 96 + 704 * t), (1290 - 20 * t, 96 + 704 * t)], 10, "#c98a5e")
    # The reader, her book, her lamp and the library's cat.
    sheet.fill(
        [*curve((668, 720), (676, 600), (740, 560), (812, 590), (836, 720)), (668, 720)], CORAL
    )
    sheet.shade(
        [*curve((668, 720), (676, 600), (740, 560), (812, 590), (836, 720))], PLUM, strength=0.7
    )
    sheet.disc(754, 516, 44, "#a86d50")
    sheet.fill(
        [
            *curve(
                (704, 530),
                (704, 472),
                (756, 452),
                (806, 486),
                (800, 512),
                (760, 500),
                (730, 560),
                (704, 530),
            )
        ],
        "#2b1c26",
    )
    sheet.disc(708, 478, 24, "#2b1c26")
    sheet.line([(800, 620), (860, 676), (930, 668)], 28, CORAL)
    sheet.box(420, 716, 1180, 742, "#c98a5e")
    sheet.box(420, 738, 1180, 752, "#8a5a42")
    for x in (456, 1120):
        sheet.fill([(x, 752), (x + 26, 752), (x + 20, HEIGHT), (x + 6, HEIGHT)], "#8a5a42")
    sheet.fill([*curve((866, 700), (910, 680), (950, 704)), (950, 716), (866, 716)], CREAM)
    sheet.fill([*curve((950, 704), (990, 678), (1036, 696)), (1036, 716), (950, 716)], "#fffaf0")
    sheet.box(528, 700, 616, 716, TEAL)
    sheet.box(536, 684, 610, 700, GOLD)
    sheet.box(526, 668, 604, 684, BRICK)
    sheet.glow(1090, 632, 170, "#ffe9a0", strength=0.75)
    sheet.box(1085, 600, 1093, 708, GOLD)
    sheet.oval(1089, 712, 34, 8, GOLD)
    sheet.fill([(1036, 616), *arc(1089, 616, 53, 46, 180, 360), (1142, 616)], "#3f7d5a")
    sheet.box(1040, 616, 1138, 622, "#fff3c0")
    sheet.fill(
        [*curve((238, 770), (232, 700), (262, 668), (300, 690), (316, 770)), (238, 770)], "#d9843f"
    )
    sheet.disc(262, 652, 30, "#d9843f")
    for ear in (244, 280):
        sheet.fill([(ear - 13, 640), (ear - 2, 608), (ear + 11, 640)], "#d9843f")
    sheet.line(curve((310, 760), (356, 764), (368, 724), (350, 700)), 13, "#d9843f")
    for x in (252, 270):
        sheet.disc(x, 650, 3.5, NIGHT)
    for y in (700, 722, 744):
        sheet.line(curve((268, y), (290, y - 5), (308, y + 4)), 5, "#a85a2c")


def theatre(sheet: Sheet) -> None:
    sheet.wash(rectangle(0, 0, WIDTH, HEIGHT), "#101a33", "#24395a")
    for _ in range(120):
        x, y = sheet.chance.uniform(300, 1300), sheet.chance.uniform(60, 470)
        sheet.disc(x, y, sheet.chance.uniform(1, 3), "#f4e3b2")
    sheet.disc(1060, 240, 96, "#f7e3a8")
    sheet.disc(1024, 222, 88, "#172545")
    sheet.line([(1060, 0), (1060, 146)], 3, "#0a1122")
    for row, (level, ink) in enumerate(((520, "#2d6f7c"), (570, "#24596b"), (622, "#1b4459"))):
        for column in range(-1, 12):
            x = 200 + column * 130 + row * 52
            sheet.fill([(x - 70, 720), *arc(x, level + 40, 70, 46, 180, 360), (x + 70, 720)], ink)
            sheet.line(arc(x, level + 40, 66, 42, 190, 350), 4, "#9fc9c0")
        if row == 0:
            sheet.fill(
                [
                    (470, 520),
                    *curve((470, 520), (560, 548), (690, 545), (760, 508)),
                    (728, 600),
                    (510, 600),
                ],
                "#a8573b",
            )
            sheet.line([(612, 540), (612, 220)], 9, "#5a3434")
            sheet.fill([(622, 236), *curve((622, 236), (720, 350), (716, 480)), (622, 486)], CREAM)
            sheet.shade(
                [(622, 236), *curve((622, 236), (720, 350), (716, 480)), (622, 486)],
                GOLD,
                strength=0.6,
            )
    sheet.wash([(120, 690), (1480, 690), (1600, 820), (0, 820)], "#a9714c", "#5a3434")
    for column in range(-14, 15):
        sheet.line([(800 + column * 52, 690), (800 + column * 62, 820)], 2, "#7c4a3d")
    sheet.shade(
        [(880, -10), (960, -10), (1010, 750), (640, 750)],
        "#fff0bd",
        strength=0.75,
        back=True,
        grain=0.5,
    )
    sheet.oval(824, 756, 190, 32, "#f0c98a")
    sheet.glow(824, 700, 170, "#fff0bd", strength=0.35)
    dress = [
        *curve((800, 560), (770, 640), (716, 752)),
        *curve((940, 752), (872, 640), (850, 560)),
        (800, 560),
    ]
    sheet.fill(dress, CORAL)
    sheet.shade(dress, BRICK, strength=0.8)
    sheet.fill([(794, 560), (798, 486), (852, 486), (856, 560)], CORAL)
    sheet.line([(802, 498), (740, 440), (700, 372)], 17, "#a86d50")
    sheet.line([(848, 498), (918, 474), (980, 420)], 17, "#a86d50")
    sheet.box(816, 458, 834, 490, "#a86d50")
    sheet.disc(825, 438, 32, "#a86d50")
    sheet.fill(
        curve((792, 452), (796, 400), (830, 388), (862, 410), (858, 440), (826, 420), (792, 452)),
        "#2b1c26",
    )
    sheet.disc(800, 402, 17, "#2b1c26")
    for side in (-1, 1):
        for fold in range(7):
            x = 800 + side * (800 - fold * 62)
            inner = x - side * 66
            sway = 40 * (fold / 6) ** 2
            drape = [
                (x, -10),
                (inner, -10),
                *curve((inner, -10), (inner + side * sway, 380), (inner + side * sway * 2.4, 800)),
                (x + side * sway * 2, 800),
            ]
            sheet.fill(drape, mix("#b23a32", "#7d2430", fold % 2 * 0.5))
            sheet.shade(drape, "#3d1526", across=True, back=side < 0, strength=0.85)
    for scallop in range(9):
        x = -10 + scallop * 180
        sheet.fill([(x, -10), *arc(x + 90, 40, 96, 96, 180, 0), (x + 180, -10)], "#a8332e")
        sheet.shade(
            [(x, -10), *reversed(arc(x + 90, 40, 96, 96, 0, 180)), (x + 180, -10)],
            "#3d1526",
            strength=0.9,
        )
        sheet.line(arc(x + 90, 40, 94, 94, 8, 172), 9, GOLD)
    sheet.box(0, 812, WIDTH, 832, GOLD)
    sheet.box(0, 828, WIDTH, HEIGHT, "#1a1220")
    for x in range(60, WIDTH, 148):
        sheet.fill(arc(x, 812, 30, 24, 180, 360), "#ffe6a0")
        sheet.glow(x, 800, 70, "#ffe6a0", strength=0.5)
    for row, (foot, size) in enumerate(((872, 44), (930, 58))):
        for number in range(18):
            x = -30 + number * (size * 2.2) + row * 30 + sheet.chance.uniform(-8, 8)
            ink = ("#2a1a2c", "#140d1a")[row]
            sheet.disc(x, foot - size * 0.5, size * 0.52, ink)
            sheet.fill(
                [
                    (x - size, HEIGHT + 40),
                    *arc(x, foot + size * 0.5, size * 0.95, size * 0.7, 180, 360),
                    (x + size, HEIGHT + 40),
                ],
                ink,
            )


def bakery(sheet: Sheet) -> None:
    x: float
    sheet.sky((0, "#121d3a"), (560, "#2d4468"), (790, "#43577a"))
    for _ in range(70):
        sheet.disc(
            sheet.chance.uniform(0, WIDTH),
            sheet.chance.uniform(0, 240),
            sheet.chance.uniform(0.8, 2.6),
            "#dfe5e0",
        )
    for number, (x, width, height) in enumerate(
        ((-60, 190, 520), (130, 180, 440), (1120, 200, 480), (1320, 170, 560), (1490, 180, 470))
    ):
        wall = ("#2a3556", "#223050", "#26345a")[number % 3]
        house(sheet, x, 780, width, height, wall, "#141e38", lit="#52628a")
    left, right = 330, 1100
    sheet.wash(rectangle(left, 150, right, 780), "#4b4f74", "#33385c")
    sheet.fill([(left - 26, 156), (left + 60, 40), (right - 60, 40), (right + 26, 156)], "#141e38")
    for x in (430, 660, 890):
        sheet.box(x - 8, 196, x + 108, 326, "#6b6f94")
        sheet.box(x, 204, x + 100, 318, "#1d2747" if x != 890 else "#f0bd62")
        sheet.box(x + 47, 204, x + 53, 318, "#6b6f94")
    sheet.box(left + 20, 366, right - 20, 420, TEAL)
    for strip in range(19):
        x = left + 10 + strip * 39.5
        shape = [
            (x + 8, 420),
            (x + 47, 420),
            (x + 42, 486),
            *arc(x + 20, 486, 21, 18, 0, 180),
            (x - 1, 486),
        ]
        sheet.fill(shape, CREAM if strip % 2 else CORAL)
    sheet.shade(rectangle(left, 420, right + 10, 506), NIGHT, strength=0.45, back=True)
    window = rectangle(left + 40, 500, 830, 730)
    sheet.wash(window, "#ffe9ac", "#f3ae4c")
    sheet.box(left + 40, 596, 830, 604, "#a86a32")
    for shelf, count in ((594, 8), (724, 8)):
        for number in range(count):
            x = left + 88 + number * 50
            if shelf == 594 and 4 < number < 8:
                continue
            kind = (number + (shelf > 600)) % 3
            if kind == 0:
                loaf = [(x - 24, shelf), *arc(x, shelf - 12, 25, 28, 180, 360), (x + 24, shelf)]
                sheet.fill(loaf, "#b36a32")
                sheet.shade(loaf, "#6b3423", strength=0.9)
                for cut in (-9, 0, 9):
                    sheet.gouge((x + cut - 4, shelf - 16), (x + cut + 6, shelf - 32), 4, "#f3d49a")
            elif kind == 1:
                sheet.oval(x, shelf - 14, 25, 14, "#c98240")
                sheet.gouge((x - 18, shelf - 18), (x + 18, shelf - 18), 5, "#f3d49a")
            else:
                for bun in (-13, 12):
                    sheet.disc(x + bun, shelf - 13, 13, "#d99a4b")
                sheet.disc(x, shelf - 30, 13, "#e3ac60")
    sheet.fill([*arc(690, 640, 62, 62, 180, 360), (756, 724), (624, 724)], "#fffaf0")
    sheet.disc(690, 548, 32, "#8d5a44")
    sheet.fill([(660, 534), (652, 500), (728, 500), (720, 534)], "#fffaf0")
    sheet.line([(650, 630), (610, 686), (560, 690)], 22, "#fffaf0")
    sheet.line([(730, 630), (774, 680), (800, 640)], 22, "#fffaf0")
    sheet.fill([*arc(520, 696, 62, 16, 0, 360)], "#b36a32")
    for x in (490, 520, 550):
        sheet.disc(x, 684, 16, "#e3ac60")
    for x in (left + 36, 596, 824):
        sheet.box(x, 500, x + 10, 734, TEAL)
    sheet.box(left + 30, 728, 840, 780, TEAL)
    sheet.shade(rectangle(left + 30, 728, 840, 780), NIGHT, strength=0.8)
    sheet.box(876, 500, 1050, 780, TEAL)
    sheet.wash(rectangle(900, 526, 1026, 690), "#ffe9ac", "#f3ae4c")
    sheet.box(960, 526, 966, 690, TEAL)
    sheet.disc(1036, 660, 8, GOLD)
    sheet.wash(rectangle(0, 776, WIDTH, HEIGHT), "#39466a", "#161f3c")
    sheet.shade(
        [(left + 40, 780), (830, 780), (1010, HEIGHT), (200, HEIGHT)],
        "#f7c76c",
        strength=0.75,
        back=True,
        grain=0.7,
    )
    sheet.shade(
        [(900, 780), (1026, 780), (1130, HEIGHT), (930, HEIGHT)],
        "#f7c76c",
        strength=0.65,
        back=True,
        grain=0.7,
    )
    sheet.glow(600, 620, 430, "#ffdf96", strength=0.28)
    sheet.line([(1180, 780), (1180, 330)], 9, "#0b1226")
    sheet.line(arc(1214, 334, 34, 34, 180, 330), 7, "#0b1226")
    sheet.disc(1246, 328, 17, "#fff0bd")
    sheet.glow(1246, 328, 150, "#fff0bd", strength=0.75)
    for wheel in (180, 300):
        sheet.line(arc(wheel, 800, 50, 50, 0, 360), 5, "#0b1226")
        sheet.disc(wheel, 800, 6, "#0b1226")
        for spoke in range(0, 180, 30):
            a = math.radians(spoke)
            sheet.line(
                [
                    (wheel - 48 * math.cos(a), 800 - 48 * math.sin(a)),
                    (wheel + 48 * math.cos(a), 800 + 48 * math.sin(a)),
                ],
                1.2,
                "#0b1226",
            )
    for path in (
        [(180, 800), (216, 726), (276, 726), (236, 800), (180, 800)],
        [(216, 726), (206, 700)],
        [(236, 800), (216, 726)],
        [(276, 726), (300, 800)],
        [(276, 726), (270, 690), (296, 684)],
        [(192, 698), (222, 698)],
    ):
        sheet.line(path, 6, CORAL)
    sheet.fill([(272, 690), (330, 690), (322, 730), (280, 730)], "#8a5a42")
    for stick in (284, 302, 318):
        sheet.gouge((stick, 704), (stick + 10, 650), 15, "#d99a4b")
    cat = curve((1110, 780), (1104, 732), (1124, 706), (1150, 728), (1160, 780))
    sheet.fill(cat, "#0b1226")
    sheet.disc(1122, 694, 19, "#0b1226")
    for ear in (1111, 1133):
        sheet.fill([(ear - 8, 684), (ear, 664), (ear + 8, 684)], "#0b1226")
    for eye in (1115, 1129):
        sheet.disc(eye, 693, 2.6, GOLD)


def gull_on_a_bin(sheet: Sheet) -> None:
    sheet.sky((0, "#78b3b5"), (330, "#cfe3cd"), (520, "#f8eecb"))
    sheet.disc(1290, 170, 74, "#fff8e0")
    sheet.glow(1290, 170, 220, "#fff8e0", strength=0.5)
    clouds(sheet, 50, 320, "#fdf8e6", 9)
    sheet.sky((520, "#4f9f9f"), (680, "#2a7480"))
    sheet.gouges((0, 526, WIDTH, 676), "#b9ddd0", count=110, length=(30, 170), width=(2, 6))
    for x, hull in ((330, CORAL), (1380, CREAM)):
        sheet.fill([(x, 508), (x + 74, 508), (x + 60, 524), (x + 12, 524)], hull)
        sheet.fill([(x + 36, 500), *curve((x + 36, 500), (x + 44, 452), (x + 36, 418))], "#fffaf0")
        sheet.fill([(x + 40, 424), (x + 76, 498), (x + 40, 498)], "#fffaf0")
    sheet.wash(rectangle(0, 676, WIDTH, HEIGHT), "#ecd3a0", "#c99a68")
    for number in range(30):
        x = number * 56 - 20
        sheet.box(x, 590, x + 12, 690, "#fdf6e2")
    sheet.box(0, 582, WIDTH, 600, "#fdf6e2")
    sheet.shade(rectangle(0, 596, WIDTH, 690), "#8fb0a8", strength=0.25)
    sheet.box(0, 686, WIDTH, 700, "#b98358")
    for number in range(12):
        ink = (CORAL, CREAM, GOLD, CREAM)[number % 4]
        x = 1080 + number * 36
        strip = [(x, 620), (x + 36, 624), (x + 36, 800), (x, 796)]
        sheet.fill(strip, ink)
        sheet.shade(strip, PLUM, strength=0.35)
    for x in (1078, 1222, 1366, 1512):
        sheet.box(x - 6, 596, x + 6, 830, "#7c4a3d")
    sheet.gouge((480, 878), (1240, 890), 46, "#a8765a")
    bin_shape = [(560, 560), (900, 560), (868, 884), (592, 884)]
    sheet.fill(bin_shape, "#2f6a5a")
    for number in range(7):
        x = 590 + number * 47
        middle = 730 + (x - 730) * 0.82
        sheet.line([(x, 580), (middle, 876)], 11, "#265548")
    sheet.shade(bin_shape, NIGHT, strength=0.7, across=True)
    sheet.box(544, 548, 916, 588, "#3b7f6b")
    sheet.shade(rectangle(544, 548, 916, 588), NIGHT, strength=0.6, across=True)
    # What the bin holds, and what it no longer does.
    for x, y, size, ink in (
        (600, 540, 46, CREAM),
        (842, 536, 54, "#f3d9a0"),
        (880, 556, 30, CORAL),
        (566, 556, 26, MIST),
    ):
        sheet.fill(arc(x, y + 14, size, size * 0.9, 180, 360), ink)
        sheet.shade(arc(x, y + 14, size, size * 0.9, 180, 360), PLUM, strength=0.35)
    for x, y, turn in (
        (520, 850, 14),
        (474, 872, -20),
        (980, 862, 30),
        (1040, 880, -8),
        (430, 836, 50),
        (940, 888, 4),
    ):
        a = math.radians(turn)
        dx, dy = 30 * math.cos(a), 30 * math.sin(a)
        sheet.line([(x - dx, y - dy), (x + dx, y + dy)], 15, GOLD)
        sheet.line([(x - dx, y - dy - 3), (x + dx, y + dy - 3)], 5, "#f7d98d")
    for x in (690, 762):
        sheet.line([(x, 440), (x - 4, 540)], 14, "#e28a4a")
        sheet.fill([(x - 34, 552), (x - 4, 528), (x + 30, 552)], "#e28a4a")
    tail = [(520, 420), *curve((520, 420), (438, 450), (404, 474)), (470, 486), (560, 470)]
    sheet.fill(tail, NIGHT)
    body = curve(
        (470, 452),
        (560, 330),
        (700, 250),
        (800, 170),
        (884, 150),
        (930, 200),
        (912, 300),
        (880, 390),
        (800, 456),
        (680, 484),
        (560, 480),
        (470, 452),
    )
    sheet.fill(body, "#fffaf0")
    sheet.shade(body, "#8fa9ac", strength=0.75)
    wing = curve(
        (420, 470),
        (520, 372),
        (650, 310),
        (770, 312),
        (826, 360),
        (790, 420),
        (690, 452),
        (560, 458),
        (420, 470),
    )
    sheet.fill(wing, "#8d9fa8")
    sheet.shade(wing, "#4d5d69", strength=0.8, across=True, back=True)
    for number in range(4):
        feather = curve(
            (440 + number * 40, 462), (540 + number * 40, 426), (640 + number * 36, 414)
        )
        sheet.line(feather, 5, "#6c7d87")
    sheet.fill([(402, 478), (500, 428), (560, 440), (470, 474)], NIGHT)
    upper = curve((918, 186), (980, 188), (1030, 204), (1040, 236), (1024, 226), (924, 224))
    sheet.fill(upper, "#f0b53a")
    sheet.fill(curve((920, 222), (980, 232), (1020, 240), (980, 250), (920, 240)), "#d9962a")
    sheet.disc(1000, 222, 9, BRICK)
    sheet.line([(980, 268), (1084, 204)], 24, GOLD)
    sheet.line([(978, 263), (1082, 199)], 8, "#f7d98d")
    sheet.disc(876, 196, 19, "#f0d26a")
    sheet.disc(878, 196, 10, NIGHT)
    sheet.disc(882, 192, 3, "#fffaf0")
    sheet.line([(846, 176), (900, 170)], 7, "#6c7d87")
    for x, y, span in ((240, 250, 90), (330, 190, 60), (1130, 330, 70), (1480, 360, 50)):
        gull(sheet, x, y, span, "#fffaf0")
