"""Declarations: an author's word on one article, by whom and when."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.asking import LINK_AGE, NotAsked, ask, declare_path
from articles.declarants import Declarant, declarants, standing, undeclared
from articles.declaring import declare
from articles.models import Article, Author, Declaration, DeclarationKind, DeclarationRequest
from articles.models.declaration import DeclarationRefused
from articles.models.record import RecordIsPermanent
from articles.pending import begin, discard
from articles.publishing import PublishingRefused
from articles.schedule import repin_scheduled
from tests import factories, mail_server
from tests.newspaper import typed_author
from tests.test_editing import address, retyped
from tests.test_pinning import page, without_since_line

pytestmark = pytest.mark.django_db
NOTHING, INTERESTS, STATEMENT = DeclarationKind


def with_account(name: str = "Ana Ruiz", **fields: object) -> Author:
    user = factories.user("Reporter", email="ana@news.example")
    return factories.author(name=name, user=user, **fields)


def account(author: Author) -> User:
    assert author.user is not None
    return author.user


def waiting(*authors: Author) -> Article:
    return factories.draft(*authors, has_declared=False)


def test_the_last_word_stands_and_the_others_stay_on_record() -> None:
    author = with_account()
    article = waiting(author)
    for kind, statement in ((NOTHING, ""), (STATEMENT, "I once sailed with them.")):
        declare(article, Declarant(author), by=account(author), kind=kind, statement=statement)
    assert standing(article)[author.pk, None].statement == "I once sailed with them."
    assert Declaration.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "chosen", "statement", "message"),
    [
        (INTERESTS, False, "", "Choose at least one interest"),
        (STATEMENT, False, "  ", "Write the statement"),
        (STATEMENT, False, "\u200b\u2800", "Write the statement"),
        (NOTHING, True, "", "say that they matter here"),
        (NOTHING, False, "But.", "say that you make one"),
    ],
)
def test_what_contradicts_itself_is_no_declaration(
    kind: DeclarationKind, chosen: bool, statement: str, message: str
) -> None:
    author = factories.author()
    interests = [factories.disclosure(author)] if chosen else []
    with pytest.raises(DeclarationRefused, match=message):
        declare(
            waiting(author),
            Declarant(author),
            by=factories.editor(),
            kind=kind,
            interests=interests,
            statement=statement,
        )


def test_nobody_declares_an_interest_of_somebody_else() -> None:
    author, other = factories.author(), factories.disclosure(factories.author())
    with pytest.raises(DeclarationRefused, match="no interest of"):
        declare(
            waiting(author),
            Declarant(author),
            by=factories.editor(),
            kind=INTERESTS,
            interests=[other],
        )


def test_a_reporter_declares_for_nobody_else() -> None:
    author = with_account()
    with pytest.raises(DeclarationRefused, match="Only Ana Ruiz or an editor"):
        declare(waiting(author), Declarant(author), by=factories.user("Reporter"), kind=NOTHING)


def test_whoever_wrote_it_down_for_an_author_is_named_to_readers(client: Client) -> None:
    author = with_account()
    article = waiting(author)
    editor = factories.editor(first_name="Gwen", last_name="Trelisk")
    declare(article, Declarant(author), by=editor, kind=NOTHING)
    article.publish(by=editor)
    html = re.sub(r"\s+", " ", page(client, article))
    assert "For this article <bdi>Ana Ruiz</bdi> has nothing to declare." in html
    assert "Written down by <bdi>Gwen Trelisk</bdi> on" in html


def test_readers_see_interests_and_statement_word_for_word(client: Client) -> None:
    author = with_account()
    disclosure = factories.disclosure(author)
    article = waiting(author)
    declare(
        article,
        Declarant(author),
        by=account(author),
        kind=INTERESTS,
        interests=[disclosure],
        statement="My <b>cousin</b> is its captain.",
    )
    article.publish(by=factories.editor())
    html = re.sub(r"\s+", " ", page(client, article))
    assert 'declares: <b dir="auto">Ownership, Ferry Company</b>.' in html
    assert "My &lt;b&gt;cousin&lt;/b&gt; is its captain." in html
    assert "Declared on" in html


@pytest.mark.parametrize(
    ("entity", "kind", "text"),
    [
        ("Ferry Company", "ownership", "Sold half of it."),
        ("Ferry Holding", "ownership", "Another company."),
        ("", "none", "Nothing any more."),
    ],
)
def test_a_word_on_one_interest_is_none_on_another_that_takes_its_place(
    client: Client, entity: str, kind: str, text: str
) -> None:
    author = factories.author()
    chosen = factories.disclosure(author)
    article = waiting(author)
    declare(
        article,
        Declarant(author),
        by=factories.editor(),
        kind=INTERESTS,
        interests=[chosen],
    )
    told: dict[str, Any] = {"entity": entity, "kind": kind, "text": text}
    factories.disclosure(author, valid_from=timezone.localdate(), supersedes=chosen, **told)
    article.publish(by=factories.editor())
    assert "declares: <b dir" in re.sub(r"\s+", " ", page(client, article))
    assert "Ownership, Ferry Company</b>" in page(client, article)


def test_what_is_declared_after_publication_stands_in_the_since_line_alone(client: Client) -> None:
    author = factories.author(name="Ana Ruiz")
    article = waiting(author)
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
    before = page(client, article)
    assert "made no declaration for this article" in before
    declare(article, Declarant(author), by=factories.editor(), kind=NOTHING)
    after = page(client, article)
    assert without_since_line(after) == without_since_line(before)
    assert "Ana Ruiz has declared for this article: nothing to declare" in after


def test_what_readers_have_is_not_declared_anew() -> None:
    author = factories.author()
    article = factories.published(author)
    with pytest.raises(DeclarationRefused, match="it stays"):
        declare(article, Declarant(author), by=factories.editor(), kind=NOTHING)


def test_a_declaration_is_never_edited_nor_deleted() -> None:
    author = factories.author()
    disclosure = factories.disclosure(author)
    said = declare(
        waiting(author),
        Declarant(author),
        by=factories.editor(),
        kind=INTERESTS,
        interests=[disclosure],
    )
    attempts: list[Callable[[], Any]] = [
        said.save,
        said.delete,
        Declaration.objects.all().delete,
        lambda: Declaration.objects.update(statement="Nothing."),
        said.interests.clear,
        lambda: said.interests.remove(disclosure),
    ]
    for attempt in attempts:
        with pytest.raises(RecordIsPermanent), transaction.atomic():
            attempt()
    assert said.interests.get() == disclosure


# Groups


def test_every_manager_of_the_day_declares_where_that_is_set() -> None:
    desk = factories.group("Bo Falk", "Cy Grant", name="Harbour Desk", managers_declare=True)
    desk.managers.create(
        name="Long Gone", since=datetime.date(2019, 1, 1), until=datetime.date(2020, 1, 1)
    )
    names = [each.name for each in undeclared(waiting(desk))]
    assert names == ["Harbour Desk", "Bo Falk", "Cy Grant"]


def test_who_manages_two_groups_in_a_byline_declares_for_each() -> None:
    bo = with_account("Bo Falk")
    groups = [factories.group(name=name, managers_declare=True) for name in ("Harbour", "Night")]
    for group in groups:
        group.managers.create(name="Bo Falk", since=datetime.date(2020, 1, 1), person=bo)
    article = waiting(*groups)
    for declarant in declarants(article)[:-1]:
        declare(article, declarant, by=factories.editor(), kind=DeclarationKind.NOTHING)

    with pytest.raises(PublishingRefused) as refused:
        article.publish(by=factories.editor())

    assert str(refused.value) == "Bo Falk (for Night) has not declared for this article."


def test_managers_need_not_declare_where_that_is_not_set() -> None:
    desk = factories.group("Bo Falk", name="Harbour Desk")
    assert [each.name for each in undeclared(waiting(desk))] == ["Harbour Desk"]


def test_a_managers_word_is_pinned_beside_the_groups(client: Client) -> None:
    desk = factories.group("Bo Falk", name="Harbour Desk", managers_declare=True)
    article = waiting(desk)
    for declarant in declarants(article):
        declare(
            article,
            declarant,
            by=factories.editor(),
            kind=STATEMENT,
            statement=f"{declarant.name} says so.",
        )
    article.publish(by=factories.editor())
    html = page(client, article)
    assert "Harbour Desk says so." in html
    assert "Bo Falk says so." in html


def test_a_manager_with_an_author_page_chooses_among_their_own_interests() -> None:
    bo = with_account("Bo Falk")
    own = factories.disclosure(bo)
    desk = factories.group(managers_declare=True)
    desk.managers.create(name="Bo Falk", since=datetime.date(2020, 1, 1), person=bo)
    manager = declarants(waiting(desk))[1]
    assert manager.disclosures == [own]
    assert manager.is_account_of(account(bo))


# What waits for its hour


def scheduled(desk: Author, **fields: Any) -> Article:
    article = factories.draft(desk, **fields)
    hour = timezone.now().replace(microsecond=0) + datetime.timedelta(days=2)
    article.publish(by=factories.editor(), at=hour)
    return article


def test_a_manager_who_joins_takes_what_waits_out_of_the_schedule() -> None:
    desk = factories.group("Bo Falk", name="Harbour Desk", managers_declare=True)
    article = scheduled(desk)
    desk.managers.create(name="Cy Grant", since=datetime.date(2020, 1, 1))
    assert repin_scheduled(desk, by=factories.editor()) == [article]
    assert Article.objects.withdrawn().get() == article
    because = "Cy Grant (for Harbour Desk) has not declared for this article."
    assert article.log[0].reason == because


def test_an_interest_declared_while_the_article_waits_takes_it_out_where_it_names_it() -> None:
    author = factories.author()
    named = scheduled(author)
    other = scheduled(author, body_source="<p>Nothing to see.</p>")
    factories.disclosure(author, entity="the ferry")
    assert list(Article.objects.withdrawn()) == [named]
    assert list(Article.objects.scheduled()) == [other]


def test_what_was_let_go_in_spite_of_a_missing_word_stays_in_the_schedule() -> None:
    author = factories.author()
    article = waiting(author)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    article.publish(by=factories.user("Publisher"), at=tomorrow, in_spite="The dam may break.")
    factories.disclosure(author, entity="Nobody at all")
    assert Article.objects.scheduled().exists()


def test_two_who_join_what_waits_in_one_save_leave_it_in_the_schedule(client: Client) -> None:
    article = scheduled(factories.author())
    client.force_login(factories.editor())
    row: dict[str, Any] = {"bylines-TOTAL_FORMS": "3", **in_the_hour_of(article)}
    for number in (1, 2):
        row |= {
            f"bylines-{number}-author": factories.author().pk,
            f"bylines-{number}-article": article.pk,
            f"bylines-{number}-role": "",
            f"bylines-{number}-position": number,
            f"bylines-{number}-declares": "nothing",
        }
    client.post(address(article), retyped(article, **row))
    assert len(Article.objects.scheduled().get().record) == 3


def test_two_conflicts_of_what_waits_are_answered_in_one_save(client: Client) -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    factories.disclosure(author, entity="Gig Club")
    article = scheduled(author)
    client.force_login(factories.editor())
    body = "<p>The Harbour Club met.</p><p>So did the Gig Club.</p>"
    sent = retyped(article, body_source=body, _save="1", **in_the_hour_of(article))
    refused = client.post(address(article), sent)
    hits = [each.hit for each in refused.context["adminform"].form.objections]
    for hit in hits:
        sent |= {hit.key: "no"}
    client.post(address(article), sent)
    assert len(hits) == 2
    assert "Gig Club" in Article.objects.scheduled().get().body


def in_the_hour_of(article: Article) -> dict[str, str]:
    """The fields of its hour, as its form shows them."""
    hour = timezone.localtime(article.publish_at)
    return {"publish_at_0": f"{hour:%Y-%m-%d}", "publish_at_1": f"{hour:%H:%M:%S}"}


def test_whoever_takes_it_out_of_the_schedule_is_told(client: Client) -> None:
    author = factories.author()
    scheduled(author, headline="Ferry to run all night")
    client.force_login(factories.editor())
    sent = {
        **{"author": author.pk, "kind": "ownership", "entity": "the ferry", "text": "Owns it."},
        "valid_from": "2020-01-01",
    }
    told = client.post("/admin/articles/disclosure/add/", sent, follow=True).content.decode()
    assert "“Ferry to run all night” left the schedule" in told


def test_who_thinks_again_while_it_waits_does_not_slip_past_the_editors() -> None:
    author = factories.author()
    interest = factories.disclosure(author, entity="the ferry")
    article = waiting(author)
    who, editor = Declarant(author), factories.editor()
    declare(article, who, by=editor, kind=INTERESTS, interests=[interest])
    article.publish(by=editor, at=timezone.now() + datetime.timedelta(days=1))
    declare(article, who, by=editor, kind=NOTHING)
    assert Article.objects.withdrawn().get() == article


def test_who_leaves_the_byline_and_comes_back_is_who_they_were(client: Client) -> None:
    author, other = factories.author(name="Ana Ruiz"), factories.author()
    factories.disclosure(author, entity="Harbour Club")
    article = factories.published(author, other)
    editor = factories.editor()
    article.bylines.filter(author=author).delete()
    article.revise(by=editor)
    assert "Ana Ruiz has left the byline" in page(client, Article.objects.get())
    author.disclosures.get().end(on=timezone.localdate() - datetime.timedelta(days=1), by=editor)
    article.bylines.create(author=author, position=9)
    article.revise(by=editor)
    assert "Harbour Club" in page(client, Article.objects.get())
    with pytest.raises(DeclarationRefused, match="it stays"):
        declare(article, Declarant(author), by=editor, kind=STATEMENT, statement="Other words.")


def test_what_was_set_aside_of_an_earlier_publication_is_asked_again() -> None:
    silent, other = factories.author(), factories.author()
    article = factories.draft(silent, other, has_declared=False)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    article.publish(by=factories.user("Publisher"), at=tomorrow, in_spite="The dam may break.")
    article.withdraw(by=factories.editor(), reason="The dam holds.")
    article.bylines.filter(author=silent).delete()
    declare(article, Declarant(other), by=factories.editor(), kind=NOTHING)
    article.publish(by=factories.editor())
    article.bylines.create(author=silent, position=2)
    with pytest.raises(PublishingRefused, match="has not declared"):
        article.revise(by=factories.editor())


def test_an_editor_saves_what_was_let_go_in_spite_of_a_missing_word() -> None:
    article = waiting(factories.author())
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
    article.headline = "The dam has broken"
    article.save()
    article.revise(by=factories.editor())
    assert Article.objects.published().get().headline == "The dam has broken"


def test_the_form_of_what_was_let_go_without_a_word_says_so(client: Client) -> None:
    article = waiting(factories.author(name="Bo Falk"))
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
    client.force_login(factories.editor())
    html = re.sub(r"\s+", " ", client.get(address(article)).content.decode())
    assert "Let go without</span> <bdi>Bo Falk</bdi>" in html
    assert ">Complete<" not in html


def test_nobody_sets_their_own_missing_word_aside() -> None:
    publisher = factories.user("Publisher")
    article = waiting(factories.author(user=publisher))
    with pytest.raises(PublishingRefused):
        article.publish(by=publisher, in_spite="I am in a hurry.")


def test_a_managers_row_does_not_become_somebody_else_with_their_word() -> None:
    desk = factories.group("Bo Falk", managers_declare=True)
    factories.declared(waiting(desk))
    manager = desk.managers.get()
    manager.name = "Cy Grant"
    with pytest.raises(ValidationError, match="a row of their own"):
        manager.full_clean()


def test_an_editor_does_not_take_somebodys_account_to_declare_in_person(client: Client) -> None:
    author, editor = with_account(), factories.editor()
    client.force_login(editor)
    client.post(f"/admin/articles/author/{author.pk}/change/", typed_author(user=str(editor.pk)))
    author.refresh_from_db()
    assert author.user != editor


def test_an_editor_does_not_take_themselves_off_the_managers(client: Client) -> None:
    editor = factories.editor()
    desk, bo = factories.group(), factories.author(user=editor)
    row = desk.managers.create(name="Bo Falk", since=datetime.date(2020, 1, 1), person=bo)
    client.force_login(editor)
    sent = typed_author(kind="group", name=desk.name, slug=desk.slug) | {
        **{"managers-TOTAL_FORMS": "1", "managers-INITIAL_FORMS": "1"},
        **{"managers-0-id": row.pk, "managers-0-group": desk.pk, "managers-0-name": "Bo Falk"},
        **{"managers-0-role": "", "managers-0-since": "2020-01-01", "managers-0-until": ""},
        **{"managers-0-person": ""},
    }
    told = client.post(f"/admin/articles/author/{desk.pk}/change/", sent).content.decode()
    row.refresh_from_db()
    assert (row.person, "This is your own row" in told) == (bo, True)


def test_a_link_that_is_pressed_all_day_fills_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.declaring.MOST_WORDS", 3)
    author = with_account()
    link = declare_path(waiting(author), Declarant(author))
    answers = [client.post(link, {"kind": "nothing"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 409, 409]


@pytest.mark.parametrize("number", ["99999999999999999999", "x", "-1", "\x00"])
def test_an_interest_that_no_row_has_is_refused_at_its_field(client: Client, number: str) -> None:
    author = with_account()
    factories.disclosure(author)
    link = declare_path(waiting(author), Declarant(author))
    answer = client.post(link, {"kind": "interests", "interests": number})
    assert answer.status_code == 422


@pytest.mark.parametrize("act", ["withdraw", "retract"])
def test_a_link_shows_nothing_of_what_was_taken_away(client: Client, act: str) -> None:
    author = with_account()
    article = waiting(author)
    link = declare_path(article, Declarant(author))
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break.")
    getattr(article, act)(by=factories.editor(), reason="It was wrong.")
    assert client.get(link).status_code == 410


def test_a_link_shows_nothing_of_what_was_taken_back_before_its_hour(client: Client) -> None:
    author = with_account()
    article = waiting(author)
    link = declare_path(article, Declarant(author))
    at = timezone.now() + datetime.timedelta(days=1)
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break.", at=at)
    assert client.get(link).status_code == 200
    article.withdraw(by=factories.editor(), reason="It was wrong.")
    assert client.get(link).status_code == 410


def test_a_link_shows_nothing_of_a_discarded_version(client: Client) -> None:
    author = with_account()
    version = begin(factories.published(author), by=factories.editor())
    link = declare_path(version, Declarant(author))
    discard(version, by=factories.editor())
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("act", ["withdraw", "retract"])
def test_a_link_shows_nothing_of_a_version_of_what_was_taken_away(client: Client, act: str) -> None:
    author = with_account()
    article = factories.published(author)
    link = declare_path(begin(article, by=factories.editor()), Declarant(author))
    assert client.get(link).status_code == 200
    getattr(article, act)(by=factories.editor(), reason="It was wrong.")
    assert client.get(link).status_code == 410


def test_a_byline_row_that_is_made_anew_does_not_declare_anew(client: Client) -> None:
    author = factories.author()
    article = factories.published(author)
    client.force_login(factories.editor())
    row = {
        **{"bylines-TOTAL_FORMS": "2", "bylines-0-DELETE": "on", "bylines-1-position": "0"},
        **{"bylines-1-author": author.pk, "bylines-1-article": article.pk, "bylines-1-role": ""},
        "bylines-1-declares": "nothing",
    }
    answer = client.post(address(article), retyped(article, **row))
    assert answer.status_code == 200
    assert Declaration.objects.count() == 1


def test_an_author_with_interests_joins_a_live_article_in_one_step(client: Client) -> None:
    article, joining = factories.published(), factories.author(name="Bo Falk")
    factories.disclosure(joining, entity="the ferry")
    client.force_login(factories.editor())
    row = {
        **{"bylines-TOTAL_FORMS": "2", "bylines-1-author": joining.pk, "bylines-1-role": ""},
        **{"bylines-1-article": article.pk, "bylines-1-position": "1"},
        "bylines-1-declares": "interests",
    }
    client.post(address(article), retyped(article, **row))
    article.refresh_from_db()
    assert [author.name for author in article.record][-1] == "Bo Falk"
    assert article.record[-1].said_by((joining.pk, None))


# The page of the desk


def test_an_author_declares_on_the_desks_page(client: Client) -> None:
    author = with_account()
    article = waiting(author)
    client.force_login(account(author))
    who = f"for-{author.pk}-0"
    client.post(
        f"/admin/articles/article/{article.pk}/declarations/",
        {"who": who, f"{who}-kind": "statement", f"{who}-statement": "I sailed with them."},
    )
    said = Declaration.objects.get()
    assert (said.in_person, said.statement) == (True, "I sailed with them.")


def test_a_refused_form_keeps_what_was_typed(client: Client) -> None:
    author = factories.author()
    article = waiting(author)
    client.force_login(factories.editor())
    who = f"for-{author.pk}-0"
    sent = {"who": who, f"{who}-kind": "nothing", f"{who}-statement": "But I sailed with them."}
    answer = client.post(f"/admin/articles/article/{article.pk}/declarations/", sent)
    assert answer.status_code == 422
    assert "But I sailed with them." in answer.content.decode()
    assert "say that you make one" in answer.content.decode()


@pytest.mark.parametrize("who", ["", "for-0-0", "for-x-y", "for-99999999999999999999-0", "\x00"])
def test_nobody_is_declared_for_who_does_not_stand_over_it(client: Client, who: str) -> None:
    article = waiting(factories.author())
    client.force_login(factories.editor())
    sent = {"who": who, f"{who}-kind": "nothing"}
    answer = client.post(f"/admin/articles/article/{article.pk}/declarations/", sent)
    assert answer.status_code == 404


def test_a_reporter_finds_no_form_for_somebody_else(client: Client) -> None:
    author = factories.author()
    article = waiting(author)
    reporter = factories.user("Reporter")
    Article.objects.filter(pk=article.pk).update(created_by=reporter)
    client.force_login(reporter)
    shown = client.get(f"/admin/articles/article/{article.pk}/declarations/").content.decode()
    assert "Not declared yet" in shown
    assert 'name="who"' not in shown


# The letter and its link


@pytest.fixture
def asked(client: Client) -> tuple[Article, Author, str]:
    author = with_account()
    article = waiting(author)
    return article, author, declare_path(article, Declarant(author))


def test_an_author_is_asked_by_letter_and_declares_by_its_link(
    client: Client, settings: Settings
) -> None:
    author = with_account()
    article = waiting(author)
    with mail_server.running(settings) as post:
        ask(article, Declarant(author), by=factories.editor())
        ((to, letter),) = post.taken
    assert to == "ana@news.example"
    text = str(letter.get_payload())
    link = re.search(r"https://news\.example(/declare/\S+)", text)
    assert link
    assert article.headline in client.get(link[1]).content.decode()

    answer = client.post(link[1], {"kind": "nothing", "statement": ""}, follow=True)

    said = Declaration.objects.get()
    assert (said.in_person, said.declared_by) == (True, author.user)
    assert "This is on record" in answer.content.decode()


def test_sending_to_review_asks_whoever_has_not_declared(
    client: Client, settings: Settings
) -> None:
    author = with_account()
    article = waiting(author)
    client.force_login(factories.editor())
    with mail_server.running(settings) as post:
        client.post(
            "/admin/articles/article/",
            {"action": "review_selected", "_selected_action": [article.pk]},
        )
        assert post.recipients == ["ana@news.example"]
    assert DeclarationRequest.objects.get().article == article


def test_a_mail_server_that_is_away_is_told_and_loses_nothing(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    article = waiting(with_account())
    client.force_login(factories.editor())
    sent = {"action": "review_selected", "_selected_action": [article.pk]}
    told = client.post("/admin/articles/article/", sent, follow=True).content.decode()
    assert "could not be sent" in told
    assert Article.objects.in_review().get() == article
    assert not DeclarationRequest.objects.exists()


def test_nobody_is_asked_twice_within_minutes(mailoutbox: list[EmailMessage]) -> None:
    author = with_account()
    article = waiting(author)
    asked = ask(article, Declarant(author), by=factories.editor())
    hour = f"{timezone.localtime(asked.asked_at):%H:%M}"
    with pytest.raises(NotAsked, match=f"was asked at {hour}; no second letter was sent"):
        ask(article, Declarant(author), by=factories.editor())
    assert len(mailoutbox) == 1


def test_the_second_half_of_a_double_click_finds_the_first_on_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    author, editor = with_account(), factories.editor()
    article = waiting(author)
    sent: list[EmailMessage] = []

    def press_again(letter: EmailMessage) -> int:
        sent.append(letter)
        with pytest.raises(NotAsked, match="no second letter"):
            ask(article, Declarant(author), by=editor)
        return 1

    monkeypatch.setattr(EmailMessage, "send", press_again)
    ask(article, Declarant(author), by=editor)
    assert len(sent) == 1


def test_who_has_no_account_cannot_be_asked() -> None:
    author = factories.author()
    with pytest.raises(NotAsked, match="no account"):
        ask(waiting(author), Declarant(author), by=factories.editor())


@pytest.mark.parametrize("bad", ["x", "a:b:c", "%00", "…", "e30:1abc:def"])
def test_a_link_that_is_not_whole_says_so(client: Client, bad: str) -> None:
    answer = client.get(f"/declare/{bad}/")
    assert answer.status_code == 410
    assert "is not whole" in answer.content.decode()


def test_a_link_ends_with_its_days(client: Client, asked: tuple[Article, Author, str]) -> None:
    _, _, link = asked
    with time_machine.travel(timezone.now() + LINK_AGE + datetime.timedelta(minutes=1)):
        assert client.get(link).status_code == 410


def test_a_link_is_of_the_account_that_was_asked(
    client: Client, asked: tuple[Article, Author, str]
) -> None:
    _, author, link = asked
    Author.objects.filter(pk=author.pk).update(user=factories.user("Reporter"))
    assert client.post(link, {"kind": "nothing"}).status_code == 410
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("change", ["inactive", "off the byline", "deleted"])
def test_a_link_ends_with_what_it_was_for(
    client: Client, asked: tuple[Article, Author, str], change: str
) -> None:
    article, _, link = asked
    if change == "inactive":
        User.objects.update(is_active=False)
    elif change == "off the byline":
        article.bylines.all().delete()
    else:
        article.delete()
    assert client.post(link, {"kind": "nothing"}).status_code == 410


def test_the_links_page_is_kept_by_no_cache_and_no_search(
    client: Client, asked: tuple[Article, Author, str]
) -> None:
    answer = client.get(asked[2])
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex, nofollow"' in answer.content.decode()


def test_a_link_shows_where_the_text_names_an_interest_of_its_author(client: Client) -> None:
    author = with_account()
    factories.disclosure(author, entity="the ferry")
    article = waiting(author)
    html = client.get(declare_path(article, Declarant(author))).content.decode()
    assert "<mark>The ferry</mark> left at dawn." in html


def test_a_link_refuses_with_a_message_at_the_field_and_keeps_the_words(
    client: Client, asked: tuple[Article, Author, str]
) -> None:
    answer = client.post(asked[2], {"kind": "", "statement": "I sailed with them."})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one." in html
    assert "I sailed with them." in html
