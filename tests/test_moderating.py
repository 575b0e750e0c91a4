"""A moderator's work in the admin beside the desk: the archive of comments, and threads."""

import pytest
from django.test import Client

from comments.models import Comment, Thread
from tests import factories

pytestmark = pytest.mark.django_db
ARCHIVE = "/admin/comments/comment/"
DECIDE = "/admin/desk/decide/"
MODES = "/admin/comments/thread/modes/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    return client


def test_the_archive_has_every_comment_the_newest_first_and_leads_to_the_desk(desk: Client) -> None:
    article = factories.published(headline="Ferry at night")
    held = factories.comment(article, body_source="Hold me.")
    factories.approved(article, body_source="Approved already.")
    page = desk.get(ARCHIVE).content.decode()
    assert page.index("Approved already.") < page.index("Hold me.")
    for words in (held.author_name, "Ferry at night", held.held_because):
        assert words in page
    assert f'href="/admin/desk/comments/{held.pk}/">Decide at the desk' in page


@pytest.mark.parametrize("status", ["held", "approved", "rejected", "withdrawn"])
def test_the_archive_is_narrowed_to_one_status(desk: Client, status: str) -> None:
    article = factories.published()
    factories.approved(article, body_source="This one is approved.")
    page = desk.get(f"{ARCHIVE}?status={status}").content.decode()
    assert ("This one is approved." in page) is (status == "approved")


def test_a_chief_finds_what_a_moderator_decided_and_what_rules_did(desk: Client) -> None:
    article, ana = factories.published(), factories.moderator()
    factories.approved(article, by=ana, body_source="Ana let me in.")
    factories.approved(article, body_source="Somebody else did.")
    factories.comment(article, body_source="Nobody has yet.")
    of_ana = desk.get(f"{ARCHIVE}?by={ana.pk}").content.decode()
    of_rules = desk.get(f"{ARCHIVE}?by=rules").content.decode()
    texts = ("Ana let me in.", "Somebody else did.", "Nobody has yet.")
    assert [text in of_ana for text in texts] == [True, False, False]
    assert [text in of_rules for text in texts] == [False, False, True]


def test_the_archive_decides_nothing(desk: Client) -> None:
    comment = factories.comment(factories.published())
    page = desk.get(ARCHIVE).content.decode()
    assert 'name="action"' not in page
    for address in ("decisions/", "reject/"):
        sent = {"decision": f"{comment.pk}:held:approved", "reason": "Rude."}
        desk.post(f"{ARCHIVE}{address}", sent)
    desk.post(ARCHIVE, {"action": "approve_selected", "_selected_action": [comment.pk]})
    assert Comment.objects.get().is_held is True


def test_who_does_not_decide_is_not_led_to_the_desk(client: Client) -> None:
    factories.comment(factories.published())
    client.force_login(factories.editor())
    assert "at the desk" not in client.get(ARCHIVE).content.decode()
    assert f'href="{ARCHIVE}?status=held"' in client.get("/admin/").content.decode()


@pytest.mark.parametrize("queue", ["reported", "appealed"])
def test_what_waits_leads_a_moderator_to_the_desk(desk: Client, queue: str) -> None:
    assert f'href="/admin/desk/{queue}/"' in desk.get("/admin/").content.decode()


def test_the_commenter_reads_the_reason_and_not_the_note(desk: Client) -> None:
    comment = factories.comment(factories.published())
    comment.reject(by=factories.moderator(), reason="Off the subject.", note="Canary note.")
    sent = f"{comment.thread.article.comment_url}sent/{comment.receipt}/"
    page = desk.get(sent).content.decode()
    assert "Off the subject." in page
    assert "Canary note." not in page


def test_deciding_is_never_a_get(desk: Client) -> None:
    comment = factories.comment(factories.published())
    assert desk.get(f"{DECIDE}?act=approve&seen={comment.pk}:1:held").status_code == 405
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
        f"{ARCHIVE}{comment.pk}/change/",
        ARCHIVE,
        "/admin/comments/thread/",
    ):
        assert modes in client.get(address).content.decode(), address


def test_a_reporter_does_not_close_a_thread(client: Client) -> None:
    thread = factories.published().thread
    client.force_login(factories.user("Reporter"))
    sent = {"mode": "closed", "reason": "Mine."}
    assert client.post(f"{MODES}?thread={thread.pk}", sent).status_code == 403
    assert Thread.objects.get().is_open is True


def test_a_comment_cannot_be_added_changed_or_deleted_in_the_admin(desk: Client) -> None:
    comment = factories.comment(factories.published(), body_source="As it was.")
    assert desk.get(f"{ARCHIVE}add/").status_code == 403
    assert desk.post(f"{ARCHIVE}{comment.pk}/change/", {"body_source": "x"}).status_code == 403
    assert desk.post(f"{ARCHIVE}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Comment.objects.get().body_source == "As it was."


def test_of_two_moderators_on_one_thread_the_second_is_told(desk: Client) -> None:
    thread = factories.published().thread
    thread.close(by=factories.moderator(), reason="The inquest has begun.")
    stale = {"thread": f"{thread.pk}:open", "mode": "premoderated", "reason": ""}
    page = desk.post(MODES, stale, follow=True).content.decode()
    assert "meanwhile" in page
    assert Thread.objects.get(pk=thread.pk).is_closed is True


def test_publishing_into_a_closed_thread_is_said(desk: Client) -> None:
    comment = factories.comment(factories.published())
    comment.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    sent = {"act": "approve", "seen": f"{comment.pk}:1:held"}
    assert "in a closed thread" in desk.post(DECIDE, sent, follow=True).content.decode()


def test_keys_and_networks_cannot_be_guessed_bit_by_bit(desk: Client) -> None:
    factories.comment(factories.published())
    for field in ("submission", "receipt", "from_address", "gist", "commenter__key"):
        assert desk.get(f"{ARCHIVE}?{field}__startswith=a").status_code == 400


@pytest.mark.parametrize(("role", "reads"), [("Moderator", True), ("Reporter", False)])
def test_a_note_is_for_moderators(client: Client, role: str, reads: bool) -> None:
    comment = factories.comment(factories.published())
    comment.reject(by=factories.moderator(), reason="Rude.", note="Canary note.")
    client.force_login(factories.user(role))
    page = client.get(f"{ARCHIVE}{comment.pk}/change/").content.decode()
    assert ("Canary note." in page) is reads
