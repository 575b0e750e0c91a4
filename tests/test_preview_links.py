"""Preview links: one revision for somebody without an account, for a while, and every visit."""

import datetime
import json
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.browsers import browser_named
from articles.declarants import declarants
from articles.declaring import declare
from articles.models import Article, FurtherVisits, PreviewLink, PreviewVisit, Tag
from articles.models.declaration import DeclarationKind
from articles.models.preview_link import LinkNotMade, make_link
from articles.models.record import RecordIsPermanent
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def editor() -> User:
    return factories.editor(first_name="Gwen", last_name="Trelisk")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def outsider() -> Client:
    """The lawyer, who has no account."""
    return Client(headers={"user-agent": FIREFOX})


def linked(article: Article, by: User | None = None, **told: Any) -> tuple[PreviewLink, str]:
    usual: dict[str, Any] = {"purpose": "for the lawyer", "lasts": DAY}
    link, token = make_link(article, by=by or factories.editor(), **usual | told)
    return link, f"/preview/{token}/"


def made(desk: Client, article: Article, **sent: Any) -> Any:
    usual = {"purpose": "for the lawyer", "lasts": "24", "revision": ""}
    return desk.post(address(article, "links"), usual | sent)


# At the desk


def test_an_editor_makes_a_link_and_the_lawyer_reads_the_draft(
    desk: Client, outsider: Client
) -> None:
    article = factories.draft(headline="Ferry to run all night")
    page = made(desk, article).content.decode()
    found = re.search(r"https://news\.example(/preview/[\w-]{43}/)", page)
    assert found
    read = outsider.get(found[1])
    assert "Ferry to run all night" in read.content.decode()
    assert "Preview · not published · do not pass on · ends" in read.content.decode()


def test_the_address_is_shown_once_and_its_secret_kept_nowhere(desk: Client) -> None:
    article = factories.draft()
    page = made(desk, article)
    token = re.search(r"/preview/([\w-]{43})/", page.content.decode())
    assert token
    assert "no-store" in page["Cache-Control"]
    assert token[1] not in desk.get(address(article, "links")).content.decode()
    assert token[1] not in str(PreviewLink.objects.values().get())


def test_a_link_ends_after_a_day_unless_another_time_is_chosen(desk: Client) -> None:
    article = factories.draft()
    assert desk.get(address(article, "links")).context["form"]["lasts"].value() == 24
    made(desk, article, lasts="1")
    link = PreviewLink.objects.get()
    assert link.ends_at - link.made_at == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("field", "sent"),
    [("purpose", ""), ("purpose", "x" * 121), ("lasts", "99"), ("revision", "77")],
)
def test_what_is_no_link_is_told_at_the_field_and_loses_nothing(
    desk: Client, field: str, sent: str
) -> None:
    answer = made(desk, factories.draft(), **{"purpose": "for the printer", field: sent})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert sent[:40] in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_a_link_can_be_made_for_an_earlier_revision(desk: Client, outsider: Client) -> None:
    article = factories.draft(headline="Ferry to run all night")
    article.keep(by=factories.editor())
    desk.post(address(article), retyped(article, headline="Ferry to stop", _continue="Save"))
    page = made(desk, article, revision="1").content.decode()
    found = re.search(r"/preview/[\w-]{43}/", page)
    assert found
    assert "Ferry to run all night" in outsider.get(found[0]).content.decode()


def test_making_and_revoking_stand_in_the_history(desk: Client) -> None:
    article = factories.draft()
    made(desk, article)
    desk.post(address(article, f"links/{PreviewLink.objects.get().pk}/revoke"))
    history = desk.get(address(article, "history")).content.decode()
    assert "Made a preview link: for the lawyer" in history
    assert "Revoked a preview link: for the lawyer" in history


def test_the_page_says_who_revoked_it_and_who_was_there(desk: Client, outsider: Client) -> None:
    article = factories.draft()
    link, link_address = linked(article)
    outsider.get(link_address, REMOTE_ADDR="203.0.113.77")
    desk.post(address(article, f"links/{link.pk}/revoke"))
    page = desk.get(address(article, "links")).content.decode()
    assert "Firefox · 203.0.113.0/24" in page
    assert "203.0.113.77" not in page
    assert re.search(r"Revoked</span> by Gwen Trelisk", page)


