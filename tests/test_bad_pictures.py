"""Files that are sent to do harm: refused with a word on why, before they cost anything."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client, RequestFactory
from PIL import Image, ImageCms, ImageFile

from articles.models import Photo
from articles.upload_handlers import BoundedUploadHandler
from articles.uploads import BYTE_LIMIT, PROFILE_LIMIT
from tests import factories
from tests.test_uploads import ADD, SVG, cleaned, encoded, noise, png_of, refused, sent

ONLY = "Only JPEG, PNG and WebP pictures can be used."
PIXELS = "At most 50 megapixels"
ONCE = "This file is a picture and {} at once."
DAMAGED = "This picture is damaged and cannot be read."
MEMORY_LIMIT = 100 * 2**20
SECONDS = 2


def chunk(name: bytes, written: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + written))
    return struct.pack(">I", len(written)) + name + written + check


def png_with(name: bytes, written: bytes) -> bytes:
    """A small picture with a chunk of its own after the header."""
    plain = encoded(noise(), "PNG")
    return plain[:33] + chunk(name, written) + plain[33:]


def png_bomb() -> bytes:
    """Whole and well formed: 144 megapixels in a few hundred kilobytes."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(3 * 12_000 + 1)) for _ in range(12_000))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", rows + packer.flush())
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


