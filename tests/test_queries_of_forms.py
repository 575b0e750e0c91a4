"""How much the form of an article asks for, however many stand behind it."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.declarants import declarants
from articles.declaring import declare
from articles.models import Article, DeclarationKind
from articles.models.preview_link import make_link
from tests import factories
from tests.test_editing import address

pytestmark = pytest.mark.django_db


def written_by(number: int) -> Article:
    """By so many groups and persons, each with an interest declared, and another one named."""
    authors = []
    for _ in range(number):
        group = factories.group("Bo Falk", managers_declare=True)
        manager = factories.author(user=factories.user("Reporter"))
        group.managers.create(name="Ana Ruiz", since=datetime.date(2020, 1, 1), person=manager)
        authors += [group, factories.author(user=factories.user("Reporter"))]
    article = factories.draft(*authors, has_declared=False)
    for each in declarants(article):
        interest = factories.disclosure(each.person or each.author)
        kind = DeclarationKind.INTERESTS
        declare(article, each, by=factories.editor(), kind=kind, interests=[interest])
        factories.disclosure(each.author, entity="the ferry")
    return article


PAGES: dict[str, Callable[[Article], str]] = {
    "the form": address,
    "its declarations": lambda article: f"/admin/articles/article/{article.pk}/declarations/",
    "its preview": lambda article: f"/admin/articles/article/{article.pk}/preview/",
    "the page of a preview link": lambda article: link_to(article),
}


def link_to(article: Article) -> str:
    day = datetime.timedelta(days=1)
    _, token = make_link(article, by=factories.editor(), purpose="for the lawyer", lasts=day)
    return f"/preview/{token}/"


@pytest.mark.parametrize("is_public", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_for_many_authors_than_for_few(
    client: Client, page: str, is_public: bool
) -> None:
    client.force_login(factories.editor())
    asked = []
    for number in (1, 4):
        article = written_by(number)
        if is_public:
            article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
        where = PAGES[page](article)
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