def test_the_second_to_revoke_changes_nothing() -> None:
    link, _ = linked(factories.draft())
    first = link.revoke(by=factories.editor())
    assert PreviewLink.objects.get().revoke(by=factories.editor()) == first


def test_the_page_asks_as_much_for_many_links_as_for_few(desk: Client, outsider: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(address(article, "links"))
        return len(queries)

    article = factories.draft()
    outsider.get(linked(article)[1])
    asked()
    few = asked()
    for _ in range(8):
        outsider.get(linked(article)[1])
    assert asked() == few


@pytest.mark.parametrize("role", ["Reporter", "Moderator", "Chief moderator"])
def test_who_lets_nobody_in_has_no_page_of_links(client: Client, role: str) -> None:
    user = factories.user(role)
    article = factories.draft(created_by=user)
    link, _ = linked(article)
    client.force_login(user)
    assert client.get(address(article, "links")).status_code == 403
    assert made(client, article).status_code == 403
    assert client.post(address(article, f"links/{link.pk}/revoke")).status_code == 403
    assert "Preview links" not in client.get(address(article)).content.decode()


def test_who_may_not_change_an_article_makes_no_link_to_it(desk: Client, editor: User) -> None:
    article = factories.draft()
    editor.groups.clear()
    editor.user_permissions.set(
        Group.objects.get(name="Editor").permissions.exclude(codename__in=["change_article"])
    )
    assert desk.get(address(article, "links")).status_code == 403


def test_a_link_is_revoked_by_pressing_and_not_by_looking(desk: Client) -> None:
    article = factories.draft()
    link, _ = linked(article)
    assert desk.get(address(article, f"links/{link.pk}/revoke")).status_code == 405
    assert link.is_open is True


def test_a_link_is_revoked_on_the_page_of_its_own_article(desk: Client) -> None:
    link, _ = linked(factories.draft())
    assert desk.post(address(factories.draft(), f"links/{link.pk}/revoke")).status_code == 404


# Who is let in, and until when


def ended(how: str) -> str:
    """The address of a link that has ended in one way or the other."""
    article = factories.published() if how in ("withdrawn", "retracted") else factories.draft()
    link, link_address = linked(article, lasts=DAY if how != "over" else -DAY)
    by = factories.editor()
    if how == "revoked":
        link.revoke(by=by)
    elif how == "withdrawn":
        article.refresh_from_db()
        article.withdraw(by=by, reason="It was too early.")
    elif how == "retracted":
        article.refresh_from_db()
        article.retract(by=by, reason="None of it happened.")
    elif how == "back in draft":
        article.send_to_review(by=by)
        article.publish(by=by)
        article.withdraw(by=by, reason="It was too early.")
        article.return_to_draft(by=by)
    elif how == "account closed":
        User.objects.filter(pk=link.made_by_id).update(is_active=False)
    elif how == "deleted":
        article.delete()
    return link_address


WAYS = ["over", "revoked", "withdrawn", "retracted", "back in draft", "account closed", "deleted"]


@pytest.mark.parametrize("how", WAYS)
def test_a_link_that_ended_answers_as_one_that_never_was(outsider: Client, how: str) -> None:
    answer, unknown = outsider.get(ended(how)), outsider.get("/preview/never-was/")
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert answer.headers == unknown.headers


@pytest.mark.parametrize("how", [*WAYS[:-1], "open"])
def test_the_query_word_and_the_property_agree(how: str) -> None:
    ended(how)
    link = PreviewLink.objects.get()
    assert link.is_open is PreviewLink.objects.open().exists() is (how == "open")


@pytest.mark.parametrize("bad", ["x", "%00", "…", "%ff%fe", "a" * 5_000, "..%2f"])
def test_an_address_that_is_none_gets_the_same_page(outsider: Client, bad: str) -> None:
    assert outsider.get(f"/preview/{bad}/").status_code == 404


def test_what_was_taken_away_is_shown_to_nobody_else(desk: Client) -> None:
    article = factories.published()
    article.withdraw(by=factories.editor(), reason="It was too early.")
    with pytest.raises(LinkNotMade):
        linked(article)
    answer = made(desk, article)
    assert answer.status_code == 422
    assert "nobody is shown it" in answer.content.decode()


def test_a_link_stands_by_its_revision_after_later_saves(desk: Client, outsider: Client) -> None:
    article = factories.draft(headline="Ferry to run all night")
    article.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    _, link_address = linked(article)
    desk.post(address(article), retyped(article, headline="Ferry to stop", _continue="Save"))
    page = outsider.get(link_address).content.decode()
    assert "Ferry to run all night" in page
    assert "Ferries" in page
    assert "Ferry to stop" not in page


def test_a_pending_text_of_a_live_article_is_shown_as_not_published(outsider: Client) -> None:
    article = factories.published(headline="Ferry to run all night")
    assert "Preview · as published" in outsider.get(linked(article)[1]).content.decode()
    article.headline = "Ferry to stop at night"
    article.save()
    page = outsider.get(linked(article)[1]).content.decode()
    assert "Ferry to stop at night" in page
    assert "Preview · not published" in page


# What it shows


def test_a_preview_is_kept_and_found_by_no_machine(outsider: Client) -> None:
    headers = outsider.get(linked(factories.draft())[1]).headers
    assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store, private"
    assert "Set-Cookie" not in headers


def test_a_preview_has_no_comments_forms_or_words_for_machines(outsider: Client) -> None:
    article = factories.published()
    factories.approved(article, body_source="I was on that ferry.")
    page = outsider.get(linked(article)[1]).content.decode()
    for absent in ("I was on that ferry", "ld+json", "canonical", "og:", "<form", 'id="comments"'):
        assert absent not in page


def test_a_preview_shows_the_photos(outsider: Client) -> None:
    author = factories.author(photo=factories.photo(alt="A face"))
    article = factories.draft(author, lead_photo=factories.photo(caption="The ferry at dawn."))
    page = outsider.get(linked(article)[1]).content.decode()
    assert "The ferry at dawn." in page
    assert author.photo is not None
    assert author.photo.image.square in page


def test_a_photo_that_is_gone_breaks_nothing(outsider: Client) -> None:
    photo = factories.photo()
    article = factories.draft(lead_photo=photo)
    _, link_address = linked(article)
    Article.objects.update(lead_photo=None)
    photo.delete()
    assert outsider.get(link_address).status_code == 200


def test_what_an_author_declares_for_a_draft_is_not_public_yet(outsider: Client) -> None:
    author = factories.author()
    factories.disclosure(author, text="Owns shares in it.")
    article = factories.draft(author, has_declared=False)
    declare(
        article,
        declarants(article)[0],
        by=factories.editor(),
        kind=DeclarationKind.STATEMENT,
        statement="My brother is the captain.",
    )
    page = outsider.get(linked(article)[1]).content.decode()
    assert "Owns shares in it." in page
    assert "captain" not in page


def test_what_readers_have_of_a_live_article_stands_in_its_preview(outsider: Client) -> None:
    author = factories.author()
    article = factories.draft(author, has_declared=False)
    declare(
        article,
        declarants(article)[0],
        by=factories.editor(),
        kind=DeclarationKind.STATEMENT,
        statement="My brother is the captain.",
    )
    article.publish(by=factories.editor())
    factories.correction(article, text="It was two boats.")
    page = outsider.get(linked(article)[1]).content.decode()
    assert "captain" in page
    assert "It was two boats." in page


def test_the_hour_of_a_scheduled_article_stays_inside(outsider: Client) -> None:
    article = factories.draft()
    article.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(days=40))
    page = outsider.get(linked(article)[1]).content.decode()
    assert "<span>Published" not in page
    assert f"{article.publish_at:%-d %B %Y}" not in page


