"""Readers report an error in an article: to the editors, never to the comment queue."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction, ErrorReport
from articles.models.error_report import FROM_NETWORK, PER_HOUR, ErrorReportConflict
from comments.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/errorreport/"


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor(first_name="Ana", last_name="Ruiz"))
    return client


def typed(**fields: str) -> dict[str, str]:
    return {
        "passage": "left at dawn",
        "problem": "It left at noon.",
        "email": "",
        "homepage": "",
        "submission": str(uuid.uuid4()),
        **fields,
    }


def test_a_reader_tells_the_editors_and_no_comment_is_made(
    client: Client, article: Article
) -> None:
    assert article.error_url in client.get(article.get_absolute_url()).content.decode()
    page = client.post(article.error_url, typed(), follow=True).content.decode()
    assert "The editors have your report" in page
    report = ErrorReport.objects.get()
    assert (report.article, report.passage, report.problem, report.status) == (
        article,
        "left at dawn",
        "It left at noon.",
        "open",
    )
    assert not Comment.objects.exists()


def test_the_marked_passage_is_in_the_form(client: Client, article: Article) -> None:
    page = client.get(f"{article.error_url}?passage=left+at+dawn").content.decode()
    assert "left at dawn</textarea>" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"problem": ""}, "Say what is wrong."),
        ({"passage": "x" * 1_001}, "At most 1,000 characters"),
        ({"email": "nobody"}, "valid email"),
        ({"problem": "a\x00b"}, "Null characters"),
        ({"homepage": "https://spam.example"}, "machines fill it"),
        ({"submission": "nonsense"}, "valid UUID"),
        ({"problem": "It \u202eleft at noon."}, "turn the direction"),
    ],
)
def test_a_refused_report_is_still_in_the_form_with_the_reason(
    client: Client, article: Article, wrong: dict[str, str], message: str
) -> None:
    response = client.post(article.error_url, typed(**wrong))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert wrong.get("passage", "left at dawn")[:900] in page
    assert not ErrorReport.objects.exists()


def test_a_double_click_is_one_report(client: Client, article: Article) -> None:
    sent = typed()
    for _ in range(2):
        assert client.post(article.error_url, sent).status_code == 302
    assert ErrorReport.objects.count() == 1


def test_one_article_takes_so_many_reports_an_hour(client: Client, article: Article) -> None:
    for _ in range(PER_HOUR):
        factories.error_report(article)
    response = client.post(article.error_url, typed(problem="One more."))
    assert response.status_code == 409
    assert "One more." in response.content.decode()
    assert ErrorReport.objects.count() == PER_HOUR


def test_one_network_shuts_the_way_to_the_editors_for_nobody_else(article: Article) -> None:
    bogus = [Client().post(article.error_url, typed()) for _ in range(FROM_NETWORK + 1)]
    other = Client(REMOTE_ADDR="198.51.100.7").post(article.error_url, typed())

    assert [answer.status_code for answer in bogus] == [302] * FROM_NETWORK + [409]
    assert other.status_code == 302


def test_a_network_may_write_again_when_the_hour_is_over(article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(FROM_NETWORK):
            Client().post(article.error_url, typed())
        clock.shift(datetime.timedelta(hours=1, seconds=1))
        answer = Client().post(article.error_url, typed())

    assert answer.status_code == 302


def test_an_article_that_is_not_public_takes_none(client: Client) -> None:
    assert client.get(factories.draft().error_url).status_code == 404


def test_an_editor_answers_by_a_correction(desk: Client, article: Article) -> None:
    report = factories.error_report(article, email="nora@example.com")
    assert "1</strong> error reported" in desk.get("/admin/").content.decode()
    page = desk.get(f"{LIST}{report.pk}/change/").content.decode()
    for words in ("It left at noon.", "nora@example.com", f"/{article.pk}/change/#corrections"):
        assert words in page, words
    correction = article.correct(by=factories.editor(), kind="correction", text="It was noon.")
    told = desk.post(f"{LIST}{report.pk}/answer/", {"correction": correction.pk}, follow=True)
    assert "corrected" in told.content.decode()
    report.refresh_from_db()
    assert (report.status, report.correction, report.answered_by.first_name) == (
        "corrected",
        correction,
        "Ana",
    )


def test_an_editor_closes_a_report_without_a_correction(desk: Client, article: Article) -> None:
    report = factories.error_report(article)
    told = {"answer": "Noon is in the next sentence.", "act": "thank"}
    shown = desk.post(f"{LIST}{report.pk}/answer/", told, follow=True).content.decode()
    assert f"Error reported in “{article}”: closed without a correction." in shown
    report.refresh_from_db()
    assert (report.status, report.answer) == ("thanked", "Noon is in the next sentence.")
    assert f"{LIST}{report.pk}/" not in desk.get(LIST).content.decode()


def test_a_correction_of_another_article_answers_nothing(desk: Client, article: Article) -> None:
    report = factories.error_report(article)
    other = factories.published().correct(by=factories.editor(), kind="note", text="So.")
    response = desk.post(f"{LIST}{report.pk}/answer/", {"correction": other.pk, "answer": "Kept."})
    assert response.status_code == 422
    assert "Kept." in response.content.decode()
    with pytest.raises(ErrorReportConflict, match="another article"):
        report.correct(other, by=factories.editor())


def test_the_second_of_two_hurried_editors_is_told(desk: Client, article: Article) -> None:
    report = factories.error_report(article)
    report.thank(by=factories.editor(), answer="First.")
    second = {"answer": "Second.", "act": "thank"}
    told = desk.post(f"{LIST}{report.pk}/answer/", second, follow=True)
    assert "Somebody else has answered" in told.content.decode()
    report.refresh_from_db()
    assert report.answer == "First."


def test_the_page_says_who_writes_to_the_reader(desk: Client, article: Article) -> None:
    with_address = factories.error_report(article, email="nora@example.com")
    without = factories.error_report(article)
    pages = [
        " ".join(desk.get(f"{LIST}{report.pk}/change/").content.decode().split())
        for report in (with_address, without)
    ]
    assert 'Write to the reader yourself: <a href="mailto:nora@example.com">' in pages[0]
    assert "The reader left no address." in pages[1]


def test_what_was_closed_by_mistake_is_opened_again_and_logged(
    desk: Client, article: Article
) -> None:
    report = factories.error_report(article)
    report.thank(by=factories.editor(first_name="Ben", last_name="Ode"), answer="A slip.")
    desk.post(f"{LIST}{report.pk}/reopen/")
    report.refresh_from_db()
    assert (report.is_open, report.answered_by, report.answer) == (True, None, "")
    page = desk.get(f"{LIST}{report.pk}/change/").content.decode()
    assert "Ana Ruiz: Opened again. It was: Closed without a correction by Ben Ode" in page
    assert "A slip." in page


def test_what_is_open_is_not_opened_again(desk: Client, article: Article) -> None:
    report = factories.error_report(article)
    told = desk.post(f"{LIST}{report.pk}/reopen/", follow=True).content.decode()
    assert "has opened this report meanwhile" in told
    assert "It was:" not in told


def test_a_correction_stands_when_its_report_is_opened_again(article: Article) -> None:
    report, correction = factories.error_report(article), factories.correction(article)
    report.correct(correction, by=factories.editor())
    report.reopen()
    assert (list(article.corrections.all()), report.correction) == ([correction], None)


@pytest.mark.parametrize("role", ["Reporter", "Moderator"])
def test_only_editors_answer(client: Client, article: Article, role: str) -> None:
    report = factories.error_report(article)
    client.force_login(factories.user(role))
    assert client.get(f"{LIST}{report.pk}/change/").status_code == 403
    assert client.post(f"{LIST}{report.pk}/answer/", {}).status_code == 403
    assert client.post(f"{LIST}{report.pk}/reopen/").status_code == 403
    assert ErrorReport.objects.open().exists()


def test_the_address_of_a_reporter_is_not_guessed_letter_by_letter(desk: Client) -> None:
    assert desk.get(f"{LIST}?email__startswith=n").status_code == 400


# A correction made in the act of answering


def answer(report: ErrorReport, client: Client, **typed: Any) -> Any:
    new = {"new-kind": "correction", "new-wrong": report.passage, "new-place": "foot"}
    return client.post(f"{LIST}{report.pk}/answer/", new | typed)


def test_a_report_is_answered_by_a_correction_made_in_the_same_act(
    desk: Client, article: Article
) -> None:
    report = factories.error_report(article)
    answer(report, desk, **{"new-text": "It left at noon."})
    report.refresh_from_db()
    made = article.corrections.get()
    assert (report.status, report.correction) == ("corrected", made)
    assert (made.wrong, made.text) == (report.passage, "It left at noon.")
    page = desk.get(f"{LIST}{report.pk}/change/").content.decode()
    assert f'href="{made.get_absolute_url()}"' in page


def test_its_version_before_is_what_the_reader_had(article: Article) -> None:
    before, report = article.publication, factories.error_report(article)
    article.bylines.create(author=factories.author(), position=1)
    factories.declared(article)
    article.revise(by=factories.editor())
    report.answer_by_correcting(
        by=factories.editor(), kind="correction", wrong="Dawn.", text="Noon."
    )
    assert report.correction
    assert (report.correction.before, report.correction.after) == (before, article.publication)


def test_who_leaves_the_marked_passage_alone_has_written_no_correction(
    desk: Client, article: Article
) -> None:
    report = factories.error_report(article, passage="It left\nat dawn")
    answer(report, desk, **{"new-wrong": "It left\r\nat dawn"}, act="thank")
    report.refresh_from_db()
    assert (report.status, Correction.objects.count()) == ("thanked", 0)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"new-text": "Noon.", "new-wrong": ""}, "Say what was wrong"),
        ({"new-wrong": "It left early."}, "This field is required"),
        ({"new-text": "Noon.", "new-kind": "retraction"}, "Select a valid choice"),
        ({"new-text": "Noon.", "correction": "standing"}, "not both"),
        ({"new-text": "Noon.", "act": "thank"}, "empty its fields first"),
        ({"correction": "standing", "act": "thank"}, "empty its fields first"),
        ({}, "or close the report without one"),
    ],
)
def test_a_refused_answer_is_kept_and_nothing_is_made(
    desk: Client, article: Article, typed: dict[str, str], message: str
) -> None:
    report, standing = factories.error_report(article), factories.correction(article)
    chosen = {"correction": standing.pk} if "correction" in typed else {}
    told = answer(report, desk, **typed | chosen, answer="Kept.")
    assert told.status_code == 422
    assert message in told.content.decode()
    assert "Kept." in told.content.decode()
    assert list(Correction.objects.all()) == [standing]


def test_a_report_that_somebody_else_answered_makes_no_correction(article: Article) -> None:
    report = factories.error_report(article)
    ErrorReport.objects.get().thank(by=factories.editor())
    with pytest.raises(ErrorReportConflict, match="meanwhile"):
        report.answer_by_correcting(
            by=factories.editor(), kind="correction", wrong="Dawn.", text="Noon."
        )
    assert not Correction.objects.exists()


def test_who_may_answer_and_not_correct_makes_no_correction(
    client: Client, article: Article
) -> None:
    helper = factories.user("Reporter")
    names = ["view_errorreport", "answer_errorreport"]
    helper.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(helper)
    report = factories.error_report(article)
    assert "new-text" not in client.get(f"{LIST}{report.pk}/change/").content.decode()
    assert answer(report, client, **{"new-text": "Noon."}).status_code == 403
    assert client.post(f"{LIST}{report.pk}/answer/", {"act": "thank"}).status_code == 302
    assert not Correction.objects.exists()
