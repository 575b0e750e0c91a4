"""Pinning: a published page shows for ever what was declared on its day."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Manager, Photo
from articles.models.record import RecordIsPermanent
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def without_since_line(html: str) -> str:
    """Every line but that one, and without the empty ones around it."""
    lines = [line for line in html.splitlines() if line.strip()]
    return "\n".join(line for line in lines if "Since publication" not in line)


def words(html: str) -> list[str]:
    """The page without its pictures, and without what machines are told of them."""
    told = re.sub(r'"image": "[^"]*", ', "", html)
    return [line for line in told.splitlines() if line.strip() and "<img" not in line]


@pytest.fixture
def desk() -> Author:
    desk = factories.group("Ana Ruiz", "Bo Falk", copyright_line="© The Harbour Desk")
    factories.disclosure(desk)
    return desk


def supersede(desk: Author) -> None:
    old = desk.disclosures.get()
    factories.disclosure(
        desk, text="Sold half of them.", valid_from=timezone.localdate(), supersedes=old
    )


def end(desk: Author) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    desk.disclosures.get().end(on=yesterday, by=factories.editor())


def declare_another(desk: Author) -> None:
    factories.disclosure(desk, kind="membership", entity="Harbour Club", text="Is a member.")


def replace_manager(desk: Author) -> None:
    Manager.objects.filter(name="Bo Falk").update(until=datetime.date(2021, 1, 1))
    desk.managers.create(name="Cy Grant", since=datetime.date(2021, 1, 1))


def rewrite_author(desk: Author) -> None:
    Author.objects.filter(pk=desk.pk).update(
        name="Another name", bio="Another bio", copyright_line="© Nobody"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (supersede, "has restated “Ownership, Ferry Company”"),
        (end, "“Ownership, Ferry Company” no longer stands"),
        (declare_another, "has declared “Membership, Harbour Club”"),
        (replace_manager, "is now managed by Ana Ruiz and Cy Grant"),
        (rewrite_author, ""),
    ],
)
def test_a_later_change_alters_nothing_but_the_since_line(
    client: Client, desk: Author, change: Callable[[Author], None], told: str
) -> None:
    article = factories.published(desk)
    before = page(client, article)
    change(desk)
    after = page(client, article)
    assert without_since_line(after) == without_since_line(before)
    assert "Since publication" not in before
    assert ("Since publication" in after) is bool(told)
    assert told in after


def test_whatever_changes_every_published_page_stays_but_for_its_since_line(
    client: Client,
) -> None:
    """Every disclosure is superseded or ended, every manager leaves, every author is rewritten."""
    editor, today = factories.editor(), timezone.localdate()
    desk = factories.group("Bo Falk", "Cy Grant", managers_declare=True)
    people = [desk, factories.author(), factories.author()]
    for author in people:
        for entity in ("Ferry Company", "Harbour Club", "Gig Club"):
            factories.disclosure(author, by=editor, entity=entity)
    articles = [factories.published(*people[:number], by=editor) for number in (1, 2, 3)]
    before = [page(client, article) for article in articles]

    for author in people:
        first, second, third = author.disclosures.all()
        factories.disclosure(author, by=editor, text="Sold.", valid_from=today, supersedes=first)
        second.end(on=today - datetime.timedelta(days=1), by=editor)
        factories.disclosure(
            author, by=editor, kind="gift", entity="Nobody", valid_from=today, supersedes=third
        )
        rewrite_author(author)
    desk.managers.update(until=datetime.date(2021, 1, 1))
    desk.managers.create(name="Di Hale", since=datetime.date(2021, 1, 1))

    after = [page(client, article) for article in articles]
    assert list(map(without_since_line, after)) == list(map(without_since_line, before))
    assert ["Since publication" in html for html in before + after] == [False] * 3 + [True] * 3
    yesterday = today - datetime.timedelta(days=1)
    then = client.get(f"{people[1].disclosures_url}?on={yesterday}").content.decode()
    assert ("Owns shares in it." in then, "Sold." in then) == (True, False)


def test_the_page_names_managers_copyright_and_disclosures(client: Client, desk: Author) -> None:
    html = page(client, factories.published(desk))
    for words in ("Ana Ruiz", "Bo Falk", "© The Harbour Desk", "Owns shares in it."):
        assert words in html


def test_managers_of_another_day_are_not_named(client: Client) -> None:
    desk = factories.group("Ana Ruiz")
    desk.managers.create(
        name="Long Gone", since=datetime.date(2010, 1, 1), until=datetime.date(2011, 1, 1)
    )
    assert "Long Gone" not in page(client, factories.published(desk))


def test_a_scheduled_article_shows_what_stands_in_its_hour(client: Client, desk: Author) -> None:
    article = factories.draft(desk)
    article.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(days=2))
    declare_another(desk)
    article = Article.objects.get(pk=article.pk)
    entities = {"Ferry Company", "Harbour Club"}
    assert {disclosure.entity for disclosure in article.record[0].disclosures} == entities


def test_an_author_who_joins_a_live_article_is_pinned_and_the_others_stay(desk: Author) -> None:
    article = factories.published(desk)
    declare_another(desk)
    article.bylines.create(author=factories.author(name="New Hand"), position=9)
    factories.declared(article)
    article.revise(by=factories.editor())
    article = Article.objects.get(pk=article.pk)
    assert [author.name for author in article.record] == [desk.name, "New Hand"]
    assert len(article.record[0].disclosures) == 1


def test_a_preview_shows_who_would_be_pinned(desk: Author) -> None:
    article = factories.published(desk)
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    article.bylines.create(author=factories.author(name="New Hand"), position=9)
    factories.declared(article)
    seen = [author.name for author in Article.objects.get(pk=article.pk).record]
    article.publish(by=factories.editor())
    assert seen == [author.name for author in article.record] == [desk.name, "New Hand"]


@pytest.mark.parametrize("change", [{}, {"ppoi": "0.1x0.1"}, {"author": None}])
def test_of_a_portrait_whose_licence_ended_every_word_stays(
    client: Client, change: dict[str, str | None]
) -> None:
    """Also where its focal point has moved since, or the author has another one."""
    other, photo = factories.photo(), factories.photo(hides_when_ended=True)
    people = [factories.author(photo=photo), factories.author(photo=other)]
    article = factories.published(*people)
    face, before = photo.image.square, page(client, article)
    if "author" in change:
        Author.objects.filter(pk=people[0].pk).update(photo=None)
    photo.ppoi = change.get("ppoi") or photo.ppoi
    photo.licence_until = timezone.localdate() - datetime.timedelta(days=1)
    photo.save()
    after = page(client, article)
    # In the byline, in the About box and for machines.
    assert (before.count(face), after.count(face)) == (3, 0)
    assert after.count(other.image.square) == 3
    assert words(after) == words(before)


def test_a_portrait_is_gone_from_the_notice_of_a_retraction_too(client: Client) -> None:
    photo = factories.photo(hides_when_ended=True)
    article = factories.published(factories.author(photo=photo))
    article.retract(by=factories.editor(), reason="It was made up.")
    assert photo.image.square in page(client, article)
    photo.licence_until = timezone.localdate() - datetime.timedelta(days=1)
    photo.save()
    assert photo.image.square not in page(client, article)


def test_portraits_cost_a_page_one_query_however_many(client: Client) -> None:
    numbers = []
    for number in (1, 4):
        people = [factories.author(photo=factories.photo()) for _ in range(number)]
        article = factories.published(*people)
        with CaptureQueriesContext(connection) as asked:
            page(client, article)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_a_revision_that_changes_no_author_adds_nothing_to_the_record(desk: Author) -> None:
    article = factories.published(desk)
    article.revise(by=factories.editor())
    assert article.publications.count() == 1


def test_the_record_is_never_edited_nor_deleted(desk: Author) -> None:
    article = factories.published(desk)
    disclosure, publication = desk.disclosures.get(), article.publications.get()
    correction = article.correct(by=factories.editor(), kind="correction", text="Wrong.")
    comment = factories.approved(article)
    comment.thread.close(by=factories.moderator(), reason="Night.")
    for row in (
        *(disclosure, publication, correction, article.status_changes.get()),
        *(comment.decisions.get(), comment.thread.decisions.get()),
    ):
        with pytest.raises(RecordIsPermanent):
            row.save()
        with pytest.raises(RecordIsPermanent):
            row.delete()
        with pytest.raises(RecordIsPermanent):
            type(row).objects.update(pk=1)
        with pytest.raises(RecordIsPermanent):
            type(row).objects.all().delete()


def test_only_a_correction_moves_the_date_of_modification(desk: Author) -> None:
    article = factories.published(desk)
    article.standfirst = "Mended a comma."
    article.save()
    assert article.modified_at is None
    correction = article.correct(by=factories.editor(), kind="correction", text="It was two.")
    article.refresh_from_db()
    assert article.modified_at == correction.made_at


@pytest.mark.parametrize("made", [factories.published, factories.retracted])
@pytest.mark.parametrize(("role", "answer"), [("Reporter", 403), ("Editor", 302)])
def test_who_may_not_let_go_hides_no_portrait_that_was_pinned(
    client: Client, made: Callable[..., Article], role: str, answer: int
) -> None:
    was, author = factories.photo(), factories.author()
    Author.objects.update(photo=was)
    author.refresh_from_db()
    made(author)
    Author.objects.update(photo=factories.photo())
    client.force_login(factories.user(role))
    hides = {"ppoi": "0.5x0.5", "licence_until": "2020-01-01", "hides_when_ended": "on"}

    sent = client.post(f"/admin/articles/photo/{was.pk}/change/", hides | {"alt": "A ferry"})

    was.refresh_from_db()
    assert (sent.status_code, was.is_hidden) == (answer, answer == 302)


def test_who_may_not_let_go_deletes_no_portrait_that_was_pinned(client: Client) -> None:
    was, author = factories.photo(), factories.author()
    Author.objects.update(photo=was)
    author.refresh_from_db()
    factories.published(author)
    Author.objects.update(photo=None)
    keeper = factories.user("Reporter")
    keeper.user_permissions.add(Permission.objects.get(codename="delete_photo"))
    client.force_login(keeper)
    where = f"/admin/articles/photo/{was.pk}/delete/"
    assert client.post(where, {"post": "yes"}).status_code == 403
    assert Photo.objects.filter(pk=was.pk).exists()