def test_a_body_is_cleaned_by_the_rules_of_today(outsider: Client) -> None:
    article = factories.draft()
    revision = article.keep(by=factories.editor())
    hostile = {**revision.content, "body": "<p onclick=x()>Hello</p><script>x()</script>"}
    link, link_address = linked(article, revision=revision)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_revision SET content = %s WHERE id = %s",
            [json.dumps(hostile), link.revision_id],
        )
    page = outsider.get(link_address).content.decode()
    assert "<p>Hello</p>" in page
    assert "x()" not in page


def test_a_preview_asks_few_questions(outsider: Client) -> None:
    article = factories.published(factories.author(), lead_photo=factories.photo())
    _, link_address = linked(article)
    outsider.get(link_address)
    with CaptureQueriesContext(connection) as asked:
        outsider.get(link_address)
    assert len(asked) <= 12


# Visits


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_visit_is_written_down_and_uses_nothing_up(outsider: Client, method: str) -> None:
    _, link_address = linked(factories.draft())
    for _ in range(2):
        assert getattr(outsider, method)(link_address).status_code == 200
    visits = list(PreviewVisit.objects.values_list("browser", "network", "was_shown"))
    assert visits == [("Firefox", "127.0.0.0/24", True)] * 2


def test_a_visit_after_the_end_is_written_down_as_such(desk: Client, outsider: Client) -> None:
    article = factories.draft()
    _, link_address = linked(article)
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        outsider.get(link_address)
    assert PreviewVisit.objects.get().was_shown is False
    assert "after it had ended" in desk.get(address(article, "links")).content.decode()


