"""Difficult input before a real browser: nothing runs or loads, and no policy has to step in."""

from html import escape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from playwright.sync_api import Dialog, Page, Request
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from articles.safe_html import article_body, comment_body
from comments.paging import ROOTS_PER_PAGE
from tests import factories
from tests.corpora import cases
from tests.newspaper import Newspaper, Supply

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SHARP = ("owasp-filter-evasion", "blns", "bleach", "wagtail-richtext", "django-own")
MALFORMED = "html5lib-treeconstruction"

# Before anything of the page runs.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
# What a page holds that prose does not: told as text, so that two pages can be compared.
LOOK = """
(root) => {
  const found = [];
  const own = (address) => new URL(address, location.href).origin === location.origin;
  const tell = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  for (const element of root.querySelectorAll("*")) {
    for (const { name } of element.attributes) {
      if (name.startsWith("on") || name === "srcdoc") tell(name, element);
    }
    if (element.matches("script, iframe, object, embed, base, frame, meta[http-equiv]")) {
      const isData = element.type === "application/ld+json";
      if (!isData && !(element.matches("script[src]") && own(element.src))) tell("runs", element);
    }
    if (element.matches("a, area") && element.href) {
      if (!["http:", "https:", "mailto:"].includes(element.protocol)) tell("leads", element);
    }
    if (element.src && !own(element.src)) tell("loads", element);
    if (element.action && element.matches("form") && !own(element.action)) tell("sends", element);
  }
  for (const prose of root.querySelectorAll(".body, .comment-body, .comment-card__body")) {
    const strange = "[style], [id], [name], [class], form, input, button, svg, math, style, link";
    for (const element of prose.querySelectorAll(strange)) tell("is no prose", element);
  }
  return found;
}
"""


def payloads(*corpora: str) -> list[str]:
    found = cases(*corpora)
    links = [f'<a href="{escape(c.payload)}">a</a> {c.payload}' for c in found if c.ctx == "url"]
    return list(dict.fromkeys([case.payload for case in found] + links))


def packed(texts: list[str], size: int, between: str = "\n\n") -> list[str]:
    return [between.join(texts[start : start + size]) for start in range(0, len(texts), size)]


