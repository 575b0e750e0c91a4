"""Figures: for the chief, for the public, and the log they are counted from."""

import csv
import dataclasses
import datetime
import io
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from comments import figures, transparency
from comments.charts import bars, columns
from comments.figures import Period, percentile
from comments.models import (
    Act,
    Appeal,
    Beat,
    Comment,
    CommentStatus,
    Decision,
    Ground,
    HouseRules,
    Reason,
    ReasonPurpose,
)
from comments.reporting import report
from comments.spreadsheet import cell
from comments.templatetags.moderation import percent, spell
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
FIGURES = "/admin/comments/case/figures/"


def year() -> int:
    return timezone.localdate().year


def today() -> Period:
    return Period.last_days(1)


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(factories.user("Chief moderator"))
    return client


def waited(minutes: float, by: Any, to: str = "approved") -> Comment:
    """A comment that a moderator decided on so long after it came."""
    comment = factories.comment(factories.published())
    decision = comment.decide(CommentStatus(to), by=by, reason="Rude.")
    posted_at = decision.decided_at - minutes * MINUTE
    Comment.objects.filter(pk=comment.pk).update(posted_at=posted_at)
    comment.refresh_from_db()
    return comment


# Times


def test_half_and_nine_in_ten_are_measured_in_the_database() -> None:
    moderator = factories.moderator()
    for minutes in range(1, 11):
        waited(minutes, moderator)
    took = figures.first_decisions(Period.last_days(2))
    assert percentile(took, "took", 0.5) == 5 * MINUTE
    assert percentile(took, "took", 0.9) == 9 * MINUTE


def test_nothing_has_no_median() -> None:
    assert percentile(figures.first_decisions(today()), "took", 0.5) is None


def test_only_the_first_decision_on_a_comment_that_waited_counts() -> None:
    moderator = factories.moderator()
    comment = waited(5, moderator)
    comment.hold(by=moderator)
    comment.approve(by=moderator)
    factories.comment(factories.published(), from_newsroom=True)
    took: QuerySet[Decision] = figures.first_decisions(Period.last_days(2))
    assert took.count() == 1


def test_what_was_taken_back_is_no_first_decision() -> None:
    moderator = factories.moderator()
    comment = factories.comment(factories.published())
    comment.undo(comment.reject(by=moderator, reason="A slip."), by=moderator)
    approval = comment.approve(by=moderator)
    assert figures.first_decisions(today()).get() == approval


def test_each_moderator_has_a_median_of_their_own() -> None:
    quick = factories.moderator(first_name="Quick", last_name="")
    slow = factories.moderator(username="slow.one")
    for minutes in (1, 2, 30):
        waited(minutes, quick)
    for minutes in (60, 120):
        waited(minutes, slow, to="rejected")
    lines = figures.moderators(Period.last_days(2))
    assert [(line.name, line.decisions, line.approved, line.rejected) for line in lines] == [
        ("Quick", 3, 3, 0),
        ("slow.one", 2, 0, 2),
    ]
    assert [line.median for line in lines] == [2 * MINUTE, 60 * MINUTE]


def test_overturned_appeals_count_for_who_decided() -> None:
    moderator, other = factories.moderator(), factories.moderator()
    for verdict in ("overturn", "uphold"):
        decision = waited(1, moderator, to="rejected").decisions.get()
        getattr(Appeal.open(decision, text="No."), verdict)(by=other, answer="So.")
    line = next(line for line in figures.moderators(today()) if line.name == str(moderator))
    assert (line.appealed, line.overturned, line.overturn_rate) == (2, 1, 0.5)


@pytest.fixture
def withdrawn() -> None:
    """A comment that was reported, and one that was appealed: nobody judges either any more."""
    article, by = factories.published(), factories.moderator(first_name="Mo", last_name="L.")
    reported, appealed = (factories.approved(article, by=by) for _ in range(2))
    case = report(reported, reason="spam").case
    Appeal.open(appealed.hold(by=by), text="No.")
    with time_machine.travel(timezone.now() + MINUTE):
        for comment in (reported, appealed):
            comment.refresh_from_db()
            comment.withdraw()
    case.refresh_from_db()
    assert case.is_moot is True


