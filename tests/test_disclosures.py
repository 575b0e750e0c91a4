"""Disclosures: what stands on which day."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import Article, Author, Disclosure, Manager
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 3)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "stands"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (DAY + datetime.timedelta(1), None, False),
        (DAY - datetime.timedelta(9), DAY - datetime.timedelta(1), False),
        (DAY - datetime.timedelta(9), DAY, True),
    ],
)
def test_a_disclosure_stands_from_its_first_to_its_last_day(
    valid_from: datetime.date, valid_to: datetime.date | None, stands: bool
) -> None:
    factories.disclosure(factories.author(), valid_from=valid_from, valid_to=valid_to)
    assert Disclosure.objects.in_force(DAY).exists() is stands


def test_a_successor_replaces_from_its_first_day_and_not_before() -> None:
    author = factories.author()
    old = factories.disclosure(author, text="Old")
    new = factories.disclosure(author, text="New", valid_from=DAY, supersedes=old)
    assert Disclosure.objects.in_force(DAY - datetime.timedelta(1)).get() == old
    assert Disclosure.objects.in_force(DAY).get() == new


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_the_query_word_agrees_with_the_property(days: int) -> None:
    today = timezone.localdate()
    author = factories.author()
    old = factories.disclosure(author, valid_from=today - datetime.timedelta(500))
    start = today + datetime.timedelta(days)
    factories.disclosure(author, valid_from=start, supersedes=old)
    standing = set(Disclosure.objects.in_force(today))
    for disclosure in Disclosure.objects.all():
        begun = disclosure.valid_from <= today
        assert (disclosure in standing) is (begun and not disclosure.has_passed)


def test_the_authors_page_shows_what_stands_and_what_stood(client: Client) -> None:
    author = factories.author()
    old = factories.disclosure(author, text="Owned a ferry.")
    factories.disclosure(
        author, text="Sold the ferry.", valid_from=timezone.localdate(), supersedes=old
    )
    html = client.get(author.disclosures_url).content.decode()
    assert html.index("Sold the ferry.") < html.index("Owned a ferry.")


def test_ending_an_interest_keeps_its_words_and_gives_it_a_last_day() -> None:
    author = factories.author()
    ended = factories.disclosure(author).end(on=DAY, by=factories.editor())
    assert (ended.text, ended.valid_to) == ("Owns shares in it.", DAY)
    assert author.disclosures.in_force(DAY).get() == ended
    assert not author.disclosures.in_force(DAY + datetime.timedelta(1)).exists()


@pytest.mark.parametrize(
    ("day", "shown", "not_shown"),
    [
        ("2026-05-02", "Owned a ferry.", "Sold the ferry."),
        ("2026-05-03", "Sold the ferry.", "Owned a ferry."),
        ("2019-12-31", "No disclosures are recorded", "Owned a ferry."),
    ],
)
def test_the_page_shows_what_stood_on_a_day(
    client: Client, day: str, shown: str, not_shown: str
) -> None:
    author = factories.author()
    old = factories.disclosure(author, text="Owned a ferry.")
    factories.disclosure(author, text="Sold the ferry.", valid_from=DAY, supersedes=old)
    html = client.get(f"{author.disclosures_url}?on={day}").content.decode()
    assert shown in html
    assert not_shown not in html


def test_the_page_of_each_author_is_right_on_every_day_of_their_history(client: Client) -> None:
    week = [DAY + datetime.timedelta(days) for days in range(-1, 7)]
    expected: dict[tuple[Author, datetime.date], set[str]] = {}
    for begins in (0, 2):
        author = factories.author()
        shares = factories.disclosure(author, text="Shares", valid_from=week[1 + begins])
        factories.disclosure(
            author, text="None left", valid_from=week[3 + begins], supersedes=shares
        )
        seat = factories.disclosure(author, text="A seat", valid_from=week[2 + begins])
        seat.end(on=week[4 + begins], by=factories.editor())
        for place, day in enumerate(week):
            said = {"Shares"} if 1 + begins <= place < 3 + begins else set()
            said |= {"None left"} if place >= 3 + begins else set()
            said |= {"A seat"} if 2 + begins <= place <= 4 + begins else set()
            expected[author, day] = said
    shown = {
        (author, day): {
            text
            for text in ("Shares", "None left", "A seat")
            if text in client.get(author.disclosures_url, {"on": f"{day}"}).content.decode()
        }
        for author, day in expected
    }
    assert shown == expected


def dates_of_what_has_passed(client: Client, author: Author) -> str:
    page = client.get(author.disclosures_url).content.decode()
    past = page.partition("Past</h2>")[2].partition('class="disclosure-dates">')[2]
    return " ".join(strip_tags(past.partition("</p>")[0]).split())


def test_the_page_dates_what_stood_by_its_first_and_its_last_day(client: Client) -> None:
    author = factories.author()
    old = factories.disclosure(author, valid_from=DAY)
    with time_machine.travel(datetime.datetime(2026, 6, 20, 9, tzinfo=datetime.UTC)):
        factories.disclosure(author, valid_from=datetime.date(2026, 6, 9), supersedes=old)
    assert dates_of_what_has_passed(client, author) == (
        "3 May 2026 to 8 June 2026 · replaced by a record declared on 20 June 2026"
    )


def test_what_was_replaced_from_its_first_day_on_has_no_last_day(client: Client) -> None:
    author = factories.author()
    old = factories.disclosure(author, valid_from=DAY)
    with time_machine.travel(datetime.datetime(2026, 6, 20, 9, tzinfo=datetime.UTC)):
        factories.disclosure(author, valid_from=DAY, supersedes=old)
    assert dates_of_what_has_passed(client, author) == (
        "3 May 2026 · replaced by a record declared on 20 June 2026"
    )


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "0000-01-01", "9999-12-31", "1" * 5000])
def test_a_day_that_is_none_is_told_at_its_field(client: Client, day: str) -> None:
    author = factories.author()
    factories.disclosure(author, text="Owns a ferry.")
    html = client.get(author.disclosures_url, {"on": day}).content.decode()
    assert "Choose a day" in html
    assert "Owns a ferry." in html


def published_on(author: Author, day: datetime.date) -> Article:
    at = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return factories.published(author, at=at)


def test_what_was_published_while_a_disclosure_was_in_force() -> None:
    author = factories.author()
    old = factories.disclosure(author, valid_from=DAY)
    later = DAY + datetime.timedelta(days=10)
    new = factories.disclosure(author, valid_from=later, supersedes=old)
    day = datetime.timedelta(days=1)
    articles = [published_on(author, each) for each in (DAY - day, DAY, later - day, later)]
    published_on(factories.author(), DAY)
    under = Article.objects.published_under
    assert set(under(old)) == set(articles[1:3])
    assert set(under(new)) == set(articles[3:])


def test_an_editor_sees_under_which_articles_a_disclosure_stood(client: Client) -> None:
    author = factories.author()
    published_on(author, DAY)
    told_late = factories.disclosure(author, valid_from=DAY)
    client.force_login(factories.editor())
    html = client.get(f"/admin/articles/disclosure/{told_late.pk}/change/").content.decode()
    assert "declared afterwards: its readers were not told" in html


FIRST = datetime.date.min


def test_what_began_on_the_first_day_of_the_calendar_is_replaced_on_it(client: Client) -> None:
    author = factories.author()
    old = factories.disclosure(author, valid_from=FIRST)
    factories.disclosure(author, valid_from=FIRST, supersedes=old)
    client.force_login(factories.editor())
    answers = [
        client.get(f"/admin/articles/disclosure/{old.pk}/change/"),
        client.get(author.disclosures_url),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert old.days == (FIRST, FIRST)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
@pytest.mark.parametrize("field", ["valid_from", "valid_to"])
def test_a_day_that_an_interest_cannot_have_is_refused_at_its_field(
    client: Client, field: str, day: str
) -> None:
    client.force_login(factories.editor())
    typed = {
        "author": factories.author().pk,
        "kind": "ownership",
        "entity": "Ferry Company",
        "aliases": "",
        "text": "Owns shares in it.",
        "valid_from": "2020-01-01",
        "valid_to": "",
        "supersedes": "",
    }
    answer = client.post("/admin/articles/disclosure/add/", typed | {field: day})
    errors = answer.context["adminform"].form.errors
    assert errors[field] == ["Choose a year from 1900 to 2999."]
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_on_which_nobody_can_manage_is_refused_at_its_field(field: str) -> None:
    fields = {"since": DAY, "until": DAY, field: FIRST}
    manager = Manager(group=factories.group(), name="Bo Falk", **fields)
    with pytest.raises(ValidationError) as raised:
        manager.full_clean()
    assert raised.value.message_dict[field] == ["Choose a year from 1900 to 2999."]
