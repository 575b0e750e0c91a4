"""Editorial notes: written at the desk, resolved, sent by @name, and read by no reader."""

from collections.abc import Callable
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.mentioning import NobodyMeant, mentioned_in, newsroom, tell
from articles.models import Article, Note
from articles.models.note import TEXT_LIMIT
from articles.models.record import RecordIsPermanent
from tests import factories, mail_server
from tests.test_editing import address
from tests.test_preview_links import linked

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
Committing = Callable[..., Any]


@pytest.fixture
def gwen() -> User:
    return factories.editor(
        username="gwen", first_name="Gwen", last_name="Trelisk", email="gwen@news.example"
    )


@pytest.fixture
def ana() -> User:
    return factories.user(
        "Editor", username="ana", first_name="Ana", last_name="Ruiz", email="ana@news.example"
    )


@pytest.fixture
def desk(client: Client, gwen: User) -> Client:
    client.force_login(gwen)
    return client


def note(on: Article, text: str = "Who says so?", by: User | None = None, **fields: Any) -> Note:
    made = Note(article=on, text=text, written_by=by or factories.editor(), **fields)
    made.save()
    return made


def written(desk: Client, article: Article, text: str, **sent: str) -> Any:
    return desk.post(address(article, "notes"), {"text": text, "passage": "", **sent}, follow=True)


# Writing and resolving


def test_a_note_is_written_on_a_page_of_its_own_and_stands_beside_the_form(desk: Client) -> None:
    article = factories.draft()
    written(desk, article, "Who says so?", passage="The ferry left at dawn.")
    page = desk.get(address(article)).content.decode()
    assert "Who says so?" in page
    assert "Gwen Trelisk" in page
    assert '<blockquote class="quoted" dir="auto">The ferry left at dawn.' in page


def test_a_resolved_note_stays_below_the_open_ones(desk: Client) -> None:
    article = factories.draft()
    first, second, third = (note(article, text) for text in ("One.", "Two.", "Three."))
    desk.post(address(article, f"notes/{first.pk}/resolve"))
    assert list(article.notes.open_first()) == [second, third, first]
    page = desk.get(address(article, "notes")).content.decode()
    assert page.index("Two.") < page.index("Three.") < page.index("One.")
    assert "Resolved</span> by Gwen Trelisk" in page
    assert "One." not in desk.get(address(article)).content.decode()


def test_the_query_word_and_the_property_agree() -> None:
    article = factories.draft()
    for each in (note(article), note(article)):
        assert each.is_open is True
    each.resolve(by=factories.editor())
    again = Note.objects.get(pk=each.pk)
    assert again.is_open is Note.objects.open().filter(pk=each.pk).exists() is False


def test_the_second_to_resolve_changes_nothing(gwen: User) -> None:
    made = note(factories.draft())
    first = made.resolve(by=gwen)
    assert Note.objects.get().resolve(by=factories.editor()) == first


def test_notes_and_resolutions_are_never_rewritten(gwen: User) -> None:
    made = note(factories.draft())
    for row in (made, made.resolve(by=gwen)):
        with pytest.raises(RecordIsPermanent):
            row.save()
        with pytest.raises(RecordIsPermanent):
            row.delete()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text"),
        ({"text": "nul \x00 nul"}, "text"),
        ({"text": "Fine.", "passage": "x" * 501}, "passage"),
    ],
)
def test_what_is_no_note_is_told_at_the_field_and_loses_nothing(
    desk: Client, sent: dict[str, str], field: str
) -> None:
    answer = written(desk, factories.draft(), **{"text": "Fine.", **sent})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert sent[field][:100] in answer.content.decode().replace("\ufffd", "\x00")
    assert not Note.objects.exists()


def test_a_note_shows_what_was_typed_and_runs_none_of_it(desk: Client) -> None:
    article = factories.draft()
    written(desk, article, "<script>x()</script> & so on")
    assert "<script>x()" not in desk.get(address(article)).content.decode()


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Publisher", "Moderator"])
def test_every_role_at_the_desk_writes_and_resolves(client: Client, role: str) -> None:
    user = factories.user(role)
    client.force_login(user)
    article = factories.draft(created_by=user)
    written(client, article, "Who says so?")
    client.post(address(article, f"notes/{Note.objects.get().pk}/resolve"))
    assert Note.objects.get().is_open is False


