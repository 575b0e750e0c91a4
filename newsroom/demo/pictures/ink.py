"""The print shop of the demo: flat inks, gouged lines and grain, laid on a sheet with Pillow.

Every picture is drawn in the coordinates of the finished sheet (pixels, origin top left) on a
canvas twice as large, and reduced once at the end. Nothing here reads a file, a font or the
clock, and all chance comes from a seed: the same call makes the same picture.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = str

SCALE = 2
LARGEST = (1800, 1200)
NOISE_SIDE = 512
MOST_BYTES = 300_000
QUALITIES = (88, 84, 80, 76, 70)


@cache
def _tooth() -> Image.Image:
    """The tooth of the paper: even grey noise, larger than any sheet."""
    values = random.Random(1871).randbytes(NOISE_SIDE**2)  # noqa: S311 -- no secret
    square = Image.frombytes("L", (NOISE_SIDE, NOISE_SIDE), values)
    tooth = Image.new("L", (LARGEST[0] * SCALE, LARGEST[1] * SCALE))
    for left in range(0, tooth.width, NOISE_SIDE):
        for top in range(0, tooth.height, NOISE_SIDE):
            tooth.paste(square, (left, top))
    return tooth


@cache
def _paper(width: int, height: int) -> Image.Image:
    tooth = _tooth().crop((0, 0, width, height)).filter(ImageFilter.GaussianBlur(0.7))
    return Image.merge("RGB", (tooth, tooth, tooth))


def _rgb(colour: Colour) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from one to the other."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def rectangle(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Points on an ellipse from one angle to another, in degrees, clockwise from the right."""
    steps = max(6, int(abs(end - start) / 4))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def curve(*stops: Point) -> list[Point]:
    """A smooth line through the stops (Catmull-Rom), fine enough to print."""
    path = [stops[0], *stops, stops[-1]]
    points: list[Point] = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(
        path, path[1:], path[2:], path[3:], strict=False
    ):
        steps = max(4, int(math.dist((bx, by), (cx, cy)) / 10))
        for step in range(steps):
            t = step / steps
            points.append(
                (
                    _spline(ax, bx, cx, dx, t),
                    _spline(ay, by, cy, dy, t),
                )
            )
    return [*points, stops[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


class Sheet:
    """One picture in the making."""

    def __init__(self, width: int, height: int, paper: Colour, *, seed: int) -> None:
        self.width, self.height = width, height
        self.chance = random.Random(seed)  # noqa: S311 -- chance of the hand, no secret
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), _rgb(paper))
        self.pen = ImageDraw.Draw(self.image)

    # Flat ink

    def fill(self, points: Iterable[Point], colour: Colour) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=_rgb(colour))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.fill(rectangle(left, top, right, bottom), colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        self.pen.ellipse(
            [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE],
            fill=_rgb(colour),
        )

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=_rgb(colour), width=max(1, round(width * SCALE)), joint="curve")

    def gouge(self, start: Point, end: Point, width: float, colour: Colour) -> None:
        """The cut of a lino knife: thin at both ends, widest in the middle."""
        (ax, ay), (bx, by) = start, end
        length = math.dist(start, end) or 1
        nx, ny = -(by - ay) / length * width / 2, (bx - ax) / length * width / 2
        steps = [(step / 8, math.sin(math.pi * step / 8)) for step in range(9)]
        there = [(ax + (bx - ax) * t + nx * w, ay + (by - ay) * t + ny * w) for t, w in steps]
        back = [(ax + (bx - ax) * t - nx * w, ay + (by - ay) * t - ny * w) for t, w in steps]
        self.fill([*there, *reversed(back)], colour)

    def gouges(
        self,
        area: tuple[float, float, float, float],
        colour: Colour,
        *,
        count: int,
        length: tuple[float, float],
        width: tuple[float, float],
        slope: float = 0.0,
    ) -> None:
        """Many cuts in an area, long and wide ones towards its foot."""
        left, top, right, bottom = area
        for _ in range(count):
            depth = self.chance.random()
            x, y = self.chance.uniform(left, right), top + (bottom - top) * depth
            reach = (length[0] + (length[1] - length[0]) * depth) * self.chance.uniform(0.5, 1)
            self.gouge(
                (x - reach / 2, y - slope * reach / 2),
                (x + reach / 2, y + slope * reach / 2),
                width[0] + (width[1] - width[0]) * depth,
                colour,
            )

    def rough(self, points: Sequence[Point], amount: float = 1.2, step: float = 14) -> list[Point]:
        """The same outline as a hand would cut it."""
        cut: list[Point] = []
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            pieces = max(1, int(math.dist((ax, ay), (bx, by)) / step))
            for piece in range(pieces):
                t = piece / pieces
                cut.append(
                    (
                        ax + (bx - ax) * t + self.chance.uniform(-amount, amount),
                        ay + (by - ay) * t + self.chance.uniform(-amount, amount),
                    )
                )
        return cut

    # Soft ink

    def sky(self, *stops: tuple[float, Colour]) -> None:
        """Bands of colour melting into each other down the sheet; stops are (y, colour)."""
        for (top, upper), (bottom, lower) in pairwise(stops):
            self.wash(rectangle(0, top, self.width, bottom), upper, lower)

    def wash(
        self, points: Sequence[Point], start: Colour, end: Colour, *, across: bool = False
    ) -> None:
        """Fill a shape with one colour melting into another, downwards or across."""
        self.fill(points, start)
        self.shade(points, end, across=across, grain=0.25)

    def shade(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        strength: float = 1.0,
        across: bool = False,
        back: bool = False,
        grain: float = 0.8,
    ) -> None:
        """Ink that thickens from top to foot (`across`: left to right, `back`: reversed).

        `grain` says how much of it lies in dots: 0 is smooth, 1 is all spray.
        """
        left, top, right, bottom = self._bounds(points)
        size = (right - left, bottom - top)
        if size[0] <= 0 or size[1] <= 0:
            return
        ramp = Image.linear_gradient("L")
        if across:
            ramp = ramp.transpose(Image.Transpose.ROTATE_90)
        if back:
            ramp = ImageChops.invert(ramp)
        ramp = ramp.resize(size, Image.Resampling.BILINEAR).point(
            lambda value: round(value * strength)
        )
        self._spray(points, colour, ramp, (left, top), grain)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, *, strength: float = 0.8
    ) -> None:
        """Light around a point, fading outwards."""
        side = round(radius * 2 * SCALE)
        light = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda value: round(max(0, value - 74) * 255 / 181 * strength)
        )
        left, top = round((x - radius) * SCALE), round((y - radius) * SCALE)
        outline = rectangle(x - radius, y - radius, x + radius, y + radius)
        self._spray(
            outline, colour, light.resize((side, side), Image.Resampling.BILINEAR), (left, top), 0.3
        )

    def _bounds(self, points: Sequence[Point]) -> tuple[int, int, int, int]:
        xs, ys = [x * SCALE for x, _ in points], [y * SCALE for _, y in points]
        return (
            max(0, math.floor(min(xs))),
            max(0, math.floor(min(ys))),
            min(self.width * SCALE, math.ceil(max(xs))),
            min(self.height * SCALE, math.ceil(max(ys))),
        )

    def _spray(
        self,
        points: Sequence[Point],
        colour: Colour,
        ink: Image.Image,
        corner: tuple[int, int],
        grain: float,
    ) -> None:
        left, top = corner
        noise = _tooth().crop((0, 0, *ink.size))
        dots = ImageChops.add(ink, noise, 1, -255).point(lambda value: 255 if value else 0)
        ink = Image.blend(ink, dots, grain)
        shape = Image.new("L", ink.size)
        outline = [(x * SCALE - left, y * SCALE - top) for x, y in points]
        ImageDraw.Draw(shape).polygon(outline, fill=255)
        self.image.paste(_rgb(colour), (left, top), ImageChops.multiply(ink, shape))

    # Off the press

    def pull(self) -> Image.Image:
        """The finished picture, at its own size, with the tooth of the paper in it."""
        image = self.image.reduce(SCALE)
        return Image.blend(image, ImageChops.soft_light(image, _paper(*image.size)), 0.11)

    def jpeg(self) -> bytes:
        """The picture as a file. A busy one gives up a little quality to stay light."""
        image = self.pull()
        for quality in QUALITIES:
            file = BytesIO()
            image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            if file.tell() <= MOST_BYTES:
                break
        return file.getvalue()
