"""Comments that were written before a correction say so."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import TimeMachineFixture

from articles.models import Article
from tests import factories
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to("2026-05-03 12:00:00+00:00", tick=False)
    return time_machine


def said_before(client: Client, article: Article) -> list[str]:
    page = html(client, article.get_absolute_url())
    told = re.findall(r'<p class="comment-overtaken">(.*?)</p>', page, re.DOTALL)
    return [" ".join(re.sub("<.*?>", "", one).split()) for one in told]


def test_a_comment_says_that_it_is_older_than_a_correction(
    client: Client, noon: TimeMachineFixture
) -> None:
    article = factories.published()
    factories.approved(article)
    noon.move_to("2026-05-03 14:02:00+00:00", tick=False)
    factories.correction(article)
    noon.move_to("2026-05-03 15:00:00+00:00", tick=False)
    factories.correction(article)
    factories.approved(article)
    assert said_before(client, article) == ["Posted before the correction of 14:02"]


def test_the_day_is_told_where_it_is_another(client: Client, noon: TimeMachineFixture) -> None:
    article = factories.published()
    factories.approved(article)
    noon.move_to("2026-05-04 14:02:00+00:00", tick=False)
    factories.correction(article, kind="clarification")
    assert said_before(client, article) == ["Posted before the clarification of 4 May 2026, 14:02"]


def test_when_it_was_posted_is_told_where_readers_see_another_time(
    client: Client, noon: TimeMachineFixture
) -> None:
    article = factories.published()
    held = factories.comment(article)
    noon.move_to("2026-05-03 14:02:00+00:00", tick=False)
    factories.correction(article)
    held.approve(by=factories.moderator())
    assert said_before(client, article) == ["Posted at 12:00, before the correction of 14:02"]


def test_so_is_the_day_it_was_posted(client: Client, noon: TimeMachineFixture) -> None:
    article = factories.published()
    held = factories.comment(article)
    noon.move_to("2026-05-04 05:38:00+00:00", tick=False)
    factories.correction(article)
    held.approve(by=factories.moderator())
    told = "Posted on 3 May 2026, 12:00, before the correction of 05:38"
    assert said_before(client, article) == [told]


def test_an_edit_that_readers_see_is_dated_beside_it(
    client: Client, noon: TimeMachineFixture
) -> None:
    article = factories.published()
    comment = factories.approved(article)
    noon.move_to("2026-05-03 13:00:00+00:00", tick=False)
    comment.rewrite("On second thoughts.", at=timezone.now())
    noon.move_to("2026-05-03 14:02:00+00:00", tick=False)
    factories.correction(article)
    assert said_before(client, article) == ["Posted before the correction of 14:02"]


@pytest.mark.parametrize("kind", ["update", "note"])
def test_what_says_nothing_against_the_text_overtakes_no_comment(
    client: Client, noon: TimeMachineFixture, kind: str
) -> None:
    article = factories.published()
    factories.approved(article)
    noon.move_to("2026-05-03 14:02:00+00:00", tick=False)
    factories.correction(article, kind=kind)
    assert said_before(client, article) == []


def test_a_comment_written_anew_since_is_not_overtaken(
    client: Client, noon: TimeMachineFixture
) -> None:
    article = factories.published()
    comment = factories.approved(article)
    noon.move_to("2026-05-03 14:02:00+00:00", tick=False)
    factories.correction(article)
    noon.move_to("2026-05-03 14:03:00+00:00", tick=False)
    comment.edited_at = timezone.now()
    comment.save(update_fields=["edited_at"])
    assert said_before(client, article) == []


def test_overtaken_comments_cost_no_query(client: Client) -> None:
    article = factories.published()
    root = factories.approved(article, from_newsroom=True)
    for _ in range(12):
        factories.approved(article, from_newsroom=True, parent=root)
    addresses = (article.get_absolute_url(), root.replies_url)
    without = [queries(client, address) for address in addresses]
    factories.correction(article)
    with_one = [queries(client, address) for address in addresses]
    assert with_one == without
    assert "Posted before" in html(client, root.replies_url)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        html(client, address)
    return len(asked)


@pytest.mark.parametrize(
    ("day", "told"), [("2026-05-03", "14:02"), ("2026-05-04", "4 May 2026, 14:02")]
)
def test_a_moderator_reads_it_on_the_card_of_a_held_comment(
    client: Client, noon: TimeMachineFixture, day: str, told: str
) -> None:
    article = factories.published()
    factories.comment(article)
    noon.move_to(f"{day} 14:02:00+00:00", tick=False)
    factories.correction(article)
    client.force_login(factories.moderator())
    page = " ".join(re.sub("<.*?>", " ", html(client, "/admin/desk/held/")).split())
    assert f"Posted before the correction of {told}" in page


def test_a_page_of_such_cards_costs_one_query_more_however_many(client: Client) -> None:
    client.force_login(factories.moderator())
    for _ in range(2):
        factories.correction(factories.comment(factories.published()).thread.article)
    few = queries(client, "/admin/desk/held/")
    for _ in range(10):
        factories.correction(factories.comment(factories.published()).thread.article)
    assert queries(client, "/admin/desk/held/") == few
