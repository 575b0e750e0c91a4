"""A moderator's work in the admin: held comments, and threads."""

import pytest
from django.test import Client

from comments.models import Comment, CommentStatus, Thread
from tests import factories

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
DECISIONS = "/admin/comments/comment/decisions/"
REJECT = "/admin/comments/comment/reject/"
MODES = "/admin/comments/thread/modes/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    return client


def test_the_list_opens_with_the_held_comments_and_why(desk: Client) -> None:
    article = factories.published(headline="Ferry at night")
    held = factories.comment(article, body_source="Hold me.")
    factories.approved(article, body_source="Approved already.")
    page = desk.get(QUEUE).content.decode()
    for words in ("Hold me.", held.author_name, "Ferry at night", held.held_because):
        assert words in page
    assert "Approved already." not in page


@pytest.mark.parametrize("queue", ["approved", "rejected", "all"])
def test_the_other_queues(desk: Client, queue: str) -> None:
    article = factories.published()
    factories.approved(article, body_source="This one is approved.")
    page = desk.get(f"{QUEUE}?queue={queue}").content.decode()
    assert ("This one is approved." in page) is (queue != "rejected")


def test_one_button_approves(desk: Client) -> None:
    comment = factories.comment(factories.published())
    desk.post(DECISIONS, {"decision": f"{comment.pk}:held:approved"})
    decision = comment.decisions.get()
    assert (decision.to_status, decision.moderator.first_name) == ("approved", "Mo")


def test_rejecting_asks_for_the_reason_and_keeps_the_note_apart(desk: Client) -> None:
    comment = factories.comment(factories.published())
    address = f"{REJECT}?decision={comment.pk}:held:rejected"
    assert "required" in desk.post(address, {"reason": ""}).content.decode()
    desk.post(address, {"reason": "Off the subject.", "note": "Third time."})
    decision = comment.decisions.get()
    assert (decision.to_status, decision.reason, decision.note) == (
        "rejected",
        "Off the subject.",
        "Third time.",
    )


def test_the_commenter_reads_the_reason_and_not_the_note(desk: Client) -> None:
    comment = factories.comment(factories.published())
    comment.reject(by=factories.moderator(), reason="Off the subject.", note="Canary note.")
    sent = f"{comment.thread.article.comment_url}sent/{comment.receipt}/"
    page = desk.get(sent).content.decode()
    assert "Off the subject." in page
    assert "Canary note." not in page


def test_a_selection_is_approved_in_bulk(desk: Client) -> None:
    article = factories.published()
    comments = [factories.comment(article) for _ in range(3)]
    sent = {"action": "approve_selected", "_selected_action": [c.pk for c in comments[:2]]}
    page = desk.post(QUEUE, sent, follow=True).content.decode()
    assert "2 comments approved." in page
    assert Comment.objects.held().get() == comments[2]


def test_a_selection_is_rejected_in_bulk_with_one_reason(desk: Client) -> None:
    article = factories.published()
    comments = [factories.comment(article) for _ in range(2)]
    sent = {"action": "reject_selected", "_selected_action": [c.pk for c in comments]}
    page = desk.post(QUEUE, sent).content.decode()
    chosen = [f"{comment.pk}:held@1:rejected" for comment in comments]
    assert all(f'value="{one}"' in page for one in chosen)
    desk.post(REJECT, {"decision": chosen, "reason": "Advertising."})
    assert Comment.objects.rejected().count() == 2
    assert {c.decisions.get().reason for c in comments} == {"Advertising."}


def test_the_second_moderator_is_told_who_was_first(desk: Client) -> None:
    comment = factories.comment(factories.published())
    comment.approve(by=factories.moderator(first_name="Ana", last_name="Ruiz"))
    address = f"{REJECT}?decision={comment.pk}:held:rejected"
    page = desk.post(address, {"reason": "Rude."}).content.decode()
    assert "was already approved by Ana Ruiz" in page
    assert 'value="Rude."' in page
    assert Comment.objects.get().is_approved is True


def test_what_left_the_queue_meanwhile_is_counted(desk: Client) -> None:
    article = factories.published()
    gone, here = factories.comment(article), factories.comment(article)
    gone.approve(by=factories.moderator())
    sent = {
        "action": "approve_selected",
        "_selected_action": [gone.pk, here.pk],
        "select_across": "0",
    }
    page = desk.post(QUEUE, sent, follow=True).content.decode()
    assert "1 of 2 had been decided by somebody else meanwhile." in page
    assert "1 comment approved." in page


@pytest.mark.parametrize("junk", ["", "x", "1", "1:held", "1:held:gone", "²:held:approved", ":::"])
def test_a_decision_that_makes_no_sense_changes_nothing(desk: Client, junk: str) -> None:
    factories.comment(factories.published())
    assert desk.post(DECISIONS, {"decision": junk}).status_code == 302
    assert Comment.objects.get().is_held is True


def test_deciding_is_never_a_get(desk: Client) -> None:
    comment = factories.comment(factories.published())
    assert desk.get(f"{DECISIONS}?decision={comment.pk}:held:approved").status_code == 405
    desk.get(f"{REJECT}?decision={comment.pk}:held:rejected&reason=x")
    desk.get(f"{MODES}?thread={comment.thread_id}&to=closed&mode=closed&reason=x")
    assert Comment.objects.get().is_held is True
    assert Thread.objects.get().is_open is True


