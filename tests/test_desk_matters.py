"""What brings a comment to the desk beside a rule: reports, appeals, listed words."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import figures
from comments.desk import queues
from comments.letters import digest_of
from comments.models import Appeal, Case, Comment, Letter, LetterKind, RefusedAddress
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo() -> User:
    return factories.moderator(first_name="Mo", last_name="Lindqvist")


@pytest.fixture
def desk(mo: User) -> Client:
    client = Client()
    client.force_login(mo)
    return client


@pytest.fixture
def article() -> Article:
    return factories.published()


def page_of(desk: Client, queue: str) -> str:
    return desk.get(f"/admin/desk/{queue}/").content.decode()


def appealed(article: Article, by: User) -> Comment:
    comment = factories.approved(article)
    Appeal.open(comment.reject(by=by, reason="Rude."), text="I was not rude.")
    return comment


def letters_of(kind: LetterKind) -> list[str]:
    return [letter.recipient for letter in Letter.objects.waiting().filter(kind=kind)]


def test_a_reported_comment_comes_with_what_readers_said(desk: Client, article: Article) -> None:
    comment = factories.approved(article)
    report(comment, reason="attack", text="He means my neighbour.")
    page = page_of(desk, "reported")
    assert "He means my neighbour." in page
    assert "1 report" in page
    assert f'id="card-{comment.pk}"' in page


def test_a_case_is_dismissed_from_the_desk_and_the_desk_comes_back(
    desk: Client, article: Article
) -> None:
    case = report(factories.approved(article), reason="attack").case
    typed = {"act": "dismiss", "seen": f"{case.comment_id}:1:approved:1", "note": "Fair comment."}
    answer = desk.post("/admin/desk/decide/", typed | {"back": "/admin/desk/reported/"})
    assert answer["Location"] == "/admin/desk/reported/"
    case.refresh_from_db()
    assert (case.outcome, case.note) == ("dismissed", "Fair comment.")
    assert "Nothing is reported." in page_of(desk, "reported")


def test_reported_comments_stay_at_once_and_their_cases_are_closed(
    desk: Client, article: Article
) -> None:
    comments = [factories.approved(article) for _ in range(3)]
    for comment in comments:
        report(comment, reason="attack")
    page = page_of(desk, "reported")
    assert 'value="dismiss" data-key="a"' in page
    assert 'value="dismiss" data-key="A"' in page
    chosen = [f"{comment.pk}:1:approved:1" for comment in comments]
    assert all(f'value="{one}"' in page for one in chosen)
    desk.post("/admin/desk/decide/", {"act": "dismiss", "seen": chosen})
    assert Case.objects.dismissed().count() == 3
    assert "Nothing is reported." in page_of(desk, "reported")


def test_what_is_said_to_wait_is_what_the_queues_show(desk: Client, article: Article) -> None:
    """What was reported and taken back to be read waits among the held."""
    mo = factories.moderator()
    for _ in range(2):
        report(comment := factories.approved(article, by=mo), reason="attack")
    comment.hold(by=mo)
    Appeal.open(factories.approved(article).reject(by=mo, reason="Rude."), text="It is not.")
    lines = desk.get("/admin/").context["waiting"]
    said = [(str(line.count), line.label) for line in lines]
    assert said[:3] == [("1", "held comment"), ("1", "reported comment"), ("1", "appeal")]
    for line in lines[:3]:
        assert str(len(desk.get(line.url).context["cards"])) == str(line.count), line.label
    assert (figures.backlog().held, figures.backlog().cases) == (1, 1)


def test_a_report_that_came_in_meanwhile_is_read_first(desk: Client, article: Article) -> None:
    comment = factories.approved(article)
    report(comment, reason="attack")
    seen = f"{comment.pk}:1:approved:1"
    report(comment, reason="spam", email="bo@mail.example")
    answer = desk.post("/admin/desk/decide/", {"act": "dismiss", "seen": seen})
    assert "Another report came in meanwhile: read it first." in answer.content.decode()
    assert Case.objects.get().is_open is True


def test_an_open_page_loses_the_card_of_what_stays_and_has_nothing_to_undo(
    desk: Client, article: Article
) -> None:
    other = factories.comment(article)
    desk.post("/admin/desk/decide/", {"act": "approve", "seen": f"{other.pk}:1:held"})
    comment = factories.approved(article)
    report(comment, reason="attack")
    sent = {"act": "dismiss", "seen": f"{comment.pk}:1:approved:1", "queue": "reported"}
    answer = desk.post("/admin/desk/decide/", sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert f'<div id="card-{comment.pk}" hx-swap-oob="delete">' in page
    assert "The comment stays. 0 left." in page
    assert 'name="decision"' not in page
    assert "“The comment stays” is not taken back." in page


def test_an_appealed_comment_is_decided_by_answering_and_no_other_way(
    desk: Client, article: Article
) -> None:
    appealed(article, by=factories.moderator())
    page = page_of(desk, "appealed")
    assert 'name="verdict" value="uphold"' in page
    assert "/admin/desk/decide/" not in page


def test_rejecting_a_reported_comment_closes_its_case(
    desk: Client, article: Article, mo: User
) -> None:
    comment = factories.approved(article)
    report(comment, reason="attack")
    comment.reject(by=mo, reason="Rude.")
    assert Case.objects.get().is_upheld is True


def test_an_appeal_is_read_and_answered_at_the_desk(desk: Client, article: Article) -> None:
    comment = appealed(article, by=factories.moderator())
    page = page_of(desk, "appealed")
    assert "I was not rude." in page
    assert f"/admin/desk/appeals/{Appeal.objects.get().pk}/decide/" in page
    assert f'id="card-{comment.pk}"' in page


def test_listed_words_are_marked_in_text_and_name(desk: Client, article: Article) -> None:
    factories.term("zorblat", action="hold")
    factories.comment(article, body_source="So z0rblat.", author_name="Zorblat")
    page = page_of(desk, "held")
    assert '<mark class="matched">z0rblat</mark>' in page
    assert '<mark class="matched">Zorblat</mark>' in page


def test_a_slur_is_marked_as_one(desk: Client, article: Article) -> None:
    factories.term("zorblat", action="hold", is_slur=True)
    factories.comment(article, body_source="So zorblat.")
    assert "matched--slur" in page_of(desk, "held")


def test_a_commenters_page_marks_what_the_cards_mark_and_folds_what_they_fold(
    desk: Client, article: Article
) -> None:
    factories.term("zorblat", action="hold", is_slur=True)
    comment = factories.comment(article, body_source="So zorblat. " + "Word. " * 500)
    page = desk.get(f"/admin/desk/commenters/{comment.commenter_id}/").content.decode()
    assert "matched--slur" in page
    assert "Show the blurred words" in page
    assert "All 3012 characters" in page


def test_a_word_of_an_earlier_text_is_not_marked_in_the_one_that_stands(
    desk: Client, article: Article
) -> None:
    factories.term("zorblat", action="hold")
    comment = factories.comment(article, body_source="So zorblat.")
    comment.rewrite("So nice.", at=timezone.now())
    assert "<mark" not in page_of(desk, "held")


# Letters


def test_a_reporter_is_written_to_when_the_decision_can_no_longer_be_taken_back(
    article: Article, mo: User
) -> None:
    comment = factories.approved(article)
    report(comment, reason="spam", email="bo@mail.example")
    rejection = comment.reject(by=mo, reason="Advertising.")
    assert letters_of(LetterKind.REPORT) == ["bo@mail.example"]
    waits = Letter.objects.get(kind=LetterKind.REPORT).due_at - timezone.now()
    assert datetime.timedelta(seconds=20) < waits <= datetime.timedelta(seconds=30)
    comment.undo(rejection, by=mo)
    assert letters_of(LetterKind.REPORT) == []


def test_after_an_undo_a_reporter_is_told_of_what_holds(article: Article, mo: User) -> None:
    comment = factories.approved(article)
    report(comment, reason="spam", email="bo@mail.example")
    comment.undo(comment.reject(by=mo, reason="A mistake."), by=mo)
    comment.reject(by=mo, reason="Advertising.")
    assert letters_of(LetterKind.REPORT) == ["bo@mail.example"]


def test_an_address_that_wants_no_mail_gets_none(article: Article, mo: User) -> None:
    RefusedAddress.objects.create(digest=digest_of("bo@mail.example"))
    comment = factories.approved(article)
    report(comment, reason="spam", email="bo@mail.example")
    comment.reject(by=mo, reason="Advertising.")
    assert letters_of(LetterKind.REPORT) == []


def test_an_appellant_is_written_to_at_a_question_and_at_the_end(article: Article) -> None:
    comment = appealed(article, by=factories.moderator())
    appeal, other = Appeal.objects.get(), factories.moderator()
    appeal.ask("Whom did you mean?", by=other)
    Appeal.objects.get().overturn(by=other, answer="You were right.")
    assert letters_of(LetterKind.APPEAL) == [comment.commenter.email] * 2
    subjects = {letter.words["subject"] for letter in Letter.objects.filter(kind="appeal")}
    assert subjects == {"A question about your appeal", "Your appeal was decided"}


def test_the_letter_about_an_appeal_does_not_say_who_has_judged_it(article: Article) -> None:
    """It may have been who took the decision, or the first person that looked at it at all."""
    alone = factories.user("Chief moderator")
    appealed(article, by=alone)
    Appeal.objects.get().uphold(by=alone, answer="It stands.", override="Nobody else is here.")
    letter = Letter.objects.get(kind=LetterKind.APPEAL)
    assert letter.words["text"] == "A moderator has looked at your appeal and decided."


def test_a_featured_comment_is_told_unless_it_is_taken_back(article: Article, mo: User) -> None:
    comment = factories.approved(article)
    comment.feature(by=mo)
    assert letters_of(LetterKind.FEATURED) == [comment.commenter.email]
    comment.unfeature(by=mo)
    assert letters_of(LetterKind.FEATURED) == []
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)):
        assert Letter.objects.due().filter(kind=LetterKind.FEATURED).count() == 0


def test_a_listed_word_in_a_link_is_named_because_nobody_sees_it(
    desk: Client, article: Article
) -> None:
    factories.term("zorblat", action="hold")
    factories.comment(article, body_source="See [here](https://example.com/zorblat).")
    page = page_of(desk, "held")
    assert "Listed in a link." in page
    assert '<mark class="matched">zorblat</mark>' in page


# What presses most


def reported_pks(desk: Client, address: str = "/admin/desk/reported/") -> list[int]:
    return [card.comment.pk for card in desk.get(address).context["cards"]]


def weighing(article: Article, weight: float, *, notice: bool = False) -> Comment:
    comment = factories.approved(article)
    case = report(comment, reason="attack").case
    Case.objects.filter(pk=case.pk).update(weight=weight, has_notice=notice)
    return comment


def test_of_the_reported_the_most_pressing_comes_first(desk: Client, article: Article) -> None:
    light, heavy, also = (weighing(article, weight) for weight in (0.5, 1.75, 1.75))
    notice = weighing(article, 0.1, notice=True)
    assert reported_pks(desk) == [notice.pk, heavy.pk, also.pk, light.pk]


def test_the_reported_are_leafed_through_while_cases_change(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 2)
    # A third is no round number in any base.
    first, second, third, fourth, fifth = (
        weighing(article, weight) for weight in (2.0, 1 / 3, 1 / 3, 1 / 3, 0.1)
    )
    page = desk.get("/admin/desk/reported/")
    assert [card.comment.pk for card in page.context["cards"]] == [first.pk, second.pk]
    # One that was shown goes, another one presses more by now.
    first.reject(by=factories.moderator(), reason="Rude.")
    Case.objects.filter(comment=fifth).update(has_notice=True)
    after = f"/admin/desk/reported/{page.context['next']}"
    assert reported_pks(desk, after) == [third.pk, fourth.pk]
    assert reported_pks(desk) == [fifth.pk, second.pk]


@pytest.mark.parametrize("place", ["2_1.0_1_1", "0_nan_1_1", "0_1e999_1_1", "0_x_1_1", "1_1", "x"])
def test_a_made_up_place_among_the_reported_breaks_nothing(
    desk: Client, article: Article, place: str
) -> None:
    weighing(article, 0.5)
    assert desk.get(f"/admin/desk/reported/?after={place}").status_code == 200


@pytest.mark.parametrize("queue", ["reported", "appealed"])
def test_a_filter_counts_what_it_keeps_away_along_the_line_and_not_by_age(
    desk: Client, article: Article, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "COUNT_LIMIT", 2)
    other, by = factories.published(), factories.moderator()
    # The older a comment, the further back in line.
    for one in reversed([factories.approved(on) for on in (article, article, other, other)]):
        if queue == "reported":
            report(one, reason="spam")
        else:
            Appeal.open(one.reject(by=by, reason="Rude."), text="No.")
    answer = desk.get(f"/admin/desk/{queue}/?section={article.section.slug}&q=think")
    page = " ".join(answer.content.decode().split())
    assert f"in {article.section.name}</bdi> (2 of the first 2 outside)" in page
    assert "(none of the first 2 outside)" in page
