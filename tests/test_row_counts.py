"""Forms with rows, sent with numbers of rows that no page has."""

from typing import Any

import pytest
from django.test import Client

from articles.admin import rows as laid_out
from articles.admin.rows import NOT_COUNTED, BoundedRows
from articles.models import Article, Author, Correction
from tests import factories
from tests.test_editing import address, author_form, retyped

pytestmark = pytest.mark.django_db

# None: the number is left out.
COUNTS = [
    *(("TOTAL_FORMS", number) for number in ("-1", "x", "9" * 30)),
    *(("INITIAL_FORMS", number) for number in ("-1", "999999", None)),
]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many are laid out at most is no part of this, and each takes its time."""
    monkeypatch.setattr(laid_out, "MOST_ROWS", 10)
    monkeypatch.setattr(BoundedRows, "max_num", 10)


def with_count(sent: dict[str, Any], name: str, number: str | None) -> dict[str, Any]:
    return {key: one for key, one in {**sent, name: number}.items() if one is not None}


@pytest.mark.parametrize("rows", ["bylines", "corrections"])
def test_an_article_is_not_saved_with_rows_that_cannot_be_counted(desk: Client, rows: str) -> None:
    article = factories.published(headline="As it stands")
    factories.correction(article)
    sent = retyped(article, headline="Changed")
    for count, number in COUNTS:
        answer = desk.post(address(article), with_count(sent, f"{rows}-{count}", number))
        told = answer.content.decode()
        assert answer.status_code == 200, (count, number)
        assert "Changed" in told
        assert said_of_rows(answer), (count, number)
        assert Article.objects.get().headline == "As it stands"
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("rows", ["managers", "disclosures"])
def test_an_author_is_not_saved_with_rows_that_cannot_be_counted(desk: Client, rows: str) -> None:
    for count, number in COUNTS:
        sent = with_count(author_form(), f"{rows}-{count}", number)
        answer = desk.post("/admin/articles/author/add/", sent)
        assert answer.status_code == 200, (count, number)
        assert said_of_rows(answer), (count, number)
        assert not Author.objects.exists()


def said_of_rows(answer: Any) -> bool:
    """Whether the page says that the rows did not arrive, or that they are too many."""
    page = answer.content.decode()
    return NOT_COUNTED in page or "Please submit at most" in page