def test_a_thread_is_closed_with_a_reason_from_its_page(desk: Client) -> None:
    thread = factories.published().thread
    address = f"{MODES}?thread={thread.pk}"
    page = desk.post(address, {"mode": "closed", "reason": ""}).content.decode()
    assert "Readers see why a thread is closed" in page
    desk.post(address, {"mode": "closed", "reason": "The inquest has begun."})
    thread.refresh_from_db()
    assert (thread.is_closed, thread.reason) == (True, "The inquest has begun.")


@pytest.mark.parametrize(("action", "to"), [("open", "open"), ("premoderate", "premoderated")])
def test_threads_are_set_in_bulk(desk: Client, action: str, to: str) -> None:
    threads = [factories.published().thread for _ in range(2)]
    for thread in threads:
        thread.close(by=factories.moderator(), reason="Night.")
    sent = {"action": f"{action}_selected", "_selected_action": [t.pk for t in threads]}
    page = desk.post("/admin/comments/thread/", sent).content.decode()
    chosen = [f"{thread.pk}:closed" for thread in threads]
    assert all(f'value="{one}"' in page for one in chosen)
    desk.post(MODES, {"thread": chosen, "mode": to, "reason": ""})
    assert set(Thread.objects.values_list("mode", flat=True)) == {to}


def test_thread_and_article_and_comment_lead_to_the_same_page(client: Client) -> None:
    article = factories.published()
    comment = factories.comment(article)
    modes = f"{MODES}?thread={article.thread.pk}"
    client.force_login(factories.editor())
    for address in (
        f"/admin/articles/article/{article.pk}/change/",
        f"{QUEUE}{comment.pk}/change/",
        QUEUE,
        "/admin/comments/thread/",
    ):
        assert modes in client.get(address).content.decode(), address


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
def test_only_a_moderator_decides(client: Client, role: str) -> None:
    comment = factories.comment(factories.published())
    client.force_login(factories.user(role))
    refused = 403 if role else 302
    sent = {"decision": f"{comment.pk}:held:approved"}
    assert client.post(DECISIONS, sent).status_code == refused
    assert client.post(f"{REJECT}?decision={comment.pk}:held:rejected").status_code == refused
    assert Comment.objects.get().status == CommentStatus.HELD


def test_a_reporter_does_not_close_a_thread(client: Client) -> None:
    thread = factories.published().thread
    client.force_login(factories.user("Reporter"))
    sent = {"mode": "closed", "reason": "Mine."}
    assert client.post(f"{MODES}?thread={thread.pk}", sent).status_code == 403
    assert Thread.objects.get().is_open is True


def test_a_comment_cannot_be_added_changed_or_deleted_in_the_admin(desk: Client) -> None:
    comment = factories.comment(factories.published(), body_source="As it was.")
    assert desk.get(f"{QUEUE}add/").status_code == 403
    assert desk.post(f"{QUEUE}{comment.pk}/change/", {"body_source": "x"}).status_code == 403
    assert desk.post(f"{QUEUE}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Comment.objects.get().body_source == "As it was."


def test_after_a_decision_the_moderator_is_back_in_the_same_queue(desk: Client) -> None:
    comment = factories.approved(factories.published())
    came_from = f"http://testserver{QUEUE}?queue=approved&p=0"
    response = desk.post(
        DECISIONS, {"decision": f"{comment.pk}:approved:held"}, headers={"Referer": came_from}
    )
    assert response.headers["Location"] == f"{QUEUE}?queue=approved&p=0"


@pytest.mark.parametrize("referer", ["https://evil.example/admin/comments/comment/?x=1", "//x"])
def test_a_foreign_referer_leads_nowhere(desk: Client, referer: str) -> None:
    response = desk.post(DECISIONS, {}, headers={"Referer": referer})
    assert response.headers["Location"] == QUEUE


def test_of_two_moderators_on_one_thread_the_second_is_told(desk: Client) -> None:
    thread = factories.published().thread
    thread.close(by=factories.moderator(), reason="The inquest has begun.")
    stale = {"thread": f"{thread.pk}:open", "mode": "premoderated", "reason": ""}
    page = desk.post(MODES, stale, follow=True).content.decode()
    assert "by somebody else meanwhile" in page
    assert Thread.objects.get(pk=thread.pk).is_closed is True


def test_publishing_into_a_closed_thread_is_said(desk: Client) -> None:
    comment = factories.comment(factories.published())
    comment.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    sent = {"decision": f"{comment.pk}:held:approved"}
    assert "in a closed thread" in desk.post(DECISIONS, sent, follow=True).content.decode()


def test_keys_and_networks_cannot_be_guessed_bit_by_bit(desk: Client) -> None:
    factories.comment(factories.published())
    for field in ("submission", "receipt", "from_address", "commenter__key"):
        assert desk.get(f"{QUEUE}?queue=all&{field}__startswith=a").status_code == 400


@pytest.mark.parametrize(("role", "reads"), [("Moderator", True), ("Reporter", False)])
def test_a_note_is_for_moderators(client: Client, role: str, reads: bool) -> None:
    comment = factories.comment(factories.published())
    comment.reject(by=factories.moderator(), reason="Rude.", note="Canary note.")
    client.force_login(factories.user(role))
    page = client.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert ("Canary note." in page) is reads
