"""AVIF files of photos: made beside the pages, offered once they are there, gone with the photo."""

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image, features
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from articles import avif
from articles.models import Photo
from articles.renditions import AVIF_RENDITIONS
from tests import factories
from tests.lacking import go_without
from tests.test_renditions import stored
from tests.test_uploads import encoded, exif, is_served, noise
from tests.visitors import visitors

pytestmark = pytest.mark.django_db
OFFER = 'type="image/avif"'


@pytest.fixture(autouse=True)
def avif_is_written() -> None:
    if not features.check("avif"):
        go_without("this Pillow writes no AVIF")


def made(photo: Photo) -> Photo:
    """As it is after a turn of the work beside the pages."""
    avif.make()
    return Photo.objects.get(pk=photo.pk)


def files_of(photo: Photo) -> Iterator[bytes]:
    for name in photo.avif_files.values():
        with default_storage.open(name) as file:
            yield file.read()


def are_there(photo: Photo) -> set[bool]:
    return set(map(default_storage.exists, photo.avif_files.values()))


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_page_offers_avif_once_it_is_there(client: Client) -> None:
    photo = factories.photo()
    text = f'<p>Dawn.</p><figure data-photo="{photo.pk}"></figure>'
    article = factories.published(lead_photo=photo, body_source=text)
    address = article.get_absolute_url()
    assert OFFER not in page(client, address) + page(client, "/")
    photo = made(photo)
    assert page(client, address).count(f"{photo.avif['large']} 1600w") == 2
    assert photo.avif["large"] in page(client, "/")
    assert all(is_served(client, address) for address in photo.avif.values())


def test_a_teaser_offers_the_same_crop(client: Client) -> None:
    photo = made(factories.photo())
    article = factories.published(lead_photo=photo)
    factories.published(section=article.section)
    offered = f'srcset="{photo.avif["small"]} 400w, {photo.avif["card"]} 800w"'
    assert offered in page(client, f"/{article.section.slug}/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_picture_moves_when_avif_is_there(browser: Browser, live_server: LiveServer) -> None:
    section = factories.section()
    photos = [factories.photo() for _ in range(avif.BATCH)]
    for photo in photos * 3:
        factories.published(lead_photo=photo, section=section)
    with visitors(browser, live_server.url) as arrive:
        opened = arrive(width=1280)

        def places() -> list[Any]:
            found = []
            for address in ("/", f"/{section.slug}/"):
                opened.goto(address)
                found += [image.bounding_box() for image in opened.locator("main img").all()]
            return found

        before = places()
        avif.make()
        assert places() == before
        # All of the section but the two that stand beside its lead without their pictures.
        assert opened.locator("source").count() == len(photos) * 3 - 2


def test_a_photo_that_is_saved_makes_nobody_wait() -> None:
    photo = factories.photo()
    assert photo.avif == {}
    folder = photo.image.process("large").rpartition("/")[0]
    assert ".avif" not in {PurePath(name).suffix for name in default_storage.listdir(folder)[1]}


def test_what_is_served_has_the_pixels_upright_and_nothing_of_the_camera() -> None:
    upload = encoded(noise((120, 80)), "JPEG", exif=exif(orientation=6), xmp=b"A name")
    files = list(files_of(made(stored(upload))))
    pictures = [Image.open(io.BytesIO(served)) for served in files]
    assert [(picture.format, dict(picture.getexif())) for picture in pictures] == [
        ("AVIF", {})
    ] * len(AVIF_RENDITIONS)
    # All but the one that is cut to 16:9.
    assert [picture.width < picture.height for picture in pictures].count(True) == 2
    for served in files:
        assert b"Camera of a source" not in served
        assert b"A name" not in served


def test_it_has_the_size_of_the_webp() -> None:
    photo = made(stored(encoded(noise((300, 200)), "JPEG")))
    assert photo.avif_files.keys() == AVIF_RENDITIONS.keys()
    for rendition, name in photo.avif_files.items():
        with (
            default_storage.open(name) as made_later,
            default_storage.open(photo.image.process(rendition)) as webp,
        ):
            assert Image.open(made_later).size == Image.open(webp).size


def test_a_turn_is_bounded_and_the_next_goes_on() -> None:
    for _ in range(avif.BATCH + 2):
        factories.photo()
    assert [avif.make() for _ in range(3)] == [avif.BATCH, 2, 0]
    assert all(photo.avif for photo in Photo.objects.all())


def test_photos_that_cannot_be_read_stop_none_of_the_others() -> None:
    good = factories.photo()
    for _ in range(avif.BATCH):
        default_storage.delete(factories.photo().image.name)
    assert [avif.make() for _ in range(3)] == [avif.BATCH, 1, 0]
    assert Photo.objects.get(pk=good.pk).avif
    assert Photo.objects.filter(avif_of="").count() == avif.BATCH
    with time_machine.travel(timezone.now() + avif.TRY_AGAIN):
        assert avif.make() == avif.BATCH


def test_of_two_workers_one_has_the_photo() -> None:
    photo = factories.photo()
    assert [avif._claim(photo), avif._claim(photo)] == [True, False]


@pytest.mark.parametrize("change", ["ppoi", "image"])
def test_another_picture_is_not_shown_as_the_earlier_one(change: str) -> None:
    photo = made(factories.photo())
    earlier = dict(photo.avif_files)
    if change == "ppoi":
        photo.ppoi = "0.1x0.1"
        photo.save()
    else:
        photo.image.save("quay.jpg", ContentFile(encoded(noise(), "JPEG")))
    assert Photo.objects.get(pk=photo.pk).avif == {}
    photo = made(photo)
    assert set(photo.avif_files.values()).isdisjoint(earlier.values())
    assert are_there(photo) == {True}
    assert not any(map(default_storage.exists, earlier.values()))


def test_what_is_replaced_while_it_is_made_is_made_again(monkeypatch: Any) -> None:
    photo = factories.photo()
    claim = avif._claim

    def replaced(row: Photo) -> bool:
        claimed = claim(row)
        Photo.objects.filter(pk=photo.pk).update(ppoi="0.1x0.1", avif_not_before=None)
        return claimed

    with monkeypatch.context() as patched:
        patched.setattr(avif, "_claim", replaced)
        assert made(photo).avif_files == {}
    assert made(photo).avif


@pytest.mark.parametrize("many", [False, True])
def test_the_files_go_with_the_photo(many: bool, django_capture_on_commit_callbacks: Any) -> None:
    photo = made(factories.photo())
    assert are_there(photo) == {True}
    with django_capture_on_commit_callbacks(execute=True):
        Photo.objects.all().delete() if many else photo.delete()
        assert are_there(photo) == {True}
    assert are_there(photo) == {False}


def test_without_avif_it_is_said_once_and_nothing_done(
    monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    photo = factories.photo()
    monkeypatch.setattr(features, "check", lambda name: False)
    assert [avif.make(), avif.make()] == [0, 0]
    assert caplog.text.count("Pillow writes no AVIF here") == 1
    assert Photo.objects.get(pk=photo.pk).avif_not_before is None
