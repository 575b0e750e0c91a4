"""How much the form of an article asks for, however many stand behind it."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.declarants import declarants
from articles.declaring import declare
from articles.models import Article, DeclarationKind
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


@pytest.mark.parametrize("is_public", [False, True])
def test_the_form_asks_no_more_for_many_authors_than_for_few(
    client: Client, is_public: bool
) -> None:
    client.force_login(factories.editor())
    asked = []
    for number in (1, 4):
        article = written_by(number)
        if is_public:
            article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
        client.get(address(article))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(article)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
