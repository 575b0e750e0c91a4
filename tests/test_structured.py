"""What an article tells machines: the kind of piece, its times and its corrections."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from tests import factories
from tests.test_corrections import html
from tests.test_editing import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


def data(page: str) -> dict[str, Any]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("news", ["NewsArticle", "ReportageNewsArticle"]),
        ("analysis", ["NewsArticle", "AnalysisNewsArticle"]),
        ("explainer", ["NewsArticle", "BackgroundNewsArticle"]),
        ("review", ["NewsArticle", "ReviewNewsArticle"]),
        ("call-out", ["NewsArticle", "AskPublicNewsArticle"]),
        ("opinion", ["NewsArticle", "OpinionNewsArticle"]),
        ("satire", ["Article", "SatiricalArticle"]),
        ("sponsored", ["Article", "AdvertiserContentArticle"]),
    ],
)
def test_machines_read_what_kind_of_piece_it_is(
    client: Client, kind: str, types: list[str]
) -> None:
    article = factories.published(kind=kind, sponsor="The market")
    assert data(html(client, article.get_absolute_url()))["@type"] == types


def test_machines_read_the_corrections_that_stand_on_the_page(
    client: Client, article: Article
) -> None:
    factories.correction(article, place="top")
    factories.correction(article, kind="note", wrong="", text="A reader’s photo was added.")
    page = html(client, article.get_absolute_url())
    visible = re.findall(r'<p class="correction-(?:said|text)" dir="auto">(.*?)</p>', page)
    told = data(page)["correction"]
    assert sorted(line for one in told for line in one["text"].split("\n")) == sorted(visible)
    assert [one["@type"] for one in told] == ["CorrectionComment"] * 2
    assert all(f'datetime="{one["datePublished"]}"' in page for one in told)


def test_machines_read_the_times_that_stand_on_the_page(client: Client, article: Article) -> None:
    factories.correction(article)
    page = html(client, article.get_absolute_url())
    for name in ("datePublished", "dateModified"):
        assert f'datetime="{data(page)[name]}"' in page


def test_no_text_gets_out_of_the_block(client: Client) -> None:
    article = factories.published(headline="</script><script>alert(1)</script> & <!--")
    page = html(client, article.get_absolute_url())
    assert data(page)["headline"] == article.headline
    assert "<script>alert" not in page


def test_a_preview_tells_machines_nothing(client: Client, article: Article) -> None:
    client.force_login(factories.editor())
    assert "ld+json" not in html(client, address(article, "preview"))