def test_an_appeal_that_nobody_judged_is_not_among_the_decided_ones(
    chief: Client, withdrawn: None
) -> None:
    counted = transparency.figures_of(year()).appeals
    assert (counted["opened"], counted["decided"], counted["median"]) == (1, 0, None)
    page = chief.get(FIGURES)
    assert (page.context["appeals"], page.context["overturn_rate"]) == (0, None)
    assert [line.appealed for line in page.context["moderators"]] == [0]


def test_a_case_that_nobody_judged_took_no_time_to_decide(withdrawn: None) -> None:
    counted = transparency.figures_of(year()).cases
    assert (counted["opened"], counted["median"]) == (1, None)


# The backlog and the rules


def test_the_backlog_is_counted_by_age() -> None:
    for hours in (0.5, 5, 20, 60, 100, 200):
        comment = factories.comment(factories.published())
        posted_at = timezone.now() - datetime.timedelta(hours=hours)
        Comment.objects.filter(pk=comment.pk).update(posted_at=posted_at)
    backlog = figures.backlog()
    assert [count for _, count in backlog.ages] == [1, 1, 1, 1, 2]
    assert backlog.held == 6
    assert spell(backlog.oldest) == "8.3 days"


def test_a_rule_has_its_false_alarms() -> None:
    moderator = factories.moderator()
    for to in ("approved", "approved", "approved", "rejected"):
        waited(1, moderator, to=to)
    factories.comment(factories.published())
    factories.comment(factories.published()).withdraw()
    line = figures.rules(today())[0]
    assert (line.name, line.held) == ("hold unknown commenter", 6)
    assert (line.approved, line.rejected, line.waiting, line.withdrawn) == (3, 1, 1, 1)
    assert line.false_alarms == 0.75


def test_what_a_rule_rejected_by_itself_counts_with_its_appeals() -> None:
    comment = factories.approved(factories.published())
    decision = comment.decide(
        CommentStatus.REJECTED, by=None, rule="reject_filled_trap", reason="So."
    )
    Appeal.open(decision, text="No.").overturn(by=factories.moderator())
    lines = {line.rule: line for line in figures.rules(today())}
    line = lines["reject_filled_trap"]
    assert (line.rejected_itself, line.appealed, line.overturned) == (1, 1, 1)


def test_days_without_anything_are_there_with_nothing() -> None:
    factories.approved(factories.published())
    days = figures.days(Period.last_days(3))
    assert [(line.received, line.decided) for line in days] == [(0, 0), (0, 0), (1, 1)]


# The page and the file


def test_the_chief_reads_the_figures_of_any_period(chief: Client) -> None:
    waited(5, factories.moderator(first_name="Mo", last_name="Lindqvist"))
    page = chief.get(FIGURES).content.decode()
    for words in ("Mo Lindqvist", "5 minutes", "hold unknown commenter", "<svg"):
        assert words in page, words
    old = chief.get(f"{FIGURES}?first=2020-01-01&last=2020-01-31").content.decode()
    assert "Mo Lindqvist" not in old
    assert "Nobody has decided anything in this time." in old


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("first=2024-02-01&last=2024-01-01", "ends before it begins"),
        ("first=0001-01-01&last=9999-12-31", "At most ten years"),
        ("first=nonsense&last=2024-01-01", "Enter a valid date"),
    ],
)
def test_a_period_that_makes_no_sense_is_told_at_the_field(
    chief: Client, query: str, message: str
) -> None:
    page = chief.get(f"{FIGURES}?{query}")
    assert page.status_code == 200
    assert message in page.content.decode()