class Witness:
    """Opens pages, and remembers everything that no page of words does."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.host = host
        self.seen: list[str] = []
        page.on("dialog", self._dismiss)
        page.on("popup", lambda popup: self.seen.append(f"popup {popup.url}"))
        page.on("download", lambda file: self.seen.append(f"download {file.url}"))
        page.on("pageerror", lambda error: self.seen.append(f"error {error}"))
        page.on("request", self._ask_where_to)
        page.add_init_script(WATCH)

    def _dismiss(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _ask_where_to(self, request: Request) -> None:
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.seen.append(f"asked {request.url}")

    def look_at(self, path: str, wait_for: str = "body") -> set[str]:
        """What the page at this path does or holds besides prose."""
        self.seen.clear()
        self.page.goto(f"{self.host}{path}")
        self.page.wait_for_selector(wait_for)
        held = self.page.evaluate(f"({LOOK})(document)")
        violations = self.page.evaluate("window.violations")
        names = [f"global {name}" for name in self.page.evaluate("Object.keys(window)")]
        return {*self.seen, *held, *violations, *names, f"at {self.page.url == self.host + path}"}


@pytest.fixture
def witness(page: Page, live_server: LiveServer) -> Witness:
    client = Client()
    client.force_login(factories.editor(is_superuser=True))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])  # type: ignore[list-item]
    return Witness(page, live_server.url)


def commented(texts: list[str]) -> Article:
    """An article with these comments, approved; those that are refused are left out."""
    article, desk = factories.published(), factories.moderator()
    for text in texts:
        try:
            factories.comment(article, body_source=text).approve(by=desk)
        except ValidationError:
            continue
    return article


def comment_pages(article: Article) -> list[str]:
    address = article.get_absolute_url()
    count = article.thread.comments.count()
    return [f"{address}?page={number + 1}" for number in range(-(-count // ROOTS_PER_PAGE))]


def test_nothing_of_a_comment_runs_for_readers(witness: Witness) -> None:
    usual = witness.look_at(comment_pages(commented(["Harmless words."]))[0])
    article = commented([*packed(payloads(*SHARP), 8), *packed(payloads(MALFORMED), 16)])
    strange = {page: witness.look_at(page) - usual for page in comment_pages(article)}
    assert {page: found for page, found in strange.items() if found} == {}


def test_nothing_of_a_comment_runs_for_moderators(witness: Witness) -> None:
    """In the list, on its own page and at the desk."""
    harmless = factories.comment(factories.published())
    queue = "/admin/comments/comment/"
    usual = witness.look_at(queue)
    usual |= witness.look_at(f"{queue}{harmless.pk}/change/")
    usual |= witness.look_at(f"/admin/desk/comments/{harmless.pk}/")
    article = factories.published()
    for text in packed(payloads(*SHARP), 12):
        try:
            factories.comment(article, body_source=text)
        except ValidationError:
            continue
    count = article.thread.comments.count()
    asked = [f"{queue}?p={number + 1}" for number in range(-(-count // 50))]
    asked += [f"{queue}{c.pk}/change/" for c in article.thread.comments.all()[::20]]
    asked += [f"/admin/desk/comments/{c.pk}/" for c in article.thread.comments.all()[::20]]
    asked += [f"{queue}?status=held"]
    strange = {page: witness.look_at(page) - usual for page in asked}
    assert {page: found for page, found in strange.items() if found} == {}


def test_nothing_of_a_body_runs_for_readers_or_in_the_editor(witness: Witness) -> None:
    article = factories.draft()
    address = f"/admin/articles/article/{article.pk}"
    usual = witness.look_at(f"{address}/preview/")
    usual |= witness.look_at(f"{address}/change/", ".ProseMirror")
    strange = {}
    for number, body in enumerate(packed(payloads(*SHARP), 80, "<p>And then:</p>")):
        article.body_source = body
        article.save()
        found = witness.look_at(f"{address}/preview/")
        if not number % 4:
            found |= witness.look_at(f"{address}/change/", ".ProseMirror")
        strange[number] = found - usual
    assert {number: found for number, found in strange.items() if found} == {}


def test_nothing_of_a_plain_field_runs_anywhere(witness: Witness) -> None:
    paper = Newspaper(Supply(payloads(*SHARP)))
    pages = [*paper.public_pages(), *paper.admin_pages()]
    strange = {}
    for address in pages:
        if not address.endswith(("/history/", "/delete/")):
            # The admin's own scripts give names to the window.
            held = [what for what in witness.look_at(address) if not what.startswith("global ")]
            strange[address] = set(held) - {"at True"}
    assert {address: held for address, held in strange.items() if held} == {}


def test_nothing_of_a_caption_runs_where_photos_are_looked_up(witness: Witness) -> None:
    caption = '<img src=x onerror=alert(1)> "><script>alert(2)</script>'
    factories.photo(caption=caption)
    witness.look_at("/admin/articles/article/add/")
    witness.page.locator(".field-lead_photo .select2-selection").click()
    witness.page.wait_for_selector(".select2-results__option >> text=onerror")
    assert witness.page.evaluate(f"({LOOK})(document)") == []
    assert witness.page.evaluate("window.violations") == []
    assert witness.seen == []


# The parser of a browser is the one that counts. Each stored text is read by it, written by it
# and read again: a text that changes on the way has hidden something.
READ = """
(texts) => texts.flatMap((text) => {
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const read = parse(`<div class=body>${text}</div><i id=tail></i>`);
  const body = read.querySelector("div.body");
  const found = (%s)(read);
  const again = parse(`<div class=body>${body.innerHTML}</div>`);
  if (!again.querySelector("div.body").isEqualNode(body)) found.push("changes when read again");
  if (read.querySelector("#tail")?.previousSibling !== body) found.push("swallows what follows");
  return found.map((what) => `${what} in ${text}`);
})
"""


def test_a_browser_reads_each_stored_text_as_it_was_meant(witness: Witness) -> None:
    made = []
    for text in payloads(*SHARP, MALFORMED):
        for clean in (article_body, comment_body):
            try:
                made.append(clean(text))
            except ValidationError:
                continue
    witness.look_at("/")
    assert witness.page.evaluate(READ % LOOK, made) == []
