"""Corrections: what was wrong and is right, on the article, in the ledger, in the feed."""

import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from articles.publishing import PublishingConflict
from tests import factories
from tests.test_editing import address, retyped
from tests.test_stale_saves import opened

pytestmark = pytest.mark.django_db
FEED = "/corrections/feed.rss"


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def added(article: Article, **fields: Any) -> dict[str, Any]:
    """The form of the article with a correction typed below those that stand."""
    number = article.corrections.count()
    typed = {
        "article": article.pk,
        "kind": "correction",
        "wrong": "It was three boats.",
        "text": "It was two boats.",
        "place": "foot",
        "corrects": "",
        **fields,
    }
    inline = {f"corrections-{number}-{name}": value for name, value in typed.items()}
    total = {"corrections-TOTAL_FORMS": number + 1}
    return retyped(article, **total, **inline, _continue="Save changes")


# The form


def test_a_correction_says_what_was_wrong_and_what_is_right(desk: Client, article: Article) -> None:
    desk.post(address(article), added(article, place="top"))
    made = Correction.objects.get()
    assert (made.wrong, made.text, made.place) == (
        "It was three boats.",
        "It was two boats.",
        "top",
    )


def test_a_correction_can_be_typed_without_javascript(desk: Client, article: Article) -> None:
    """A row for it is open, and saved as it stands it corrects nothing."""
    form = opened(desk, article) | {"change": "minor"}
    assert form["corrections-0-text"] == ""
    assert desk.post(address(article), form).status_code == 302
    assert not Correction.objects.exists()
    right = {"corrections-0-wrong": "It was three.", "corrections-0-text": "It was two."}
    desk.post(address(article), opened(desk, article) | right)
    assert Correction.objects.get().text == "It was two."


def test_what_readers_never_had_has_no_row_for_a_correction(desk: Client) -> None:
    assert "corrections-0-text" not in opened(desk, factories.draft())


@pytest.mark.parametrize(
    ("kind", "is_refused"),
    [("correction", True), ("clarification", True), ("update", False), ("note", False)],
)
def test_who_corrects_quotes_what_was_wrong(
    desk: Client, article: Article, kind: str, is_refused: bool
) -> None:
    page = desk.post(address(article), added(article, kind=kind, wrong=" ")).content.decode()
    assert ("Say what was wrong" in page) is is_refused
    assert Correction.objects.exists() is not is_refused


def test_a_correction_has_the_version_before_and_the_one_after(
    desk: Client, article: Article
) -> None:
    before, joined = article.publication, factories.author()
    byline = {
        "bylines-TOTAL_FORMS": 2,
        "bylines-1-article": article.pk,
        "bylines-1-author": joined.pk,
        "bylines-1-role": "",
        "bylines-1-position": 1,
        "bylines-1-declares": "nothing",
    }
    desk.post(address(article), added(article) | byline)
    article.refresh_from_db()
    made = Correction.objects.get()
    assert article.publication != before
    assert (made.before, made.after) == (before, article.publication)


def test_a_refused_edit_makes_no_correction(desk: Client, article: Article) -> None:
    desk.post(address(article), added(article) | {"body_source": ""})
    assert not Correction.objects.exists()


def test_a_mistake_in_a_notice_is_mended_by_another(desk: Client, article: Article) -> None:
    first = factories.correction(article)
    sent = added(article, corrects=first.pk, wrong="Two boats.", text="It was one boat.")
    desk.post(address(article), sent)
    page = html(desk, article.get_absolute_url())
    assert f'<a href="{article.get_absolute_url()}#correction-{first.pk}">mends' in page
    assert "The notice said: “Two boats.”" in page


def test_a_notice_on_another_article_is_not_mended_here(article: Article) -> None:
    elsewhere = factories.correction(factories.published())
    with pytest.raises(PublishingConflict, match="another article"):
        factories.correction(article, corrects=elsewhere)


def test_the_form_offers_the_notices_of_its_own_article_to_mend(
    desk: Client, article: Article
) -> None:
    own = factories.correction(article)
    factories.correction(factories.published(), kind="note")
    page = html(desk, address(article))
    assert f'<option value="{own.pk}">Correction of' in page
    assert "Editor’s note of" not in page


# The page


def test_what_matters_most_stands_under_the_byline_and_once(
    client: Client, article: Article
) -> None:
    factories.correction(article, place="top")
    page = html(client, article.get_absolute_url())
    notice = page.index('<p class="correction-text" dir="auto">It was two boats.</p>')
    assert page.index('class="byline"') < notice < page.index('class="body"')
    assert page.count('class="correction-text"') == 1
    assert 'id="corrections"' not in page


