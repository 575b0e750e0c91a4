"""Reading in a browser: light or dark by choice, passing an article on, calm and light pages."""

import datetime
import gzip
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests import factories
from tests.test_structured_rules import photo

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

# Bytes, packed as a server sends them: markup, style sheets, scripts and letters of an article.
WHOLE_PAGE = 60_000
# What has to be there before the first line can be read: the page and the sheets of its head.
CRITICAL = 14 * 1024

Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def article() -> Article:
    inside = photo(alt="A gull")
    made = factories.published(
        factories.author(photo=factories.photo()),
        headline="Ferry to run all night",
        lead_photo=photo(),
        body_source=f"<p>{'The ferry left at dawn. ' * 80}</p><p>[photo {inside.pk}]</p>" * 2,
        at=timezone.now() - datetime.timedelta(hours=2),
    )
    for _ in range(5):
        factories.approved(made)
    factories.correction(made)
    return made


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


LIGHT, DARK = "rgb(253, 253, 252)", "rgb(20, 23, 28)"


def test_a_reader_chooses_dark_and_keeps_it_from_page_to_page(
    window: Window, article: Article
) -> None:
    page = window(color_scheme="light")
    page.goto("/")
    assert background(page) == LIGHT
    page.get_by_label("Colours").select_option("Dark")
    assert background(page) == DARK
    page.goto(article.get_absolute_url())
    assert background(page) == DARK
    assert page.get_by_label("Colours").input_value() == "dark"


def test_and_goes_back_to_what_the_device_has(window: Window, article: Article) -> None:
    page = window(color_scheme="dark")
    page.goto("/")
    page.get_by_label("Colours").select_option("Light")
    assert background(page) == LIGHT
    page.get_by_label("Colours").select_option("As on your device")
    assert background(page) == DARK


def test_on_paper_it_is_light_whatever_was_chosen(window: Window, article: Article) -> None:
    page = window()
    page.goto("/")
    page.get_by_label("Colours").select_option("Dark")
    page.goto(article.get_absolute_url())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for shown in ("#disclosures", "#corrections", ".headline"):
        assert page.locator(shown).is_visible()
    for hidden in (".nav-sections", ".discussion", ".share", ".scheme"):
        assert not page.locator(hidden).is_visible()


def test_without_scripts_no_control_is_shown_that_does_nothing(
    window: Window, article: Article
) -> None:
    page = window(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    assert [page.locator(each).is_visible() for each in (".scheme", "[data-copy]")] == [False] * 2
    assert page.get_by_role("link", name="Link to this article").is_visible()


def test_the_link_of_an_article_is_copied(
    window: Window, article: Article, settings: object
) -> None:
    page = window(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{article.get_absolute_url()}?sort=newest")
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{settings.SITE_URL}{article.get_absolute_url()}"  # type: ignore[attr-defined]


def test_where_the_device_can_share_it_is_handed_over(window: Window, article: Article) -> None:
    page = window()
    page.add_init_script("navigator.share = async told => { window.handedOver = told; }")
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Share…").click()
    assert page.evaluate("window.handedOver.title") == "Ferry to run all night"


AWAITED = """[location.href, ...[...document.head.querySelectorAll(
  "link[rel=stylesheet]:not([media=print]), script[src]:not([type=module])"
)].map(each => each.href || each.src)]"""


def test_what_a_reader_loads_is_small_and_comes_from_the_paper_alone(
    window: Window, article: Article, live_server: LiveServer
) -> None:
    page = window()
    loaded: dict[str, tuple[str, bytes]] = {}

    def keep(answer: object) -> None:
        kind = answer.request.resource_type  # type: ignore[attr-defined]
        body = answer.body() if kind != "image" else b""  # type: ignore[attr-defined]
        loaded[answer.url] = (kind, body)  # type: ignore[attr-defined]

    page.on("response", keep)
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    packed = {
        url: len(gzip.compress(body, 6)) for url, (kind, body) in loaded.items() if kind != "image"
    }
    awaited = page.evaluate(AWAITED)
    assert {url for url in loaded if not url.startswith(live_server.url)} == set()
    assert sum(packed.values()) <= WHOLE_PAGE
    assert sum(packed[url] for url in awaited) <= CRITICAL


SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 300) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads_and_is_read(
    window: Window, article: Article, width: int
) -> None:
    page = window(viewport={"width": width, "height": 900})
    page.add_init_script(SHIFTS)
    moved = {}
    for path in ("/", article.get_absolute_url(), article.section.get_absolute_url()):
        page.goto(path, wait_until="networkidle")
        page.evaluate(SCROLL)
        page.wait_for_load_state("networkidle")
        moved[path] = sum(page.evaluate("window.shifts"))
    assert moved == dict.fromkeys(moved, 0)
