"""Publishing: one door, every objection at once, and a line in the log."""

import datetime
import itertools

import pytest
from django.utils import timezone
from pytest_django import Settings
from time_machine import TimeMachineFixture

from articles.models import Article, ArticleStatus
from articles.models.status import ENDED, MOVES
from articles.publishing import PublishingConflict, PublishingRefused
from tests import factories

pytestmark = pytest.mark.django_db
TOMORROW = datetime.timedelta(days=1)


def test_a_published_article_is_seen_at_once() -> None:
    article = factories.draft()
    article.publish(by=factories.editor())
    assert Article.objects.published().get() == article
    assert article.is_published is True


def test_a_scheduled_article_is_seen_when_its_hour_has_come(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to("2026-05-03 10:00:00+00:00", tick=False)
    article = factories.draft()
    article.publish(by=factories.editor(), at=timezone.now() + TOMORROW)
    assert not Article.objects.published().exists()
    assert article.is_scheduled is True
    time_machine.move_to("2026-05-04 10:00:00+00:00", tick=False)
    assert Article.objects.published().get() == article
    assert article.is_published is True


def test_every_objection_is_named_at_once() -> None:
    photo = factories.photo(alt="", credit="")
    article = factories.draft(lead_photo=photo, body_source="<p> </p>")
    article.bylines.all().delete()
    with pytest.raises(PublishingRefused) as refusal:
        article.publish(by=factories.editor())
    assert [objection.field for objection in refusal.value.objections] == [
        "body_source",
        "bylines",
        "lead_photo",
        "lead_photo",
    ]


def test_a_refused_article_is_left_as_it_was() -> None:
    article = factories.draft(body_source="")
    with pytest.raises(PublishingRefused):
        article.publish(by=factories.editor())
    article.refresh_from_db()
    assert (article.status, article.publication, article.publish_at) == ("draft", None, None)
    assert not article.status_changes.exists()
    assert not article.publications.exists()


def test_a_decorative_lead_photo_needs_no_alt_text() -> None:
    article = factories.draft(lead_photo=factories.photo(alt="", is_decorative=True))
    article.publish(by=factories.editor())
    assert article.is_published is True


def test_publishing_is_written_down_with_who_and_when() -> None:
    article, editor = factories.draft(), factories.editor()
    article.publish(by=editor)
    change = article.status_changes.get()
    assert (change.from_status, change.to_status) == ("draft", "published")
    assert (change.changed_by, change.publish_at) == (editor, article.publish_at)


def test_a_withdrawn_article_is_gone_and_keeps_its_date_when_it_returns() -> None:
    article, editor = factories.published(), factories.editor()
    first_date = article.publish_at
    article.withdraw(by=editor, reason="Under review")
    assert not Article.objects.published().exists()
    article.publish(by=editor)
    assert article.publish_at == first_date


def test_what_was_withdrawn_from_the_schedule_never_looks_published(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to("2026-05-03 10:00:00+00:00", tick=False)
    article, editor = factories.draft(), factories.editor()
    article.publish(by=editor, at=timezone.now() + TOMORROW)
    article.withdraw(by=editor, reason="Two facts are wrong.")
    Article.objects.update(publish_at=timezone.now() + TOMORROW)
    time_machine.move_to("2026-05-06 10:00:00+00:00", tick=False)
    factories.disclosure(article.bylines.get().author, entity="Declared since")
    article = Article.objects.get()
    assert article.has_been_public is False
    article.publish(by=editor)
    assert article.publish_at == timezone.now()
    assert article.record[0].disclosures[0].entity == "Declared since"


def test_a_scheduled_article_can_be_given_another_hour() -> None:
    article, editor = factories.draft(), factories.editor()
    article.publish(by=editor, at=timezone.now() + TOMORROW)
    later = timezone.now() + 2 * TOMORROW
    article.publish(by=editor, at=later)
    assert Article.objects.scheduled().get().publish_at == later


def test_a_published_article_is_not_published_twice() -> None:
    article = factories.published()
    with pytest.raises(PublishingConflict, match="published already"):
        article.publish(by=factories.editor())


def test_the_second_of_two_hurried_editors_is_told() -> None:
    article, editor = factories.draft(), factories.editor()
    stale = Article.objects.get(pk=article.pk)
    article.send_to_review(by=editor)
    with pytest.raises(PublishingConflict, match="meanwhile"):
        stale.send_to_review(by=editor)
    assert article.status_changes.count() == 1


def test_a_stale_reschedule_does_not_take_down_what_was_published_meanwhile() -> None:
    article, editor = factories.draft(), factories.editor()
    article.publish(by=editor, at=timezone.now() + TOMORROW)
    stale = Article.objects.get(pk=article.pk)
    article.publish(by=editor)
    with pytest.raises(PublishingConflict, match="meanwhile"):
        stale.publish(by=editor, at=timezone.now() + 2 * TOMORROW)
    with pytest.raises(PublishingConflict, match="meanwhile"):
        stale.withdraw(by=editor, reason="Two facts are wrong.")
    assert Article.objects.published().get() == article


def test_a_draft_is_not_corrected_in_public() -> None:
    with pytest.raises(PublishingConflict, match="never public"):
        factories.draft().correct(by=factories.editor(), kind="correction", text="Wrong.")


def test_the_address_has_the_day_of_the_papers_own_clock(settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    late = datetime.datetime(2026, 5, 3, 23, 30, tzinfo=datetime.UTC)
    assert factories.published(at=late).get_absolute_url().startswith("/2026/05/04/")


@pytest.mark.parametrize(
    ("was", "to"),
    [
        pair
        for pair in itertools.product(ArticleStatus, ArticleStatus)
        if pair[1] not in MOVES[pair[0]] and pair[0] not in ENDED
    ],
)
def test_a_move_that_is_not_in_the_table_cannot_happen(
    was: ArticleStatus, to: ArticleStatus
) -> None:
    article = factories.published()
    Article.objects.filter(pk=article.pk).update(status=was)
    article.refresh_from_db()
    with pytest.raises(PublishingConflict):
        article._move(to, by=factories.editor())
    assert Article.objects.get().status == was


@pytest.mark.parametrize(
    ("status", "hours"),
    [(status, hours) for status in ArticleStatus if status not in ENDED for hours in (-1, 1)],
)
def test_the_query_words_agree_with_the_properties(status: ArticleStatus, hours: int) -> None:
    article = factories.published()
    moment = timezone.now() + datetime.timedelta(hours=hours)
    Article.objects.filter(pk=article.pk).update(status=status, publish_at=moment)
    article.refresh_from_db()
    assert Article.objects.published().exists() is article.is_published
    assert Article.objects.scheduled().exists() is article.is_scheduled


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_needs_a_reason(reason: str) -> None:
    article = factories.published()
    with pytest.raises(PublishingConflict, match="needs a reason"):
        article.withdraw(by=factories.editor(), reason=reason)
    assert Article.objects.published().get() == article
