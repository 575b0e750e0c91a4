"""What was typed and can no longer be saved is given back."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Tag
from tests import factories
from tests.looks import objections_in_place
from tests.test_editing import address
from tests.untouched import untouched
from tests.visitors import Someone, visitors

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    factories.editor(username="gwen")
    with visitors(browser, live_server.url) as arrive:
        yield arrive


def given_back(page: Page, article: Article) -> Page:
    """What she is shown who writes in an article while it is retracted."""
    page.goto(address(article))
    page.fill("[name=headline]", f"The ferry sails at dawn {LONG_WORD}"[:150])
    page.fill("[name=standfirst]", "Three boats left the harbour before the storm.")
    page.locator("[contenteditable=true]").first.fill(f"{LONG_WORD} sailed at dawn.")
    article.retract(by=factories.editor(first_name="Bo", last_name="Falk"), reason="It is wrong.")
    page.click("[name=_continue]")
    expect(page.locator("#overtaken-title")).to_be_visible()
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_everybody_can_read_and_copy_it(someone: Someone) -> None:
    page = given_back(someone("gwen", width=1280, script=True), factories.published())
    assert objections_in_place(page) == []
    cut = "it => Array.from(it).filter(one => one.scrollHeight > one.clientHeight + 2).length"
    assert page.locator("textarea:visible").evaluate_all(cut) == 0


@pytest.mark.django_db
def test_tags_are_given_back_by_name(client: Client) -> None:
    client.force_login(factories.editor())
    article = factories.published()
    tags = [Tag.objects.create(name=name, slug=name.lower()) for name in ("Energy", "Harbour")]
    form = untouched(client.get(address(article)))
    article.retract(by=factories.editor(), reason="It is wrong.")
    sent = form | {"tags": [tag.pk for tag in tags]}
    page = client.post(address(article), sent).content.decode()
    assert "Energy, Harbour</" in page
