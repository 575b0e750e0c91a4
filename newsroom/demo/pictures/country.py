"""Pictures of the country round the town."""

from __future__ import annotations

import math
from itertools import pairwise

from newsroom.demo.pictures.ink import Sheet, arc, curve, mix, rectangle
from newsroom.demo.pictures.shared import (
    CORAL,
    GOLD,
    HEIGHT,
    MOSS,
    NAVY,
    NIGHT,
    SLATE,
    TEAL,
    WIDTH,
    clouds,
    gull,
    person,
    ridge,
)


def turbines(sheet: Sheet) -> None:
    sheet.sky((0, "#86b9bd"), (300, "#cfe0c6"), (560, "#fbeec6"))
    sheet.disc(1180, 240, 70, "#fff8de")
    sheet.glow(1180, 240, 230, "#fff8de", strength=0.6)
    clouds(sheet, 60, 330, "#fdf8e4", 12)
    ridge(sheet, 560, 70, "#a9c3a4", waves=1.0, shift=0.8)
    for x, foot, height, turn in (
        (300, 520, 210, 10),
        (560, 540, 190, 70),
        (1330, 540, 230, 44),
        (1500, 520, 180, 88),
    ):
        _turbine(sheet, x, foot, height, turn)
    hill = ridge(sheet, 640, 90, "#7f9f62", waves=0.8, shift=3.4)
    sheet.shade(hill, MOSS, strength=0.6)
    for x, foot, height, turn in ((880, 640, 470, 24), (140, 690, 400, 95)):
        _turbine(sheet, x, foot, height, turn)
    field = [
        *curve((-20, 690), (300, 640), (620, 690), (900, 760), (1240, 720), (1640, 660)),
        (1640, 920),
        (-20, 920),
    ]
    sheet.fill(field, "#e0b046")
    for number in range(30):
        x = -500 + number * 90
        row = curve(
            (640 + (x - 640) * 0.34, 660), (640 + (x - 640) * 0.8, 760), (x * 1.5 - 320, 930)
        )
        sheet.line(row, 7, "#c4902f")
    near = [
        *curve((-20, 800), (260, 770), (560, 830), (880, 862), (1240, 800), (1640, 770)),
        (1640, 920),
        (-20, 920),
    ]
    sheet.fill(near, "#4d7248")
    sheet.shade(near, MOSS, strength=0.9)
    sheet.gouges(
        (0, 800, WIDTH, 895), "#7f9f62", count=120, length=(14, 40), width=(3, 6), slope=-1.6
    )
    for x, y, size in (
        (1190, 790, 1.1),
        (1290, 812, 1.3),
        (1400, 782, 1.0),
        (300, 806, 1.2),
        (1080, 836, 1.25),
        (410, 842, 1.4),
    ):
        for leg in (-16, -8, 8, 16):
            sheet.box(x + leg * size - 2, y, x + leg * size + 2, y + 24 * size, NIGHT)
        for puff in range(9):
            angle = puff * 0.7
            sheet.disc(
                x + 20 * size * math.cos(angle),
                y - 4 + 10 * size * math.sin(angle),
                12 * size,
                "#fdf4dc",
            )
        sheet.disc(x, y - 4, 15 * size, "#fdf4dc")
        way = 1 if x % 20 else -1
        sheet.oval(x + way * 34 * size, y - 10 * size, 11 * size, 9 * size, NIGHT)
    for x, y, span in ((420, 200, 40), (480, 230, 30), (690, 150, 46)):
        gull(sheet, x, y, span, "#fdf8e4")


def _turbine(sheet: Sheet, x: float, foot: float, height: float, turn: float) -> None:
    hub, w = foot - height, height * 0.016
    mast = [(x - w * 1.5, foot), (x - w * 0.8, hub), (x + w * 0.8, hub), (x + w * 1.5, foot)]
    sheet.fill(mast, "#fdf6e2")
    sheet.shade(mast, SLATE, across=True, strength=0.9)
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        cx, cy = math.cos(angle), math.sin(angle)
        reach, wide = height * 0.56, height * 0.036
        shape = [
            (x, hub),
            (x + cx * reach * 0.22 - cy * wide, hub + cy * reach * 0.22 + cx * wide),
            (x + cx * reach, hub + cy * reach),
            (x + cx * reach * 0.1 + cy * wide * 0.25, hub + cy * reach * 0.1 - cx * wide * 0.25),
        ]
        sheet.fill(shape, "#fffaf0")
        sheet.line([(x, hub), (x + cx * reach, hub + cy * reach)], 2, "#b9c2b6")
    sheet.disc(x, hub, height * 0.026, CORAL)


