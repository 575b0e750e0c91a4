"""What a paper is asked to tell about itself, and which of its pages do."""

import re

import pytest
from django.test import Client

from articles import trust
from articles.models import Policy
from tests import factories
from tests.newspaper import typed_policy
from tests.test_queries import queries

pytestmark = pytest.mark.django_db
REPORT = "/admin/articles/policy/trust/"
# What schema.org's NewsMediaOrganization has for policies (version 30.0), and two of Organization.
SCHEMA = {
    *("publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "ownershipFundingInfo"),
    *("unnamedSourcesPolicy", "verificationFactCheckingPolicy", "actionableFeedbackPolicy"),
    *("missionCoveragePrioritiesPolicy", "diversityPolicy", "diversityStaffingReport"),
    *("masthead", "noBylinesPolicy", "foundingDate", "contactPoint"),
}
CLAUSES = {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def parts(client: Client) -> list[str]:
    """The report: what is missing, what is covered, what articles show by themselves."""
    page = client.get(REPORT).content.decode()
    return re.split(r"<section", page)[1:]


def test_every_policy_of_schema_org_is_asked_for() -> None:
    assert {asked.schema for asked in trust.ASKED} - {""} == SCHEMA


def test_every_clause_of_jti_that_a_page_can_answer_is_asked_for() -> None:
    named = ", ".join(asked.jti for asked in trust.ASKED)
    assert {int(number) for number in re.findall(r"\b(\d+)(?:\.\d)? [A-Z]", named)} == CLAUSES


@pytest.mark.parametrize("asked", trust.ASKED, ids=lambda asked: asked.code)
def test_whatever_is_asked_has_one_code_and_a_source(asked: trust.Asked) -> None:
    assert [one.code for one in trust.ASKED].count(asked.code) == 1
    assert asked.sources


def test_an_empty_paper_lacks_everything_and_is_told_by_which_name(desk: Client) -> None:
    missing, covered, _ = parts(desk)
    assert "Nothing is covered." in covered
    assert f"Missing: {len(trust.ASKED)} of {len(trust.ASKED)}" in missing
    assert "schema.org: <code>correctionsPolicy</code>" in missing
    assert "Trust Project: Corrections" in missing
    assert "JTI: 14.2 Publishing corrections" in missing


def test_what_a_page_covers_is_named_with_where_it_is_shown(desk: Client) -> None:
    policy = factories.policy(title="When we err", slug="errors", covers=["corrections"])
    missing, covered, _ = parts(desk)
    assert "correctionsPolicy" not in missing
    assert "correctionsPolicy" in covered
    assert f'<a href="{policy.get_absolute_url()}">' in covered
    assert "version 1, in force since" in covered


def test_two_pages_may_cover_one_subject(desk: Client) -> None:
    for title in ("Ethics", "Money"):
        factories.policy(title=title, covers=["ethics"])
    covered = parts(desk)[1]
    assert (covered.count("ethicsPolicy"), ">Ethics<" in covered, ">Money<" in covered) == (
        1,
        True,
        True,
    )


def test_a_retired_page_covers_nothing(desk: Client) -> None:
    factories.policy(covers=["corrections"], retired=True)
    assert "correctionsPolicy" in parts(desk)[0]


def test_what_a_page_covers_is_ticked_on_its_form(desk: Client) -> None:
    sent = typed_policy(covers=["corrections", "ethics"])
    desk.post("/admin/articles/policy/add/", sent)
    assert Policy.objects.get().covers == ["corrections", "ethics"]


def test_what_nobody_asks_for_cannot_be_covered(desk: Client) -> None:
    desk.post("/admin/articles/policy/add/", typed_policy(covers=["horoscope"]))
    assert not Policy.objects.exists()


def test_what_articles_show_by_themselves_is_told_with_its_place(desk: Client) -> None:
    shown = parts(desk)[2]
    for one in trust.SHOWN:
        assert one.where in shown


@pytest.mark.parametrize(
    ("role", "status"),
    [("Editor", 200), ("Reporter", 403), ("Moderator", 403), ("Chief moderator", 403)],
)
def test_the_report_is_for_editors(client: Client, role: str, status: int) -> None:
    client.force_login(factories.user(role))
    assert client.get(REPORT).status_code == status
    assert ("Read the trust report" in client.get("/admin/").content.decode()) is (status == 200)


def test_the_report_asks_as_much_for_ten_pages_as_for_one(desk: Client) -> None:
    factories.policy(covers=["ethics"])
    few = queries(desk, REPORT)
    for _ in range(9):
        factories.policy(covers=["ethics"])
    assert queries(desk, REPORT) == few
