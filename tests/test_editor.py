"""The editor of bodies: at home under a strict policy, on the keyboard, and without JavaScript."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page

from articles.editor import BodyField, BodyWidget
from articles.models import Article
from articles.safe_html import article_body
from tests import factories
from tests.test_paste import heard, open_form

EVERYTHING = (
    "<h2>Two</h2><h3>Three</h3><h4>Four</h4>"
    "<p><strong>a</strong> <em>b</em> <s>c</s> H<sub>2</sub>O x<sup>2</sup> <code>d</code><br>e</p>"
    '<p><a href="https://example.org/a?b=c&amp;d" title="t" rel="noopener">f</a></p>'
    "<ul><li>g<ul><li>h</li></ul></li></ul>"
    '<ol start="4"><li>i</li><li><p>j</p><p>k</p></li></ol>'
    "<blockquote><p>l</p><p>m</p></blockquote><hr>"
    "<pre><code>n\n  o</code></pre>"
    '<figure><img src="/media/p.png" alt="q"><figcaption>r</figcaption></figure>'
    '<table><tbody><tr><th colspan="2">s</th></tr><tr><td>t</td><td>u</td></tr></tbody></table>'
)


class BodyForm(forms.Form):
    body = BodyField(required=False)


# The field


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a" * 100_001, "At most 100,000 characters: this text has 100,001."),
        ("<br>" * 5_001, "At most 5,000 tags in a text."),
        ("<div>" * 101, "Tags may be nested 100 deep, not deeper."),
        ("a\x00b", "Null characters are not allowed."),
        ("a\ud800b", "This text contains a broken character (half of a pair)."),
    ],
)
def test_a_body_that_cannot_be_made_safe_is_refused_beside_the_field(
    typed: str, message: str
) -> None:
    assert BodyForm({"body": typed}).errors == {"body": [message]}


def test_a_refused_body_is_still_in_the_form() -> None:
    assert "kept &lt;div&gt;" in str(BodyForm({"body": "kept " + "<div>" * 101})["body"])


def test_a_body_is_kept_as_it_was_typed() -> None:
    form = BodyForm({"body": "<p onclick=x>a</p>\r\n<p>b"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"body": "<p onclick=x>a</p>\n<p>b"})


def test_line_ends_alone_are_no_change() -> None:
    form = BodyForm({"body": "<pre>a\r\nb</pre>"}, initial={"body": "<pre>a\nb</pre>"})
    assert form.has_changed() is False


def test_the_editor_is_served_from_the_project() -> None:
    paths = re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', str(BodyWidget().media))
    assert (len(paths), [path for path in paths if not finders.find(path)]) == (5, [])


# In the browser


@pytest.fixture
def article() -> Article:
    return factories.draft(body_source="<p>The ferry left at dawn.</p>")


@pytest.fixture
def form(live_server: Any, page: Page, article: Article) -> Page:
    open_form(page, live_server.url, article)
    page.wait_for_selector("[contenteditable=true]")
    return page


def saved(page: Page, article: Article) -> str:
    page.click("[name=_continue]")
    article.refresh_from_db()
    return article.body


def text_of(page: Page) -> Any:
    return page.get_by_role("textbox", name="Body", exact=False).and_(
        page.locator("[contenteditable=true]")
    )


browser = pytest.mark.browser
database = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@browser
@database
def test_the_editor_asks_nobody_else_and_breaks_no_policy(
    live_server: Any, page: Page, article: Article
) -> None:
    complaints, hosts = heard(page), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    open_form(page, live_server.url, article)
    page.click("[data-name=table]")
    page.click("dialog [type=submit]")
    assert (complaints, hosts) == ([], {urlsplit(live_server.url).netloc})


@browser
@database
def test_a_body_with_everything_in_it_is_opened_and_saved_unchanged(
    live_server: Any, page: Page
) -> None:
    page.route("**/media/**", lambda route: route.fulfill(status=204))
    article = factories.draft(body_source=EVERYTHING)
    open_form(page, live_server.url, article)

    # Typed and taken back: the text is the editor's and not what the server sent.
    text_of(page).press("End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")

    assert saved(page, article) == EVERYTHING


@browser
@database
def test_the_keyboard_alone_writes_a_story(form: Page, article: Article) -> None:
    text_of(form).press("Control+a")
    form.keyboard.type("Harbour")
    form.keyboard.press("Escape")
    assert form.evaluate("document.activeElement.dataset.name") == "heading2"
    form.keyboard.press("Enter")
    form.keyboard.press("Enter")
    form.keyboard.type("A ")
    form.keyboard.press("Control+b")
    form.keyboard.type("quay")
    form.keyboard.press("Control+b")
    form.keyboard.press("Enter")
    form.keyboard.type("- first")
    form.keyboard.press("Enter")
    form.keyboard.press("Tab")
    form.keyboard.type("inner")
    assert saved(form, article) == (
        "<h2>Harbour</h2><p>A <strong>quay</strong></p>"
        "<ul><li>first<ul><li>inner</li></ul></li></ul>"
    )


@browser
@database
def test_the_arrows_walk_along_the_toolbar_and_escape_goes_back(form: Page) -> None:
    text_of(form).press("Escape")
    walked = []
    for key in ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"]:
        form.keyboard.press(key)
        walked.append(form.evaluate("document.activeElement.dataset.name"))
    form.keyboard.press("Escape")
    assert walked == ["heading3", "bold", "heading3", "heading2", "history:redo"]
    assert form.evaluate("document.activeElement.isContentEditable") is True


ADDRESSES = {
    "https://example.org/a?b=c": "https://example.org/a?b=c",
    "example.org/a": "https://example.org/a",
    "desk@example.org": "mailto:desk@example.org",
    "/authors/ana/": "/authors/ana/",
}


@browser
@database
def test_an_address_may_be_typed_as_people_type_it(form: Page) -> None:
    made = {}
    text_of(form).press("Control+a")
    for typed in ADDRESSES:
        form.click("[data-name=link]")
        form.get_by_label("URL").fill(typed)
        form.click("dialog [type=submit]")
        made[typed] = text_of(form).locator("a").get_attribute("href")
    assert made == ADDRESSES


BUTTONS = {
    "heading2": "<h2>The ferry left at dawn.</h2>",
    "heading3": "<h3>The ferry left at dawn.</h3>",
    "bold": "<p><strong>The ferry left at dawn.</strong></p>",
    "italic": "<p><em>The ferry left at dawn.</em></p>",
    "strike": "<p><s>The ferry left at dawn.</s></p>",
    "bulletList": "<ul><li>The ferry left at dawn.</li></ul>",
    "orderedList": "<ol><li>The ferry left at dawn.</li></ol>",
    "blockquote": "<blockquote><p>The ferry left at dawn.</p></blockquote>",
}


@browser
@database
def test_each_button_does_what_it_shows_and_takes_it_back(form: Page) -> None:
    made = {}
    text_of(form).press("Control+a")
    for name in BUTTONS:
        form.click(f"[data-name={name}]")
        made[name] = article_body(form.input_value("[name=body_source]"))
        form.click(f"[data-name={name}]")
    assert made == BUTTONS


@browser
@database
def test_an_emptied_body_is_empty(form: Page, article: Article) -> None:
    text_of(form).press("Control+a")
    form.keyboard.press("Delete")
    assert saved(form, article) == ""


@browser
@database
def test_the_label_leads_to_the_text(form: Page) -> None:
    form.click("label[for=id_body_source]")
    assert form.evaluate("document.activeElement.isContentEditable") is True


@browser
@database
def test_a_screen_reader_can_name_everything_in_the_editor(form: Page) -> None:
    found = Axe().run(form, context=".body-editor").response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@browser
@database
def test_without_javascript_the_text_area_itself_is_written_in(
    live_server: Any, browser: Browser, article: Article
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_form(page, live_server.url, article)
    page.fill("[name=body_source]", "It came back.\n\n<b>At dusk.</b>")
    body = saved(page, article)
    context.close()
    assert body == "<p>It came back.</p><p><strong>At dusk.</strong></p>"
