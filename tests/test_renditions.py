"""Photos as readers get them: WebP, in the crops of the pages, with nothing of the camera."""

import importlib
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from PIL import Image

from articles.models import Photo
from articles.renditions import RENDITIONS
from tests import factories
from tests.test_uploads import encoded, exif, noise

pytestmark = pytest.mark.django_db
SHAPES = {"card": (16, 9), "shared": (16, 9), "landscape": (4, 3), "square": (1, 1)}
# What other sites show is in a form that each of them reads.
FORMS = dict.fromkeys(RENDITIONS, "WEBP") | {"shared": "JPEG"}


def stored(upload: bytes, **fields: Any) -> Photo:
    """Past the form, which would have cleaned it."""
    photo = Photo(alt="A ferry", **fields)
    photo.image.save("ferry.jpg", ContentFile(upload), save=True)
    return photo


def rendition(photo: Photo, name: str) -> bytes:
    with photo.image.storage.open(photo.image.process(name)) as file:
        return bytes(file.read())


@pytest.mark.parametrize(("name", "form"), FORMS.items())
def test_what_is_served_has_nothing_that_the_camera_wrote(name: str, form: str) -> None:
    upload = encoded(noise((120, 80)), "JPEG", exif=exif(orientation=6), xmp=b"A name")
    served = rendition(stored(upload), name)
    picture = Image.open(io.BytesIO(served))
    assert (picture.format, dict(picture.getexif())) == (form, {})
    assert b"Camera of a source" not in served
    assert b"A name" not in served


def test_what_is_served_stands_upright() -> None:
    upload = encoded(noise((120, 80)), "JPEG", exif=exif(orientation=6))
    assert Image.open(io.BytesIO(rendition(stored(upload), "medium"))).size == (80, 120)


def test_what_is_shared_of_a_drawing_on_nothing_stands_on_white() -> None:
    drawing = Image.new("RGBA", (1200, 675), (0, 0, 0, 0))
    shared = Image.open(io.BytesIO(rendition(stored(encoded(drawing, "PNG")), "shared")))
    assert (shared.size, shared.getpixel((600, 300))) == ((1200, 675), (255, 255, 255))


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_a_crop_has_its_shape_and_keeps_the_focal_point(name: str, shape: tuple[int, int]) -> None:
    """Of a picture that is red on the far right and blue elsewhere, in either direction."""
    for size, box in (((900, 100), (800, 0, 900, 100)), ((100, 900), (0, 800, 100, 900))):
        picture = Image.new("RGB", size, "blue")
        picture.paste("red", box)
        photo = stored(encoded(picture, "PNG"), ppoi="0.95x0.95")
        cut = Image.open(io.BytesIO(rendition(photo, name))).convert("RGB")
        assert cut.width * shape[1] == cut.height * shape[0]
        red, _, blue = cut.getpixel((cut.width - 3, cut.height - 3))  # type: ignore[misc]
        assert red > 200 > 60 > blue


@pytest.mark.parametrize("name", RENDITIONS)
def test_a_large_picture_is_held_in_memory_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = stored(encoded(Image.new("RGB", (1_700, 900)), "PNG"))
    for way in ("copy", "crop"):
        monkeypatch.setattr(Image.Image, way, lambda *_: pytest.fail("it was copied"))
    photo.image.process(name, force=True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_a_picture_of_any_mode_is_served(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    photo = stored(encoded(noise().convert(mode), kind))
    assert Image.open(io.BytesIO(rendition(photo, "square"))).size == (240, 240)


def test_photos_of_earlier_days_are_served_too() -> None:
    photo, lost = factories.photo(), factories.photo()
    storage = photo.image.storage
    names = [photo.image.process(name) for name in RENDITIONS]
    for name in [*names, *(lost.image.process(name) for name in RENDITIONS), lost.image.name]:
        storage.delete(name)
    migration = importlib.import_module("articles.migrations.0015_webp_renditions")
    migration.render(apps, SimpleNamespace(connection=connection))
    assert all(map(storage.exists, names))
