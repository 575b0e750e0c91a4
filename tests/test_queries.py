"""How many questions a page asks the database: few, and as many for a thousand rows as for ten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Policy, Section, Tag
from comments.models import Act, Appeal, Comment, HouseRules
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db
MOST = 8


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process remembers (content types) is not asked twice
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def busy_article() -> Article:
    desk = factories.group("Ana Ruiz", "Bo Falk")
    factories.disclosure(desk)
    Policy.objects.create(title="About", slug="about", body_source="<p>Us.")
    article = factories.published(desk, factories.author(), lead_photo=factories.photo())
    article.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    article.correct(by=factories.editor(), kind="correction", text="It was two boats.")
    parent = None
    for number in range(100):
        parent = factories.approved(
            article, from_newsroom=True, parent=parent if number % 5 else None
        )
    return article


def test_an_article_with_a_hundred_comments(client: Client, busy_article: Article) -> None:
    assert Comment.objects.approved().count() == 100
    # And two for what a reader may go on to.
    assert queries(client, busy_article.get_absolute_url()) <= MOST + 2


def test_the_front_page(client: Client, busy_article: Article) -> None:
    for _ in range(5):
        section = factories.section()
        for _ in range(6):
            factories.published(section=section, lead_photo=factories.photo())
    assert queries(client, "/") <= MOST


def test_the_other_public_pages(client: Client, busy_article: Article) -> None:
    author = busy_article.bylines.all()[0].author
    for _ in range(10):
        factories.published(author, section=busy_article.section, lead_photo=factories.photo())
        factories.disclosure(author, entity="Another")
    addresses = (
        *(busy_article.section.get_absolute_url(), author.get_absolute_url()),
        *(
            author.disclosures_url,
            "/search/?q=ferry",
            "/search/comments/?q=number",
            busy_article.comment_url,
        ),
    )
    asked = {address: queries(client, address) for address in addresses}
    # A list counts its pages, and a group's page names its managers.
    assert {address: count for address, count in asked.items() if count > MOST + 1} == {}


CHANGE_LISTS = [
    *(f"/admin/articles/{model}/" for model in ("article", "author", "disclosure", "photo")),
    *(f"/admin/articles/{model}/" for model in ("policy", "section", "tag")),
    *(
        "/admin/comments/comment/",
        "/admin/comments/comment/?status=held",
        "/admin/comments/thread/",
    ),
    *(f"/admin/desk/{queue}/" for queue in ("held", "reported", "appealed", "new", "rejected")),
    "/admin/comments/term/",
    *("/admin/comments/case/", "/admin/comments/appeal/", "/admin/articles/errorreport/"),
    "/admin/comments/case/figures/",
]


def grow(rows: int) -> None:
    section = Section.objects.first() or factories.section()
    for number in range(rows):
        author = factories.group("Ana Ruiz", photo=factories.photo())
        factories.disclosure(author)
        article = factories.published(author, section=section, lead_photo=factories.photo())
        first = factories.approved(article)
        factories.comment(article, parent=first)
        report(factories.approved(article), reason="spam")
        decision = factories.comment(article).reject(by=factories.moderator(), reason="Rude.")
        Appeal.open(decision, text="No.")
        ban = factories.commenter().decide(Act.BAN, by=factories.moderator(), reason="Rude.")
        Appeal.open(ban, text="No.")
        factories.error_report(article)
        name = f"{Tag.objects.count()}-{number}"
        Tag.objects.create(name=name, slug=name)
        Policy.objects.create(title=name, slug=name, body_source="<p>Us.")
        factories.term(f"zorblat {name}", section=article.section, added_by=factories.moderator())


def test_a_change_list_asks_as_much_for_twelve_rows_as_for_two(admin_client: Client) -> None:
    grow(2)
    few = {address: queries(admin_client, address) for address in CHANGE_LISTS}
    grow(10)
    assert {address: queries(admin_client, address) for address in CHANGE_LISTS} == few


def appeal_against_what_a_colleague_put_back() -> None:
    """Rejected, published after all, and rejected again by taking that back."""
    comment = factories.approved(factories.published())
    comment.reject(by=factories.moderator(), reason="Rude.")
    published = comment.approve(by=factories.moderator())
    put_back = comment.undo(published, by=factories.moderator())
    assert put_back.is_restriction
    Appeal.open(put_back, text="No.")


def test_who_has_taken_what_is_appealed_is_asked_once_for_the_queue(admin_client: Client) -> None:
    address = "/admin/desk/appealed/"
    appeal_against_what_a_colleague_put_back()
    few = queries(admin_client, address)
    for _ in range(5):
        appeal_against_what_a_colleague_put_back()
    assert queries(admin_client, address) == few


def case_page() -> str:
    comment = factories.approved(factories.published())
    for number in range(3):
        report(comment, reason="spam", text=f"Once more, {number}.")
    return f"/admin/comments/case/{comment.cases.get().pk}/change/"


def test_the_page_of_a_case_asks_as_much_for_thirty_reports_as_for_three(
    admin_client: Client,
) -> None:
    HouseRules.objects.create(pk=1, reports_from_address=0)
    address = case_page()
    few = queries(admin_client, address)
    comment = Comment.objects.get()
    for number in range(27):
        report(comment, reason="hate", text=f"And more, {number}.", reporter=factories.commenter())
    assert queries(admin_client, address) == few


def test_the_log_asks_no_more_of_rejections_that_were_put_back(client: Client) -> None:
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=0)
    article, by, asked = factories.published(), factories.moderator(), []
    for count in (1, 9):
        for _ in range(count):
            comment = factories.comment(article)
            comment.reject(by=by, reason="Rude.")
            comment.undo(comment.approve(by=by), by=by)
        asked.append(queries(client, "/comments/log/"))
    assert asked[0] == asked[1]


def test_the_pages_about_moderation(client: Client) -> None:
    HouseRules.objects.create(pk=1, public_log=True)
    grow(2)
    comment = Comment.objects.reported().first()
    made = comment.cases.get().reports.get()
    addresses = {
        "log": "/comments/log/",
        "transparency": f"/comments/transparency/{comment.posted_at.year}/",
        "report": comment.report_url,
        "receipt": made.receipt_url,
        "statement": Appeal.objects.first().appealed.statement_url,
    }
    few = {which: queries(client, address) for which, address in addresses.items()}
    grow(8)
    assert {which: queries(client, address) for which, address in addresses.items()} == few
    # A year's figures are one question each.
    most = {"transparency": 24, "statement": 9}
    assert {which: n for which, n in few.items() if n > most.get(which, MOST)} == {}