def test_who_only_reads_writes_nothing(client: Client) -> None:
    reading = factories.user(is_staff=True)
    reading.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reading)
    article = factories.published()
    made = note(article)
    assert "Write it" not in client.get(address(article, "notes")).content.decode()
    assert written(client, article, "Who says so?").status_code == 403
    assert client.post(address(article, f"notes/{made.pk}/resolve")).status_code == 403


def test_who_does_not_see_articles_sees_no_notes(client: Client) -> None:
    client.force_login(factories.user(is_staff=True))
    assert client.get(address(factories.published(), "notes")).status_code == 403


def test_nobody_is_called_to_a_draft_that_they_do_not_see(desk: Client) -> None:
    factories.user("Reporter", username="tomas")
    page = written(desk, factories.draft(), "@tomas, who says so?").content.decode()
    assert "@tomas cannot see this article." in page
    assert not Note.objects.exists()


def test_a_note_is_resolved_by_pressing_on_its_own_article(desk: Client) -> None:
    made = note(factories.draft())
    assert desk.get(address(made.article, f"notes/{made.pk}/resolve")).status_code == 405
    assert desk.post(address(factories.draft(), f"notes/{made.pk}/resolve")).status_code == 404
    assert Note.objects.get().is_open is True


def test_the_form_shows_the_last_notes_and_says_how_many_there_are(desk: Client) -> None:
    article = factories.draft()
    for number in range(12):
        note(article, f"Note number {number}.")
    page = desk.get(address(article)).content.decode()
    assert "The last 10 of 12 open ones." in page
    assert "Note number 1." not in page
    assert page.index("Note number 10.") < page.index("Note number 11.")


def test_a_draft_that_never_moved_takes_its_notes_along(desk: Client) -> None:
    article = factories.draft()
    note(article).resolve(by=factories.editor())
    desk.post(address(article, "delete"), {"post": "yes"})
    assert not Note.objects.exists()


# The list


def test_the_list_counts_open_notes(desk: Client) -> None:
    article = factories.draft()
    note(article).resolve(by=factories.editor())
    note(article)
    note(article)
    assert f'<a href="{address(article, "notes")}">2 open</a>' in desk.get(LIST).content.decode()


