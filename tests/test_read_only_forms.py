"""The form of an article, for who may read it and not change it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.declarants import Declarant
from articles.declaring import declare
from articles.models import DeclarationKind
from articles.pending import begin, discard
from tests import factories
from tests.test_editing import address

pytestmark = pytest.mark.django_db


def declares(client: Client, page: str) -> list[str]:
    """What the rows of the byline say under Declares."""
    html = client.get(page).content.decode()
    cells = re.findall(r'<td class="field-declare[sd]">(.*?)</td>', html, re.DOTALL)
    return [" ".join(re.sub("<.*?>", " ", cell).split()) for cell in cells]


def test_who_may_only_read_is_told_what_each_author_declared(client: Client) -> None:
    ana, bo, editor = factories.author(), factories.author(), factories.editor()
    article = factories.draft(ana, bo, has_declared=False)
    declare(
        article,
        Declarant(ana),
        by=editor,
        kind=DeclarationKind.STATEMENT,
        statement="I sailed with them.",
    )
    factories.declared(article)
    article.publish(by=editor)
    client.force_login(factories.user("Reporter"))
    told = ["Declares: A statement for this article", "Declares: Nothing to declare"]
    assert declares(client, address(article)) == told


def test_what_many_declared_costs_no_more_than_what_one_did(client: Client) -> None:
    client.force_login(factories.user("Reporter"))
    asked = []
    for number in (1, 4):
        article = factories.published(*(factories.author() for _ in range(number)))
        client.get(address(article))
        with CaptureQueriesContext(connection) as queries:
            assert len(declares(client, address(article))) == number
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_body_of_a_pending_version_is_shown_as_readers_would_see_it(client: Client) -> None:
    editor = factories.editor()
    pending = begin(factories.published(body_source="<p>It sails at dawn.</p>"), by=editor)
    discard(pending, by=editor)
    client.force_login(editor)
    html = client.get(address(pending)).content.decode()
    assert "<p>It sails at dawn.</p>" in html
    assert "&lt;p&gt;It sails at dawn." not in html
