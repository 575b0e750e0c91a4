"""Pictures from outside: what is taken is made anew, what is refused is refused with a reason."""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from articles import uploads
from articles.models import Photo
from articles.uploads import BYTE_LIMIT, clean_picture
from tests import factories

ADD = "/admin/articles/photo/add/"
ORIENTATION, GPS, MAKE, ARTIST = 0x0112, 0x8825, 0x010F, 0x013B
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def noise(size: tuple[int, int] = (80, 60)) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def exif(**fields: Any) -> Image.Exif:
    found = Image.Exif()
    found[MAKE], found[ARTIST] = "Camera of a source", "A name"
    found[GPS] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    for name, value in fields.items():
        found[{"orientation": ORIENTATION}[name]] = value
    return found


def cleaned(upload: bytes) -> Image.Image:
    made = clean_picture(io.BytesIO(upload), size=len(upload))
    return Image.open(io.BytesIO(made.read()))


def refused(upload: bytes, size: int = 0) -> str:
    with pytest.raises(ValidationError) as refusal:
        clean_picture(io.BytesIO(upload), size=size or len(upload))
    return refusal.value.messages[0]


def png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


# What is taken


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_kind_and_its_size(kind: str) -> None:
    picture = cleaned(encoded(noise((120, 80)), kind))
    assert (picture.format, picture.size) == (kind, (120, 80))


def test_a_picture_without_loss_keeps_every_pixel() -> None:
    picture = noise()
    assert cleaned(encoded(picture, "PNG")).tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    "upload",
    [
        pytest.param(lambda: encoded(noise().quantize(8), "PNG", transparency=0), id="palette"),
        pytest.param(lambda: encoded(noise(), "PNG", transparency=(1, 2, 3)), id="colour"),
        pytest.param(lambda: encoded(noise().convert("RGBA"), "PNG"), id="alpha"),
    ],
)
def test_a_transparent_picture_stays_transparent(upload: Callable[[], bytes]) -> None:
    assert cleaned(upload()).has_transparency_data is True


def test_a_picture_of_a_phone_that_holds_several_is_its_first() -> None:
    first, second = noise((80, 60)), noise((80, 60))
    upload = encoded(first, "MPO", save_all=True, append_images=[second])
    made = clean_picture(io.BytesIO(upload), size=len(upload))
    picture = Image.open(made)
    assert (picture.format, picture.size, made.name) == ("JPEG", (80, 60), "photo.jpg")
    assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_stands_still(kind: str) -> None:
    upload = encoded(noise(), kind, save_all=True, append_images=[noise()], duration=100)
    assert getattr(cleaned(upload), "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_of_a_printer_is_one_that_browsers_show(mode: str) -> None:
    assert cleaned(encoded(noise().convert(mode), "JPEG")).mode in {"L", "RGB"}


# What does not come along


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_says_nothing_of_where_and_by_whom_it_was_taken(kind: str) -> None:
    upload = encoded(noise(), kind, exif=exif())
    made = clean_picture(io.BytesIO(upload), size=len(upload)).read()
    assert b"Camera of a source" in upload
    assert b"Camera of a source" not in made
    assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_words_written_into_a_picture_stay_behind() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "A name of a source")
    words.add_itxt("XML:com.adobe.xmp", "<x>A name of a source</x>")
    for upload in (
        encoded(noise(), "PNG", pnginfo=words),
        encoded(noise(), "JPEG", comment="A name of a source", xmp=b"A name of a source"),
        encoded(noise(), "WEBP", xmp=b"A name of a source"),
    ):
        assert b"A name of a source" in upload
        assert b"A name" not in clean_picture(io.BytesIO(upload), size=len(upload)).read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_bytes_behind_the_picture_are_cut_off(kind: str) -> None:
    tail = b"A film that the phone keeps with it."
    upload = encoded(noise(), kind) + tail * 50
    assert tail not in clean_picture(io.BytesIO(upload), size=len(upload)).read()


def test_a_picture_is_turned_upright() -> None:
    upload = encoded(noise((120, 80)), "JPEG", exif=exif(orientation=6))
    assert cleaned(upload).size == (80, 120)


# What is refused


@pytest.mark.parametrize(
    "upload",
    [
        pytest.param(SVG, id="svg"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="html"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7", id="pdf"),
        *(pytest.param(encoded(noise(), kind), id=kind) for kind in ("GIF", "TIFF", "BMP", "ICO")),
    ],
)
def test_what_is_no_jpeg_png_or_webp_is_refused(upload: bytes) -> None:
    assert refused(upload) == "Only JPEG, PNG and WebP pictures can be used."


def test_a_small_file_of_a_huge_picture_is_refused_before_a_pixel_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "_rewrite", lambda picture: pytest.fail("it was decoded"))
    for side in (7_072, 9_000, 12_000, 30_000, 2**31 - 1):
        assert "At most 50 megapixels" in refused(png_of(side, side))


def test_the_largest_picture_is_not_refused_for_its_size() -> None:
    assert "damaged" in refused(png_of(10_000, 5_000))


