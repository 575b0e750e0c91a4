"""The library at the desk: found by its words, filtered by what is amiss, told where it is used."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Photo
from tests import factories
from tests.test_photos_in_text import day, text_with
from tests.test_uploads import encoded, noise, sent
from tests.visitors import Someone, visitors

LIST = "/admin/articles/photo/"
PICK = "/admin/articles/photo/pick/"
database = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def listed(desk: Client, query: str) -> list[Photo]:
    return list(desk.get(f"{LIST}?{query}").context["cl"].result_list)


def changed(photo: Photo, **fields: Any) -> dict[str, Any]:
    typed = sent(b"") | {"licence_until": "", **fields}
    del typed["image"]
    return typed


# The list


@database
@pytest.mark.parametrize("name", ["alt", "caption", "credit", "licence"])
@pytest.mark.parametrize("address", [LIST, PICK])
def test_a_photo_is_found_by_each_of_its_words(desk: Client, name: str, address: str) -> None:
    photo = factories.photo(**{name: "A zorblat of the quay"})
    factories.photo()
    page = desk.get(f"{address}?q=zorblat").content.decode()
    assert photo.image.url.rpartition("/")[2].partition(".")[0] in page
    assert page.count("<img") - page.count("search.svg") == 1


@database
def test_the_filters_find_what_is_amiss(desk: Client) -> None:
    photos = {
        "ended": factories.photo(licence_until=day(-1)),
        "ending": factories.photo(licence_until=day(30)),
        "undescribed": factories.photo(alt=""),
        "unused": factories.photo(licence_until=day(31)),
    }
    for name in ("ended", "ending", "undescribed"):
        factories.draft(lead_photo=photos[name])
    factories.author(photo=factories.photo(alt="", is_decorative=True))
    factories.draft(body_source=text_with(factories.photo(licence_until=day(0), alt="x")))
    found = {name: listed(desk, f"amiss={name}") for name in photos}
    today = Photo.objects.get(licence_until=day(0))
    assert found == {name: [photo] for name, photo in photos.items()} | {
        "ending": [today, photos["ending"]]
    }


@database
def test_the_list_says_where_a_photo_is_used_and_that_its_licence_ends(desk: Client) -> None:
    photo = factories.photo(licence="Agency", licence_until=day(3))
    factories.draft(lead_photo=photo)
    for _ in range(2):
        factories.draft(body_source=text_with(photo))
    page = desk.get(LIST).content.decode()
    assert "1 lead, 2 texts" in page
    assert "Its licence ends on" in page


@database
@pytest.mark.parametrize(
    ("hides", "told"), [(True, "is hidden from readers: its"), (False, "is still shown, and its")]
)
def test_the_form_of_an_article_says_that_the_licence_of_its_photo_has_ended(
    desk: Client, hides: bool, told: str
) -> None:
    photo = factories.photo(licence="Agency", hides_when_ended=hides)
    article = factories.published(lead_photo=photo, body_source=text_with(photo))
    where = f"/admin/articles/article/{article.pk}/change/"
    assert "licence ended" not in desk.get(where).content.decode()
    Photo.objects.update(licence_until=day(-1))
    page = desk.get(where).content.decode()
    assert f"The lead photo {told} licence ended on" in page
    assert f"Photo {photo.pk} in the text (“The ferry.”) {told} licence ended on" in page


@database
def test_a_photo_without_a_caption_is_listed_by_its_alt_text_or_number(desk: Client) -> None:
    factories.photo(caption="", alt="A quay")
    plain = factories.photo(caption="", alt="", is_decorative=True)
    page = desk.get(LIST).content.decode()
    assert "A quay</a>" in page
    assert f"Photo {plain.pk}</a>" in page


@database
def test_a_longer_list_asks_no_more_questions(desk: Client) -> None:
    def questions() -> list[int]:
        numbers = []
        for address in (LIST, PICK, f"{LIST}?amiss=unused"):
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(address).status_code == 200
            numbers.append(len(asked))
        return numbers

    factories.draft(body_source=text_with(factories.photo(), factories.photo()))
    factories.photo()
    before = questions()
    for _ in range(4):
        photo = factories.photo(licence_until=day(2))
        factories.draft(lead_photo=photo, body_source=text_with(photo))
        factories.photo()
    assert questions() == before


# The form


@database
def test_what_a_photo_stands_in_keeps_it_and_is_named(desk: Client) -> None:
    photo = factories.photo()
    article = factories.draft(lead_photo=photo, headline="Ferry sails")
    told = desk.post(f"{LIST}{photo.pk}/delete/", {"post": "yes"}).content.decode()
    assert "Ferry sails" in told
    assert "permission" not in told
    assert Photo.objects.filter(pk=photo.pk).exists()
    article.delete()
    desk.post(f"{LIST}{photo.pk}/delete/", {"post": "yes"})
    assert not Photo.objects.filter(pk=photo.pk).exists()


@database
def test_the_form_names_every_place_with_a_link(desk: Client) -> None:
    photo = factories.photo(licence_until=day(-1), hides_when_ended=True)
    places: dict[str, list[Any]] = {
        "article": [
            factories.draft(lead_photo=photo),
            factories.draft(body_source=text_with(photo)),
        ],
        "author": [factories.author(photo=photo)],
    }
    page = desk.get(f"{LIST}{photo.pk}/change/").content.decode()
    for kind, rows in places.items():
        for row in rows:
            assert f'href="/admin/articles/{kind}/{row.pk}/change/"' in page
    assert "Hidden: its licence ended on" in page
    assert f"[photo {photo.pk}]" in page


@database
def test_the_editor_is_told_on_how_many_pages_new_words_stand(desk: Client) -> None:
    photo = factories.photo(licence="Our own")
    both = factories.published(lead_photo=photo, body_source=text_with(photo))
    factories.published(body_source=text_with(photo))
    factories.draft(lead_photo=photo)
    typed = changed(photo, caption="At dusk.")
    page = desk.post(f"{LIST}{photo.pk}/change/", typed, follow=True).content.decode()
    assert "stands on the page of 2 articles" in page
    assert "At dusk." in desk.get(both.get_absolute_url()).content.decode()


@database
def test_a_photo_in_a_published_text_keeps_credit_and_alt_text(desk: Client) -> None:
    photo = factories.photo()
    factories.published(body_source=text_with(photo))
    answer = desk.post(f"{LIST}{photo.pk}/change/", changed(photo, credit="", alt=""))
    assert set(answer.context["adminform"].form.errors) == {"credit", "alt"}


@database
@pytest.mark.parametrize("role", ["Reporter", "Editor"])
@pytest.mark.parametrize("place", ["lead_photo", "body_source"])
def test_what_was_approved_changes_under_nobody_who_may_not_approve(
    client: Client, place: str, role: str
) -> None:
    photo = factories.photo()
    with_it: dict[str, Any] = {"lead_photo": photo, "body_source": text_with(photo)}
    article = factories.draft(**{place: with_it[place]})
    client.force_login(factories.user(role))
    address = f"{LIST}{photo.pk}/change/"
    assert client.post(address, changed(photo, caption="At dawn.")).status_code == 302
    Article.objects.filter(pk=article.pk).update(status="approved")
    answer = client.post(address, changed(photo, caption="At dusk."))
    photo.refresh_from_db()
    may = role == "Editor"
    assert (answer.status_code, photo.caption) == ((302, "At dusk.") if may else (403, "At dawn."))


@database
def test_the_history_of_a_photo_says_what_its_words_were(desk: Client) -> None:
    was = {"credit": "Jo Marsh", "licence": "CC BY 4.0", "licence_until": None, "caption": "Boats"}
    photo = factories.photo(**was)
    told = {"credit": "Bo Falk", "licence": "Our own", "licence_until": "2030-01-02", "caption": ""}
    told["hides_when_ended"] = "on"
    desk.post(f"{LIST}{photo.pk}/change/", changed(photo, **told))
    page = unescape(desk.get(f"{LIST}{photo.pk}/history/").content.decode())
    assert "Credit from “Jo Marsh” to “Bo Falk”" in page
    assert "Licence from “CC BY 4.0” to “Our own”" in page
    assert "from nothing to 2 Jan 2030" in page
    assert "Caption from “Boats” to nothing" in page
    assert "Hide it when the licence ends from no to yes" in page


@database
def test_what_stands_in_a_text_is_not_deleted_at_the_desk(desk: Client) -> None:
    photo = factories.photo()
    factories.draft(headline="Ferry by night", body_source=text_with(photo))
    page = desk.post(f"{LIST}{photo.pk}/delete/", {"post": "yes"}).content.decode()
    assert "In the text of “Ferry by night”" in page
    assert Photo.objects.filter(pk=photo.pk).exists()


# Picking


@database
def test_the_picture_of_a_number_is_there_for_the_editor(desk: Client) -> None:
    photo = factories.photo()
    assert desk.get(f"{PICK}{photo.pk}/").headers["Location"] == photo.image.medium
    assert desk.get(f"{PICK}{photo.pk + 1}/").status_code == 404


@database
@pytest.mark.parametrize("role", ["Reporter", "Editor", "Publisher"])
def test_who_writes_may_pick(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    assert client.get(PICK).status_code == 200


@database
def test_a_moderator_picks_nothing(client: Client) -> None:
    client.force_login(factories.moderator())
    photo = factories.photo()
    assert client.get(PICK).status_code == client.get(f"{PICK}{photo.pk}/").status_code == 403


# In the browser


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    factories.editor(username="gwen")
    with visitors(browser, live_server.url) as arrive:
        yield arrive


in_browser = pytest.mark.browser
with_server = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def wide() -> Photo:
    photo = Photo(alt="A quay", credit="Ana Ruiz", licence_until=day(9))
    photo.image.save("quay.jpg", ContentFile(encoded(noise((900, 300)), "JPEG")), save=True)
    return photo


def positions(page: Any) -> list[str]:
    crops = "[...document.querySelectorAll('.crop img')].map((each) => each.style.objectPosition)"
    return list(page.evaluate(crops))


@in_browser
@with_server
def test_the_crops_follow_the_focal_point_by_keyboard_and_by_click(
    someone: Someone, wide: Photo
) -> None:
    page = someone("gwen", width=1280, script=True)
    page.goto(f"{LIST}{wide.pk}/change/")
    page.wait_for_selector(".crop img.is-live >> nth=2")
    assert positions(page) == ["50% 50%"] * 3
    page.get_by_label("Across").press("End")
    assert positions(page) == ["100% 50%"] * 3
    assert page.input_value("#id_ppoi") == "1.000x0.500"
    page.click(".imagefield-preview-image", position={"x": 3, "y": 50})
    assert positions(page) == ["0% 50%"] * 3
    page.fill("#id_ppoi", "0.5x0.5")
    assert positions(page) == ["50% 50%"] * 3


@in_browser
@with_server
def test_without_javascript_the_saved_crops_are_shown(someone: Someone, wide: Photo) -> None:
    page = someone("gwen")
    page.goto(f"{LIST}{wide.pk}/change/")
    shown = page.locator(".crop img").evaluate_all("images => images.map(each => each.src)")
    assert [address.endswith(".webp") for address in shown] == [True] * 3
    page.fill("#id_ppoi", "0.1x0.5")
    page.click("[name=_continue]")
    after = page.locator(".crop img").evaluate_all("images => images.map(each => each.src)")
    assert set(shown).isdisjoint(after)


@in_browser
@with_server
def test_on_a_phone_no_list_of_photos_or_overrides_moves_sideways(
    someone: Someone, wide: Photo
) -> None:
    wide.caption, wide.licence = "The quay at dusk, " * 20, "Agency, web only"
    wide.save()
    late = factories.draft(lead_photo=wide, has_declared=False, headline="Dam " * 20)
    late.publish(by=factories.user("Publisher"), in_spite="The dam may break. " * 9)
    page = someone("gwen", width=390, script=True)
    wider = []
    for address in (LIST, "/admin/articles/override/"):
        page.goto(address)
        box = page.locator("#result_list").locator("xpath=..")
        assert box.locator("tbody tr").count() == 1
        if box.evaluate("box => box.scrollWidth > box.clientWidth"):
            wider.append(address)
    assert wider == []


@in_browser
@with_server
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_library_bars_nobody_and_fits(
    someone: Someone, wide: Photo, width: int, scheme: str
) -> None:
    factories.draft(lead_photo=wide, body_source=text_with(wide))
    page = someone("gwen", width=width, script=True, scheme=scheme)
    objections = []
    for address in (LIST, f"{LIST}{wide.pk}/change/"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        objections += [(address, each["id"]) for each in found]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            objections.append((address, "wide"))
    assert objections == []