def test_the_page_has_no_inline_style_or_script(chief: Client) -> None:
    waited(5, factories.moderator())
    page = chief.get(FIGURES).content.decode()
    main = page[page.index('id="content-main"') :]
    assert "style=" not in main
    assert "<script" not in main[: main.index("</section>")]


def test_the_file_has_the_tables_and_no_formula(chief: Client) -> None:
    waited(5, factories.moderator(first_name="=HYPERLINK(1)", last_name=""))
    factories.comment(factories.published()).withdraw()
    response = chief.get("/admin/comments/case/figures.csv")
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert ["hold unknown commenter", "2", "1", "0", "0", "1"] in [row[:6] for row in rows]
    assert ["moderator", "decisions"] in [row[:2] for row in rows]
    assert ["'=HYPERLINK(1)", "1", "1", "0", "300"] in [row[:5] for row in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_might_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "written"), [("Mo", "Mo"), (-3, "-3"), (None, ""), (0, "0"), ("a=b", "a=b")]
)
def test_other_cells_stay_as_they_are(value: object, written: str) -> None:
    assert cell(value) == written


def test_a_bar_is_as_wide_as_its_share_of_the_longest() -> None:
    assert [bar.width for bar in bars([("a", 4), ("b", 1), ("c", 0)])] == [100, 25, 0]
    assert [bar.width for bar in bars([("a", 0)])] == [0]


def test_a_column_stands_on_the_ground_and_says_what_it_is() -> None:
    chart = columns([("1 May", 4, 2)], "received", "decided")
    assert [(shape.y, shape.height, shape.title) for shape in chart.shapes] == [
        (0, 100, "1 May: 4 received"),
        (50, 50, "1 May: 2 decided"),
    ]


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (None, "–"),
        (datetime.timedelta(seconds=1), "1 second"),
        (datetime.timedelta(seconds=45), "45 seconds"),
        (datetime.timedelta(minutes=12), "12 minutes"),
        (datetime.timedelta(hours=3, minutes=30), "3.5 hours"),
        (datetime.timedelta(days=3), "3 days"),
    ],
)
def test_a_duration_is_written_as_people_say_it(
    took: datetime.timedelta | None, words: str
) -> None:
    assert spell(took) == words
    assert (percent(None), percent(0.126)) == ("–", "13 %")


# The yearly figures


@pytest.fixture
def busy_year() -> None:
    moderator, other = factories.moderator(), factories.moderator()
    privacy = Reason.objects.get(label="Private matters")
    comment = factories.approved(factories.published(), by=moderator)
    report(comment, reason="illegal", text="It names the witness.")
    report(comment, reason="spam")
    comment.refresh_from_db()
    comment.reject(by=moderator, reason="Her address.", preset=privacy)
    trapped = factories.approved(factories.published(), by=moderator)
    decision = trapped.decide(
        CommentStatus.REJECTED, by=None, rule="reject_filled_trap", reason="So."
    )
    Appeal.open(decision, text="No.").overturn(by=other)
    kept = factories.approved(factories.published(), by=moderator)
    report(kept, reason="hate").case.dismiss(by=moderator)
    slip = factories.approved(factories.published(), by=moderator)
    slip.undo(slip.reject(by=moderator, reason="Slip."), by=moderator)
    factories.commenter().decide(Act.BAN, by=moderator, reason="Rude.")


def test_a_year_is_counted_from_the_log(busy_year: None) -> None:
    counted = transparency.figures_of(year())
    assert {(one.ground, one.total, one.automated) for one in counted.categories} == {
        (Ground.DATA, 1, 0),
        (Ground.SCAMS, 1, 1),
    }
    assert (counted.restricted, counted.automated_share) == (2, 0.5)
    assert (counted.report_count, counted.notices, counted.notices_upheld) == (3, 1, 1)
    assert (counted.cases["opened"], counted.cases["upheld"], counted.cases["dismissed"]) == (
        *(2, 1, 1),
    )
    assert (counted.appeals["opened"], counted.appeals["overturned"]) == (1, 1)
    assert counted.suspensions == {"watched": 0, "muted": 0, "banned": 1}
    assert counted.received == counted.published == 4