def test_a_large_file_is_refused_unread() -> None:
    said = refused(b"", size=BYTE_LIMIT + 300_000)
    assert said == "At most 20 MB: this file has 20.3 MB."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_file_that_ends_too_early_is_refused(kind: str, kept: float) -> None:
    upload = encoded(noise(), kind)
    assert refused(upload[: int(len(upload) * kept)]) in {
        "This picture is damaged and cannot be read.",
        "Only JPEG, PNG and WebP pictures can be used.",
    }


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_a_broken_file_is_made_anew_or_refused_and_nothing_else(kind: str) -> None:
    """Bytes changed at random, the same ones in every run."""
    chance = random.Random(kind)  # noqa: S311
    whole = encoded(noise(), kind, exif=exif(orientation=6))
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(min(len(broken), 400))] = chance.randrange(256)
        upload = bytes(broken[: chance.randrange(len(broken))] if chance.random() < 0.3 else broken)
        with suppress(ValidationError):
            assert cleaned(upload).format in {"JPEG", "PNG", "WEBP"}


# Through the form


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def sent(upload: bytes, name: str = "ferry.jpg", **fields: Any) -> dict[str, Any]:
    return {
        "image": SimpleUploadedFile(name, upload, "image/jpeg"),
        "ppoi": "0.5x0.5",
        "alt": "A ferry",
        "caption": "The <b>ferry</b>.",
        "credit": "Ana Ruiz",
        **fields,
    }


def is_served(desk: Client, address: str) -> bool:
    answer = desk.get(address)
    answer.close()
    return answer.status_code == 200


@pytest.mark.django_db
def test_a_photo_is_stored_with_its_size_and_its_renditions(desk: Client) -> None:
    upload = encoded(noise((1200, 800)), "JPEG", exif=exif(orientation=6))
    assert desk.post(ADD, sent(upload)).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (800, 1200)
    assert b"Camera of a source" not in photo.image.read()
    photo.image.close()
    for rendition in (photo.image.large, photo.image.card, photo.image.square):
        assert is_served(desk, rendition)


NAMES = (
    *("../../x.php.jpg", "..\\..\\x.jpg", "/etc/passwd.jpg", "x.php", "x.svg", ".htaccess", "x."),
    *("a\x00b.jpg", "<script>.jpg", "\u202egpj.exe", "CON.jpg", "ü–😀.jpg", "%2e%2e%2fx.jpg", "~"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_says_nothing_of_where_it_is_kept(desk: Client, name: str) -> None:
    """Sent as a script would send it: the test client itself would tidy the name."""
    words = "".join(
        f'--BB\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in {"ppoi": "0.5x0.5", "alt": "A ferry", "credit": "Ana Ruiz"}.items()
    )
    head = f'--BB\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n\r\n'
    body = (words + head).encode() + encoded(noise(), "PNG") + b"\r\n--BB--\r\n"
    answer = desk.generic("POST", ADD, body, content_type="multipart/form-data; boundary=BB")
    assert answer.status_code == 302
    folder, _, file = Photo.objects.get().image.name.rpartition("/")
    assert folder.startswith("photos/2")
    assert re.fullmatch(r"[a-z0-9][\w-]*\.png", file, re.ASCII)


REFUSALS = [
    (SVG, "x.svg", "Only JPEG, PNG and WebP"),
    (SVG, "x.jpg", "Only JPEG, PNG and WebP"),
    (encoded(noise(), "GIF"), "x.gif", "Only JPEG, PNG and WebP"),
    (png_of(30_000, 30_000), "x.png", "At most 50 megapixels"),
    (png_of(12_000, 12_000), "x.png", "12000 × 12000"),
    (png_of(10, 10), "x.png", "damaged"),
    (b"", "x.png", "empty"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("upload", "name", "said"), REFUSALS)
def test_a_refused_picture_is_told_beside_its_field_and_the_words_are_kept(
    desk: Client, upload: bytes, name: str, said: str
) -> None:
    answer = desk.post(ADD, sent(upload, name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in str(answer.context["adminform"].form.errors["image"])
    assert "The &lt;b&gt;ferry&lt;/b&gt;." in page
    assert 'value="Ana Ruiz"' in page
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_in_the_form(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "BYTE_LIMIT", 1_000)
    answer = desk.post(ADD, sent(encoded(noise(), "PNG")))
    assert "At most" in str(answer.context["adminform"].form.errors["image"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "point",
    ["", "-1", "1", "x", "nanxnan", "1e999x0", "-1x-1", "2x2", "0.5x0.5x0.5", "<b>", "0\x00x0"],
)
def test_a_focal_point_outside_the_picture_is_refused(desk: Client, point: str) -> None:
    answer = desk.post(ADD, sent(encoded(noise(), "PNG"), ppoi=point))
    assert answer.context["adminform"].form.errors["ppoi"]


@pytest.mark.django_db
@pytest.mark.parametrize("point", ["0x0", "1x1", "0.5x0.25", "1.000x0.000", "0.123x0.877"])
def test_a_focal_point_within_the_picture_is_kept(desk: Client, point: str) -> None:
    assert desk.post(ADD, sent(encoded(noise(), "PNG"), ppoi=point)).status_code == 302
    assert Photo.objects.get().ppoi == point


@pytest.mark.django_db
def test_the_words_of_a_photo_are_changed_without_sending_it_again(desk: Client) -> None:
    photo = factories.photo()
    before = photo.image.name
    typed = sent(b"") | {"caption": "At dusk."}
    del typed["image"]
    assert desk.post(f"/admin/articles/photo/{photo.pk}/change/", typed).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.image.name) == ("At dusk.", before)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_depth_has_its_renditions(desk: Client, mode: str) -> None:
    picture = noise().convert("I" if mode == "I;16" else mode)
    upload = encoded(picture.convert(mode), "PNG")
    assert desk.post(ADD, sent(upload)).status_code == 302
    assert is_served(desk, Photo.objects.get().image.square)