def orchard(sheet: Sheet) -> None:
    x: float
    y: float
    sheet.sky((0, "#e9b878"), (300, "#f8dca0"), (470, "#fdf0c8"))
    sheet.disc(800, 330, 96, "#fffbe6")
    sheet.glow(800, 330, 330, "#fff6d0", strength=0.8)
    clouds(sheet, 40, 230, "#fbe7b4", 8)
    ridge(sheet, 420, 70, "#c2b98a", waves=1.2, shift=0.3)
    ridge(sheet, 452, 50, "#93a06c", waves=1.7, shift=2.6)
    sheet.wash(rectangle(0, 450, WIDTH, HEIGHT), "#9cab5e", "#3f6240")
    for number in range(-7, 8):
        near = 800 + number * 420
        sheet.fill([(800 + number * 30, 452), (near - 90, HEIGHT), (near + 90, HEIGHT)], "#c7c078")
        sheet.shade(
            [(800 + number * 30, 452), (near - 90, HEIGHT), (near + 90, HEIGHT)],
            "#5d7a45",
            strength=0.8,
        )
    rows = (462, 482, 512, 560, 640)
    for depth, foot in enumerate(rows):
        size = (foot - 440) / 200
        for number in range(-8, 8):
            x = 800 + (number + 0.5) * 420 * (foot - 446) / 440
            if -200 < x < WIDTH + 200:
                _apple_tree(sheet, x, foot, 330 * size + 24, depth)
    for x, foot in ((170, 770), (1450, 780)):
        _apple_tree(sheet, x, foot, 560, 5)
    for side in (0, 58):
        sheet.line([(1230 + side, 850), (1330 + side * 0.45, 430)], 11, "#7c4a3d")
    for rung in range(8):
        t = rung / 8 + 0.05
        sheet.line([(1230 + 100 * t, 850 - 420 * t), (1288 + 68 * t, 850 - 420 * t)], 8, "#7c4a3d")
    person(sheet, 1308, 690, 230, TEAL, skin="#8d5a44")
    sheet.fill([*arc(1308, 484, 44, 26, 180, 360)], "#e9d49a")
    sheet.oval(1308, 484, 58, 8, "#e9d49a")
    sheet.line([(1330, 520), (1380, 440)], 20, TEAL)
    person(sheet, 610, 850, 280, CORAL, skin="#5d3a33")
    sheet.fill([*arc(610, 598, 40, 30, 180, 360)], NAVY)
    sheet.line([(640, 660), (690, 740)], 22, CORAL)
    for x, y in ((720, 800), (900, 832), (1060, 846)):
        for number in range(16):
            dx, dy = (number % 6 - 2.5) * 19, -(number // 6) * 14
            ink = ("#b8332e", "#cf4b36", "#d98a35")[number % 3]
            sheet.disc(x + dx + (number // 6) * 8, y + dy - 4, 13, ink)
            sheet.disc(x + dx + (number // 6) * 8 - 4, y + dy - 8, 3, "#fdf0d2")
        basket = [(x - 70, y), (x + 70, y), (x + 54, y + 62), (x - 54, y + 62)]
        sheet.fill(basket, "#d9a561")
        sheet.shade(basket, "#7c4a3d", strength=0.85)
        for line in (18, 38):
            sheet.line(
                [(x - 66 + line * 0.25, y + line), (x + 66 - line * 0.25, y + line)], 4, "#a8714e"
            )
    for _ in range(36):
        x, y = sheet.chance.uniform(0, WIDTH), sheet.chance.uniform(720, 892)
        sheet.disc(x, y, 8, "#b8332e")
        sheet.disc(x - 2, y - 3, 2, "#fdf0d2")


def _apple_tree(sheet: Sheet, x: float, foot: float, height: float, depth: int) -> None:
    trunk = height * 0.05
    sheet.oval(x - height * 0.1, foot, height * 0.36, height * 0.05, "#3f5a3a")
    sheet.fill(
        [
            (x - trunk * 1.4, foot),
            (x - trunk, foot - height * 0.5),
            (x + trunk, foot - height * 0.5),
            (x + trunk * 1.4, foot),
        ],
        "#4d3340",
    )
    light = mix("#b3b866", "#86a04c", depth / 5)
    for number in range(15):
        angle, reach = number * 2.4, math.sqrt(number / 15) * height * 0.27
        cx, cy = x + reach * math.cos(angle) * 1.1, foot - height * 0.66 + reach * math.sin(angle)
        blob = arc(cx, cy, height * 0.13, height * 0.12, 0, 360)
        sheet.fill(blob, mix(light, MOSS, 0.25 + 0.5 * math.sin(angle) * math.sqrt(number / 15)))
        if height > 170:
            sheet.shade(blob, MOSS, strength=0.7)
    for number in range(16):
        angle, reach = number * 2.4 + 1, math.sqrt(number / 16) * height * 0.33
        cx, cy = x + reach * math.cos(angle) * 1.1, foot - height * 0.65 + reach * math.sin(angle)
        sheet.disc(cx, cy, height * 0.021, "#c43c30")


def saltmarsh(sheet: Sheet) -> None:
    sheet.sky((0, "#6f93a0"), (150, "#c9c3a6"), (262, "#f8dfa6"))
    clouds(sheet, 30, 190, "#f3c792", 9)
    sheet.disc(1210, 232, 44, "#fff6d6")
    sheet.glow(1210, 232, 230, "#fff2c4", strength=0.8)
    sheet.fill(
        [
            *curve((-20, 258), (300, 240), (700, 256), (1100, 246), (1640, 252)),
            (1640, 300),
            (-20, 300),
        ],
        "#6d8582",
    )
    sheet.wash(rectangle(0, 264, WIDTH, HEIGHT), "#b3a961", "#4f6b3f")
    bands = ("#c9b566", "#8f9a55", "#b08a4a", "#6f8a4c", "#a9a457", "#587a49")
    for number in range(26):
        depth = (number / 26) ** 1.6
        y = 272 + depth * 620
        x = sheet.chance.uniform(-100, WIDTH)
        reach = 140 + depth * 520
        sheet.gouge((x - reach, y), (x + reach, y), 10 + depth * 66, bands[number % 6])
    water, light = "#a9c7bd", "#f7e3b0"
    creeks: tuple[tuple[tuple[float, float, float], ...], ...] = (
        (
            (1200, 262, 3),
            (1060, 300, 10),
            (1240, 356, 20),
            (900, 430, 36),
            (1130, 540, 62),
            (640, 640, 92),
            (760, 760, 130),
            (420, 930, 210),
        ),
        (
            (620, 268, 2),
            (700, 310, 7),
            (560, 362, 14),
            (690, 430, 24),
            (480, 500, 34),
            (330, 560, 44),
            (90, 620, 60),
            (-80, 640, 80),
        ),
        (
            (1480, 270, 2),
            (1400, 330, 9),
            (1520, 400, 17),
            (1360, 480, 27),
            (1480, 590, 42),
            (1300, 690, 60),
            (1480, 800, 90),
            (1400, 930, 130),
        ),
        ((900, 430, 12), (760, 470, 12), (690, 430, 10)),
        ((1130, 540, 22), (1250, 500, 16), (1370, 480, 16)),
    )
    for creek in creeks:
        middle = curve(*((x, y) for x, y, _ in creek))
        stops = [(y, wide) for _, y, wide in creek]
        for edge, ink in ((1.2, "#6b5a3c"), (1.0, water)):
            for (ax, ay), (bx, by) in pairwise(middle):
                wide = _between(stops, ay) * edge
                sheet.line([(ax, ay), (bx, by)], wide * 0.62, ink)
                sheet.oval(ax, ay, wide * 0.5, wide * 0.3, ink)
        for x, y in middle[::3]:
            wide = _between(stops, y)
            shift = sheet.chance.uniform(-0.2, 0.2) * wide
            sheet.gouge(
                (x + shift - wide * 0.34, y), (x + shift + wide * 0.34, y), 1.5 + wide * 0.06, light
            )
    for x, y, reach in (
        (330, 420, 60),
        (1010, 640, 90),
        (960, 340, 40),
        (240, 760, 120),
        (1120, 800, 90),
    ):
        sheet.oval(x, y, reach * 1.06, reach * 0.27, "#6b5a3c")
        sheet.oval(x, y + 3, reach, reach * 0.23, water)
        sheet.gouge((x - reach * 0.7, y), (x + reach * 0.6, y), reach * 0.07, light)
    sheet.gouges(
        (0, 290, WIDTH, 880), "#3f5a3a", count=260, length=(4, 26), width=(1, 5), slope=-1.4
    )
    for x, y, size in ((930, 720, 1.0), (1010, 760, 1.25)):
        _heron(sheet, x, y, size)
    for side, count in ((0, 60), (1250, 50)):
        for number in range(count):
            x = side + number * 7 + sheet.chance.uniform(-10, 10)
            edge = number if side == 0 else count - number
            height = sheet.chance.uniform(90, 290) * (1 - edge / count * 0.75)
            if side:
                height = sheet.chance.uniform(80, 250) * (number / count * 0.8 + 0.2)
            lean = sheet.chance.uniform(-26, 30)
            ink = sheet.chance.choice((MOSS, "#2b4536", "#587a49"))
            sheet.gouge((x, 940), (x + lean, 900 - height), 11, ink)
            if sheet.chance.random() < 0.4:
                sheet.gouge((x + lean, 912 - height), (x + lean * 1.3, 850 - height), 12, "#7c4a3d")
    for number in range(15):
        arm = abs(number - 7)
        x, y = 360 + number * 34, 96 + arm * 15 + (10 if number > 7 else 0)
        gull(sheet, x, y, 26, "#2f3f4a")


def _between(stops: list[tuple[float, float]], y: float) -> float:
    """The width of a creek at height `y`, read off its stops."""
    ordered = sorted(stops)
    for (low, thin), (high, thick) in pairwise(ordered):
        if low <= y <= high:
            return thin + (thick - thin) * (y - low) / ((high - low) or 1)
    return ordered[0][1] if y < ordered[0][0] else ordered[-1][1]


def _heron(sheet: Sheet, x: float, foot: float, size: float) -> None:
    s = size
    for leg in (-8, 10):
        sheet.line([(x + leg * s, foot - 90 * s), (x + leg * s + 4, foot)], 4 * s, "#5a4a3a")
    body = curve(
        (x - 74 * s, foot - 78 * s),
        (x - 30 * s, foot - 122 * s),
        (x + 28 * s, foot - 124 * s),
        (x + 40 * s, foot - 96 * s),
        (x, foot - 76 * s),
        (x - 74 * s, foot - 78 * s),
    )
    sheet.fill(body, "#f4efe0")
    sheet.shade(body, SLATE, strength=0.6)
    neck = curve(
        (x + 26 * s, foot - 112 * s),
        (x + 60 * s, foot - 150 * s),
        (x + 34 * s, foot - 190 * s),
        (x + 56 * s, foot - 226 * s),
    )
    sheet.line(neck, 15 * s, "#f4efe0")
    sheet.oval(x + 62 * s, foot - 228 * s, 17 * s, 11 * s, "#f4efe0")
    sheet.fill(
        [(x + 74 * s, foot - 235 * s), (x + 122 * s, foot - 222 * s), (x + 74 * s, foot - 222 * s)],
        GOLD,
    )
    sheet.gouge((x + 22 * s, foot - 240 * s), (x + 70 * s, foot - 234 * s), 7 * s, NIGHT)
    sheet.disc(x + 66 * s, foot - 230 * s, 2.6 * s, NIGHT)
    sheet.gouge((x - 40 * s, foot + 8), (x + 44 * s, foot + 8), 7 * s, "#5d7274")