def test_the_page_and_the_data_say_the_same(client: Client, busy_year: None) -> None:
    page = client.get(f"/comments/transparency/{year()}/").content.decode()
    assert Ground.DATA.label in page
    assert "50 %" in page
    response = client.get(f"/comments/transparency/{year()}.json")
    said = json.loads(response.content)
    assert "2024/2835" in said["template"]
    own = said["article_15_1_c_own_initiative"]
    assert own["restrictions"] == 2
    assert {(one["category"], one["restrictions"]) for one in own["by_category"]} == {
        (Ground.DATA.value, 1),
        (Ground.SCAMS.value, 1),
    }
    assert said["article_15_1_d_complaints"]["reversed"] == 1


def test_the_years_are_those_in_which_something_was_decided(
    client: Client, busy_year: None
) -> None:
    page = client.get("/comments/transparency/").content.decode()
    assert f"/comments/transparency/{year()}/" in page
    assert client.get("/comments/transparency/1999/").status_code == 404


def test_a_year_begins_at_midnight_by_the_clock_of_the_paper(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    half_past_midnight = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    with time_machine.travel(half_past_midnight, tick=False):
        factories.approved(factories.published())
    assert transparency.years() == [2027]
    assert transparency.figures_of(2027).published == 1


def test_the_yearly_figures_write_thousands_as_such(
    client: Client, busy_year: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = dataclasses.replace(transparency.figures_of(year()), received=12_345)
    monkeypatch.setattr("comments.pages.transparency.figures_of", lambda year: counted)
    page = client.get(f"/comments/transparency/{year()}/").content.decode()
    assert "<dt>Received</dt><dd>12,345</dd>" in page


def test_the_yearly_figures_can_be_switched_off(client: Client, busy_year: None) -> None:
    HouseRules.objects.create(pk=1, transparency_page=False)
    for address in ("", f"{year()}/", f"{year()}.json"):
        assert client.get(f"/comments/transparency/{address}").status_code == 404


# The public log


@pytest.fixture
def public() -> None:
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=0)


def test_the_log_is_not_public_unless_the_newsroom_says_so(client: Client) -> None:
    assert client.get("/comments/log/").status_code == 404


def test_the_log_says_what_and_why_and_names_nobody(client: Client, public: None) -> None:
    moderator = factories.moderator(first_name="Mo", last_name="Lindqvist", username="mo.l")
    comment = factories.approved(
        factories.published(headline="Ferry at night"), author_name="Nora Quill"
    )
    decision = comment.reject(by=moderator, reason="Quill calls Mo a liar.", note="Canary.")
    page = client.get("/comments/log/").content.decode()
    for words in ("Ferry at night", "Its writer was told why.", "by a moderator"):
        assert words in page, words
    for secret in ("Lindqvist", "mo.l", "Quill", "calls Mo", "Canary.", comment.body):
        assert secret not in page, secret
    Appeal.open(decision, text="No.").overturn(by=factories.moderator())
    assert "Appealed: decision overturned" in client.get("/comments/log/").content.decode()


def test_the_log_has_the_words_of_a_usual_reason(client: Client, public: None) -> None:
    usual = Reason.objects.offered(ReasonPurpose.REJECT)[0]
    comment = factories.approved(factories.published())
    comment.reject(by=factories.moderator(), reason=f"{usual.text} And Nora lies.", preset=usual)

    page = client.get("/comments/log/").content.decode()

    assert usual.text in page
    assert "Nora lies" not in page


def test_a_decision_that_can_still_be_undone_is_not_in_the_log(client: Client) -> None:
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=600)
    comment = factories.approved(factories.published(headline="Ferry at night"))
    comment.reject(by=factories.moderator(), reason="Rude.")
    assert "Ferry at night" not in client.get("/comments/log/").content.decode()


