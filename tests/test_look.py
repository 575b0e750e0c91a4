"""Every kind of public page in a browser: accessible, calm, and never wider than its window."""

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.declarants import declarants
from articles.declaring import declare
from articles.models import Article, Author, DeclarationKind, Tag
from tests import factories
from tests.looks import look, objections

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WIDTHS = (320, 768, 1024, 1600)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3
TABLE = f"""<table><tbody><tr><th>Flood</th><th>{LONG_WORD}</th></tr>
<tr><td>First</td><td>41 millimetres</td></tr></tbody></table><pre>{LONG_WORD}</pre>"""


@pytest.fixture
def desk() -> Author:
    made = factories.group(
        "Ana Ruiz", "Bo Falk", name=LONG_WORD[:90], photo=factories.photo(), bio="Many hands."
    )
    factories.disclosure(made, entity=LONG_WORD)
    factories.disclosure(made, valid_to=datetime.date(2021, 1, 1))
    return made


@pytest.fixture
def story(desk: Author) -> Article:
    """With everything that an article can carry."""
    made = factories.draft(
        desk,
        *(factories.author(name=name) for name in ("Ana Ruiz", "Bo Falk", "سارا")),
        headline=LONG_WORD[:150],
        kicker=LONG_WORD[:60],
        body_source=factories.BODY + TABLE,
        lead_photo=factories.photo(caption=LONG_WORD),
        has_declared=False,
    )
    editor = factories.editor(first_name=LONG_WORD[:150])
    for each in declarants(made):
        kind = DeclarationKind.INTERESTS if each.disclosures else DeclarationKind.STATEMENT
        interests, statement = each.disclosures, LONG_WORD
        declare(made, each, by=editor, kind=kind, interests=interests, statement=statement)
    made.publish(by=editor, at=timezone.now() - datetime.timedelta(hours=1))
    made.tags.add(
        Tag.objects.create(name="Ferries", slug="ferries"),
        Tag.objects.create(name=LONG_WORD[:60], slug="long", description=LONG_WORD, is_series=True),
    )
    first = factories.correction(made, wrong=LONG_WORD, text=LONG_WORD)
    factories.correction(made, place="top", corrects=first)
    factories.disclosure(desk, kind="gift", entity="Since publication")
    parent = None
    for depth in range(7):
        parent = factories.approved(
            made, parent=parent, author_name=LONG_WORD[:40], from_newsroom=depth == 1
        )
    removed = factories.approved(made)
    factories.approved(made, parent=removed)
    removed.reject(by=factories.moderator(), reason="Advertising.")
    return made


@pytest.fixture
def closed(story: Article) -> Article:
    """An advertisement: labelled, and without a discussion."""
    made = factories.published(kind="sponsored", sponsor=LONG_WORD[:120], section=story.section)
    made.thread.close(by=factories.moderator(), reason=LONG_WORD)
    return made


@pytest.fixture
def hidden(story: Article) -> Article:
    """Its comments are taken away until a moment."""
    made = factories.published(section=story.section)
    factories.approved(made)
    until = timezone.now() + datetime.timedelta(days=1)
    made.thread.hide(by=factories.moderator(), reason=LONG_WORD, until=until)
    return made


@pytest.fixture
def addresses(story: Article, closed: Article, hidden: Article, desk: Author) -> list[str]:
    """One of every kind of public page."""
    policy = factories.policy(slug="about", body_source=TABLE)
    policy.title = LONG_WORD[:120]
    policy.put_in_force(by=factories.editor(), change=LONG_WORD)
    for kind in ("analysis", "explainer", "review", "call-out", "opinion", "satire"):
        factories.published(kind=kind, section=story.section)
    held = factories.comment(story)
    refused = factories.comment(story)
    refused.reject(by=factories.moderator(), reason="Advertising.")
    return [
        "/",
        story.section.get_absolute_url(),
        *(story.get_absolute_url(), story.versions_url),
        closed.get_absolute_url(),
        hidden.get_absolute_url(),
        desk.get_absolute_url(),
        desk.disclosures_url,
        "/corrections/",
        factories.retracted(section=story.section, headline=LONG_WORD[:150]).get_absolute_url(),
        *(policy.get_absolute_url(), f"{policy.get_absolute_url()}1/"),
        *("/tags/ferries/", "/series/long/", "/archive/"),
        *(
            f"/{timezone.localtime(story.publish_at):{form}}/"
            for form in ("%Y", "%Y/%m", "%Y/%m/%d")
        ),
        "/search/?q=headline",
        "/search/?q=nothing-is-called-that",
        "/search/?q=headline&kind=news&author=nobody&since=never",
        "/search/comments/?q=number",
        "/search/comments/?q=nothing-is-called-that&until=2001-01-01",
        story.comment_url,
        story.thread.comments.approved()[0].reply_url,
        closed.comment_url,
        hidden.comment_url,
        f"{story.comment_url}sent/{held.receipt}/",
        f"{story.comment_url}sent/{refused.receipt}/",
        "/no/such/page/",
    ]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A reader's window, which fails the test when the browser has something to complain of."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    yield window
    context.close()
    assert [said for said in complaints if not is_an_answer(said)] == []


def is_an_answer(complaint: str) -> bool:
    """The browser also notes the status of a page that is there to say "no"."""
    return "responded with a status of" in complaint


def test_axe_finds_nothing_on_any_kind_of_page(page: Page, addresses: list[str]) -> None:
    found = []
    for address in addresses:
        page.goto(address)
        found += objections(page)
    assert found == []


def test_axe_finds_nothing_on_a_refused_reply(page: Page, story: Article) -> None:
    page.goto(story.get_absolute_url())
    page.get_by_role("link", name="Reply to comment 2 ").click()
    page.get_by_role("button", name="Send reply").click()
    assert page.get_by_role("alert").is_visible()
    assert objections(page) == []


def test_axe_finds_nothing_when_the_presses_have_stopped(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.front.compose", None)
    page.goto("/")
    assert page.title() == "Our fault"
    assert objections(page) == []


def test_no_page_is_wider_than_its_window(page: Page, addresses: list[str]) -> None:
    """Whatever words it is given; tables and code scroll by themselves."""
    too_wide = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            look(page, "light", width)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((page.url, width))
    assert too_wide == []


def test_a_teaser_names_two_of_many_authors(client: Client, desk: Author, story: Article) -> None:
    words = " ".join(client.get("/").content.decode().split())
    assert f"<bdi>{desk.name}</bdi>, <bdi>Ana Ruiz</bdi> and 2 others" in words


def test_an_article_says_what_it_is_filed_under(client: Client, story: Article) -> None:
    page = client.get(story.get_absolute_url()).content.decode()
    assert '<a href="/tags/ferries/"><bdi>Ferries</bdi></a></p>' in page


def test_a_form_without_its_cookie_is_refused_in_the_papers_own_dress() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "gwen"})
    assert answer.status_code == 403
    assert "Allow cookies for this site" in answer.content.decode()
