"""Who is writing in an article: seen by everybody else, taken over with a word, and run out."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, EditingLock
from articles.models.editing_lock import LASTS
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Client:
    client = Client()
    client.force_login(factories.editor(first_name="Ana", last_name="Ruiz"))
    return client


@pytest.fixture
def bo() -> Client:
    client = Client()
    client.force_login(factories.editor(first_name="Bo", last_name="Falk"))
    return client


@pytest.fixture
def article() -> Article:
    return factories.draft()


def beat(client: Client, article: Article, window: str = "one", **sent: str) -> dict[str, Any]:
    """What an open form hears when it says that it is there."""
    answer = client.post(address(article, "editing"), {"window": window, **sent})
    told: dict[str, Any] = answer.json()
    return told


def form(client: Client, article: Article) -> str:
    return client.get(address(article)).content.decode()


def run_out() -> None:
    EditingLock.objects.update(seen_at=timezone.now() - LASTS - datetime.timedelta(seconds=1))


def test_who_opens_what_another_is_writing_in_reads_it(
    ana: Client, bo: Client, article: Article
) -> None:
    beat(ana, article)
    page = form(bo, article)
    assert "Ana Ruiz</bdi></b> has been editing this since" in page
    assert "Take over" in page
    assert 'name="_continue"' not in page
    assert 'name="headline"' not in page


def test_what_is_shown_to_read_has_no_row_for_a_correction(ana: Client, bo: Client) -> None:
    live = factories.published()
    assert "corrections-0-text" in form(bo, live)
    beat(ana, live)
    assert "corrections-0-text" not in form(bo, live)


def test_who_writes_in_it_is_not_told_of_themselves(ana: Client, article: Article) -> None:
    beat(ana, article)
    page = form(ana, article)
    assert "has been editing" not in page
    assert 'name="_continue"' in page


def test_opening_takes_no_lock(ana: Client, article: Article) -> None:
    form(ana, article)
    assert not EditingLock.objects.exists()


def test_a_lock_runs_out_by_the_clock(ana: Client, bo: Client, article: Article) -> None:
    beat(ana, article)
    run_out()
    assert "has been editing" not in form(bo, article)
    assert beat(bo, article)["yours"] is True


def test_a_lock_that_is_alive_is_not_taken_by_a_beat(
    ana: Client, bo: Client, article: Article
) -> None:
    beat(ana, article)
    assert beat(bo, article)["yours"] is False
    assert beat(ana, article)["yours"] is True


def test_who_is_taken_over_from_hears_it_at_the_next_beat(
    ana: Client, bo: Client, article: Article
) -> None:
    beat(ana, article)
    bo.post(address(article, "take-over"))
    assert beat(bo, article, "two")["yours"] is True
    told = beat(ana, article)
    assert told["yours"] is False
    assert told["words"].startswith("Bo Falk took over at ")
    assert told["words"].endswith("; your text is kept here.")


def test_taking_over_is_in_the_history(ana: Client, bo: Client, article: Article) -> None:
    beat(ana, article)
    bo.post(address(article, "take-over"))
    assert LogEntry.objects.get().get_change_message() == "Took over writing from Ana Ruiz."


def test_taking_over_what_nobody_has_is_no_event(bo: Client, article: Article) -> None:
    bo.post(address(article, "take-over"))
    assert not LogEntry.objects.exists()


def test_a_second_window_of_ones_own_is_named(ana: Client, article: Article) -> None:
    beat(ana, article, "one")
    assert "another window too" in beat(ana, article, "two")["words"]


def test_who_leaves_leaves_it_to_others(ana: Client, bo: Client, article: Article) -> None:
    beat(ana, article)
    beat(bo, article, leave="1")
    assert EditingLock.objects.alive().exists()
    beat(ana, article, leave="1")
    assert not EditingLock.objects.exists()


@pytest.mark.parametrize(("button", "stays"), [("_continue", True), ("_save", False)])
def test_without_a_script_a_save_that_stays_takes_it(
    ana: Client, article: Article, button: str, stays: bool
) -> None:
    ana.post(address(article), retyped(article, **{button: "1"}))
    assert EditingLock.objects.alive().exists() is stays


def test_a_save_is_not_stopped_by_a_lock(ana: Client, bo: Client, article: Article) -> None:
    beat(ana, article)
    bo.post(address(article), retyped(article, headline="Saved", _continue="Save"))
    assert Article.objects.get().headline == "Saved"


@pytest.mark.parametrize("page", ["editing", "take-over"])
def test_looking_at_an_address_of_the_lock_changes_nothing(
    ana: Client, article: Article, page: str
) -> None:
    assert ana.get(address(article, page)).status_code == 405


@pytest.mark.parametrize("page", ["editing", "take-over", "autosave"])
def test_who_may_not_write_has_no_lock(client: Client, article: Article, page: str) -> None:
    client.force_login(factories.moderator())
    assert client.post(address(article, page)).status_code == 404
    article.publish(by=factories.editor())
    assert client.post(address(article, page)).status_code == 403
    client.force_login(factories.user("Reporter"))
    assert client.post(address(article, page)).status_code == 403
    client.logout()
    assert client.post(address(article, page)).status_code == 302
    assert not EditingLock.objects.exists()


def test_the_list_says_who_is_writing_at_no_further_cost(ana: Client, bo: Client) -> None:
    articles = [factories.draft() for _ in range(3)]
    listed = "/admin/articles/article/"
    with CaptureQueriesContext(connection) as before:
        bo.get(listed)
    for article in articles:
        beat(ana, article)
    with CaptureQueriesContext(connection) as after:
        page = bo.get(listed).content.decode()
    assert page.count("Ana Ruiz editing since ") == 3
    assert len(after) == len(before)


@pytest.mark.parametrize("number", ["x", "0", "9" * 30])
def test_no_such_article(ana: Client, number: str) -> None:
    assert ana.post(f"/admin/articles/article/{number}/editing/").status_code in (302, 404)


def test_who_has_sent_it_to_review_and_may_go_on_no_longer_leaves_it(client: Client) -> None:
    reporter = factories.user("Reporter")
    client.force_login(reporter)
    article = factories.draft(created_by=reporter)
    client.post(address(article, "editing"), {"window": "one"})
    assert EditingLock.objects.exists()
    client.post(address(article), retyped(article, _review="1"))
    assert Article.objects.in_review().exists()
    assert not EditingLock.objects.exists()


def test_who_begins_a_pending_version_leaves_the_article(ana: Client, article: Article) -> None:
    article.publish(by=factories.editor())
    ana.post(address(article, "editing"), {"window": "one"})
    ana.post(address(article, "pending"))
    assert not EditingLock.objects.filter(article=article).exists()
