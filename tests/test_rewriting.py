"""Rewriting one's own comment."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from articles.models.record import RecordIsPermanent
from comments.models import Act, Comment, DecisionConflict, HouseRules
from comments.rewriting import MOST_VERSIONS
from tests import factories
from tests.readers import written

pytestmark = pytest.mark.django_db

TYPO = "I was on that fery, and it was late."
MENDED = TYPO.replace("fery", "ferry")
OTHER = "Buy my boats instead."


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def comment(client: Client, article: Article) -> Comment:
    """Held, as the first one of somebody is."""
    return written(client, article, body=TYPO)


@pytest.fixture
def trusted(client: Client, article: Article) -> Comment:
    """Published by the rules, as the second one of somebody is."""
    written(client, article, body="My first.").approve(by=factories.moderator())
    return written(client, article, body=TYPO)


def send(client: Client, comment: Comment, body: str, revision: int = 1) -> tuple[int, str]:
    response = client.post(comment.edit_url, {"body": body, "revision": revision})
    comment.refresh_from_db()
    page = response.content.decode()
    return response.status_code, page


def later(minutes: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes), tick=False)


def test_who_wrote_it_can_change_it_for_some_minutes(client: Client, comment: Comment) -> None:
    assert send(client, comment, MENDED)[0] == 302
    assert (comment.body_source, comment.revision) == (MENDED, 2)
    assert "<p>I was on that ferry" in comment.body


def test_who_has_changed_a_held_comment_reads_that_the_change_is_saved(
    client: Client, comment: Comment
) -> None:
    assert "is saved" not in client.get(comment.receipt_url).content.decode()
    changed = client.post(comment.edit_url, {"body": MENDED, "revision": 1}, follow=True)
    said = re.sub("<[^>]+>", "", changed.content.decode())
    comment.refresh_from_db()
    moment = date_format(timezone.localtime(comment.edited_at), "j F, H:i")
    assert f"Your change of {moment} is saved." in said
    comment.refresh_from_db()
    comment.reject(by=factories.moderator(), reason="Rude.")
    assert "is saved" not in client.get(comment.receipt_url).content.decode()


def test_when_the_minutes_are_over_the_text_is_refused_and_kept(
    client: Client, comment: Comment
) -> None:
    with later(HouseRules.now().edit_minutes + 1):
        status, page = send(client, comment, MENDED)
    assert (status, comment.body_source) == (409, TYPO)
    assert MENDED in page
    assert "is over" in page


def test_a_newsroom_can_allow_no_change_at_all(client: Client, comment: Comment) -> None:
    HouseRules(pk=1, edit_minutes=0).save()
    assert send(client, comment, MENDED)[0] == 409
    assert "<form" not in client.get(comment.edit_url).content.decode().split("<main", 1)[1]


def test_nobody_else_finds_the_form(comment: Comment) -> None:
    stranger = Client()
    assert stranger.get(comment.edit_url).status_code == 404
    assert send(stranger, comment, OTHER)[0] == 404
    assert comment.body_source == TYPO


def test_a_moderator_does_not_find_it_either(comment: Comment) -> None:
    desk = Client()
    desk.force_login(factories.moderator())
    assert desk.get(comment.edit_url).status_code == 404


def test_every_version_is_kept_for_good(client: Client, comment: Comment) -> None:
    send(client, comment, MENDED)
    send(client, comment, OTHER, revision=2)
    kept = [(version.number, version.body_source) for version in comment.revisions.all()]
    assert kept == [(3, OTHER), (2, MENDED), (1, TYPO)]
    with pytest.raises(RecordIsPermanent):
        comment.revisions.all().delete()


def test_readers_see_that_it_was_edited_and_when(
    client: Client, trusted: Comment, article: Article
) -> None:
    send(client, trusted, MENDED)
    page = Client().get(article.get_absolute_url()).content.decode()
    assert 'class="comment-edited">edited <time' in page


def test_what_was_changed_before_anybody_read_it_is_not_called_edited(
    client: Client, comment: Comment, article: Article
) -> None:
    send(client, comment, MENDED)
    comment.approve(by=factories.moderator())
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "ferry" in page
    assert "comment-edited" not in page


@pytest.mark.parametrize("published", [True, False])
def test_who_changes_what_is_published_is_told_that_it_may_be_read_again(
    client: Client, comment: Comment, published: bool
) -> None:
    if published:
        comment.approve(by=factories.moderator())
    page = client.get(comment.edit_url).content.decode()
    assert ("until then readers do not see it" in page) is published


@pytest.mark.parametrize("answered", [True, False])
def test_the_permalink_of_what_is_held_again_leads_its_writer_to_what_became_of_it(
    client: Client, comment: Comment, article: Article, answered: bool
) -> None:
    comment.approve(by=factories.moderator())
    if answered:
        factories.approved(article, parent=comment)
    send(client, comment, OTHER)
    led = client.get(comment.get_absolute_url())
    assert led.headers["Location"] == comment.receipt_url
    assert "no-store" in led.headers["Cache-Control"]
    assert Client().get(comment.get_absolute_url()).status_code == (302 if answered else 404)


def test_a_decision_on_the_earlier_text_is_a_conflict(client: Client, comment: Comment) -> None:
    as_the_moderator_saw_it = Comment.objects.get(pk=comment.pk)
    send(client, comment, OTHER)
    with pytest.raises(DecisionConflict, match="rewritten"):
        as_the_moderator_saw_it.approve(by=factories.moderator())
    assert comment.is_held is True


def test_a_text_sent_twice_is_written_once_and_answered_alike(
    client: Client, comment: Comment
) -> None:
    sent = {"body": MENDED, "revision": 1}
    first, second = (client.post(comment.edit_url, sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.get(pk=comment.pk).revision == 2


def test_a_change_in_another_window_is_a_message_and_both_texts_are_there(
    client: Client, comment: Comment
) -> None:
    send(client, comment, MENDED)
    status, page = send(client, comment, OTHER, revision=1)
    assert (status, comment.body_source) == (409, MENDED)
    assert "in another window" in page
    assert OTHER in page
    assert "that ferry" in page
    assert 'name="revision" value="2"' in page


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"body": ""}, "Write something first"),
        ({"body": "x" * 5_001}, "At most 5,000 characters"),
        ({"body": "a\x00b"}, "Null characters"),
        ({"revision": ""}, "required"),
        ({"revision": "9" * 30}, "less than"),
    ],
)
def test_a_refused_change_is_still_in_the_form_with_the_reason(
    client: Client, comment: Comment, sent: dict[str, str], message: str
) -> None:
    typed = {"body": OTHER, "revision": "1"} | sent
    response = client.post(comment.edit_url, typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert typed["body"][:4_000] in page


def test_a_change_without_the_forms_token_is_refused_and_given_back(
    client: Client, comment: Comment
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    strict.cookies.pop("csrftoken", None)
    response = strict.post(comment.edit_url, {"body": MENDED, "revision": "1"})
    assert response.status_code == 403
    assert MENDED in response.content.decode()


def test_nothing_is_changed_in_a_closed_thread(
    client: Client, comment: Comment, article: Article
) -> None:
    article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    status, page = send(client, comment, MENDED)
    assert (status, comment.body_source) == (409, TYPO)
    assert "The inquest has begun." in page
    assert MENDED in page


def test_a_muted_commenter_changes_nothing(client: Client, trusted: Comment) -> None:
    trusted.commenter.decide(Act.BAN, by=factories.moderator(), reason="Advertises.")
    assert send(client, trusted, MENDED)[0] == 409
    assert trusted.body_source == TYPO


def test_who_may_not_write_is_not_told_of_minutes(client: Client, trusted: Comment) -> None:
    trusted.commenter.refresh_from_db()
    trusted.commenter.decide(Act.BAN, by=factories.moderator(), reason="Threats.")
    assert trusted.edit_url not in client.get("/comments/mine/").content.decode()
    page = client.get(trusted.edit_url).content.decode()
    assert "more minute" not in page
    assert "You cannot write here at present" in page
    own = client.get(f"{trusted.thread.article.comment_url}mine.json").json()["own"]
    assert [one["minutes"] for one in own] == [0] * len(own)


def test_what_was_withdrawn_is_not_offered_for_withdrawing(
    client: Client, trusted: Comment
) -> None:
    trusted.withdraw()
    assert "withdraw it" not in client.get(trusted.edit_url).content.decode().lower()


def test_who_has_withdrawn_a_comment_reads_that_it_is_why(client: Client, comment: Comment) -> None:
    comment.withdraw()
    page = client.get(comment.edit_url).content.decode()
    assert "You have withdrawn this comment" in page
    assert "few minutes" not in page


@pytest.mark.parametrize("ended", ["rejected", "withdrawn"])
def test_what_is_no_longer_there_is_not_changed(
    client: Client, comment: Comment, ended: str
) -> None:
    if ended == "rejected":
        comment.reject(by=factories.moderator(), reason="Rude.")
    else:
        comment.withdraw()
    assert send(client, comment, MENDED)[0] == 409
    assert comment.body_source == TYPO


def test_a_text_that_the_rules_published_gets_a_fresh_verdict(
    client: Client, trusted: Comment
) -> None:
    send(client, trusted, MENDED)
    assert trusted.is_approved is True
    links = " ".join(f"https://example.com/{number}" for number in range(4))
    send(client, trusted, links, revision=2)
    assert (trusted.is_held, trusted.held_by_rule) == (True, "hold_many_links")
    assert trusted.decisions.first().rule == "hold_many_links"


def test_a_held_text_whose_fault_is_mended_is_published(
    client: Client, trusted: Comment, article: Article
) -> None:
    links = " ".join(f"https://example.com/{number}" for number in range(4))
    held = written(client, article, body=links)
    assert held.is_held is True
    send(client, held, "Without any link.")
    assert held.is_approved is True


def test_a_mended_spelling_keeps_a_moderators_approval(client: Client, comment: Comment) -> None:
    comment.approve(by=factories.moderator())
    send(client, comment, MENDED)
    assert (comment.is_approved, comment.body_source) == (True, MENDED)


def test_another_text_in_place_of_an_approved_one_is_held(client: Client, comment: Comment) -> None:
    comment.approve(by=factories.moderator())
    send(client, comment, OTHER)
    assert comment.is_held is True
    assert comment.held_because == "A moderator read it before it was changed."
    assert comment.held_by_rule == "hold_changed_after_approval"


def test_a_small_change_that_a_rule_objects_to_is_held_in_spite_of_the_approval(
    client: Client, comment: Comment
) -> None:
    written(client, comment.thread.article, body=MENDED)
    comment.approve(by=factories.moderator())
    send(client, comment, MENDED)
    assert (comment.is_held, comment.held_by_rule) == (True, "hold_repeated_text")


def test_no_second_change_publishes_what_waits_for_a_moderator(
    client: Client, comment: Comment
) -> None:
    comment.approve(by=factories.moderator())
    send(client, comment, OTHER)
    send(client, comment, OTHER + ".", revision=2)
    assert comment.is_held is True


def test_what_a_moderator_took_back_is_not_published_by_changing_it(
    client: Client, trusted: Comment
) -> None:
    trusted.hold(by=factories.moderator(), reason="Names a child.")
    send(client, trusted, OTHER)
    assert (trusted.is_held, trusted.held_because) == (True, "Names a child.")


def test_changing_is_no_way_round_slow_mode_nor_stopped_by_it(
    client: Client, trusted: Comment, article: Article
) -> None:
    article.thread.slow_seconds = 600
    article.thread.save()
    assert send(client, trusted, MENDED)[0] == 302


def test_a_comment_is_not_changed_for_ever(client: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(revision=MOST_VERSIONS)
    status, page = send(client, comment, MENDED, revision=MOST_VERSIONS)
    assert (status, comment.body_source) == (409, TYPO)
    assert "that is enough" in page


def test_a_changed_comment_is_new_to_the_desk(client: Client, comment: Comment) -> None:
    comment.approve(by=factories.moderator())
    assert comment.seen_at is not None
    send(client, comment, MENDED)
    assert comment.seen_at is None