def jpeg_of(side: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""
    upload = bytearray(encoded(noise(), "JPEG"))
    frame = upload.index(b"\xff\xc0")
    upload[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(upload)


def webp_of(side: int) -> bytes:
    """A moving picture on a canvas of this size, with one small frame."""
    frames = [noise(), noise()]
    upload = bytearray(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    canvas = upload.index(b"VP8X") + 12
    upload[canvas : canvas + 6] = struct.pack("<I", side - 1)[:3] * 2
    return bytes(upload)


def gif_of(side: int) -> bytes:
    upload = bytearray(encoded(noise(), "GIF", save_all=True, append_images=[noise()]))
    upload[6:10] = struct.pack("<HH", side, side)
    return bytes(upload)


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("index.html", "<p>Hello")
    return written.getvalue()


def inflating(size: int = 90 * 2**20) -> bytes:
    return zlib.compress(bytes(size), 9)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG whose header lies": (lambda: png_of(30_000, 30_000), PIXELS),
    "a PNG that is as large as it says": (png_bomb, PIXELS),
    "a JPEG whose header lies": (lambda: jpeg_of(65_500), PIXELS),
    "a moving WebP on a huge canvas": (lambda: webp_of(16_000), PIXELS),
    "a moving GIF on a huge canvas": (lambda: gif_of(65_000), ONLY),
    "words that inflate": (lambda: png_with(b"zTXt", b"a\0\0" + inflating()), DAMAGED),
    "a profile that inflates": (lambda: png_with(b"iCCP", b"a\0\0" + inflating()), DAMAGED),
    "an SVG": (lambda: SVG, ONLY),
    "an SVG with a head of its own": (lambda: b'<?xml version="1.0"?>' + SVG, ONLY),
    "a GIF that is a script": (lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", ONLY),
    "a JPEG with a page behind it": (
        lambda: encoded(noise(), "JPEG") + b"<html><script>x()</script>",
        ONCE.format("a web page or a program"),
    ),
    "a JPEG with a program in its comment": (
        lambda: encoded(noise(), "JPEG", comment=b"<?php system($_GET[0]); ?>"),
        ONCE.format("a web page or a program"),
    ),
    "a PNG with a page in its words": (
        lambda: png_with(b"tEXt", b"Comment\0<!DOCTYPE html><p>"),
        ONCE.format("a web page or a program"),
    ),
    "a PDF before a JPEG": (lambda: b"%PDF-1.7\n" + encoded(noise(), "JPEG"), ONLY),
    "a JPEG that begins as a PDF": (
        lambda: encoded(noise(), "JPEG", comment=b"%PDF-1.7\n1 0 obj"),
        ONCE.format("a PDF"),
    ),
    "a ZIP archive behind a PNG": (
        lambda: encoded(noise(), "PNG") + archive(),
        ONCE.format("a ZIP archive"),
    ),
    "half of a JPEG": (lambda: encoded(noise((900, 900)), "JPEG")[:60_000], DAMAGED),
    "a hundred megabytes": (lambda: b"", "At most 20 MB: this file has 100.0 MB."),
}

# Each file in a process of its own, which tells by how much its memory grew at its highest and how
# long the processor worked: other work on the machine is not counted.
MEASURE = """
import json, os, resource, sys
import django
django.setup()
from django.core.exceptions import ValidationError
from articles.models import Photo
from articles.uploads import clean_picture
from PIL import Image
Image.init()

def highest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def worked():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

for path in sys.argv[1:]:
    sys.stdout.flush()
    if os.fork() == 0:
        before, begun = highest(), worked()
        try:
            with open(path, "rb") as upload:
                picture = clean_picture(upload, size=os.path.getsize(path))
            image = Photo().image
            image.save(picture.name, picture, save=False)
            for rendition in image.field.formats:
                image.process(rendition)
            said = "taken"
        except ValidationError as refusal:
            said = refusal.messages[0]
        print(json.dumps([said, highest() - before, worked() - begun]), flush=True)
        os._exit(0)
    os.wait()
"""


def measured(folder: Path, paths: list[Path]) -> list[tuple[str, int, float]]:
    """What became of each, its memory in bytes, and the processor's time in seconds."""
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURE, *map(str, paths)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "MEDIA_ROOT": str(folder / "media")},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(lines) == len(paths), told.stderr
    return [(said, grown, seconds) for said, grown, seconds in lines]


def test_bad_files_are_refused_with_a_reason_in_little_time_and_memory(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(len(BAD))]
    for path, (make, _) in zip(paths, BAD.values(), strict=True):
        path.write_bytes(make())
    os.truncate(paths[-1], 100 * 2**20)
    wrong = {
        name: (said, grown, seconds)
        for (name, (_, reason)), (said, grown, seconds) in zip(
            BAD.items(), measured(tmp_path, paths), strict=True
        )
        if not said.startswith(reason) or grown > MEMORY_LIMIT or seconds > SECONDS
    }
    assert wrong == {}


def test_a_large_jpeg_is_taken_and_cut_within_the_same_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (7_000, 7_000), "teal").save(path)
    ((said, grown, _),) = measured(tmp_path, [path])
    assert said == "taken"
    assert grown < MEMORY_LIMIT


@pytest.mark.parametrize(
    ("size", "kept"), [((6_000, 4_200), (3_000, 2_100)), ((6_000, 4_000), (6_000, 4_000))]
)
def test_of_a_large_jpeg_half_each_way_is_kept(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    assert cleaned(encoded(Image.new("RGB", size, "teal"), "JPEG")).size == kept


@pytest.mark.parametrize(
    "name", [name for name, (_, reason) in BAD.items() if reason not in {DAMAGED}][:-1]
)
def test_no_pixel_of_a_bad_file_is_decoded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = BAD[name][0]()
    decoded: list[str] = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda picture: decoded.append(name))
    refused(upload)
    assert decoded == []


@pytest.mark.parametrize(
    "tail", [b"\x00" * 900, b"ftypmp42 a film of a phone", b"PK are the initials"]
)
def test_what_a_phone_writes_behind_a_picture_is_cut_off(tail: bytes) -> None:
    assert cleaned(encoded(noise(), "JPEG") + tail).format == "JPEG"


def test_a_short_profile_of_colours_is_kept_and_a_long_one_is_not() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert len(plain) < PROFILE_LIMIT
    assert cleaned(encoded(noise(), "PNG", icc_profile=plain)).info["icc_profile"] == plain
    for other in (plain + b"\0" * PROFILE_LIMIT, b"<script>54.1 N</script>"):
        assert "icc_profile" not in cleaned(encoded(noise(), "PNG", icc_profile=other)).info


def test_sixteen_bits_of_grey_keep_their_light_and_shade() -> None:
    picture = Image.new("I;16", (40, 30), 40_000)
    picture.putpixel((5, 5), 1_000)
    made = cleaned(encoded(picture, "PNG"))
    assert made.mode == "L"
    assert (made.getpixel((5, 5)), made.getpixel((35, 5))) == (3, 156)


def test_sixteen_frames_are_one_picture() -> None:
    frames = [noise((300, 200)) for _ in range(16)]
    made = cleaned(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    assert (getattr(made, "n_frames", 1), made.size) == (1, (300, 200))


def test_a_large_picture_is_held_in_memory_once(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = encoded(noise(), "PNG")
    monkeypatch.setattr(Image.Image, "copy", lambda picture: pytest.fail("it was copied"))
    assert cleaned(upload).size == (80, 60)


# On the way in


def test_of_a_file_that_is_too_large_no_more_is_kept_than_may_be_sent() -> None:
    handler = BoundedUploadHandler(RequestFactory().get("/"))
    handler.new_file("image", "x.jpg", "image/jpeg", 100 * 2**20)
    piece = bytes(TemporaryFileUploadHandler.chunk_size * 16)
    sizes = range(0, 100 * 2**20, len(piece))
    for start in sizes:
        handler.receive_data_chunk(piece, start)
    file = handler.file_complete(len(sizes) * len(piece))
    try:
        assert file.size == 100 * 2**20
        assert file.seek(0, os.SEEK_END) <= BYTE_LIMIT + len(piece)
    finally:
        file.close()


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_told_beside_its_field(client: Client) -> None:
    client.force_login(factories.editor())
    answer = client.post(ADD, sent(bytes(BYTE_LIMIT + 2**20)))
    assert answer.context["adminform"].form.errors["image"] == [
        "At most 20 MB: this file has 21.0 MB."
    ]
    assert 'value="Ana Ruiz"' in answer.content.decode()
    assert not Photo.objects.exists()
