"""Where approval is asked for, what goes out has been read by somebody who has not written it."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Change, Correction, PublishingRules, Tag
from articles.models.live import LiveConflict
from articles.pending import adopt, begin, catch_up
from articles.publishing import PublishingRefused
from articles.shown import texts_shown
from tests import factories
from tests.test_editing import address, retyped
from tests.test_photo_library import changed
from tests.test_photos_in_text import text_with

pytestmark = pytest.mark.django_db
SOMEBODY_ELSE = "approves this change first"


@pytest.fixture(autouse=True)
def _approval_is_a_must(db: None) -> None:
    PublishingRules(pk=1, weights={"approval": "must"}).save()


@pytest.fixture
def writer() -> User:
    """An editor, who could approve what others write."""
    return factories.editor()


def written_by(writer: User) -> Article:
    article = factories.draft(factories.author(user=writer), factories.author())
    article.keep(by=writer)
    return article


def leave_byline(article: Article, writer: User) -> None:
    article.bylines.filter(author__user=writer).delete()
    article.keep(by=writer)


def change(article: Article, *, by: User) -> Article:
    article.headline = "Nobody else has read this"
    article.save()
    article.keep(by=by)
    return article


def in_review(article: Article) -> Article:
    """An editor is reading it."""
    article.send_to_review(by=factories.editor())
    return article


def approved(article: Article) -> Article:
    """By somebody who has nothing to do with it."""
    return factories.read_over(article)


def scheduled(article: Article) -> Article:
    at = timezone.now() + datetime.timedelta(days=1)
    approved(article).publish(by=factories.editor(), at=at)
    return article


def live(article: Article) -> Article:
    approved(article).publish(by=factories.editor())
    return article


def with_permissions(*codenames: str) -> User:
    made = factories.user()
    made.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return made


# Who approves


def test_who_leaves_the_byline_for_a_save_wants_another_approval(writer: User) -> None:
    article = approved(written_by(writer))
    leave_byline(article, writer)
    change(article, by=writer)
    with pytest.raises(PublishingRefused, match="wants approving again"):
        article.publish(by=factories.editor())


def test_who_has_left_the_byline_does_not_approve_it(writer: User) -> None:
    article = written_by(writer)
    leave_byline(article, writer)
    factories.read_over(article, by=writer)
    with pytest.raises(PublishingRefused, match="somebody else has to"):
        article.publish(by=factories.editor())


def test_whoever_began_it_does_not_approve_it(writer: User) -> None:
    article = factories.read_over(factories.draft(created_by=writer), by=writer)
    with pytest.raises(PublishingRefused, match="somebody else has to"):
        article.publish(by=factories.editor())


@pytest.mark.parametrize("managers_declare", [True, False])
def test_whoever_manages_a_group_does_not_approve_what_it_wrote(
    writer: User, managers_declare: bool
) -> None:
    group = factories.group("Bo Falk", managers_declare=managers_declare)
    person, day = factories.author(user=writer), datetime.date(2020, 1, 1)
    manager = group.managers.create(name="Mia", person=person, since=day)
    article = factories.read_over(factories.draft(group), by=writer)
    with pytest.raises(PublishingRefused, match="somebody else has to"):
        article.publish(by=factories.editor())
    manager.until = day
    manager.save()
    article.publish(by=factories.editor())


def test_the_page_of_an_account_is_not_deleted(client: Client, writer: User) -> None:
    """Else nobody would know any more whose words an article has."""
    article, own = written_by(writer), factories.author()
    leave_byline(article, writer)
    client.force_login(writer)
    gone = {"post": "yes", "action": "delete_selected"}
    for page in (writer.author, own):
        client.post(f"/admin/articles/author/{page.pk}/delete/", gone)
        client.post("/admin/articles/author/", gone | {"_selected_action": [page.pk]})
    assert Author.objects.filter(pk=writer.author.pk).exists()
    assert not Author.objects.filter(pk=own.pk).exists()
    assert article.is_approver(writer) is False


def test_the_writers_of_an_article_do_not_approve_a_version_of_it(writer: User) -> None:
    article = written_by(writer)
    leave_byline(article, writer)
    pending = change(begin(live(article), by=factories.editor()), by=factories.editor())
    factories.read_over(pending, by=writer)
    with pytest.raises(PublishingRefused, match="somebody else has to"):
        adopt(pending, by=factories.editor(), change=Change.MINOR)


# What was let go


@pytest.mark.parametrize("what", [Change.MINOR, Change.MATERIAL, Change.CORRECTED])
@pytest.mark.parametrize("let_go", [live, scheduled])
def test_a_writer_changes_nothing_that_was_let_go(writer: User, let_go, what: Change) -> None:  # type: ignore[no-untyped-def]
    article = change(let_go(written_by(writer)), by=writer)
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        article.revise(by=writer, change=what, note="It sank.")


@pytest.mark.parametrize("let_go", [live, scheduled])
def test_who_may_not_approve_changes_nothing_that_was_let_go(let_go) -> None:  # type: ignore[no-untyped-def]
    publisher = with_permissions("publish_article", "change_article", "edit_any_article")
    article = change(let_go(factories.draft()), by=publisher)
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        article.revise(by=publisher)


@pytest.mark.parametrize("place", ["lead_photo", "body_source"])
@pytest.mark.parametrize("settle", [in_review, approved, scheduled, live])
def test_a_writer_changes_no_photo_of_what_was_approved(
    client: Client, writer: User, settle: Any, place: str
) -> None:
    photo = factories.photo()
    article = written_by(writer)
    setattr(article, place, {"lead_photo": photo, "body_source": text_with(photo)}[place])
    article.save()
    where = f"/admin/articles/photo/{photo.pk}/change/"
    client.force_login(writer)
    assert client.post(where, changed(photo, caption="At dawn.")).status_code == 302
    article.keep(by=writer)
    settle(article)
    for page in (where, where.replace("change", "delete")):
        assert client.post(page, changed(photo, caption="At dusk.")).status_code == 403
    client.force_login(factories.editor())
    assert client.post(where, changed(photo, caption="At noon.")).status_code == 302
    photo.refresh_from_db()
    assert photo.caption == "At noon."


def test_who_joins_the_byline_is_one_of_the_writers() -> None:
    joins = factories.editor()
    article = live(factories.draft())
    article.bylines.create(author=factories.author(user=joins), position=9)
    factories.declared(article)
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        article.revise(by=joins)


def test_another_hour_takes_no_other_text_along(writer: User) -> None:
    article = change(scheduled(written_by(writer)), by=writer)
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        article.publish(by=writer)


@pytest.mark.parametrize("let_go", [live, scheduled])
def test_who_could_have_approved_it_makes_a_small_change(let_go) -> None:  # type: ignore[no-untyped-def]
    reads = factories.editor()
    article = change(let_go(factories.draft()), by=reads)
    article.revise(by=reads)
    assert article.publication.revision.content["headline"] == "Nobody else has read this"


def test_a_writer_takes_an_approved_version_over_and_moves_the_hour_afterwards(
    writer: User,
) -> None:
    article = scheduled(written_by(writer))
    pending = approved(change(begin(article, by=writer), by=writer))
    adopt(pending, by=writer, change=Change.MINOR)
    article.refresh_from_db()
    article.publish(by=writer)
    assert Article.objects.published().get().headline == "Nobody else has read this"


def test_what_leaves_the_text_alone_waits_for_nobody(client: Client, writer: User) -> None:
    article = live(written_by(writer))
    client.force_login(writer)
    client.post(address(article), retyped(article, planned_for="2026-05-03"))
    article.refresh_from_db()
    article.correct(by=writer, kind="correction", text="It was two boats.")
    assert (article.planned_for.isoformat(), article.corrections.count()) == ("2026-05-03", 1)


def test_a_correction_replaces_no_text_past_its_approval(client: Client, writer: User) -> None:
    article = live(written_by(writer))
    client.force_login(writer)
    correction = {
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-kind": "correction",
        "corrections-0-wrong": "It was three boats.",
        "corrections-0-text": "It was two boats.",
        "corrections-0-place": "foot",
    }
    sent = retyped(article, change="", body_source="<p>Another text.</p>", **correction)

    page = client.post(address(article), sent).text

    assert SOMEBODY_ELSE in page
    assert "It was two boats." in page
    assert "Another text." not in Article.objects.get().body
    assert not Correction.objects.exists()


def test_no_revision_is_restored_past_its_approval(client: Client, writer: User) -> None:
    article = written_by(writer)
    was = article.headline
    live(change(article, by=writer))
    client.force_login(writer)

    sent = {"change": "minor", "seen": texts_shown(article)}
    answer = client.post(address(article, "revisions/1/restore"), sent)

    assert answer.status_code == 409
    assert SOMEBODY_ELSE in answer.text
    assert Article.objects.exclude(headline=was).get() == article


def test_what_was_withdrawn_is_approved_before_it_comes_back(client: Client, writer: User) -> None:
    article = live(written_by(writer))
    article.withdraw(by=writer, reason="A fact is wrong.")
    client.force_login(writer)
    sent = factories.ticked("publish_selected", article)
    assert (
        "Nobody has approved it" in client.post("/admin/articles/article/", sent, follow=True).text
    )
    assert not Article.objects.published().exists()


def test_whoever_began_an_article_does_not_approve_a_version_of_it(writer: User) -> None:
    article = live(factories.draft(created_by=writer))
    pending = change(begin(article, by=factories.editor()), by=writer)
    factories.read_over(pending, by=writer)
    with pytest.raises(PublishingRefused, match="somebody else has to"):
        adopt(pending, by=factories.editor(), change=Change.MINOR)


def test_whoever_wrote_a_version_is_a_writer_of_the_article_from_then_on(writer: User) -> None:
    article = live(factories.draft())
    pending = change(begin(article, by=writer), by=writer)
    adopt(approved(pending), by=factories.editor(), change=Change.MINOR)
    article.refresh_from_db()
    article.headline = "Second words that nobody read"
    article.save()
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        article.revise(by=writer)


def test_an_approval_ends_where_its_words_stay_against_newer_ones(writer: User) -> None:
    article = live(factories.draft())
    pending = change(begin(article, by=writer), by=writer)
    approved(pending)
    article.refresh_from_db()
    article.headline = "Removed by order of the court"
    article.save()
    article.revise(by=factories.editor())
    catch_up(pending, by=writer)
    with pytest.raises(PublishingRefused, match="Nobody has approved it"):
        adopt(pending, by=writer, change=Change.MINOR)


@pytest.mark.parametrize("renamed", ["section", "tag", "caption", "author"])
def test_what_is_renamed_elsewhere_is_no_change_of_the_article(writer: User, renamed: str) -> None:
    article = written_by(writer)
    article.lead_photo = factories.photo()
    article.save()
    article.tags.add(Tag.objects.create(name="Ferry", slug="ferry"))
    live(article)
    row, field = {
        "section": (article.section, "name"),
        "tag": (article.tags.get(), "name"),
        "caption": (article.lead_photo, "caption"),
        "author": (Author.objects.first(), "name"),
    }[renamed]
    setattr(row, field, "Called otherwise")
    row.save()
    article = Article.objects.get()
    article.revise(by=writer, change=None)
    assert article.is_published
    setattr(row, field, "And otherwise again")
    row.save()
    with pytest.raises(PublishingRefused, match=SOMEBODY_ELSE):
        Article.objects.get().revise(by=writer, change=Change.MATERIAL, note="It sank.")


def test_a_photo_is_theirs_who_wrote_none_of_the_newest_it_stands_in(
    client: Client, writer: User
) -> None:
    photo = factories.photo()
    live(factories.draft(created_by=writer, lead_photo=photo))
    for _ in range(3):
        live(factories.draft(lead_photo=photo))
    client.force_login(writer)
    where = f"/admin/articles/photo/{photo.pk}/change/"
    assert client.post(where, changed(photo, caption="At dusk.")).status_code == 403


@pytest.mark.parametrize("role", ["Editor", "Reporter"])
def test_who_changes_a_photo_is_found_by_as_many_questions_for_many_articles(
    client: Client, role: str
) -> None:
    photo = factories.photo()
    where = f"/admin/articles/photo/{photo.pk}/change/"
    client.force_login(factories.user(role))
    client.get(where)
    asked = []
    for more in (1, 5):
        for _ in range(more):
            live(factories.draft(factories.group("Bo Falk"), lead_photo=photo))
        with CaptureQueriesContext(connection) as questions:
            client.get(where)
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_an_old_update_is_not_written_anew_past_approval(writer: User) -> None:
    article = live(written_by(writer))
    reader = factories.editor()
    article.open_coverage(by=reader)
    update = article.tell("She has sailed.", by=reader)
    update = update.correct("She has sailed at noon.", by=writer)
    article.end_coverage(by=reader)
    with pytest.raises(LiveConflict, match="without approval"):
        update.correct("Another story.", by=writer)
    assert update.withdraw(by=writer, reason="It was not so.").is_withdrawn
