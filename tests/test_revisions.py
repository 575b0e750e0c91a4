"""Revisions at the desk: every save, by whom; side by side; and the way back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Revision, Tag
from articles.models.editing_lock import take_over
from articles.shown import texts_shown
from comments.models import ThreadDecision
from tests import factories
from tests.test_editing import ADD, address, retyped, typed
from tests.untouched import untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor(first_name="Gwen", last_name="Trelisk"))
    return client


@pytest.fixture
def article(desk: Client) -> Article:
    """Saved twice at the desk."""
    desk.post(ADD, typed(factories.author(name="Ana Ruiz"), _continue="Save"))
    made = Article.objects.get()
    desk.post(address(made), retyped(made, headline="Ferry to stop at night", _continue="Save"))
    made.refresh_from_db()
    return made


def restored(desk: Client, article: Article, number: int, **sent: str) -> Any:
    seen = texts_shown(Article.objects.get(pk=article.pk))
    return desk.post(address(article, f"revisions/{number}/restore"), {"seen": seen, **sent})


def test_every_save_that_changes_something_is_a_revision(desk: Client, article: Article) -> None:
    desk.post(address(article), retyped(article, _continue="Save"))
    assert [revision.number for revision in article.revisions.all()] == [2, 1]


def test_the_desk_names_who_saved_what(desk: Client, article: Article) -> None:
    page = desk.get(address(article, "revisions")).content.decode()
    assert page.count("Gwen Trelisk</td>") == 2


def test_two_revisions_stand_side_by_side(desk: Client, article: Article) -> None:
    page = desk.get(address(article, "revisions") + "?from=1&to=2").content.decode()
    assert "<del>run all</del>" in page or "<del>run</del>" in page
    assert "<ins>stop" in page


def test_the_two_that_are_compared_stay_chosen(desk: Client, article: Article) -> None:
    for headline in ("Ferry to stop", "Ferry stops"):
        desk.post(address(article), retyped(article, headline=headline, _continue="Save"))
    query = {"from": "1", "to": "3"}
    sent = untouched(desk.get(address(article, "revisions"), query))
    assert {name: sent[name] for name in query} == query


@pytest.mark.parametrize("query", ["?from=x", "?from=1&to=1", "?from=7&to=8", "?p=x", "?p=99"])
def test_a_pair_that_is_none_shows_the_list(desk: Client, article: Article, query: str) -> None:
    assert desk.get(address(article, "revisions") + query).status_code == 200


def test_restoring_is_a_further_revision(desk: Client, article: Article) -> None:
    restored(desk, article, 1)
    article.refresh_from_db()
    assert article.headline == "Ferry to run all night"
    last = article.revisions.all()[0]
    assert (last.number, last.restored_from) == (3, article.revisions.get(number=1))


def test_restoring_brings_back_photo_byline_tags_and_discussion(article: Article) -> None:
    editor = factories.editor()
    tag, photo = Tag.objects.create(name="Ferries", slug="ferries"), factories.photo()
    article.tags.add(tag)
    article.lead_photo = photo
    article.save()
    other = factories.author(name="Bo Falk")
    article.bylines.create(author=other, role="Photographs", position=5)
    article.thread.settle(by=factories.moderator(), slow_seconds=60)
    kept = article.keep(by=editor)

    article.tags.clear()
    article.lead_photo = None
    article.save()
    article.bylines.filter(author=other).delete()
    article.thread.settle(by=factories.moderator(), slow_seconds=None)
    article.keep(by=editor)

    assert article.restore(kept, by=editor) == []
    article = Article.objects.get()
    assert (article.lead_photo, list(article.tags.all())) == (photo, [tag])
    assert [str(byline) for byline in article.bylines.all()] == [
        "Ana Ruiz",
        "Bo Falk (Photographs)",
    ]
    assert article.thread.slow_seconds == 60
    assert ThreadDecision.objects.filter(reason="A revision was restored.").exists()


def test_what_is_gone_since_is_named_and_the_rest_restored(desk: Client, article: Article) -> None:
    tag = Tag.objects.create(name="Ferries", slug="ferries")
    article.tags.add(tag)
    article.headline = "Ferries for ever"
    article.save()
    article.keep(by=factories.editor())
    tag.delete()
    article.headline = "No ferries"
    article.save()
    article.keep(by=factories.editor())
    told = restored(desk, article, 3)
    page = desk.get(told["Location"]).content.decode()
    assert "Not brought back: the tag “Ferries”." in page
    assert Article.objects.get().headline == "Ferries for ever"


def test_a_live_article_is_restored_through_the_gate(desk: Client, article: Article) -> None:
    desk.post(address(article), retyped(article, _publish="Publish"))
    refused = restored(desk, article, 1)
    assert refused.status_code == 409
    assert "Choose: is this change minor, or material?" in refused.content.decode()
    restored(desk, article, 1, change="material", note="It runs all night after all.")
    article.refresh_from_db()
    assert article.headline == "Ferry to run all night"
    assert article.publication
    assert article.publication.note == "It runs all night after all."


def test_what_the_gate_refuses_is_not_restored(desk: Client, article: Article) -> None:
    article.body_source = ""
    article.save()
    article.keep(by=factories.editor())
    article.body_source = factories.BODY
    article.save()
    article.publish(by=factories.editor())
    refused = restored(desk, article, 3, change="minor")
    assert refused.content.decode().count("The article has no text.") == 1
    assert Article.objects.get().body != ""


def test_a_reporter_restores_nothing_that_readers_have(client: Client, article: Article) -> None:
    article.publish(by=factories.editor())
    client.force_login(factories.user("Reporter"))
    assert restored(client, article, 1, change="minor").status_code == 403


@pytest.mark.parametrize("is_live", [True, False])
def test_what_was_saved_after_it_was_shown_is_not_undone_unseen(
    desk: Client, article: Article, is_live: bool
) -> None:
    if is_live:
        article.publish(by=factories.editor())
    where = address(article, "revisions/1/restore")
    shown = untouched(desk.get(where))
    assert "change" not in shown
    change = {"change": "minor"} if is_live else {}
    desk.post(address(article), retyped(article, kicker="Saved meanwhile", _continue="Save"))

    told = desk.post(where, shown | change)

    assert told.status_code == 409
    assert "was changed since you were shown it: look again." in told.content.decode()
    assert "Saved meanwhile" in told.content.decode()
    assert Article.objects.get().kicker == "Saved meanwhile"
    assert desk.post(where, untouched(told) | change).status_code == 302
    assert Article.objects.get().kicker == ""


def test_who_restores_is_told_who_is_writing_in_it(desk: Client, article: Article) -> None:
    take_over(article, by=factories.editor(first_name="Ana", last_name="Ruiz"))
    page = desk.get(address(article, "revisions/1/restore")).content.decode()
    assert "Ana Ruiz</bdi></b> has been editing this since" in page


def test_looking_restores_nothing(desk: Client, article: Article) -> None:
    desk.get(address(article, "revisions/1/restore"))
    assert Article.objects.get().headline == "Ferry to stop at night"
    assert Revision.objects.count() == 2


def test_a_draft_takes_its_revisions_along(article: Article) -> None:
    article.delete()
    assert not Revision.objects.exists()


@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_no_such_revision(desk: Client, article: Article, number: int) -> None:
    assert restored(desk, article, number).status_code in (400, 404)


def test_who_takes_an_embargo_away_is_known(client: Client) -> None:
    reporter = factories.user("Reporter")
    client.force_login(reporter)
    ends = timezone.now() + datetime.timedelta(days=2)
    article = factories.draft(created_by=reporter, embargo_until=ends)
    article.keep(by=factories.editor())

    client.post(address(article), retyped(article, embargo_until_0="", embargo_until_1=""))

    assert article.revisions.first().saved_by == reporter
    compared = client.get(f"{address(article, 'revisions')}?from=1&to=2").text
    assert "Embargo" in compared
    assert f"{timezone.localtime(ends):%Y-%m-%d %H:%M}" in compared


def test_restoring_leaves_the_embargo_as_it_is() -> None:
    editor, ends = factories.editor(), timezone.now() + datetime.timedelta(days=2)
    article = factories.draft()
    before = article.keep(by=editor)
    article.embargo_until = ends
    article.save()
    under = article.keep(by=editor)
    assert article.restore(before, by=editor) == []
    assert article.restore(under, by=editor) == []
    article.refresh_from_db()
    assert article.embargo_until == ends