def test_the_log_of_a_link_is_bounded_and_the_count_goes_on(
    desk: Client, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.models.preview_link.MOST_VISITS", 3)
    article = factories.draft()
    link, link_address = linked(article)
    for _ in range(5):
        assert outsider.get(link_address).status_code == 200
    assert (link.visits.count(), link.further.count) == (3, 2)
    page = desk.get(address(article, "links")).content.decode()
    assert "<summary>5 visits</summary>" in page
    assert "It was opened 2 times more, last" in page


def test_the_page_says_that_a_link_ended_with_an_account(desk: Client, outsider: Client) -> None:
    article = factories.draft()
    link, _ = linked(article)
    User.objects.filter(pk=link.made_by_id).update(is_active=False)
    page = desk.get(address(article, "links")).content.decode()
    assert "Ended</span> with the account of who made it" in page


def test_nobody_posts_to_a_preview(outsider: Client) -> None:
    assert outsider.post(linked(factories.draft())[1]).status_code == 405


def test_links_visits_and_revocations_are_never_rewritten(outsider: Client) -> None:
    link, link_address = linked(factories.draft())
    outsider.get(link_address)
    for row in (link, link.visits.get(), link.revoke(by=factories.editor())):
        with pytest.raises(RecordIsPermanent):
            row.save()
        with pytest.raises(RecordIsPermanent):
            row.delete()


def test_a_draft_that_nobody_was_shown_takes_its_links_along(
    desk: Client, outsider: Client
) -> None:
    article = factories.draft()
    link, link_address = linked(article)
    link.revoke(by=factories.editor())
    outsider.get(link_address)
    FurtherVisits(link=link, last_at=timezone.now()).save()
    desk.post(address(article, "delete"), {"post": "yes"})
    assert not PreviewVisit.objects.exists()
    assert not FurtherVisits.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17.5 Mobile Safari/604.1", "Safari"),
        ("Mozilla/5.0 AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge"),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Program that looks at"),
        ("WhatsApp/2.23", "Program that looks at"),
        ("", "Unknown"),
    ],
)
def test_a_browser_is_known_by_name_and_no_closer(user_agent: str, name: str) -> None:
    assert browser_named(user_agent).startswith(name)


def test_photos_in_the_text_are_shown_with_it() -> None:
    photo = factories.photo(caption="The quay at dusk.")
    article = factories.draft(body_source=f"<p>It left.</p><p>[photo {photo.pk}]</p>")
    link, address_of_it = linked(article)
    page = Client().get(address_of_it).content.decode()
    assert link.is_open
    assert "The quay at dusk." in page
    assert photo.image.large in page
