"""The front page as editors arrange it: from when on, by whom, and what fills what they left."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from articles.front import compose
from articles.models import Arrangement, Article, Slot
from articles.models.arrangement import ArrangingConflict
from articles.models.plan import Plan
from articles.models.record import RecordIsPermanent
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
ADD = "/admin/articles/arrangement/add/"


def stories(count: int, **fields: Any) -> list[Article]:
    """The newest first."""
    now = timezone.now()
    return [factories.published(at=now - (number + 1) * HOUR, **fields) for number in range(count)]


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    then = timezone.now() + hours * HOUR
    monkeypatch.setattr(timezone, "now", lambda: then)


def all_shown() -> list[Article]:
    front = compose()
    return [*front.above, *(each for river in front.rivers for each in river.articles)]


# What readers see


def test_without_an_arrangement_the_newest_stands_first() -> None:
    newest, *others = stories(9, section=factories.section())
    front = compose()
    assert (front.lead, front.seconds) == (newest, others[:6])
    assert [river.articles for river in front.rivers] == [others[6:]]


def test_what_editors_placed_stands_there_and_the_newest_fill_the_rest() -> None:
    newest, *others = stories(9)
    factories.arrangement(others[7], others[6])
    front = compose()
    assert front.lead == others[7]
    assert front.seconds == [others[6], newest, *others[:4]]


def test_a_place_that_is_left_open_between_two_is_filled_where_it_is() -> None:
    newest, _, third, fourth = stories(4)
    plan = Plan(places={0: fourth.pk, 2: third.pk})
    Arrangement.arrange(plan, by=factories.editor(), after=0)
    assert compose().seconds[:2] == [newest, third]


@pytest.mark.parametrize("leaves", ["withdraw", "retract"])
def test_a_piece_that_leaves_the_paper_leaves_no_hole(leaves: str) -> None:
    first, second, third = stories(3)
    factories.arrangement(third, second)
    getattr(third, leaves)(by=factories.editor(), reason="None of it happened.")
    front = compose()
    assert (front.lead, front.seconds) == (first, [second])


def test_a_story_whose_hour_is_to_come_takes_its_place_when_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (old,) = stories(1)
    coming = factories.published(at=timezone.now() + HOUR)
    factories.arrangement(coming)
    assert compose().lead == old
    later(monkeypatch, 2)
    assert compose().lead == coming


def test_the_only_story_leads_wherever_it_was_placed() -> None:
    (only,) = stories(1)
    Arrangement.arrange(Plan(places={3: only.pk}), by=factories.editor(), after=0)
    assert (compose().lead, compose().seconds) == (only, [])


def test_no_story_stands_twice_and_an_old_one_in_place_leaves_rivers_full() -> None:
    section = factories.section()
    many = stories(30, section=section)
    factories.arrangement(many[29], many[2], many[25])
    shown = all_shown()
    assert len(shown) == len(set(shown)) == 7 + 4
    assert compose().rivers[0].articles == many[5:9]


def test_rivers_stand_in_the_order_of_the_editors_and_may_be_left_out() -> None:
    town, sport, culture = (factories.section(position=n) for n in range(3))
    for section in (town, sport, culture):
        stories(12, section=section)
    factories.arrangement(rivers=((culture.pk, True), (town.pk, False)))
    assert [river.section for river in compose().rivers] == [culture, sport]


def test_the_notice_ends_by_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stories(1)
    factories.arrangement(
        notice="Storm: no ferry.", notice_link="/search/", notice_until=timezone.now() + HOUR
    )
    page = client.get("/").content.decode()
    assert '<a href="/search/">Storm: no ferry.</a>' in page
    later(monkeypatch, 2)
    assert "Storm" not in client.get("/").content.decode()


def test_the_front_page_is_asked_for_in_as_many_queries_for_one_story_as_for_many(
    client: Client,
) -> None:
    stories(1)
    client.get("/")
    with CaptureQueriesContext(connection) as automatic:
        client.get("/")
    for number in range(3):
        many = stories(9, section=factories.section(), lead_photo=factories.photo())
        factories.arrangement(*many[:7], at=timezone.now() + (number + 1) * HOUR)
        factories.arrangement(*many[:7], notice="Storm.")
    with CaptureQueriesContext(connection) as arranged:
        client.get("/")
    assert len(arranged) <= len(automatic) + 1


# Putting in force


def test_a_front_page_for_later_comes_into_force_by_the_clock_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = stories(2)
    factories.arrangement(first)
    factories.arrangement(second, at=timezone.now() + HOUR)
    assert compose().lead == first
    later(monkeypatch, 2)
    assert compose().lead == second


def test_one_that_waits_is_changed_by_another_and_only_that_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = stories(2)
    waiting = factories.arrangement(first, at=timezone.now() + HOUR)
    changed = factories.arrangement(second, at=timezone.now() + 3 * HOUR, replaces=waiting)
    assert list(Arrangement.objects.to_come()) == [changed]
    later(monkeypatch, 2)
    assert Arrangement.objects.in_force() is None
    later(monkeypatch, 2)
    assert Arrangement.objects.in_force() == changed


def test_one_that_is_cancelled_never_comes_and_says_who_cancelled_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gwen, waiting = factories.editor(), factories.arrangement(at=timezone.now() + HOUR)
    waiting.cancel(by=gwen)
    later(monkeypatch, 2)
    assert Arrangement.objects.in_force() is None
    assert Arrangement.objects.get(pk=waiting.pk).cancellation.cancelled_by == gwen


def _after_its_hour(waiting: Arrangement, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 2)


def _after_a_cancel(waiting: Arrangement, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting.cancel(by=factories.editor())


def _after_a_change(waiting: Arrangement, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.arrangement(at=timezone.now() + HOUR, replaces=waiting)


@pytest.mark.parametrize("late", [_after_its_hour, _after_a_cancel, _after_a_change])
def test_what_no_longer_waits_is_neither_cancelled_nor_replaced(
    late: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = factories.arrangement(at=timezone.now() + HOUR)
    late(waiting, monkeypatch)
    with pytest.raises(ArrangingConflict):
        waiting.cancel(by=factories.editor())
    with pytest.raises(ArrangingConflict):
        factories.arrangement(replaces=waiting)


def test_the_second_of_two_hurried_editors_is_told() -> None:
    factories.arrangement()
    with pytest.raises(ArrangingConflict, match="meanwhile"):
        Arrangement.arrange(Plan(places={}), by=factories.editor(), after=0)


def test_a_draft_has_no_place_on_the_front_page() -> None:
    draft = factories.draft(headline="Not yet")
    with pytest.raises(ArrangingConflict, match="“Not yet”: neither published nor scheduled"):
        factories.arrangement(draft)
    assert not Arrangement.objects.exists()


def test_an_hour_that_has_passed_is_refused() -> None:
    with pytest.raises(ArrangingConflict, match="passed"):
        factories.arrangement(at=timezone.now() - HOUR)


def test_the_record_of_front_pages_stays_as_it_is() -> None:
    made = factories.arrangement(*stories(1))
    made.notice = "Another"
    with pytest.raises(RecordIsPermanent):
        made.save()
    with pytest.raises(RecordIsPermanent):
        Slot.objects.all().delete()


@pytest.mark.parametrize("place", [0, 7])
def test_the_database_holds_one_lead_and_six_seconds_at_most(place: int) -> None:
    first, second = stories(2)
    made = factories.arrangement(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot(arrangement=made, place=place, article=second).save()


# At the desk


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor(username="gwen", first_name="Gwen", last_name="Lot"))
    return client


def typed(*articles: Article, **fields: Any) -> dict[str, Any]:
    """What the form sends: each story in its place, from the lead on."""
    placed = {f"place_{each.pk}": place for place, each in enumerate(articles)}
    return {"after": Arrangement.objects.last_number(), **placed, **fields}


def test_an_editor_puts_a_front_page_in_force(desk: Client) -> None:
    first, second = stories(2)
    sections = {
        f"order_{second.section_id}": 1,
        f"shown_{second.section_id}": "on",
        f"order_{first.section_id}": 2,
    }
    desk.post(ADD, typed(second, notice="Storm.", **sections))
    made = Arrangement.objects.in_force()
    assert made is not None
    assert made.plan == Plan(
        places={0: second.pk},
        rivers=((second.section_id, True), (first.section_id, False)),
        notice="Storm.",
    )
    assert made.made_by.username == "gwen"


def test_the_list_of_front_pages_names_who_made_each(desk: Client) -> None:
    desk.post(ADD, typed(*stories(1)))
    page = desk.get("/admin/articles/arrangement/").content.decode()
    assert '<td class="field-maker">Gwen Lot</td>' in page


def test_the_page_begins_with_the_front_page_in_force(desk: Client) -> None:
    first, second = stories(2)
    factories.arrangement(second, notice="Storm.")
    form = desk.get(ADD).context["form"]
    assert form.places[0].story.article == second
    assert [each.article for each in form.shelf] == [first]
    assert form["notice"].value() == "Storm."


def test_a_preview_shows_what_was_typed_and_keeps_nothing(desk: Client) -> None:
    first, second = stories(2)
    answer = desk.post(ADD, typed(second, first, notice="Storm.", _preview="1"))
    page = answer.content.decode()
    assert answer.context["front"].above == [second, first]
    assert "Preview. This is how the front page will look" in page
    assert "Storm." in page
    assert not Arrangement.objects.exists()


def test_a_preview_for_later_shows_what_will_be_published_then(desk: Client) -> None:
    stories(1)
    coming = factories.published(at=timezone.now() + HOUR)
    evening = (timezone.localtime() + 2 * HOUR).strftime("%Y-%m-%dT%H:%M")
    answer = desk.post(ADD, typed(coming, in_force_from=evening, _preview="1"))
    assert answer.context["front"].lead == coming


def test_a_place_whose_story_is_out_later_is_named_with_the_hour(desk: Client) -> None:
    begins, out = timezone.now() + HOUR, timezone.now() + 3 * HOUR
    lead, second = factories.published(at=out, headline="Tomorrow"), factories.published()
    hour = date_format(timezone.localtime(out), "DATETIME_FORMAT")
    sent = typed(lead, second, in_force_from=f"{timezone.localtime(begins):%Y-%m-%dT%H:%M}")
    kept = words(desk.post(ADD, sent, follow=True))
    late = f"Lead: “Tomorrow” is out on {hour}, after this front page begins."
    assert late in kept
    assert kept.count("after this front page begins") == 1
    made = Arrangement.objects.to_come().get()
    assert late in words(desk.get(ADD, {"replaces": made.pk}))
    assert late in words(desk.post(ADD, sent | {"after": 1, "notice_link": "/nowhere/"}))


@pytest.mark.parametrize("out", [1, 2])
def test_a_story_that_is_out_by_then_is_not_warned_of(desk: Client, out: int) -> None:
    lead = factories.published(at=timezone.now() + out * HOUR)
    begins = timezone.localtime(timezone.now() + 3 * HOUR)
    sent = typed(lead, in_force_from=f"{begins:%Y-%m-%dT%H:%M}")
    assert "after this front page begins" not in words(desk.post(ADD, sent, follow=True))


@pytest.mark.parametrize("what", ["in force", "to come", "cancelled", "past"])
def test_only_a_front_page_that_readers_have_or_get_is_warned_of(desk: Client, what: str) -> None:
    late = factories.published(at=timezone.now() + 3 * HOUR)
    at = timezone.now() + HOUR if what in ("to come", "cancelled") else None
    made = factories.arrangement(late, at=at)
    if what == "cancelled":
        made.cancel(by=factories.editor())
    elif what == "past":
        factories.arrangement()
    page = words(desk.get(f"/admin/articles/arrangement/{made.pk}/change/"))
    is_warned = "after this front page begins" in page
    assert is_warned is (what in ("in force", "to come"))
    assert ("Arrange anew…" in page) is (what == "in force")


def words(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_finding_a_story_keeps_what_was_arranged(desk: Client) -> None:
    first, second = stories(2)
    old = factories.published(headline="The whale of the estuary")
    sent = typed(second, first, notice="Storm.", find="WHALE", _find="1")
    form = desk.post(ADD, sent).context["form"]
    assert [each.story.article for each in form.places[:2]] == [second, first]
    assert form.shelf[0].article == old
    assert form["notice"].value() == "Storm."


def test_only_what_is_let_go_is_found(desk: Client) -> None:
    factories.draft(headline="A whale of a draft")
    page = desk.post(ADD, typed(find="whale", _find="1")).content.decode()
    assert "No story that is published or scheduled has “whale”." in page


def test_two_stories_at_one_place_are_refused_at_the_second(desk: Client) -> None:
    first, second = stories(2)
    answer = desk.post(ADD, {"after": 0, f"place_{first.pk}": 2, f"place_{second.pk}": 2})
    wrong = answer.context["form"].errors
    assert wrong == {f"place_{second.pk}": [f"“{first}” stands there. Choose another place."]}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"notice": "x" * 201}, "notice"),
        ({"notice_link": "/search/"}, "notice"),
        ({"notice": "Storm.", "notice_link": "https://elsewhere.example/"}, "notice_link"),
        ({"notice": "Storm.", "notice_link": "//elsewhere.example/"}, "notice_link"),
        ({"notice": "Storm.", "notice_link": "/\\elsewhere.example"}, "notice_link"),
        ({"notice": "Storm.", "notice_link": "/no/such/page"}, "notice_link"),
        ({"notice": "Storm.", "notice_until": "2020-01-01T12:00"}, "notice_until"),
        ({"in_force_from": "2020-01-01T12:00"}, "in_force_from"),
        ({"in_force_from": "soon"}, "in_force_from"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    desk: Client, fields: dict[str, str], field: str
) -> None:
    answer = desk.post(ADD, typed(**fields))
    assert list(answer.context["form"].errors) == [field]
    assert not Arrangement.objects.exists()


def test_a_piece_withdrawn_since_the_page_was_opened_is_refused_in_its_place(
    desk: Client,
) -> None:
    first, second = stories(2)
    sent = typed(first, second)
    second.withdraw(by=factories.editor(), reason="Wrong.")
    wrong = desk.post(ADD, sent).context["form"].errors
    assert list(wrong) == [f"place_{second.pk}"]


def test_of_two_who_arrange_at_once_the_second_is_told_and_goes_on(desk: Client) -> None:
    first, second = stories(2)
    sent = typed(second, notice="Mine.")
    ana = factories.editor(first_name="Ana", last_name="Ruiz")
    factories.arrangement(first, by=ana, notice="Hers.")
    answer = desk.post(ADD, sent)
    page = answer.content.decode()
    assert "Ana Ruiz" in page
    assert "“Hers.”" in page
    form = answer.context["form"]
    assert form.places[0].story.article == second
    desk.post(ADD, sent | {"after": form["after"].value()})
    assert compose().notice == "Mine."


def test_a_change_of_what_came_into_force_meanwhile_goes_on_as_a_further_one(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = factories.arrangement(at=timezone.now() + HOUR)
    form = desk.get(f"{ADD}?replaces={waiting.pk}").context["form"]
    assert form["replaces"].value() == waiting.pk
    sent = typed(notice="Mine.", replaces=waiting.pk)
    later(monkeypatch, 2)
    answer = desk.post(ADD, sent)
    assert answer.context["form"]["replaces"].value() == ""
    desk.post(ADD, sent | {"replaces": ""})
    assert compose().notice == "Mine."


def test_a_former_front_page_is_put_back_without_what_left_the_paper(desk: Client) -> None:
    first, second = stories(2)
    former = factories.arrangement(first, second)
    factories.arrangement()
    first.withdraw(by=factories.editor(), reason="Wrong.")
    form = desk.get(f"{ADD}?from={former.pk}").context["form"]
    held = [place.story.article for place in form.places if place.story]
    assert held == [second]


def test_the_list_says_what_is_in_force_to_come_and_dropped(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.arrangement()
    factories.arrangement()
    factories.arrangement(at=timezone.now() + HOUR)
    factories.arrangement(at=timezone.now() + 2 * HOUR).cancel(by=factories.editor())
    page = desk.get("/admin/articles/arrangement/").content.decode()
    labels = [part.split("<")[0] for part in page.split('<span class="standing standing--')[1:]]
    words = [label.split(">")[1] for label in labels]
    assert words == ["Cancelled", "To come", "In force", "Earlier"]


def test_the_page_of_one_that_waits_leads_to_changing_and_cancelling(desk: Client) -> None:
    waiting = factories.arrangement(*stories(1), at=timezone.now() + HOUR)
    address = f"/admin/articles/arrangement/{waiting.pk}"
    page = desk.get(f"{address}/change/").content.decode()
    assert f"{ADD}?replaces={waiting.pk}" in page
    assert desk.get(f"{address}/cancel/").status_code == 200
    assert Arrangement.objects.to_come().exists()
    desk.post(f"{address}/cancel/")
    assert not Arrangement.objects.to_come().exists()
    assert "Cancelled by Gwen Lot" in desk.get(f"{address}/change/").content.decode()


def test_a_front_page_is_looked_at_as_of_its_hour(desk: Client) -> None:
    (old,) = stories(1)
    made = factories.arrangement()
    # A newer story, published since.
    newer = factories.published(at=timezone.now())
    address = f"/admin/articles/arrangement/{made.pk}/preview/"
    assert desk.get(address).context["front"].lead == old
    assert compose().lead == newer


def test_the_list_and_the_page_ask_as_often_for_many_as_for_few(desk: Client) -> None:
    def asked() -> list[int]:
        counts = []
        for address in ("/admin/articles/arrangement/", ADD):
            desk.get(address)
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            counts.append(len(queries))
        return counts

    factories.arrangement(*stories(3))
    few = asked()
    for _ in range(4):
        factories.arrangement(*stories(7))
    assert asked() == few


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reporter", 403), ("Editor", 200), ("Publisher", 200), ("Moderator", 403)],
)
def test_editors_and_publishers_arrange(client: Client, role: str, status: int) -> None:
    made = factories.arrangement(at=timezone.now() + HOUR)
    client.force_login(factories.user(role))
    pages = [ADD, *(f"/admin/articles/arrangement/{made.pk}/{page}/" for page in PAGES)]
    assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    assert client.post(ADD, typed()).status_code == (302 if status == 200 else 403)


PAGES = ("change", "preview", "cancel")
