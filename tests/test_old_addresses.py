"""An article has one address, and every one that readers ever had leads to it for ever."""

import datetime
import uuid
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.addresses import free_slug_like, refusing_what_was_taken_meanwhile, slug_of
from articles.models import Article, OldAddress
from articles.models.record import RecordIsPermanent
from articles.publishing import PublishingRefused
from comments.models import Comment
from tests import factories
from tests.newspaper import typed_comment
from tests.test_editing import ADD, address, retyped, typed
from tests.test_races import at_once

pytestmark = pytest.mark.django_db
ROUNDS = 20 if connection.vendor == "postgresql" else 3


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def moved(*slugs: str, **fields: Any) -> Article:
    """Published at the first slug, then at each of the others."""
    first, *others = slugs
    article, by = factories.published(slug=first, **fields), factories.editor()
    for slug in others:
        article.readdress(slug, by=by)
    return article


# Readers


@pytest.mark.parametrize("below", ["", "comment/", "error/"])
def test_every_page_at_an_old_address_leads_to_the_same_page_at_the_present_one(
    client: Client, below: str
) -> None:
    article = moved("ferry-left", "ferry-leaves")
    old = article.get_absolute_url().replace("ferry-leaves", "ferry-left")
    response = client.get(f"{old}{below}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{article.get_absolute_url()}{below}"


def test_a_page_open_at_an_old_address_still_shows_a_reader_their_own(client: Client) -> None:
    article = factories.published(slug="ferry-left")
    client.post(article.comment_url, typed_comment(submission=str(uuid.uuid4())))
    old = f"{article.comment_url}mine.json"
    article.readdress("ferry-leaves", by=factories.editor())
    assert len(client.get(old, follow=True).json()["held"]) == 1


def test_a_receipt_at_an_old_address_still_leads_to_what_became_of_the_comment(
    client: Client,
) -> None:
    article = factories.published(slug="ferry-left")
    receipt = factories.comment(article).receipt_url
    article.readdress("ferry-leaves", by=factories.editor())
    assert client.get(receipt, follow=True).status_code == 200


@pytest.mark.parametrize("date", ["1999/01/01", "2026/05/03"])
def test_another_date_before_an_old_slug_leads_there_in_one_step(client: Client, date: str) -> None:
    article = moved("ferry-left", "ferry-leaves")
    response = client.get(f"/{date}/ferry-left/?page=2")
    assert response.headers["Location"] == f"{article.get_absolute_url()}?page=2"


def test_a_slug_that_is_a_year_of_its_own_date_is_followed_too(client: Client) -> None:
    article = moved("2026", "the-year")
    response = client.get("/2026/01/01/2026/comment/")
    assert response.headers["Location"] == article.comment_url


def test_each_of_a_chain_leads_to_the_last(client: Client) -> None:
    article = moved("one", "two", "three")
    for slug in ("one", "two"):
        response = client.get(f"/2026/05/03/{slug}/")
        assert response.headers["Location"] == article.get_absolute_url()


def test_back_and_forth_each_address_leads_to_the_present_one(client: Client) -> None:
    article = moved("one", "two", "one")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/2026/05/03/two/")["Location"] == article.get_absolute_url()
    article.readdress("two", by=factories.editor())
    assert client.get("/2026/05/03/one/")["Location"] == article.get_absolute_url()


def test_no_browser_keeps_the_way_and_goes_in_circles(client: Client) -> None:
    moved("one", "two")
    assert client.get("/2026/05/03/one/").headers["Cache-Control"] == "no-cache"


def test_a_comment_typed_before_the_address_changed_arrives(client: Client) -> None:
    article = factories.published(slug="ferry-left")
    form = article.comment_url
    article.readdress("ferry-leaves", by=factories.editor())
    response = client.post(form, typed_comment(submission=str(uuid.uuid4())), follow=True)
    assert response.redirect_chain[0][1] == 308
    assert Comment.objects.get().thread.article == article


def test_what_readers_do_not_have_is_at_no_old_address_either(client: Client) -> None:
    article = moved("ferry-left", "ferry-leaves")
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert client.get("/2026/05/03/ferry-left/").status_code == 404


def test_the_way_costs_two_queries_and_what_is_found_none(client: Client) -> None:
    article = moved("ferry-left", "ferry-leaves")
    with CaptureQueriesContext(connection) as asked:
        client.get("/2026/05/03/ferry-left/")
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        client.get(article.get_absolute_url())
    assert not [query for query in asked if "oldaddress" in query["sql"]]


# Editors


def test_an_editor_gives_a_published_article_another_address(desk: Client) -> None:
    article = factories.published(slug="ferry-left")
    sent = retyped(article, slug="ferry-leaves", _continue="Save changes")
    desk.post(address(article), sent)
    assert Article.objects.get().slug == "ferry-leaves"
    assert OldAddress.objects.get().slug == "ferry-left"
    assert OldAddress.objects.get().left_by.groups.get().name == "Editor"


def test_the_form_says_what_becomes_of_an_address_and_which_there_were(desk: Client) -> None:
    article = moved("ferry-left", "ferry-leaves")
    page = desk.get(address(article)).content.decode()
    assert "leads here for ever" in page
    assert "<bdi>ferry-left</bdi>, until" in page


def test_saving_without_another_address_leaves_none(desk: Client) -> None:
    article = factories.published()
    desk.post(address(article), retyped(article, _continue="Save changes"))
    assert not OldAddress.objects.exists()


def test_of_two_who_change_one_address_the_first_ones_is_kept_too() -> None:
    article = factories.published(slug="one")
    stale = Article.objects.get()
    article.readdress("two", by=factories.editor())
    stale.readdress("three", by=factories.editor())
    assert set(OldAddress.objects.values_list("slug", flat=True)) == {"one", "two"}


@pytest.mark.parametrize("days", [None, 2])
def test_what_no_reader_had_leaves_no_address_behind(desk: Client, days: int | None) -> None:
    article = factories.draft()
    if days:
        hour = timezone.now() + datetime.timedelta(days=days)
        article.publish(by=factories.editor(), at=hour)
    article.readdress("another", by=factories.editor())
    assert not OldAddress.objects.exists()


def test_a_reporter_changes_no_address_of_what_was_published(client: Client) -> None:
    article = factories.published(slug="ferry-left")
    client.force_login(factories.user("Reporter"))
    assert client.post(address(article), retyped(article, slug="another")).status_code == 403
    assert Article.objects.get().slug == "ferry-left"


def test_the_date_of_a_published_article_stays(desk: Client) -> None:
    article = factories.published()
    late = {"publish_at_0": "2030-01-01", "publish_at_1": "00:00:00"}
    desk.post(address(article), retyped(article, **late, _continue="Save changes"))
    assert Article.objects.get().publish_at == article.publish_at
    assert "under this date, and it stays" in desk.get(address(article)).content.decode()


# Whose a slug is


def test_a_slug_that_was_anothers_is_refused_at_its_field_with_one_that_is_free(
    desk: Client,
) -> None:
    moved("ferry-left", "ferry-leaves", headline="Ferry leaves")
    factories.draft(slug="ferry-left-2")
    page = desk.post(ADD, typed(factories.author(), slug="ferry-left", _continue="Save"))
    day = timezone.localtime()
    assert page.context["adminform"].form.errors["slug"] == [
        f"“ferry-left” was the address of “Ferry leaves” until {day:%-d %B %Y} "
        "and leads there for ever. Try “ferry-left-3”."
    ]


def test_a_slug_that_is_anothers_is_refused_with_one_that_is_free(desk: Client) -> None:
    factories.published(slug="ferry", headline="The ferry")
    page = desk.post(ADD, typed(factories.author(), slug="ferry", _publish="Publish"))
    assert page.context["adminform"].form.errors["slug"] == [
        "“ferry” is the address of “The ferry”. Try “ferry-2”."
    ]


def test_an_article_takes_up_its_own_old_address_again(desk: Client) -> None:
    article = moved("ferry-left", "ferry-leaves")
    desk.post(address(article), retyped(article, slug="ferry-left", _continue="Save changes"))
    assert Article.objects.get().slug == "ferry-left"


@pytest.mark.parametrize(
    ("slug", "free"),
    [("ferry", "ferry-3"), ("ferry-2", "ferry-3"), ("left", "left-2"), ("f" * 200, None)],
)
def test_the_suggestion_is_nobodys_and_fits(slug: str, free: str | None) -> None:
    factories.draft(slug="ferry")
    moved("ferry-2", "left")
    assert free_slug_like(slug) == (free or f"{'f' * 195}-2")


def test_no_path_publishes_at_an_address_that_was_anothers() -> None:
    moved("ferry-left", "ferry-leaves")
    thief = factories.draft(slug="ferry-left")
    with pytest.raises(PublishingRefused, match="was the address of"):
        thief.publish(by=factories.editor())


def test_no_verb_takes_an_address_that_was_anothers() -> None:
    moved("ferry-left", "ferry-leaves")
    thief = factories.published(slug="thief")
    with pytest.raises(PublishingRefused, match="was the address of"):
        thief.readdress("ferry-left", by=factories.editor())
    assert Article.objects.get(pk=thief.pk).slug == "thief"


def test_what_was_taken_since_it_was_checked_is_an_objection_and_no_crash() -> None:
    factories.draft(slug="ferry")
    late = Article(headline="Late", slug="ferry", section=factories.section())
    with (
        pytest.raises(PublishingRefused, match="Try “ferry-2”"),
        refusing_what_was_taken_meanwhile(late),
    ):
        late.save()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_take_one_slug_at_once_the_second_is_told_at_the_field() -> None:
    live, editors = factories.published(slug="ferry-left"), [factories.editor() for _ in range(2)]
    sent = [
        (ADD, typed(factories.author(), _continue="Save")),
        (address(live), retyped(live, _continue="Save changes")),
    ]
    for number in range(ROUNDS):
        answers = at_once(
            *(
                partial(signed_in(editor).post, where, fields | {"slug": f"ferry-{number}-at-dawn"})
                for editor, (where, fields) in zip(editors, sent, strict=True)
            )
        )
        told = [answer for answer in answers if answer.status_code == 200]
        assert len(told) == 1, answers
        assert "slug" in told[0].context["adminform"].form.errors


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# The record


def test_an_old_address_is_neither_given_up_nor_given_away() -> None:
    moved("ferry-left", "ferry-leaves")
    old = OldAddress.objects.get()
    for attempt in (old.save, old.delete, OldAddress.objects.all().delete):
        with pytest.raises(RecordIsPermanent):
            attempt()


@pytest.mark.parametrize("year", ["0001", "1989", "3000", "9999"])
@pytest.mark.parametrize("is_scheduled", [True, False])
def test_a_year_that_no_clock_will_show_is_refused_at_its_field(
    desk: Client, year: str, is_scheduled: bool
) -> None:
    article = factories.draft()
    if is_scheduled:
        hour = timezone.now() + datetime.timedelta(days=1)
        article.publish(by=factories.editor(), at=hour)
    end = {"publish_at_0": f"{year}-12-31", "publish_at_1": "23:59:59"}
    page = desk.post(address(article), retyped(article, **end, _schedule="Schedule"))
    assert page.context["adminform"].form.errors["publish_at"] == [
        "Choose a year from 1990 to 2999."
    ]


# A slug that is left empty


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ferry “to run” all – night", "ferry-to-run-all-night"),
        ("Straße nach Łódź: Müller’s way", "strasse-nach-lodz-mullers-way"),
        ("Щука и борщ", "shuka-i-borsh"),
        ("Νέα ψωμί", "nea-pswmi"),
        ("日本", ""),
        ("long " * 60, ("long-" * 40)[:-1]),
    ],
)
def test_a_slug_is_made_of_the_headline_as_the_script_makes_it(headline: str, slug: str) -> None:
    assert slug_of(headline) == slug


def test_an_article_without_a_slug_gets_that_of_its_headline(desk: Client) -> None:
    desk.post(ADD, typed(factories.author(), slug="", headline="Ferry sinks", _continue="Save"))
    assert Article.objects.get().slug == "ferry-sinks"


def test_the_slug_of_a_headline_that_is_anothers_is_refused_with_one_that_is_free(
    desk: Client,
) -> None:
    factories.draft(slug="ferry-sinks")
    sent = typed(factories.author(), slug="", headline="Ferry sinks", _continue="Save")
    errors = desk.post(ADD, sent).context["adminform"].form.errors
    assert "Try “ferry-sinks-2”." in errors["slug"][0]


def test_a_headline_of_which_no_slug_can_be_made_asks_for_one(desk: Client) -> None:
    sent = typed(factories.author(), slug="", headline="日本", _continue="Save")
    errors = desk.post(ADD, sent).context["adminform"].form.errors
    assert errors["slug"] == ["None can be made of this headline: type one."]


def test_what_readers_have_keeps_its_address_where_the_slug_is_left_empty(desk: Client) -> None:
    article = factories.published(slug="ferry-left")
    desk.post(address(article), retyped(article, slug="", _continue="Save changes"))
    assert Article.objects.get().slug == "ferry-left"
