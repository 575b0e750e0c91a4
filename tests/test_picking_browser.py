"""Writing with a photo in the body: picked inside the editor, or typed where there is none."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Photo
from tests import factories
from tests.looks import objections_at
from tests.test_paste import heard
from tests.visitors import Someone, visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    factories.editor(username="gwen")
    with visitors(browser, live_server.url) as arrive:
        yield arrive


@pytest.fixture
def photo() -> Photo:
    factories.photo(alt="A gull", caption="A gull on a pole.")
    return factories.photo(caption="The ferry at the quay.", licence="Our own")


@pytest.fixture
def article() -> Article:
    return factories.draft(body_source="<p>The ferry left at dawn.</p>", has_declared=True)


def form_of(page: Page, article: Article) -> Page:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    return page


def caption_of(page: Page) -> str:
    return " ".join(page.inner_text(".body figcaption").split())


def active(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('dialog') ? 'dialog' : 'page'"))


def test_a_photo_is_picked_with_the_keyboard_alone_and_readers_see_it(
    someone: Someone, article: Article, photo: Photo
) -> None:
    page = form_of(someone("gwen", width=1280, script=True), article)
    complaints = heard(page)
    page.locator("[contenteditable=true]").first.press("Control+End")
    page.focus("[data-name=photo]")
    page.keyboard.press("Enter")
    page.keyboard.type("quay")
    expect(page.locator("dialog [data-photo]")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Tab")
        assert active(page) == "dialog"
    page.keyboard.press("Enter")
    assert active(page) == "page"
    page.wait_for_selector(f".library-photo img[src$='/{photo.pk}/']")
    page.click("[name=_publish]")
    page.wait_for_selector("text=is published")
    assert complaints == []
    article.refresh_from_db()
    reference = f'<figure data-photo="{photo.pk}"></figure>'
    assert article.body == f"<p>The ferry left at dawn.</p>{reference}"

    reader = someone()
    reader.goto(article.get_absolute_url())
    assert caption_of(reader) == "The ferry at the quay. Ana Ruiz"
    assert reader.evaluate("document.querySelector('.body img').naturalWidth") > 0


def test_a_caption_of_its_own_is_typed_below_the_photo(
    someone: Someone, article: Article, photo: Photo
) -> None:
    article.body_source += f'<figure data-photo="{photo.pk}"></figure><p>It came back.</p>'
    article.save()
    page = form_of(someone("gwen", width=1280, script=True), article)
    page.click(".library-photo figcaption")
    page.keyboard.type("At dusk.")
    page.click("[name=_continue]")
    page.wait_for_selector("text=was changed successfully")
    article.refresh_from_db()
    figure = f'<figure data-photo="{photo.pk}"><figcaption>At dusk.</figcaption></figure>'
    assert article.body == f"<p>The ferry left at dawn.</p>{figure}<p>It came back.</p>"


def pick(page: Page, words: str) -> None:
    page.click("[data-name=photo]")
    page.keyboard.type(words)
    expect(page.locator("dialog [data-photo]")).to_have_count(1)
    page.click("dialog [data-photo]")


def kept(page: Page, article: Article) -> str:
    page.click("[name=_continue]")
    page.wait_for_selector("text=was changed successfully")
    article.refresh_from_db()
    return article.body


def test_a_body_of_photos_alone_is_saved_with_each_of_them(
    someone: Someone, article: Article, photo: Photo
) -> None:
    gull = Photo.objects.get(alt="A gull")
    article.body_source = ""
    article.save()
    page = form_of(someone("gwen", width=1280, script=True), article)
    page.locator("[contenteditable=true]").first.click()

    pick(page, "quay")
    pick(page, "pole")

    figures = [f'<figure data-photo="{each.pk}"></figure>' for each in (photo, gull)]
    assert kept(page, article).removesuffix("<p></p>") == "".join(figures)


def test_enter_leaves_a_caption_for_a_paragraph_of_its_own(
    someone: Someone, article: Article, photo: Photo
) -> None:
    article.body_source = f'<figure data-photo="{photo.pk}"></figure><p>It came back.</p>'
    article.save()
    page = form_of(someone("gwen", width=1280, script=True), article)
    page.click(".library-photo figcaption")
    page.keyboard.type("At dusk.")
    page.keyboard.press("Enter")
    page.keyboard.type("And then?")

    figure = f'<figure data-photo="{photo.pk}"><figcaption>At dusk.</figcaption></figure>'
    assert kept(page, article) == f"{figure}<p>And then?</p><p>It came back.</p>"


@pytest.mark.parametrize("pause", [0, 200])
def test_what_follows_a_photo_is_never_drawn_into_its_caption(
    someone: Someone, article: Article, photo: Photo, pause: int
) -> None:
    was = f'<figure data-photo="{photo.pk}"></figure><p>It came back.</p>'
    article.body_source = was
    article.save()
    page = form_of(someone("gwen", width=1280, script=True), article)
    page.click(".ProseMirror p:has-text('It came back.')")
    page.wait_for_selector(".ProseMirror-focused")
    # The editor reads where the click has put the caret a moment after it.
    page.wait_for_timeout(200)
    page.keyboard.press("Home")
    page.wait_for_timeout(pause)
    page.keyboard.press("Backspace")

    assert kept(page, article) == was


@pytest.fixture
def between(someone: Someone, article: Article, photo: Photo) -> Page:
    """The form of an article whose photo stands between two paragraphs, written in below it."""
    figure = f'<figure data-photo="{photo.pk}"><figcaption>At dusk.</figcaption></figure>'
    article.body_source = f"<p>It left,</p>{figure}<p>It came back.</p>"
    article.save()
    page = form_of(someone("gwen", width=1280, script=True), article)
    page.click(".ProseMirror p:has-text('It came back.')")
    page.keyboard.press("End")
    return page


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_a_photo_that_is_clicked_is_chosen_and_a_key_removes_it_alone(
    between: Page, article: Article, key: str
) -> None:
    between.click(".library-photo img")
    shown = "getComputedStyle(document.querySelector('.library-photo img')).outlineStyle"
    assert between.evaluate(shown) == "solid"
    between.keyboard.press(key)
    assert kept(between, article) == "<p>It left,</p><p>It came back.</p>"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Escape", ("<p>It left,</p>", "<p>soIt came back.</p>")),
        ("ArrowDown", ("<p>It left,</p>", "<p>soIt came back.</p>")),
        ("ArrowUp", ("<p>It left,so</p>", "<p>It came back.</p>")),
    ],
)
def test_from_a_chosen_photo_one_goes_on_in_the_text(
    between: Page, article: Article, key: str, text: tuple[str, str]
) -> None:
    between.click(".library-photo img")
    between.keyboard.press(key)
    between.keyboard.type("so")
    above, below = re.split("<figure.*</figure>", kept(between, article))
    assert (above, below) == text


def test_the_caption_below_a_chosen_photo_is_typed_in(between: Page, article: Article) -> None:
    between.click(".library-photo img")
    between.click(".library-photo figcaption")
    between.keyboard.press("End")
    between.keyboard.type(" So.")
    assert "<p>It left,</p>" in kept(between, article)
    assert "<figcaption>At dusk. So.</figcaption>" in article.body


def test_escape_leaves_the_library_without_a_photo(
    someone: Someone, article: Article, photo: Photo
) -> None:
    page = form_of(someone("gwen", script=True), article)
    page.click("[data-name=photo]")
    page.wait_for_selector("dialog [data-photo]")
    page.keyboard.press("Escape")
    assert page.locator("dialog").count() == 0
    assert page.locator(".library-photo").count() == 0


def test_without_javascript_a_photo_is_placed_by_its_number(
    someone: Someone, article: Article, photo: Photo
) -> None:
    page = form_of(someone("gwen"), article)
    page.fill("[name=body_source]", f"It left.\n\n[photo {photo.pk}: At dusk.]\n\nIt came back.")
    page.click("[name=_publish]")
    reader = someone()
    reader.goto(article.get_absolute_url())
    assert caption_of(reader) == "At dusk. Ana Ruiz"


def test_the_library_in_the_editor_bars_nobody_and_fits(
    someone: Someone, article: Article, photo: Photo
) -> None:
    def opened(page: Page) -> None:
        page.click("[data-name=photo]")
        page.wait_for_selector("dialog [data-photo]")

    page = someone("gwen", script=True)
    address = f"/admin/articles/article/{article.pk}/change/"
    assert objections_at(page, [address], opened) == []