def test_the_rest_stands_at_the_foot(client: Client, article: Article) -> None:
    factories.correction(article)
    page = html(client, article.get_absolute_url())
    assert page.index('class="body"') < page.index('class="correction-text"')


def test_an_older_correction_stands_without_what_was_wrong(
    client: Client, article: Article
) -> None:
    factories.correction(article, wrong="")
    assert "The article said" not in html(client, article.get_absolute_url())


def test_ten_corrections_that_mend_one_another_cost_one_query(
    client: Client, article: Article
) -> None:
    made = factories.correction(article, corrects=factories.correction(article))
    with CaptureQueriesContext(connection) as few:
        html(client, article.get_absolute_url())
    for _ in range(10):
        made = factories.correction(article, corrects=made)
    with CaptureQueriesContext(connection) as many:
        html(client, article.get_absolute_url())
    assert len(many) == len(few)


# The ledger


def test_the_ledger_has_the_newest_first_under_their_months(client: Client) -> None:
    month = datetime.timedelta(days=32)
    article = factories.published(at=timezone.now() - 3 * month)
    for months in (2, 1):
        at = timezone.now() - months * month
        factories.correction(article, text=f"Right, {months} months ago.", at=at)
    page = html(client, "/corrections/")
    words = ("1 months ago", f"{timezone.now() - 2 * month:%B %Y}</h2>", "2 months ago")
    assert [page.find(word) for word in words] == sorted(page.find(word) for word in words)
    assert f'href="{article.get_absolute_url()}#correction-' in page


@pytest.mark.parametrize("address", ["/corrections/", FEED])
@pytest.mark.parametrize(
    ("becomes", "is_shown"),
    [("published", True), ("retracted", True), ("withdrawn", False), ("draft", False)],
)
def test_the_ledger_tells_nothing_of_what_is_not_public(
    client: Client, article: Article, becomes: str, is_shown: bool, address: str
) -> None:
    factories.correction(article)
    if becomes == "retracted":
        article.retract(by=factories.editor(), reason="None of it happened.")
    if becomes in {"withdrawn", "draft"}:
        article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    if becomes == "draft":
        article.return_to_draft(by=factories.editor())
    page = client.get(address).content.decode()
    assert ("It was two boats." in page) is is_shown
    assert ("Ferry at night" in page) is is_shown


def test_the_ledger_is_leafed_through_at_one_cost(client: Client, article: Article) -> None:
    first = factories.correction(article)
    with CaptureQueriesContext(connection) as few:
        html(client, "/corrections/")
    for _ in range(60):
        factories.correction(article, corrects=first)
    with CaptureQueriesContext(connection) as many:
        html(client, "/corrections/")
    assert len(many) == len(few)
    assert html(client, "/corrections/?page=2").count('class="correction-text"') == 11


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999", "%00", "²"])
def test_a_page_of_the_ledger_that_does_not_exist_is_the_nearest(
    client: Client, asked: str
) -> None:
    assert "Nothing has been corrected yet." in html(client, f"/corrections/?page={asked}")


def test_every_page_leads_to_the_ledger_and_to_its_feed(client: Client) -> None:
    page = html(client, "/")
    assert 'href="/corrections/">corrected in public' in page
    assert f'type="application/rss+xml" title="Corrections" href="{FEED}"' in page


# The feed


def items(client: Client) -> list[dict[str, str]]:
    channel = ET.fromstring(client.get(FEED).content).find("channel")  # noqa: S314
    assert channel is not None
    return [{part.tag: part.text or "" for part in item} for item in channel.findall("item")]


def test_the_feed_says_what_was_wrong_and_what_is_right(client: Client, article: Article) -> None:
    made = factories.correction(article, wrong="<b>Three</b>", text="Two & no more.")
    [item] = items(client)
    assert item["title"] == "Correction: Ferry at night"
    assert item["link"] == f"{settings.SITE_URL}{made.get_absolute_url()}"
    assert item["{http://purl.org/rss/1.0/modules/content/}encoded"].strip() == (
        "<p>The article said: “&lt;b&gt;Three&lt;/b&gt;”</p><p>Two &amp; no more.</p>"
    )


def test_an_item_keeps_its_name_when_the_article_changes_its_address(
    client: Client, article: Article
) -> None:
    factories.correction(article)
    before = items(client)[0]
    Article.objects.update(slug="another-slug")
    after = items(client)[0]
    assert before["guid"] == after["guid"]
    assert before["link"] != after["link"]


def test_who_has_the_feed_already_gets_nothing_twice(client: Client, article: Article) -> None:
    factories.correction(article)
    first = client.get(FEED)
    assert first["Content-Type"] == "application/rss+xml; charset=utf-8"
    again = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    assert client.post(FEED).status_code == 405
