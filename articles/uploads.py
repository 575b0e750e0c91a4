"""Pictures from outside: opened, turned upright and written anew, so that nothing hides in them."""

import io
import re
import warnings
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

BYTE_LIMIT = 20 * 1024 * 1024
PIXEL_LIMIT = 50_000_000
# Of a JPEG: what most cameras make is kept whole. Half the width and half the height of a larger
# one are still more than any page shows, and take a quarter of the memory.
WHOLE_LIMIT = 25_000_000
# In bytes. What cameras and phones write has hundreds; a longer one is room for anything.
PROFILE_LIMIT = 4096
# The crops of a thinner picture would have no width at all.
SIDE_LIMIT = 8
SLIMNESS_LIMIT = 20
# A picture that another program takes for something else. A ZIP archive is told by its last part,
# a PDF by its first, a page by its tags: so much of each that no picture holds it by chance.
ZIP_END = re.compile(rb"PK\x05\x06\x00\x00\x00\x00")
ZIP_END_WITHIN = 2**16 + 22
PDF_HEAD = re.compile(rb"%PDF-[0-9]")
PDF_HEAD_WITHIN = 1024
PAGE = re.compile(rb"<(?:script|html|body|iframe|\?php)[\s>]|<!doctype html", re.IGNORECASE)
# What is read, and the name and the options it is written with.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    # To make it a little smaller, "optimize" holds all of it a second time.
    "JPEG": ("jpg", {"quality": 92}),
    "PNG": ("png", {"optimize": False}),
    "WEBP": ("webp", {"quality": 92}),
}


def clean_picture(upload: IO[bytes], *, size: int) -> ContentFile:
    """The same picture in a new file, without metadata (a GPS position betrays a source).

    `size` is the upload's in bytes. Raises ValidationError, before decoding a pixel, for what is
    too large or is no JPEG, PNG or WebP. The name's ending tells the real type.
    """
    if size > BYTE_LIMIT:
        raise ValidationError(
            f"At most {BYTE_LIMIT // 1024**2} MB: this file has {size / 1024**2:.1f} MB."
        )
    try:
        picture = _open(upload)
        _refuse_what_is_more(upload)
        return _rewrite(picture)
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises whatever it stumbles over in a broken file.
        raise ValidationError("This picture is damaged and cannot be read.") from error


def halve_large_jpeg(picture: Image.Image, beyond: int) -> None:
    """Have one with more pixels than that decoded at half its width and height."""
    width, height = picture.size
    if picture.format in {"JPEG", "MPO"} and width * height > beyond:
        picture.draft(None, (width // 2, height // 2))


def _open(upload: IO[bytes]) -> Image.Image:
    upload.seek(0)
    with warnings.catch_warnings():
        # The limit below is lower than the size at which Pillow warns.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(upload, formats=list(FORMATS))
        except UnidentifiedImageError as error:
            raise ValidationError("Only JPEG, PNG and WebP pictures can be used.") from error
        except Image.DecompressionBombError as error:
            raise _too_many_pixels("far more") from error
    width, height = picture.size
    if width * height > PIXEL_LIMIT:
        raise _too_many_pixels(f"{width} × {height}")
    if min(width, height) < SIDE_LIMIT or max(width, height) > SLIMNESS_LIMIT * min(width, height):
        raise ValidationError(
            f"At least {SIDE_LIMIT} pixels each way, and at most {SLIMNESS_LIMIT} times as long "
            f"as wide: this picture has {width} × {height}."
        )
    return picture


def _refuse_what_is_more(upload: IO[bytes]) -> None:
    """A file that is a picture and a page, a program or an archive at once."""
    position = upload.tell()
    upload.seek(0)
    written = upload.read(BYTE_LIMIT)
    upload.seek(position)
    for what, is_there in (
        ("a PDF", PDF_HEAD.search(written, 0, PDF_HEAD_WITHIN)),
        ("a ZIP archive", ZIP_END.search(written, max(0, len(written) - ZIP_END_WITHIN))),
        ("a web page or a program", PAGE.search(written)),
    ):
        if is_there:
            raise ValidationError(
                f"This file is a picture and {what} at once. Save the picture anew in a program "
                "for pictures, and send that."
            )


def _too_many_pixels(found: str) -> ValidationError:
    return ValidationError(f"At most {PIXEL_LIMIT // 10**6} megapixels: this picture has {found}.")


def _rewrite(picture: Image.Image) -> ContentFile:
    # Many phones write MPO: a JPEG with further pictures behind it.
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    extension, options = FORMATS[kind]
    # The colour that a PNG shows through; what else is written beside the pixels is dropped.
    clear = picture.info.get("transparency")
    profile = _profile_of(picture)
    # In its place: a second copy of fifty megapixels would be 150 MB.
    halve_large_jpeg(picture, WHOLE_LIMIT)
    ImageOps.exif_transpose(picture, in_place=True)
    upright = picture
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright, profile = upright.convert("RGB"), None
    if upright.mode.startswith("I"):
        upright, profile, clear = _eight_bits(upright), None, None
    upright.info.clear()
    written = io.BytesIO()
    upright.save(written, kind, icc_profile=profile, exif=b"", transparency=clear, **options)
    return ContentFile(written.getvalue(), name=f"photo.{extension}")


def _profile_of(picture: Image.Image) -> bytes | None:
    """How its colours are meant, where that is one and no more."""
    profile = picture.info.get("icc_profile")
    if not profile or len(profile) > PROFILE_LIMIT:
        return None
    try:
        ImageCms.getOpenProfile(io.BytesIO(profile))
    except ImageCms.PyCMSError:
        return None
    return bytes(profile)


def _eight_bits(grey: Image.Image) -> Image.Image:
    """Of sixteen. No browser shows more, and a plain conversion makes all that is bright white."""
    return grey.convert("I").point(lambda value: value / 256).convert("L")
