"""Looking through what is published for words that are on the list by now."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, CommentStatus, Hit, Rescan, Term, WordList
from comments.rewriting import rewrite
from comments.words import rescanning
from comments.words.checks import record
from tests import factories

pytestmark = pytest.mark.django_db
RESCANS = "/admin/comments/term/rescans/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator(first_name="Mo"))
    return client


def publish(*bodies: str, **fields: Any) -> list[Comment]:
    article = factories.published(**fields)
    return [factories.approved(article, body_source=body) for body in bodies]


def finished(step: int = 500) -> Rescan:
    rescan = Rescan.begin(by=None)
    while rescan.step(step):
        pass
    return rescan


def found(rescan: Rescan) -> set[int]:
    return set(Hit.objects.filter(rescan=rescan).values_list("comment", flat=True))


def test_it_finds_what_was_published_before_the_term_was_listed() -> None:
    _, listed = publish("so good", "so z0rblat")
    factories.term()
    rescan = finished()
    assert found(rescan) == {listed.pk}
    assert (rescan.looked_at, rescan.found_count, rescan.is_finished) == (2, 1, True)


def test_it_changes_no_comment() -> None:
    (comment,) = publish("so zorblat")
    factories.term(action="reject")
    finished()
    comment.refresh_from_db()
    assert comment.is_approved is True
    assert Term.objects.get().hits == 0


def test_it_moves_in_bounded_steps_and_goes_on_where_it_was() -> None:
    publish(*("so zorblat",) * 5)
    factories.term()
    rescan = Rescan.begin(by=None)
    assert rescan.step(2) is True
    assert (rescan.looked_at, rescan.percent) == (2, 40)
    again = Rescan.objects.get()
    assert [again.step(2), again.step(2)] == [True, False]
    assert (again.looked_at, again.found_count, again.percent) == (5, 5, 100)


def test_of_two_who_drive_it_at_once_the_second_finds_the_step_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish("so zorblat", "so zorblat!")
    factories.term()
    rescan = Rescan.begin(by=None)
    look_through = rescanning.look_through

    def while_another_is_faster(*args: Any) -> Any:
        monkeypatch.undo()
        Rescan.objects.get().step(1)
        return look_through(*args)

    monkeypatch.setattr(rescanning, "look_through", while_another_is_faster)
    rescan.step(1)
    assert (rescan.looked_at, rescan.found_count, Hit.objects.count()) == (1, 1, 1)


def test_a_step_after_the_last_does_nothing() -> None:
    publish("so zorblat")
    factories.term()
    rescan = finished()
    assert rescan.step() is False
    assert rescan.found_count == 1


def test_what_is_published_meanwhile_is_left_to_screening() -> None:
    publish("so zorblat", "so zorblat!")
    factories.term()
    rescan = Rescan.begin(by=None)
    rescan.step(1)
    publish("so zorblat?")
    while rescan.step(1):
        pass
    assert rescan.looked_at == 2


def test_of_two_who_begin_the_second_goes_on_with_the_first() -> None:
    publish("so good")
    assert Rescan.begin(by=None) == Rescan.begin(by=factories.moderator())


def test_held_comments_and_words_that_are_only_marked_are_left_alone() -> None:
    factories.comment(factories.published(), body_source="so zorblat")
    publish("so blatzor")
    factories.term()
    factories.term("blatzor", action="mark")
    assert found(finished()) == set()


def test_a_section_is_read_with_its_own_terms() -> None:
    sport = factories.section()
    publish("offside")
    (inside,) = publish("offside!", section=sport)
    factories.term("offside", section=sport)
    assert found(finished()) == {inside.pk}


def test_what_a_moderator_saw_and_published_is_not_shown_again() -> None:
    term = factories.term()
    comment = factories.comment(factories.published(), body_source="so zorblat")
    record(comment)
    comment.approve(by=factories.moderator())
    assert found(finished()) == set()
    term.delete()
    factories.term("so zorb*")
    assert found(finished()) == {comment.pk}


def test_what_a_rule_published_with_a_listed_word_is_shown_until_a_moderator_has_read_it() -> None:
    factories.term()
    comment = factories.comment(factories.published(), body_source="so zorblat", from_newsroom=True)
    assert comment.hits.exists() is True
    assert found(finished()) == {comment.pk}
    comment.see(by=(mo := factories.moderator()))
    assert found(finished()) == set()
    comment.undo(comment.decisions.all()[0], by=mo)
    assert found(finished()) == {comment.pk}


def test_a_word_that_came_with_a_later_text_is_shown_though_an_earlier_one_was_approved() -> None:
    factories.term()
    comment = factories.comment(factories.published(), from_newsroom=True)
    comment.see(by=factories.moderator())
    comment = rewrite(comment, "Zorblat, all of you, and nothing else.", seen=1)
    comment.decide(CommentStatus.APPROVED, by=None, rule="nothing_objected")
    assert found(finished()) == {comment.pk}


def test_what_was_found_in_a_text_is_not_marked_in_the_next(desk: Client) -> None:
    (comment,) = publish("so zorblat it was")
    rewrite(comment, "so zorblat it was.", seen=1)
    factories.term()
    rescan = finished()
    assert Hit.objects.get(rescan=rescan).revision == 2
    address = f"{RESCANS}{rescan.pk}/"
    assert ">zorblat</mark>" in desk.get(address).content.decode()
    comment.refresh_from_db()
    rewrite(comment, "It was so, and nothing else was meant.", seen=2)
    page = desk.get(address).content.decode()
    assert "It was so, and nothing else was meant." in page
    assert "<mark" not in page
    assert "On the list: “zorblat”" in page


def test_stopping_keeps_what_was_found() -> None:
    publish("so zorblat", "so zorblat!")
    factories.term()
    rescan = Rescan.begin(by=None)
    rescan.step(1)
    rescan.cancel()
    assert (rescan.step(), rescan.state, rescan.found_count) == (False, "Stopped", 1)


def test_a_step_asks_as_much_for_forty_comments_as_for_four() -> None:
    factories.term()
    few, many = publish(*("so zorblat",) * 4), publish(*("so zorblat",) * 40)
    assert len(few) + len(many) == 44
    rescan = Rescan.begin(by=None)
    rescan.step(1)
    asked = []
    for limit in (4, 39):
        with CaptureQueriesContext(connection) as queries:
            rescan.step(limit)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# The command


def test_the_command_finishes_what_is_unfinished() -> None:
    publish("so zorblat", "so good")
    factories.term()
    Rescan.begin(by=factories.moderator())
    said = io.StringIO()
    call_command("rescan", "--step", "1", stdout=said)
    assert "looked at 2 comments, found 1" in said.getvalue()
    assert Rescan.objects.get().is_finished is True


def test_the_command_begins_none_unless_it_is_told_to() -> None:
    said = io.StringIO()
    call_command("rescan", stdout=said)
    assert "No re-scan is unfinished" in said.getvalue()
    call_command("rescan", "--begin", stdout=said)
    assert Rescan.objects.get().is_finished is True


def test_the_command_names_the_term_that_breaks_the_list() -> None:
    publish("so good")
    factories.term("zorb*")
    Term.objects.update(text="z*")
    WordList.move()
    with pytest.raises(CommandError, match=r"“z\*” cannot be matched"):
        call_command("rescan", "--begin")
    assert Rescan.objects.get().is_finished is False


# The pages


def test_a_moderator_looks_through_without_javascript(desk: Client) -> None:
    _, listed = publish("so good", "so z0rblat & co")
    factories.term(is_slur=True)
    assert "Look through 2 published comments" in desk.get(RESCANS).content.decode()
    page = desk.post(f"{RESCANS}begin/", follow=True).content.decode()
    assert "Go on" in page
    rescan = Rescan.objects.get()
    page = desk.post(f"{RESCANS}{rescan.pk}/step/", follow=True).content.decode()
    assert 'so <mark class="matched matched--slur" tabindex="0">z0rblat</mark> &amp; co' in page
    assert f'href="/admin/desk/comments/{listed.pk}/?back=' in page
    assert "Go on" not in page


def test_the_desk_leads_back_to_the_review(desk: Client) -> None:
    (comment,) = publish("so zorblat")
    factories.term()
    address = f"{RESCANS}{finished().pk}/"
    (lead,) = re.findall(r'href="(/admin/desk/comments/[^"]+)"', desk.get(address).content.decode())
    page = desk.get(lead).content.decode()
    assert f'href="{address}#found-{comment.pk}">Back to where you came from' in page
    comment.hold(by=factories.moderator())
    assert "standing--held" in desk.get(address).content.decode()


def test_a_step_is_answered_in_figures_to_the_script(desk: Client) -> None:
    publish("so zorblat")
    factories.term()
    rescan = Rescan.begin(by=None)
    answer = desk.post(f"{RESCANS}{rescan.pk}/step/", headers={"Accept": "application/json"}).json()
    assert answer == {
        "looked_at": 1,
        "found": 1,
        "percent": 100,
        "is_finished": True,
        "problem": "",
    }


def test_a_list_that_cannot_be_used_is_said_on_the_page(desk: Client) -> None:
    publish("so good")
    factories.term("zorb*")
    Term.objects.update(text="z*")
    WordList.move()
    rescan = Rescan.begin(by=None)
    page = desk.post(f"{RESCANS}{rescan.pk}/step/", follow=True).content.decode()
    assert "“z*” cannot be matched" in page


@pytest.mark.parametrize("act", ["begin/", "1/step/", "1/stop/"])
def test_nothing_is_changed_by_a_link(desk: Client, act: str) -> None:
    assert desk.get(f"{RESCANS}{act}").status_code == 405


@pytest.mark.parametrize(
    ("role", "reads", "uses"),
    [("Moderator", 200, 302), ("Editor", 200, 403), ("Reporter", 403, 403)],
)
def test_who_may_look_through(client: Client, role: str, reads: int, uses: int) -> None:
    client.force_login(factories.user(role))
    rescan = Rescan.begin(by=None)
    assert client.get(RESCANS).status_code == reads
    assert client.get(f"{RESCANS}{rescan.pk}/").status_code == reads
    assert client.post(f"{RESCANS}begin/").status_code == uses
    assert client.post(f"{RESCANS}{rescan.pk}/step/").status_code == uses
    assert client.post(f"{RESCANS}{rescan.pk}/stop/").status_code == uses


def test_the_review_asks_as_much_for_twelve_as_for_two(desk: Client) -> None:
    factories.term()
    asked = []
    for count in (2, 10):
        publish(*("so zorblat",) * count)
        address = f"{RESCANS}{finished().pk}/"
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
