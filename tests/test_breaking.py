"""Breaking news: announced for some hours, ended by the clock or by hand, and by whose word."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.front import compose
from articles.models import Article
from articles.models.breaking import BreakingConflict
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
BAR = 'class="breaking"'
LABEL = '<strong class="label label--breaking">Breaking</strong>'


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    then = timezone.now() + hours * HOUR
    monkeypatch.setattr(timezone, "now", lambda: then)


@pytest.fixture
def story() -> Article:
    """Older than all that stands on the front page."""
    made = factories.published(headline="Ferry aground", at=timezone.now() - 99 * HOUR)
    for number in range(12):
        factories.published(section=made.section, at=timezone.now() - (number + 1) * HOUR)
    return made


def announced(story: Article, hours: float = 3) -> Article:
    story.announce(by=factories.editor(), until=timezone.now() + hours * HOUR)
    return story


def test_it_stands_above_the_front_page_and_is_labelled_until_its_hour(
    client: Client, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced(story)
    assert list(Article.objects.breaking()) == [story]
    assert BAR in (front := client.get("/").content.decode())
    assert "Ferry aground" in front
    assert LABEL in client.get(story.get_absolute_url()).content.decode()
    assert LABEL in client.get("/search/?q=aground").content.decode()
    later(monkeypatch, 4)
    assert not Article.objects.breaking()
    assert "reaking" not in client.get("/").content.decode()
    assert LABEL not in client.get(story.get_absolute_url()).content.decode()


def test_its_place_stays_the_editors_word(story: Article) -> None:
    before = compose()
    announced(story)
    front = compose()
    assert front.breaking == (story,)
    assert (front.above, front.rivers) == (before.above, before.rivers)


def test_it_costs_no_query(client: Client, story: Article) -> None:
    client.get("/")
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    announced(story)
    with CaptureQueriesContext(connection) as after:
        client.get("/")
    assert len(after) == len(before)


@pytest.mark.parametrize("hours", [-1, 0, 48.1])
def test_it_is_for_two_days_at_most(story: Article, hours: float) -> None:
    with pytest.raises(BreakingConflict, match="within the next 48 hours"):
        announced(story, hours)


def test_only_what_readers_have_is_announced() -> None:
    coming = factories.published(at=timezone.now() + HOUR)
    for article in (factories.draft(), coming, factories.retracted()):
        with pytest.raises(BreakingConflict, match="Only what readers have"):
            announced(article)


def test_a_piece_that_is_withdrawn_is_announced_no_longer(story: Article) -> None:
    announced(story).withdraw(by=factories.editor(), reason="Wrong.")
    assert story.is_breaking is False
    assert compose().breaking == ()
    assert not Article.objects.breaking()


def test_the_log_says_who_began_and_who_ended_it(story: Article) -> None:
    ana, bo = factories.editor(), factories.editor()
    story.announce(by=ana, until=timezone.now() + HOUR)
    story.end_announcing(by=bo)
    assert [line.set_by for line in story.announcements.all()] == [bo, ana]
    assert story.is_breaking is False
    with pytest.raises(BreakingConflict, match="not breaking"):
        story.end_announcing(by=bo)


def address(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/breaking/"


def test_an_editor_announces_for_hours_and_ends_it_at_once(client: Client, story: Article) -> None:
    client.force_login(factories.editor(first_name="Gwen"))
    client.post(address(story), {"hours": "3"})
    story.refresh_from_db()
    assert story.breaking_until is not None
    left = story.breaking_until - timezone.now()
    assert 2 * HOUR < left <= 3 * HOUR
    assert "Gwen" in (page := client.get(address(story)).content.decode())
    assert "End it now" in page
    client.post(address(story), {"_end": "1"})
    assert not Article.objects.breaking()


def test_an_editor_announces_until_an_hour_of_their_own(client: Client, story: Article) -> None:
    client.force_login(factories.editor())
    evening = (timezone.localtime() + 20 * HOUR).strftime("%Y-%m-%dT%H:%M")
    client.post(address(story), {"until": evening})
    assert Article.objects.breaking().get() == story


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "hours"),
        ({"hours": "2"}, "hours"),
        ({"until": "2020-01-01T12:00"}, "until"),
        ({"until": "2999-01-01T12:00"}, "until"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, story: Article, sent: dict[str, str], field: str
) -> None:
    client.force_login(factories.editor())
    assert list(client.post(address(story), sent).context["form"].errors) == [field]
    assert not Article.objects.breaking()


def test_what_readers_do_not_have_is_not_offered_to_announce(
    client: Client, story: Article
) -> None:
    client.force_login(factories.editor())
    assert "Call it breaking" in client.get(address(story)).content.decode()
    story.retract(by=factories.editor(), reason="None of it happened.")
    page = client.get(address(story)).content.decode()
    assert "only what they have can be breaking" in page
    assert "Call it breaking" not in page


def test_a_save_that_was_begun_before_loses_nothing(client: Client, story: Article) -> None:
    opened_at = story.saved_at
    announced(story)
    story.refresh_from_db()
    assert story.saved_at == opened_at


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reporter", 403), ("Editor", 200), ("Publisher", 200), ("Moderator", 403)],
)
def test_who_may_publish_announces(client: Client, story: Article, role: str, status: int) -> None:
    client.force_login(factories.user(role))
    assert client.get(address(story)).status_code == status
    answer = client.post(address(story), {"hours": "1"})
    assert answer.status_code == (302 if status == 200 else 403)
