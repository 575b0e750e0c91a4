"""Reports, reasons and appeals in a browser: from the reader to the moderator and back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from comments.models import Act, Appeal, Case, Comment, HouseRules
from comments.reporting import report
from tests import factories
from tests.looks import objections, objections_at, too_wide
from tests.visitors import Someone, signed_in, visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    """A reader or a member of staff with a browser of their own, on a phone, without JavaScript."""
    with visitors(browser, live_server.url) as arrive:
        yield arrive


def test_a_report_becomes_a_case_and_the_reporter_reads_the_outcome(someone: Someone) -> None:
    article = factories.published()
    comment = factories.approved(article, body_source="Buy my boats.")
    factories.moderator(username="mo")
    reader, moderator = someone(), someone("mo")

    reader.goto(article.get_absolute_url())
    reader.click(".comment-foot >> text=Report")
    reader.check("text=It is advertising")
    reader.fill("[name=text]", "He sells boats under every article.")
    reader.click("text=Send report")
    assert "A moderator will read it" in reader.inner_text("h1")

    moderator.goto("/admin/")
    moderator.click("text=reported comment")
    assert "He sells boats under every article." in moderator.inner_text(".case")
    moderator.click("text=Reject…")
    moderator.fill("[name=reason]", "Advertising.")
    moderator.click("text=Reject with these words")

    reader.reload()
    assert "The comment was taken away" in reader.inner_text("h1")
    assert Case.objects.get().is_upheld is True
    comment.refresh_from_db()
    assert comment.is_rejected is True


def test_an_appeal_is_overturned_by_another_moderator(someone: Someone) -> None:
    article = factories.published()
    comment = factories.approved(article, body_source="He said it himself.")
    first = factories.moderator(username="first")
    factories.moderator(username="second")
    decision = comment.reject(by=first, reason="Attacks a person.")
    commenter, judge, other = someone(), someone("first"), someone("second")

    commenter.goto(decision.statement_url)
    commenter.fill("[name=text]", "It was a quotation.")
    commenter.click("text=Send appeal")
    assert "It was a quotation." in commenter.inner_text("#appeal")

    appeal = "/admin/desk/appealed/"
    judge.goto(appeal)
    assert "another moderator decides" in judge.inner_text(".desk-card")
    assert judge.locator("[name=verdict]").count() == 0

    other.goto(appeal)
    other.fill("[name=answer]", "You were right, and we were not.")
    other.click("text=Overturn")
    assert "Nobody has appealed." in other.inner_text("#queue")
    commenter.reload()
    assert "You were right, and we were not." in commenter.inner_text("#appeal")
    commenter.goto(article.get_absolute_url())
    assert "He said it himself." in commenter.inner_text("#comments")


def test_the_marked_passage_goes_along_to_the_form(
    browser: Browser, live_server: LiveServer
) -> None:
    article = factories.published()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    page.locator(".body p").first.select_text()
    page.click("text=Report an error in this article")
    assert page.input_value("[name=passage]") == "The ferry left at dawn."
    context.close()


@pytest.fixture
def addresses() -> dict[str, str]:
    """Public pages about moderation, by a name."""
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=0)
    moderator, other = factories.moderator(), factories.moderator()
    article = factories.published()
    fresh, appealed, ended, kept = (factories.approved(article) for _ in range(4))
    report(kept, reason="illegal", text="It names the witness.", email="nora@example.com")
    decisions = [one.reject(by=moderator, reason="Rude.") for one in (fresh, appealed, ended)]
    Appeal.open(decisions[1], text="No.").ask("Why?", by=other)
    Appeal.open(decisions[2], text="No.").uphold(by=other, answer="It stands.")
    ban = factories.commenter().decide(Act.BAN, by=moderator, reason="Rude.")
    return {
        "report": kept.report_url,
        "receipt": kept.cases.get().reports.get().receipt_url,
        "fresh statement": decisions[0].statement_url,
        "statement with an appeal": decisions[1].statement_url,
        "statement with an answer": decisions[2].statement_url,
        "statement of a ban": ban.statement_url,
        "log": "/comments/log/",
        "year": f"/comments/transparency/{kept.posted_at.year}/",
        "error": article.error_url,
    }


@pytest.fixture
def staff_addresses(addresses: dict[str, str]) -> dict[str, str]:
    error = factories.error_report(Comment.objects.all()[0].thread.article)
    return {
        "cases": "/admin/comments/case/",
        "case": f"/admin/comments/case/{Case.objects.get().pk}/change/",
        "appeals": "/admin/comments/appeal/",
        "appeal": f"/admin/comments/appeal/{Appeal.objects.open().get().pk}/change/",
        "archive": "/admin/comments/comment/",
        "archived": f"/admin/comments/comment/{Comment.objects.all()[0].pk}/change/",
        "appealed": "/admin/desk/appealed/",
        "reported": "/admin/desk/reported/",
        "figures": "/admin/comments/case/figures/",
        "errors": f"/admin/articles/errorreport/{error.pk}/change/",
    }


def test_the_public_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    assert objections_at(page, addresses.values()) == []
    page.goto(addresses["report"])
    page.click("text=Send report")
    assert objections(page) + too_wide(page) == []
    context.close()


def test_the_moderators_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, staff_addresses: dict[str, str]
) -> None:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    signed_in(context, live_server.url, factories.editor(is_superuser=True))
    page = context.new_page()
    assert objections_at(page, staff_addresses.values()) == []
    context.close()