def test_the_log_of_an_article_that_is_not_public_is_not_either(
    client: Client, public: None
) -> None:
    article = factories.published(headline="Ferry at night")
    factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert "Ferry at night" not in client.get("/comments/log/").content.decode()


def test_the_log_is_leafed_through_without_a_gap(
    client: Client, public: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.moderation_log.PER_PAGE", 2)
    moderator, article = factories.moderator(), factories.published()
    moment = timezone.now() - datetime.timedelta(minutes=5)
    for number in range(5):
        comment = factories.approved(article)
        comment.decide(CommentStatus.REJECTED, by=moderator, reason=f"Reason {number}.", at=moment)
    address, seen = "/comments/log/", []
    for _ in range(3):
        log = client.get(address).context["log"]
        seen += [entry.decision.reason for entry in log.entries]
        address = f"/comments/log/?before={log.next_before}"
    assert seen == [f"Reason {number}." for number in (4, 3, 2, 1, 0)]
    assert log.next_before is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "999999"])
def test_a_made_up_place_in_the_log_is_no_error(client: Client, public: None, before: str) -> None:
    assert client.get(f"/comments/log/?before={before}").status_code == 200


def test_a_long_period_is_drawn_by_months() -> None:
    factories.approved(factories.published())
    lines = figures.course(Period.last_days(365))
    assert (lines[-1].received, lines[-1].is_month, len(lines)) == (1, True, 13)
    assert figures.course(Period.last_days(92))[-1].is_month is False


# The ways to them

LOG, YEARS = "/comments/log/", "/comments/transparency/"
RULES = [
    ({}, [YEARS]),
    ({"public_log": True}, [LOG, YEARS]),
    ({"transparency_page": False}, []),
    ({"public_log": True, "transparency_page": False}, [LOG]),
]


def linked(page: str) -> list[str]:
    return [address for address in (LOG, YEARS) if f'<a href="{address}">' in page]


@pytest.mark.parametrize(("settled", "published"), RULES)
def test_what_is_published_about_moderation_is_linked_below_each_discussion(
    client: Client, settled: dict[str, bool], published: list[str]
) -> None:
    article = factories.published()
    if settled:
        HouseRules.objects.create(pk=1, **settled)
    assert linked(client.get(article.get_absolute_url()).content.decode()) == published


@pytest.mark.parametrize("settled", [{}, {"public_log": True}])
def test_an_article_asks_no_more_for_what_is_published_about_moderation(
    client: Client, settled: dict[str, bool]
) -> None:
    address = factories.published().get_absolute_url()
    HouseRules.objects.create(pk=1, transparency_page=False)
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    HouseRules.objects.update(transparency_page=True, **settled)
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)


@pytest.mark.parametrize("public_log", [True, False])
def test_the_log_and_the_yearly_figures_lead_to_one_another(
    client: Client, busy_year: None, public_log: bool
) -> None:
    HouseRules.objects.create(pk=1, public_log=public_log)
    for address in (YEARS, f"{YEARS}{year()}/"):
        assert (LOG in linked(client.get(address).content.decode())) is public_log, address
    HouseRules.objects.update(public_log=True)
    assert YEARS in linked(client.get(LOG).content.decode())
    HouseRules.objects.update(transparency_page=False)
    assert YEARS not in linked(client.get(LOG).content.decode())


@pytest.mark.parametrize(
    ("role", "is_bound", "may"),
    [
        ("Moderator", False, False),
        ("Chief moderator", False, True),
        ("Chief moderator", True, False),
    ],
)
def test_the_desk_leads_to_the_figures_who_may_read_them(
    client: Client, role: str, is_bound: bool, may: bool
) -> None:
    member = factories.user(role)
    if is_bound:
        Beat.objects.create(moderator=member).sections.add(factories.section())
    client.force_login(member)
    page = client.get("/admin/desk/").content.decode()
    assert (f'<a href="{FIGURES}">Figures</a>' in page) is may
    assert client.get(FIGURES).status_code == (200 if may else 403)
