"""Interests are answered about in each form that is refused without an answer."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.conflicts import open_conflicts
from articles.models import Article, Author, ConflictAnswer
from articles.pending import begin
from articles.shown import texts_shown
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
NAMES_IT = "<p>At the Harbour Club they sang.</p>"


@pytest.fixture
def editor(client: Client) -> User:
    made = factories.editor()
    client.force_login(made)
    return made


@pytest.fixture
def author() -> Author:
    return factories.disclosure(factories.author(), entity="Harbour Club").author


@pytest.fixture
def article(author: Author) -> Article:
    return factories.published(author, body_source="<p>They sang.</p>")


def version(article: Article, *, by: User) -> Article:
    pending = begin(article, by=by)
    pending.body_source = NAMES_IT
    pending.save()
    pending.keep(by=by)
    return pending


def rewritten(article: Article, *, by: User) -> Article:
    """With one revision that names the interest, and a later one that does not."""
    for text in (NAMES_IT, "<p>They sang.</p>"):
        article.body_source = text
        article.save()
        article.keep(by=by)
    return article


def key_in(page: str) -> str:
    """Of the only passage that a page asks about."""
    assert page.count('type="radio" name="conflict-') == 2
    return page.partition('type="radio" name="')[2].partition('"')[0]


def test_a_version_is_put_in_force_with_the_answer(
    client: Client, editor: User, article: Article
) -> None:
    pending = version(article, by=editor)
    sent = {"change": "minor", "seen": texts_shown(pending)}
    refused = client.post(address(pending, "adopt"), sent).content.decode()
    assert not ConflictAnswer.objects.exists()
    client.post(address(pending, "adopt"), sent | {key_in(refused): "no"})
    article.refresh_from_db()
    assert "Harbour Club" in article.body
    assert open_conflicts(article) == []


def test_a_version_that_is_refused_all_the_same_leaves_no_answer_and_asks_with_it(
    client: Client, editor: User, article: Article
) -> None:
    pending = version(article, by=editor)
    sent = {"change": "material", "note": "", "seen": texts_shown(pending)}
    key = key_in(client.post(address(pending, "adopt"), sent).content.decode())
    refused = client.post(address(pending, "adopt"), sent | {key: "no"}).content.decode()
    assert f'name="{key}" value="no" checked' in refused
    assert "Say what changed: readers see it." in refused
    assert not ConflictAnswer.objects.exists()
    article.refresh_from_db()
    assert "Harbour Club" not in article.body


def test_a_revision_is_restored_with_the_answer(
    client: Client, editor: User, article: Article
) -> None:
    number = rewritten(article, by=editor).revisions.all()[1].number
    restore = address(article, f"revisions/{number}/restore")
    sent = {"change": "minor", "seen": texts_shown(article)}
    refused = client.post(restore, sent).content.decode()
    client.post(restore, sent | {key_in(refused): "yes"})
    article.refresh_from_db()
    assert "Harbour Club" in article.body
    assert ConflictAnswer.objects.get().is_relevant


def test_an_answer_is_kept_while_another_field_is_wrong(
    client: Client, editor: User, author: Author
) -> None:
    article = factories.draft(author, body_source=NAMES_IT)
    (hit,) = open_conflicts(article)
    typed = retyped(article, _publish="1", **{hit.key: "no"})
    refused = client.post(address(article), typed | {"headline": ""})
    assert not ConflictAnswer.objects.exists()
    (kept,) = re.findall(r'<input type="hidden" name="(conflict-[^"]*)" value="no">', refused.text)
    again = retyped(article, headline="Mended", _publish="1", **{kept: "no"})
    assert client.post(address(article), again).status_code == 302
    assert ConflictAnswer.objects.get().is_relevant is False


def test_a_form_keeps_no_other_field_for_an_answer(
    client: Client, editor: User, author: Author
) -> None:
    article = factories.draft(author)
    odd = {"conflict-1-": "no", "conflict-x": "yes", 'conflict-1-"><b>': "yes"}
    typed = retyped(article, **odd) | {"headline": ""}
    assert "conflict-" not in client.post(address(article), typed).content.decode()
