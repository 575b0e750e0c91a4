"""Photos as readers get them: WebP, cut around the focal point, and nothing beside the pixels."""

from collections.abc import Callable
from typing import Any

from imagefield.processing_pillow import register_pillow
from PIL import Image

# Above it files grow faster than anybody sees.
QUALITY = 82


@register_pillow  # type: ignore[untyped-decorator]
def as_webp(get_image: Callable[..., Image.Image]) -> Callable[..., Image.Image]:
    """First of all: every later step meets colours and not a palette."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        context.save_kwargs |= {"format": "WEBP", "quality": QUALITY, "exif": b"", "xmp": b""}
        if image.mode not in {"RGB", "RGBA"}:
            if image.mode != "P":
                # It tells of greys or inks, which these are no longer.
                image.info.pop("icc_profile", None)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        return get_image(image, context)

    return processor


def webp(*processors: Any) -> Callable[[Any, Any], None]:
    """These steps for imagefield, into a WebP file whatever the original is."""

    def spec(file: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["as_webp", "preserve_icc_profile", "autorotate", *processors]

    return spec


RENDITIONS = {
    "large": webp(("thumbnail", (1600, 1600))),
    "medium": webp(("thumbnail", (800, 800))),
    # 16:9, 4:3 and 1:1.
    "card": webp(("crop", (800, 450))),
    "landscape": webp(("crop", (640, 480))),
    "square": webp(("crop", (240, 240))),
}
