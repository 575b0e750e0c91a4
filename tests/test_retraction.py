"""Retraction: the address keeps the headline and a notice, and the piece is nowhere else."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleStatus, Correction, StatusChange
from articles.models.status import MOVES
from articles.publishing import PublishingConflict
from comments.models import Thread
from tests import factories
from tests.test_corrections import added, html
from tests.test_editing import address, retyped
from tests.test_structured import data

pytestmark = pytest.mark.django_db
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


@pytest.fixture
def retracted() -> Article:
    article = factories.published(headline="Canary headline", standfirst="Canary standfirst.")
    factories.correction(article)
    factories.approved(article, body_source="What a canary says.")
    article.retract(by=factories.editor(), reason="None of it happened.")
    return article


# The act


def test_retracting_moves_the_article_and_tells_readers_why() -> None:
    article, editor = factories.published(), factories.editor()
    notice = article.retract(by=editor, reason="None of it happened.")
    assert Article.objects.retracted().get() == article
    assert (notice.kind, notice.place, notice.made_by) == ("retraction", "top", editor)
    last = article.log[0]
    assert (last.from_status, last.to_status) == ("published", "retracted")


def test_what_was_withdrawn_can_be_retracted_as_readers_once_had_it() -> None:
    article, editor = factories.published(), factories.editor()
    article.withdraw(by=editor, reason="Under review")
    article.return_to_draft(by=editor)
    article.retract(by=editor, reason="None of it happened.")
    assert article.has_page is True


@pytest.mark.parametrize("was", ["draft", "scheduled", "withdrawn from the schedule"])
def test_what_readers_never_had_is_not_retracted(was: str) -> None:
    article, editor = factories.draft(), factories.editor()
    if was != "draft":
        article.publish(by=editor, at=timezone.now() + TOMORROW)
    if was == "withdrawn from the schedule":
        article.withdraw(by=editor, reason="Two facts are wrong.")
    with pytest.raises(PublishingConflict, match="never public"):
        article.retract(by=editor, reason="None of it happened.")
    assert not Correction.objects.exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_readers_are_told_why(reason: str) -> None:
    article = factories.published()
    with pytest.raises(PublishingConflict, match="told why"):
        article.retract(by=factories.editor(), reason=reason)
    assert Article.objects.published().get() == article


def test_no_correction_passes_for_a_retraction() -> None:
    article = factories.published()
    with pytest.raises(PublishingConflict, match="taken away"):
        factories.correction(article, kind="retraction")


def test_nothing_leads_back(retracted: Article) -> None:
    editor = factories.editor()
    assert MOVES[ArticleStatus.RETRACTED] == set()
    for act in (
        lambda: retracted.publish(by=editor),
        lambda: retracted.return_to_draft(by=editor),
        lambda: retracted.withdraw(by=editor, reason="To hide it."),
        lambda: retracted.retract(by=editor, reason="Again."),
    ):
        with pytest.raises(PublishingConflict):
            act()
    assert Article.objects.retracted().get() == retracted


def test_the_second_of_two_hurried_editors_is_told_and_one_notice_stands() -> None:
    article, editor = factories.published(), factories.editor()
    stale = Article.objects.get()
    article.retract(by=editor, reason="None of it happened.")
    with pytest.raises(PublishingConflict, match="meanwhile"):
        stale.retract(by=editor, reason="Half of it happened.")
    assert Correction.objects.get().text == "None of it happened."


def test_the_notice_and_the_move_are_made_together_or_not_at_all() -> None:
    article = factories.published()
    with pytest.raises(Exception, match="correction_text"):
        article.retract(by=factories.editor(), reason="x" * 2_001)
    assert Article.objects.published().get() == article
    assert not StatusChange.objects.filter(to_status="retracted").exists()


# Its address


def test_its_address_has_the_headline_and_the_notice_and_nothing_it_said(
    client: Client, retracted: Article
) -> None:
    page = html(client, retracted.get_absolute_url())
    for words in ("Canary headline", "None of it happened.", "It was two boats.", "Retracted"):
        assert words in page
    for words in ("The ferry left at dawn.", "Canary standfirst.", "What a canary says."):
        assert words not in page


def test_search_engines_are_asked_to_leave_it_out(client: Client, retracted: Article) -> None:
    page = html(client, retracted.get_absolute_url())
    assert '<meta name="robots" content="noindex">' in page


def test_machines_read_that_it_is_retracted_and_why(client: Client, retracted: Article) -> None:
    told = data(html(client, retracted.get_absolute_url()))
    assert told["creativeWorkStatus"] == "Retracted"
    assert told["correction"][0]["text"] == "None of it happened."


def test_another_date_leads_to_the_notice(client: Client, retracted: Article) -> None:
    answer = client.get(f"/1999/01/01/{retracted.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, retracted.get_absolute_url())


def test_who_stood_behind_it_is_who_did_when_readers_had_it(client: Client) -> None:
    article, editor = factories.published(factories.author(name="Ana Ruiz")), factories.editor()
    article.withdraw(by=editor, reason="Under review")
    article.bylines.update(author=factories.author(name="Bo Falk"))
    article.retract(by=editor, reason="None of it happened.")
    page = html(client, article.get_absolute_url())
    assert "Ana Ruiz" in page
    assert "Bo Falk" not in page


# Everywhere else


def test_it_is_in_no_list(client: Client, retracted: Article) -> None:
    author = retracted.bylines.get().author
    for page in (
        "/",
        "/search/?q=canary",
        retracted.section.get_absolute_url(),
        author.get_absolute_url(),
    ):
        assert "Canary headline" not in html(client, page)


def test_what_was_said_under_it_is_shown_no_more(client: Client, retracted: Article) -> None:
    comment = retracted.thread.comments.get()
    for page in (
        retracted.comment_url,
        retracted.error_url,
        comment.replies_url,
        comment.report_url,
        comment.recommend_url,
        comment.receipt_url,
    ):
        assert client.get(page).status_code == 404, page


def test_who_follows_the_link_to_a_comment_reads_the_notice(
    client: Client, retracted: Article
) -> None:
    answer = client.get(retracted.thread.comments.get().get_absolute_url())
    assert answer["Location"] == retracted.get_absolute_url()


def test_the_link_to_a_comment_that_nobody_read_leads_nowhere(client: Client) -> None:
    article = factories.published()
    held = factories.comment(article)
    article.retract(by=factories.editor(), reason="None of it happened.")
    assert client.get(held.get_absolute_url()).status_code == 404


def test_it_takes_no_comment(client: Client, retracted: Article) -> None:
    assert client.post(retracted.comment_url, {"body": "Let me in"}).status_code == 404
    assert retracted.thread.comments.count() == 1


def test_moderators_read_that_its_comments_are_hidden_and_why(retracted: Article) -> None:
    assert retracted.thread.state.sentence == "Hidden (article retracted)"
    assert Thread.objects.hidden().get() == retracted.thread


# The desk


def test_an_editor_retracts_with_a_notice(desk: Client) -> None:
    article = factories.published()
    assert address(article, "retract") in html(desk, address(article))
    asked = html(desk, address(article, "retract"))
    assert "There is no way back." in asked
    told = desk.post(address(article, "retract"), {"reason": "None of it happened."}, follow=True)
    assert "is retracted: its address shows the notice." in told.content.decode()
    assert Article.objects.retracted().get() == article


@pytest.mark.parametrize("reason", ["", "x" * 2_001, "a\u202eb"])
def test_a_refused_notice_retracts_nothing(desk: Client, reason: str) -> None:
    article = factories.published()
    answer = desk.post(address(article, "retract"), {"reason": reason})
    assert "errorlist" in answer.content.decode()
    assert Article.objects.published().get() == article


def test_what_was_never_public_has_no_such_page(desk: Client) -> None:
    assert desk.get(address(factories.draft(), "retract")).status_code == 404


@pytest.mark.parametrize("role", ["Reporter", "Moderator"])
def test_only_editors_retract(client: Client, role: str) -> None:
    article = factories.published()
    client.force_login(factories.user(role))
    sent = client.post(address(article, "retract"), {"reason": "None of it happened."})
    assert sent.status_code == 403
    assert Article.objects.published().get() == article


def test_its_form_offers_nothing_but_another_notice(desk: Client, retracted: Article) -> None:
    page = html(desk, address(retracted))
    for name in ("_publish", "_draft", "headline", "body_source", "bylines-0-role"):
        assert f'name="{name}"' not in page
    assert "The ferry left at dawn." in page
    assert f'href="{retracted.get_absolute_url()}">Read the notice' in page


def test_nothing_of_it_is_changed_by_who_sends_its_form_all_the_same(
    desk: Client, retracted: Article
) -> None:
    sent = retyped(retracted, headline="Another", body_source="<p>Another.", _continue="Save")
    desk.post(address(retracted), sent | {"bylines-0-role": "Another"})
    desk.post(address(retracted), sent | {"_publish": "1"})
    desk.post(address(retracted), sent | {"_draft": "1"})
    now = Article.objects.retracted().get()
    assert (now.headline, now.body) == (retracted.headline, retracted.body)
    assert now.bylines.get().role == ""


def test_a_mistake_in_the_notice_is_mended_by_another(desk: Client, retracted: Article) -> None:
    notice = retracted.corrections.filter(kind="retraction").get()
    sent = added(retracted, kind="note", wrong="", text="Half of it did.", corrects=notice.pk)
    desk.post(address(retracted), sent)
    page = html(desk, retracted.get_absolute_url())
    assert "Half of it did." in page
    assert "None of it happened." in page


def test_the_list_of_the_desk_has_a_tab_for_it(desk: Client, retracted: Article) -> None:
    page = html(desk, "/admin/articles/article/?where=retracted")
    assert '<span class="standing standing--retracted">Retracted</span>' in page
