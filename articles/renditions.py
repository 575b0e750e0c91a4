"""Photos as readers get them: WebP and AVIF, and for other sites JPEG, cut around the focal point,
and only the pixels."""

from collections.abc import Callable
from typing import Any

from imagefield.backend_base import calculate_crop_box
from imagefield.processing_pillow import register_pillow
from PIL import Image, ImageOps

from articles.uploads import halve_large_jpeg

# Half of a JPEG with more pixels is still more than any rendition has.
READ_LIMIT = 12_500_000
# Above it files grow faster than anybody sees. The two scales are not the same.
QUALITY = {"WEBP": 82, "AVIF": 60, "JPEG": 82}

Step = Callable[..., Image.Image]


@register_pillow  # type: ignore[untyped-decorator]
def as_webp(get_image: Step) -> Step:
    return _written_as("WEBP", get_image)


@register_pillow  # type: ignore[untyped-decorator]
def as_avif(get_image: Step) -> Step:
    return _written_as("AVIF", get_image)


def _written_as(kind: str, get_image: Step) -> Step:
    """First of all: every later step meets colours and not a palette."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        context.save_kwargs |= {"format": kind, "quality": QUALITY[kind], "exif": b"", "xmp": b""}
        halve_large_jpeg(image, READ_LIMIT)
        if image.mode not in {"RGB", "RGBA"}:
            if image.mode != "P":
                # It tells of greys or inks, which these are no longer.
                image.info.pop("icc_profile", None)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        if kind == "JPEG" and image.mode == "RGBA":
            image = _on_white(image)
        return get_image(image, context)

    return processor


@register_pillow  # type: ignore[untyped-decorator]
def as_jpeg(get_image: Step) -> Step:
    return _written_as("JPEG", get_image)


def _on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    paper.info = image.info
    return paper


# In place of imagefield's own, under whose names the files are known: those hold a large picture
# three times, and fifty megapixels are 200 MB each time.


@register_pillow  # type: ignore[untyped-decorator]
def autorotate(get_image: Step) -> Step:
    def processor(image: Image.Image, context: Any) -> Image.Image:
        ImageOps.exif_transpose(image, in_place=True)
        return get_image(image, context)

    return processor


@register_pillow  # type: ignore[untyped-decorator]
def crop(get_image: Step, size: tuple[int, int]) -> Step:
    """To this size, with the focal point as near to its middle as it gets."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        image = get_image(image, context)
        cut = calculate_crop_box(*image.size, *size, context.ppoi)
        box = (cut.left, cut.top, cut.left + cut.width, cut.top + cut.height)
        return image.resize(size, Image.Resampling.LANCZOS, box=box)

    return processor


Spec = Callable[[Any, Any], None]


def webp(*steps: Any) -> Spec:
    """These steps for imagefield, into a WebP file whatever the original is."""
    return _spec("webp", steps)


def avif(*steps: Any) -> Spec:
    """The same into an AVIF file."""
    return _spec("avif", steps)


def jpeg(*steps: Any) -> Spec:
    """The same into a JPEG file: not every site that shows a link reads the others."""
    return _spec("jpeg", steps)


def _spec(kind: str, steps: tuple[Any, ...]) -> Spec:
    def spec(file: Any, context: Any) -> None:
        context.extension = f".{kind}"
        context.processors = [f"as_{kind}", "preserve_icc_profile", "autorotate", *steps]

    return spec


LARGE = ("thumbnail", (1600, 1600))
MEDIUM = ("thumbnail", (800, 800))
# 16:9, like the next.
CARD = ("crop", (800, 450))
SMALL = ("crop", (400, 225))
# What a link to an article is shown with elsewhere; search engines show none that is narrower.
SHARED = (1200, 675)

# What a search engine is shown, in its three shapes.
SHAPES = {"shared": SHARED, "landscape": (640, 480), "square": (240, 240)}

# Made when a photo is saved.
RENDITIONS = {
    "large": webp(LARGE),
    "medium": webp(MEDIUM),
    "card": webp(CARD),
    "small": webp(SMALL),
    # 4:3 and 1:1.
    "landscape": webp(("crop", SHAPES["landscape"])),
    "square": webp(("crop", SHAPES["square"])),
    "shared": jpeg(("crop", SHAPES["shared"])),
}
# Made afterwards, of those that are many bytes and many readers'.
AVIF_RENDITIONS = {
    "large": avif(LARGE),
    "medium": avif(MEDIUM),
    "card": avif(CARD),
    "small": avif(SMALL),
}