def test_the_list_asks_as_much_for_many_notes_as_for_none(desk: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    articles = [factories.draft() for _ in range(5)]
    asked()
    before = asked()
    for article in articles:
        note(article)
        note(article)
    assert asked() == before


# No reader


def test_notes_reach_no_page_feed_preview_or_revision(client: Client, desk: Client) -> None:
    article = factories.published(headline="Ferry to run all night")
    factories.correction(article)
    note(article, "Our source is the captain.", passage="The captain")
    _, link_address = linked(article)
    reader = Client()
    for page in (
        article.get_absolute_url(),
        link_address,
        "/",
        article.section.get_absolute_url(),
        "/search/?q=captain",
        "/corrections/feed.rss",
        article.versions_url,
    ):
        assert "source is the" not in reader.get(page).content.decode(), page
    assert "source is the" not in desk.get(address(article, "preview")).content.decode()
    assert "source is the" not in str(article.keep(by=factories.editor()).content)


# Calling somebody


def test_who_is_called_gets_the_note_by_letter(
    desk: Client, ana: User, settings: Settings, django_capture_on_commit_callbacks: Committing
) -> None:
    article = factories.draft(headline="Ferry to run all night")
    with mail_server.running(settings) as post, django_capture_on_commit_callbacks(execute=True):
        written(desk, article, "@ana, who says so? And @ana: when?", passage="left at dawn")
        made = Note.objects.get()
    ((to, letter),) = post.taken
    text = letter.get_payload(decode=True).decode()
    assert to == "ana@news.example"
    assert "Ferry to run all night" in str(make_header(decode_header(letter["Subject"])))
    assert "who says so?" in text
    assert "left at dawn" in text
    assert f"https://news.example{address(article, 'notes')}#note-{made.pk}" in text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_writer_is_told_that_it_was_sent(desk: Client, ana: User) -> None:
    page = written(desk, factories.draft(), "@ana, who says so?").content.decode()
    assert "sent to Ana Ruiz by e-mail" in page


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_mail_server_that_is_away_is_told_and_loses_no_note(
    desk: Client, ana: User, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    told = written(desk, factories.draft(), "@ana, who says so?").content.decode()
    assert "The mail to Ana Ruiz could not be sent" in told
    assert Note.objects.get().text == "@ana, who says so?"


def test_no_letter_leaves_before_the_note_is_written(
    desk: Client, ana: User, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        written(desk, factories.draft(), "@ana, who says so?")
    assert (len(waiting), mail.outbox) == (1, [])


def test_nobody_writes_to_themselves_or_twice_to_one_mailbox(gwen: User, ana: User) -> None:
    twin = factories.user("Reporter", username="twin", email="ANA@news.example")
    made = note(factories.draft(), by=gwen)
    assert tell(made, [gwen, ana, twin]) == []
    assert [letter.to for letter in mail.outbox] == [["ana@news.example"]]


def test_who_has_no_address_is_told_of(gwen: User) -> None:
    made = note(factories.draft(), by=gwen)
    mute = factories.user("Reporter", username="mute")
    assert tell(made, [mute]) == ["mute has no e-mail address: tell them yourself."]


def test_a_headline_breaks_no_subject(gwen: User, ana: User) -> None:
    article = factories.draft()
    Article.objects.update(headline="Ferry\nBcc: all@mail.example")
    article.refresh_from_db()
    tell(note(article, by=gwen), [ana])
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@ana, please", ["ana"]),
        ("Ask (@ana).", ["ana"]),
        ("@ana. @gwen! @ana", ["ana", "gwen"]),
        ("@Ana", ["ana"]),
        ("Write to ana@mail.example", []),
        ("At @ noon", []),
        ("@bo.falk and @bo.falk.", ["bo.falk"]),
        ("@kim@news.example says", ["kim@news.example"]),
    ],
)
def test_a_name_is_known_as_it_stands_in_a_sentence(
    gwen: User, ana: User, text: str, called: list[str]
) -> None:
    for name in ("bo.falk", "kim@news.example"):
        factories.user("Reporter", username=name)
    assert [user.username for user in mentioned_in(text, list(newsroom()))] == called


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@anna", "Nobody here is called @anna. Did you mean @ana?"),
        ("@ruiz, please", "Did you mean @ana?"),
        ("@zzzzzz", "Choose a name from the list"),
        ("@GWEN", "@GWEN is more than one person: write @Gwen or @gwen."),
    ],
)
def test_a_name_that_is_nobodys_or_two_peoples_is_refused_with_a_way_out(
    gwen: User, ana: User, text: str, message: str
) -> None:
    factories.editor(username="Gwen")
    with pytest.raises(NobodyMeant) as refused:
        mentioned_in(text, list(newsroom()))
    assert message in str(refused.value)


def test_an_unknown_name_stands_at_the_field_with_the_note(desk: Client, ana: User) -> None:
    answer = written(desk, factories.draft(), "@anna, who says so?")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Did you mean @ana?" in page
    assert "@anna, who says so?" in page
    assert not Note.objects.exists()


def test_only_staff_that_see_articles_can_be_called(gwen: User) -> None:
    factories.user("Reporter", username="gone", is_active=False)
    factories.user(username="reader")
    factories.user(is_staff=True, username="printer")
    by_hand = factories.user(is_staff=True, username="by_hand")
    by_hand.user_permissions.add(Permission.objects.get(codename="change_article"))
    assert [user.username for user in newsroom()] == ["by_hand", "gwen"]


def test_a_note_calls_no_crowd(desk: Client) -> None:
    names = [f"colleague{number}" for number in range(11)]
    for name in names:
        factories.user("Reporter", username=name)
    answer = written(desk, factories.draft(), " ".join(f"@{name}" for name in names))
    assert "Call at most 10 people in one note." in answer.content.decode()


def test_the_names_that_can_be_called_stand_beside_the_field(desk: Client, ana: User) -> None:
    page = desk.get(address(factories.draft(), "notes")).content.decode()
    assert "<code>@ana</code> <bdi>Ana Ruiz</bdi>" in page


def test_the_calls_of_a_note_count_towards_those_of_its_hour(
    desk: Client, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.mentioning.MOST_CALLS", 3)
    article = factories.draft()
    written(desk, article, "@ana, who says so? @ana, when?")
    refused = written(desk, article, "@ana and @gwen: where?").content.decode()
    assert "That is enough mail for an hour" in refused
    written(desk, article, "@ana: where?")
    assert article.notes.count() == 2
