"""The moderators' desk without JavaScript: queues, cards, decisions, undo, and two at once."""

import datetime
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.desk import acts, filters, queue_page, queues
from comments.desk.cards import commenter_cards_of
from comments.joining import join
from comments.models import (
    Act,
    Appeal,
    Claim,
    Comment,
    Commenter,
    CommentStatus,
    HouseRules,
    Mark,
    Reason,
    ReasonPurpose,
    Thread,
)
from comments.models.comment_status import DECIDABLE
from comments.reporting import report
from comments.standing_orders import StandingOrders
from tests import factories
from tests.newspaper import words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
DECIDE = f"{DESK}decide/"
UNDO = f"{DESK}undo/"


@pytest.fixture
def mo() -> Any:
    return factories.moderator(first_name="Mo", last_name="Lindqvist")


@pytest.fixture
def desk(client: Client, mo: Any) -> Client:
    client.force_login(mo)
    return client


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


def seen(comment: Comment) -> str:
    return f"{comment.pk}:{comment.revision}:{comment.status}"


def reason() -> Reason:
    return Reason.objects.offered(ReasonPurpose.REJECT)[0]


def new(article: Article, **fields: Any) -> Comment:
    """Published by a rule."""
    writer = factories.commenter(known=True)
    return factories.comment(article, commenter=writer, **fields)


# Queues


def test_the_desk_opens_with_what_is_held_the_oldest_first(desk: Client, article: Article) -> None:
    first = factories.comment(article, body_source="I waited longest.")
    second = factories.comment(article, body_source="I came later.")
    factories.approved(article, body_source="Approved already.")
    page = words(desk.get(DESK))
    assert page.index(f'id="card-{first.pk}"') < page.index(f'id="card-{second.pk}"')
    assert "Approved already." not in page


@pytest.mark.parametrize("queue", queues.QUEUES, ids=lambda queue: queue.slug)
def test_an_empty_queue_says_so(desk: Client, queue: queues.Queue) -> None:
    assert queue.empty in words(desk.get(f"{DESK}{queue.slug}/"))


def test_new_is_what_a_rule_published_and_nobody_has_read(desk: Client, article: Article) -> None:
    unread = new(article, body_source="Nobody has read me.")
    page = words(desk.get(f"{DESK}new/"))
    assert "Nobody has read me." in page
    desk.post(DECIDE, {"act": "see", "seen": seen(unread)})
    unread.refresh_from_db()
    assert (unread.is_new, unread.is_approved) == (False, True)
    assert unread.decisions.first().rule == Mark.SEEN


def test_a_queue_is_read_page_after_page_and_nothing_drops_out(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 3)
    moment = timezone.now()
    posted = {factories.comment(article).pk for _ in range(8)}
    # Two of one moment, across the edge of a page.
    Comment.objects.update(posted_at=moment)
    found: list[int] = []
    address = DESK
    for _ in range(3):
        answer = desk.get(address)
        found += [card.comment.pk for card in answer.context["cards"]]
        address = f"{DESK}{answer.context['next']}"
    assert (set(found), len(found)) == (posted, 8)
    assert answer.context["next"] == ""


@pytest.mark.parametrize("place", ["x", "1-", "-1", "99999999999999999-1", "²-1", "1-1-1"])
def test_a_place_that_is_none_leads_to_the_beginning(
    desk: Client, article: Article, place: str
) -> None:
    factories.comment(article)
    answer = desk.get(f"{DESK}?after={place}")
    assert answer.status_code == 200


def test_counting_stops_where_nobody_reads_on(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "COUNT_LIMIT", 2)
    for _ in range(4):
        factories.comment(article)
    assert ">2+</span>" in words(desk.get(DESK))


# Filters


def test_every_filter_is_named_with_what_it_keeps_away(desk: Client, article: Article) -> None:
    factories.comment(article, body_source="About the ferry.")
    factories.comment(factories.published(), body_source="About the tram.")
    page = words(desk.get(f"{DESK}?section={article.section.slug}"))
    assert f"in {article.section.name}</bdi> (1 outside)" in page
    assert "About the tram." not in page


def test_of_a_long_queue_a_filter_says_what_it_keeps_away_at_the_front(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "COUNT_LIMIT", 3)
    other = factories.published()
    for on in (article, other, other, article):
        factories.comment(on)
    page = words(desk.get(f"{DESK}?section={article.section.slug}"))
    assert f"in {article.section.name}</bdi> (2 of the first 3 outside)" in page
    page = words(desk.get(f"{DESK}?section={article.section.slug}&section={other.section.slug}"))
    assert "(none of the first 3 outside)" in page


def test_a_long_queue_is_searched_bit_by_bit_and_says_so(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "SEARCH_LIMIT", 2)
    for text in ("tram", "tram", "tram", "lantern", "lantern"):
        factories.comment(article, body_source=f"About the {text}.")
    shown, found, said, address = [], [], [], f"{DESK}?q=lantern"
    while address:
        answer = desk.get(address)
        page = words(answer)
        said += re.findall(r"You see <strong>(.*?):</p>", page)
        shown.append([card.comment.body_source for card in answer.context["cards"]])
        found.append("Nothing found so far." in page)
        assert ("Searched up to" in page) is bool(answer.context["next"])
        address = answer.context["next"] and f"{DESK}{answer.context['next']}"
    assert shown == [[], ["About the lantern."], ["About the lantern."]]
    assert found == [True, True, False]
    assert said == [
        "0</strong> held among the first 2 that were searched",
        "1</strong> held among the 2 from here on that were searched",
        "1</strong> held from here to the end",
    ]


def test_comments_of_one_moment_are_searched_once_each(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "SEARCH_LIMIT", 2)
    for _ in range(5):
        factories.comment(article)
    Comment.objects.update(posted_at=timezone.now())
    shown, address = [], f"{DESK}?q=think"
    while address:
        answer = desk.get(address)
        shown += [card.comment.pk for card in answer.context["cards"]]
        address = answer.context["next"] and f"{DESK}{answer.context['next']}"
    assert shown == sorted(Comment.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("section=nowhere", "in no section known"),
        ("story=999999", "under no story known"),
        ("story=²", "under no story known"),
        ("by=999999", "by nobody known"),
        ("rule=no-rule", "by no rule known"),
        ("age=5", "of no age known"),
    ],
)
def test_a_filter_for_what_is_not_there_is_named_and_shows_nothing(
    desk: Client, article: Article, asked: str, named: str
) -> None:
    factories.comment(article)
    answer = desk.get(f"{DESK}?{asked}")
    assert f"{named}</bdi> (1 outside)" in words(answer)
    assert answer.context["cards"] == []


def test_a_section_without_stories_is_a_filter_like_any_other(
    desk: Client, article: Article
) -> None:
    factories.comment(article)
    empty = factories.section()
    page = words(desk.get(f"{DESK}?section={empty.slug}"))
    assert f"in {empty.name}</bdi> (1 outside)" in page


def test_a_filter_by_who_is_known_under_another_name_finds_the_person(
    desk: Client, article: Article
) -> None:
    gone, into = factories.comment(article).commenter, factories.comment(article).commenter
    factories.comment(article)
    join(gone, into=into)
    answer = desk.get(f"{DESK}?by={gone.pk}")
    assert f"by {into.name}</bdi>" in words(answer)
    assert {card.comment.commenter_id for card in answer.context["cards"]} == {into.pk}
    assert len(answer.context["cards"]) == 2


@pytest.mark.parametrize("named", [0, 500])
def test_a_section_is_the_same_by_its_threads_and_along_the_queue(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    monkeypatch.setattr(filters, "NAMED_THREADS", named)
    wanted = factories.comment(article)
    factories.comment(factories.published())
    answer = desk.get(f"{DESK}?section={article.section.slug}")
    assert [card.comment for card in answer.context["cards"]] == [wanted]


@pytest.mark.parametrize(
    "asked",
    [
        lambda comment: f"story={comment.thread.article_id}",
        lambda comment: f"rule={comment.held_by_rule}&rule=hold_many_links",
        lambda comment: f"by={comment.commenter_id}",
        lambda comment: "q=lantern+NIGHT",
        lambda comment: "age=24",
    ],
)
def test_a_queue_is_narrowed(desk: Client, article: Article, asked: Any) -> None:
    wanted = factories.comment(article, body_source="The lantern was lit.")
    Comment.objects.update(
        posted_at=timezone.now() - datetime.timedelta(days=2), held_by_rule="hold_hasty_form"
    )
    wanted.refresh_from_db()
    other = factories.comment(factories.published(), body_source="Something else.")
    cards = desk.get(f"{DESK}?{asked(wanted)}").context["cards"]
    assert [card.comment for card in cards] == [wanted]
    assert other.is_held is True


def test_several_stories_at_once_are_one_queue(desk: Client, article: Article) -> None:
    one, other = factories.comment(article), factories.comment(factories.published())
    factories.comment(factories.published())
    stories = f"story={one.thread.article_id}&story={other.thread.article_id}"
    answer = desk.get(f"{DESK}?{stories}")
    assert [card.comment for card in answer.context["cards"]] == [one, other]
    assert "under 2 chosen stories" in words(answer)


@pytest.mark.parametrize("asked", ["q=++", "section=", "by="])
def test_a_filter_that_asks_for_nothing_hides_nothing(
    desk: Client, article: Article, asked: str
) -> None:
    factories.comment(article)
    answer = desk.get(f"{DESK}?{asked}")
    assert (len(answer.context["cards"]), answer.context["filters"]) == (1, [])


def test_the_rules_on_offer_are_those_that_hold_and_those_that_occur(
    desk: Client, article: Article
) -> None:
    HouseRules.objects.create(pk=1, screening_off=["hold_many_links", "hold_for_history"])
    factories.comment(article)
    Comment.objects.update(held_by_rule="hold_many_links")
    offered = [name for name, _ in desk.get(DESK).context["choices"]["rules"]]
    assert "hold_hasty_form" in offered
    assert "hold_many_links" in offered
    assert "hold_for_history" not in offered
    assert "approve_the_newsroom" not in offered


@pytest.mark.parametrize(("stories", "is_said"), [(2, False), (3, True)])
def test_more_stories_than_are_offered_is_said(
    desk: Client, monkeypatch: pytest.MonkeyPatch, stories: int, is_said: bool
) -> None:
    monkeypatch.setattr(queue_page, "STORIES_OFFERED", 2)
    for _ in range(stories):
        factories.comment(factories.published())
    assert ("These have the most that is held." in words(desk.get(DESK))) is is_said


# Cards


def test_a_card_shows_what_is_needed_to_decide(desk: Client, mo: Any, article: Article) -> None:
    writer = factories.commenter(known=True)
    refused = factories.comment(article, commenter=writer)
    refused.reject(by=mo, reason="Advertising again.")
    writer.decide(Act.NOTE, by=mo, note="Knows the harbourmaster.")
    parent = factories.approved(article, body_source="What was answered.")
    held = factories.comment(article, commenter=writer, parent=parent)
    page = words(desk.get(DESK))
    for shown in (
        f"Its writer is told: “{held.held_because}”",
        "hold unknown commenter",
        "What was answered.",
        "Ferry at night",
        "1 published",
        "1 rejected",
        "Advertising again.",
        "Knows the harbourmaster.",
    ):
        assert shown in page, shown


def test_a_commenter_whose_only_comment_was_rejected_is_no_newcomer(
    desk: Client, mo: Any, article: Article
) -> None:
    comment = factories.comment(article)
    assert "The first comment." in words(desk.get(DESK))
    comment.reject(by=mo, reason="Rude.")
    page = words(desk.get(f"{DESK}rejected/"))
    assert "The first comment." not in page
    assert "1 rejected" in page


def test_a_card_shows_what_the_authors_have_disclosed(desk: Client) -> None:
    author = factories.author(name="Ana Ruiz")
    factories.disclosure(author, entity="Harbour Bank")
    factories.comment(factories.published(author))
    assert "Ownership, Harbour Bank" in words(desk.get(DESK))


def test_a_long_text_folds(desk: Client, article: Article) -> None:
    factories.comment(article, body_source="Word. " * 500)
    assert "All 3000 characters" in words(desk.get(DESK))


def test_a_card_costs_no_queries_of_its_own(desk: Client, mo: Any) -> None:
    def queries() -> int:
        desk.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        return len(asked)

    def grow(number: int) -> None:
        for _ in range(number):
            author = factories.group("Ana Ruiz")
            factories.disclosure(author)
            story = factories.published(author)
            writer = factories.commenter(known=True)
            factories.comment(story, commenter=writer).reject(by=mo, reason="Advertising.")
            writer.decide(Act.NOTE, by=mo, note="Third time.")
            held = factories.comment(story, parent=factories.approved(story), commenter=writer)
            Claim.objects.take(held, by=factories.moderator(), minutes=3)

    grow(2)
    few = queries()
    grow(14)
    assert queries() == few
    assert few <= 36


# Deciding


@pytest.mark.parametrize(
    ("act", "status"), [("approve", "approved"), ("hold", "held"), ("reject", "rejected")]
)
@pytest.mark.parametrize("stands", sorted(DECIDABLE))
def test_a_button_decides(
    desk: Client, mo: Any, article: Article, act: str, status: str, stands: str
) -> None:
    comment = factories.comment(article)
    if stands != "held":
        comment.decide(CommentStatus(stands), by=mo, reason="Before.")
    desk.post(DECIDE, {"act": act, "seen": seen(comment), "reason": "Off the subject."})
    comment.refresh_from_db()
    assert comment.status == status


def test_a_usual_reason_is_one_press_away(desk: Client, article: Article) -> None:
    comment, usual = factories.comment(article), reason()
    desk.post(DECIDE, {"act": f"reject:{usual.pk}", "seen": seen(comment)})
    decision = comment.decisions.get()
    assert (decision.preset, decision.reason) == (usual, usual.text)


def test_a_note_goes_with_a_usual_reason_too(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    sent = {"seen": seen(comment), "act": f"reject:{reason().pk}", "note": "Third time this week."}
    desk.post(DECIDE, sent)
    decision = comment.decisions.get(preset=reason())
    assert (decision.reason, decision.note) == (reason().text, "Third time this week.")


def test_a_note_that_will_not_do_is_kept_beside_a_usual_reason(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    sent = {"seen": seen(comment), "act": f"reject:{reason().pk}", "note": "n" * 5_000}
    answer = desk.post(DECIDE, sent)
    assert answer.status_code == 422
    assert "n" * 5_000 in words(answer)
    assert Comment.objects.get().is_held is True


def test_ones_own_words_and_a_note_are_kept_apart(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    typed = {"act": "reject", "seen": seen(comment), "reason": "Rude.", "note": "Third time."}
    desk.post(DECIDE, typed)
    decision = comment.decisions.get()
    assert (decision.reason, decision.note) == ("Rude.", "Third time.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the reason: who wrote the comment can read it."),
        ("x" * 301, "at most 300 characters"),
    ],
)
def test_a_reason_that_will_not_do_is_said_at_its_field(
    desk: Client, article: Article, typed: str, said: str
) -> None:
    comment = factories.comment(article)
    sent = {"act": "reject", "seen": seen(comment), "reason": typed, "note": "Kept note."}
    answer = desk.post(DECIDE, sent)
    page = words(answer)
    assert answer.status_code == 422
    assert said in page
    assert "Kept note.</textarea>" in page
    assert f'value="{typed}"' in page
    assert Comment.objects.get().is_held is True


@pytest.mark.parametrize("junk", ["", "x", "1", "1:1", "1:1:gone", "²:1:held", ":::", "1:x:held"])
def test_a_form_that_makes_no_sense_changes_nothing(
    desk: Client, article: Article, junk: str
) -> None:
    factories.comment(article)
    desk.post(DECIDE, {"act": "approve", "seen": junk})
    desk.post(DECIDE, {"act": junk, "seen": seen(Comment.objects.get())})
    assert Comment.objects.get().is_held is True


def test_after_a_decision_the_moderator_is_back_where_the_form_was(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    back = f"{DESK}held/?section={article.section.slug}"
    sent = {"act": "approve", "seen": seen(comment), "back": back}
    assert desk.post(DECIDE, sent).headers["Location"] == back


@pytest.mark.parametrize("back", ["https://evil.example/admin/desk/", "//evil.example", "/", "x"])
def test_a_form_leads_nowhere_else(desk: Client, article: Article, back: str) -> None:
    sent = {"act": "approve", "seen": seen(factories.comment(article)), "back": back}
    assert desk.post(DECIDE, sent).headers["Location"] == DESK


def test_a_comment_is_featured_and_no_longer(desk: Client, article: Article) -> None:
    comment = factories.approved(article)
    desk.post(DECIDE, {"act": "feature", "seen": seen(comment)})
    comment.refresh_from_db()
    assert comment.is_featured is True
    assert str(comment.decisions.first()) == "featured"
    desk.post(DECIDE, {"act": "unfeature", "seen": seen(comment)})
    comment.refresh_from_db()
    assert comment.is_featured is False


def test_what_readers_do_not_see_is_not_featured(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    answer = desk.post(DECIDE, {"act": "feature", "seen": seen(comment)})
    assert "is not published" in words(answer)
    assert Comment.objects.get().featured_at is None


def test_publishing_into_a_closed_thread_is_said(desk: Client, mo: Any, article: Article) -> None:
    comment = factories.comment(article)
    article.thread.close(by=mo, reason="The inquest has begun.")
    answer = desk.post(DECIDE, {"act": "approve", "seen": seen(comment)}, follow=True)
    assert "published in a closed thread" in words(answer)


def test_how_many_went_into_closed_threads_is_said_once(
    desk: Client, mo: Any, article: Article
) -> None:
    comments = [factories.comment(article) for _ in range(3)]
    comments.append(factories.comment(factories.published()))
    article.thread.close(by=mo, reason="The inquest has begun.")
    sent = {"act": "approve", "seen": [seen(comment) for comment in comments], "queue": "held"}
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert "4 approved. 3 of them published in closed threads. 0 left." in page


@pytest.mark.parametrize("gone", ["retract", "withdraw", "hide"])
def test_publishing_where_no_reader_sees_it_is_said(
    desk: Client, mo: Any, article: Article, gone: str
) -> None:
    comment = factories.comment(article)
    if gone == "hide":
        article.thread.hide(by=mo, reason="The inquest has begun.")
    else:
        getattr(article, gone)(by=factories.editor(), reason="None of it happened.")
    page = words(desk.post(DECIDE, {"act": "approve", "seen": seen(comment)}, follow=True))
    assert "Readers do not see it: they see none of this article’s comments." in page
    assert "closed thread" not in page


def test_how_many_no_reader_sees_is_said_beside_how_many_nobody_answers(
    desk: Client, mo: Any, article: Article
) -> None:
    hidden = factories.published()
    comments = [factories.comment(each) for each in (article, hidden, hidden)]
    article.thread.close(by=mo, reason="The inquest has begun.")
    hidden.thread.hide(by=mo, reason="The inquest has begun.")
    sent = {"act": "approve", "seen": [seen(comment) for comment in comments]}
    page = words(desk.post(DECIDE, sent, follow=True))
    assert (
        "1 of them published in closed threads. "
        "2 of them readers do not see: they see none of the comments there." in page
    )


def test_what_stood_in_a_closed_thread_before_is_not_published_there(
    desk: Client, mo: Any, article: Article
) -> None:
    comment = new(article)
    article.thread.close(by=mo, reason="The inquest has begun.")
    desk.post(DECIDE, {"act": "see", "seen": seen(comment)})
    page = words(desk.post(UNDO, {"decision": comment.decisions.first().pk}, follow=True))
    assert "closed thread" not in page


def test_several_at_once_and_what_was_not_done_is_said(
    desk: Client, mo: Any, article: Article
) -> None:
    ana = factories.moderator(first_name="Ana", last_name="Ruiz")
    comments = [factories.comment(article) for _ in range(3)]
    chosen = [seen(comment) for comment in comments]
    comments[1].reject(by=ana, reason="Rude.")
    page = words(desk.post(DECIDE, {"act": "approve", "seen": chosen}))
    assert "2 approved, 1 not." in page
    assert "Already rejected by Ana Ruiz" in page
    assert Comment.objects.approved().count() == 2


# Two at once


def test_several_are_rejected_in_ones_own_words_with_a_note(desk: Client, article: Article) -> None:
    chosen = [seen(factories.comment(article)) for _ in range(2)]
    page = desk.get(DESK).content.decode()
    bulk = page[page.index('id="bulk"') :]
    assert '<input type="text" id="reason-several" name="reason"' in bulk
    sent = {"act": "reject", "seen": chosen, "reason": "One joke too many.", "note": "A choir."}
    desk.post(DECIDE, sent)
    told = Comment.objects.rejected().values_list("decisions__reason", "decisions__note")
    assert (
        list(told.filter(decisions__to_status="rejected"))
        == [("One joke too many.", "A choir.")] * 2
    )


def test_words_for_several_that_will_not_do_are_kept(desk: Client, article: Article) -> None:
    chosen = [seen(factories.comment(article)) for _ in range(2)]
    sent = {"act": "reject", "seen": chosen, "reason": "r" * 301, "note": "A choir."}
    answer = desk.post(DECIDE, sent)
    assert answer.status_code == 422
    assert words(answer).count("r" * 301) == 2
    assert Comment.objects.held().count() == 2


def test_one_act_takes_no_more_than_a_page(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "PER_PAGE", 2)
    comments = [factories.comment(article) for _ in range(5)]
    sent = {"seen": [seen(one) for one in comments], "act": "approve", "queue": "held"}
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert "2 approved. One page at a time: 3 more are ticked. 3 left." in page
    assert list(Comment.objects.approved().order_by("pk")) == comments[:2]


def test_ticks_and_words_for_several_stand_again_without_a_reason(
    desk: Client, article: Article
) -> None:
    comments = [factories.comment(article) for _ in range(3)]
    chosen = [seen(comment) for comment in comments[:2]]
    sent = {"act": "reject", "seen": chosen, "several": "1", "queue": "held", "note": "A choir."}
    answer = desk.post(DECIDE, sent)
    page = words(answer)
    assert answer.status_code == 422
    assert '<details class="desk-bulk" id="bulk" open>' in page
    assert page.count(' form="ticked" checked') == 2
    assert ">A choir.</textarea>" in page
    assert 'id="reason-error-several"' in page


@pytest.mark.parametrize(
    ("act", "ticks", "said"),
    [
        ("reject", 0, "Tick a comment first."),
        ("", 0, "Choose what to do."),
        ("", 2, "Choose what to do."),
    ],
)
def test_words_for_several_are_kept_where_nothing_was_chosen(
    desk: Client, article: Article, act: str, ticks: int, said: str
) -> None:
    comments = [factories.comment(article) for _ in range(3)]
    chosen = [seen(comment) for comment in comments[:ticks]]
    sent = {"act": act, "seen": chosen, "several": "1", "queue": "held"}
    sent |= {"back": f"{DESK}held/?story={article.pk}", "reason": "Kept.", "note": "A choir."}
    answer = desk.post(DECIDE, sent)
    page = words(answer)
    assert (answer.status_code, said in page) == (422, True)
    assert '<details class="desk-bulk" id="bulk" open>' in page
    assert 'id="reason-several" name="reason" value="Kept."' in page
    assert ">A choir.</textarea>" in page
    assert page.count('class="desk-tick"') == 3
    assert page.count(' form="ticked" checked') == ticks
    assert "under “Ferry at night”" in page


def test_words_for_one_are_kept_where_nothing_was_chosen(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    sent = {"act": "", "seen": seen(comment), "queue": "held", "reason": "Kept."}
    answer = desk.post(DECIDE, sent)
    assert answer.status_code == 422
    assert "Choose what to do." in words(answer)
    assert 'name="reason" value="Kept."' in words(answer)


def test_a_queue_without_appeals_of_commenters_asks_nothing_about_them(
    mo: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert commenter_cards_of([], mo) == []


def test_beside_undo_a_name_alone_has_its_own_direction(desk: Client, article: Article) -> None:
    comment = factories.comment(article, author_name="נורה")
    desk.post(DECIDE, {"act": "approve", "seen": seen(comment)})
    assert "<p>Approved: <bdi>נורה</bdi></p>" in words(desk.get(DESK))


def test_who_withdrew_a_comment_is_no_rule(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    sent = {"act": "approve", "seen": seen(comment)}
    comment.withdraw()
    assert "Already withdrawn by who wrote it, " in words(desk.post(DECIDE, sent))


def test_the_second_moderator_reads_on_the_card_who_was_first(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    sent = {"act": "reject", "seen": seen(comment), "reason": "Rude."}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        comment.approve(by=factories.moderator(first_name="Ana", last_name="Ruiz"))
        clock.shift(4)
        answer = desk.post(DECIDE, sent)
    page = words(answer)
    assert answer.status_code == 409
    assert "Already approved by Ana Ruiz, 4 s ago." in page
    assert "standing--approved" in page
    assert Comment.objects.get().is_approved is True


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["a page", "in place"])
def test_what_was_typed_for_a_comment_that_another_has_decided_on_is_kept(
    desk: Client, article: Article, headers: dict[str, str]
) -> None:
    comment = factories.comment(article)
    sent = {"act": "reject", "seen": seen(comment), "reason": "He is named.", "note": "Ask Ana."}
    comment.approve(by=factories.moderator())
    page = words(desk.post(DECIDE, sent, headers=headers))
    assert "desk-fold--reject" in page
    assert 'data-key="r" open' in page
    assert 'value="He is named."' in page
    assert ">Ask Ana.</textarea>" in page


def test_a_decision_is_bound_to_the_text_that_was_read(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    shown = seen(comment)
    Comment.objects.update(revision=2)
    answer = desk.post(DECIDE, {"act": "approve", "seen": shown})
    assert "rewritten since you read it" in words(answer)
    assert Comment.objects.get().is_held is True


def test_who_reads_a_comment_is_shown_to_the_others_for_some_minutes(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    Client().force_login(ana := factories.moderator(first_name="Ana", last_name="Ruiz"))
    hers = Client()
    hers.force_login(ana)
    hers.post(f"{DESK}claim/", {"seen": seen(comment)})
    assert "Ana Ruiz is reading this" in words(desk.get(DESK))
    assert "is reading this" not in words(hers.get(DESK))
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=4)):
        assert "is reading this" not in words(desk.get(DESK))


def test_a_claim_keeps_nobody_from_deciding(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    Claim.objects.take(comment, by=factories.moderator(), minutes=3)
    desk.post(DECIDE, {"act": "approve", "seen": seen(comment)})
    assert Comment.objects.get().is_approved is True


def test_a_claim_moves_along_and_is_not_taken_from_another(mo: Any, article: Article) -> None:
    ana = factories.moderator()
    one, other = factories.comment(article), factories.comment(article)
    Claim.objects.take(one, by=mo, minutes=3)
    assert Claim.objects.take(one, by=ana, minutes=3).moderator == mo
    Claim.objects.take(other, by=mo, minutes=3)
    assert Claim.objects.take(one, by=ana, minutes=3).moderator == ana
    assert Claim.objects.count() == 2


def test_news_tells_an_open_page_what_others_did(desk: Client, article: Article) -> None:
    comment, quiet = factories.comment(article), factories.comment(article)
    address = f"{DESK}news/?queue=held&shown={seen(comment)}&shown={seen(quiet)}"
    comment.approve(by=factories.moderator(first_name="Ana", last_name="Ruiz"))
    answer = desk.get(address)
    assert "Already approved by Ana Ruiz" in words(answer)
    assert f'id="moved-{quiet.pk}" hx-swap-oob="true" hidden></p>' in words(answer)


def test_news_of_many_decisions_ask_as_much_as_news_of_one(desk: Client, article: Article) -> None:
    comments = [factories.comment(article) for _ in range(6)]
    address = f"{DESK}news/?queue=held&{'&'.join(f'shown={seen(one)}' for one in comments)}"
    asked = []
    for decided in (comments[:1], comments[1:]):
        for comment in decided:
            comment.approve(by=factories.moderator())
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_no_news_is_a_304(desk: Client, article: Article) -> None:
    shown = seen(factories.comment(article))
    address = f"{DESK}news/?queue=held&shown={shown}"
    tag = desk.get(address).headers["ETag"]
    assert desk.get(address, headers={"If-None-Match": tag}).status_code == 304
    factories.comment(article)
    assert desk.get(address, headers={"If-None-Match": tag}).status_code == 200


# Undo


def test_undo_restores_exactly_what_stood_before(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    before = Comment.objects.values().get()
    desk.post(DECIDE, {"act": "reject", "seen": seen(comment), "reason": "Rude."})
    assert "Rejected: " in words(desk.get(DESK))
    desk.post(UNDO, {"decision": comment.decisions.get().pk})
    assert Comment.objects.values().get() == before


def test_what_was_typed_stands_in_its_field_again_after_undo(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    typed = {"reason": "One joke too many.", "note": "A choir."}
    desk.post(DECIDE, {"act": "reject", "seen": seen(comment), **typed})
    desk.post(UNDO, {"decision": comment.decisions.first().pk})
    page = desk.get(DESK).content.decode()
    assert 'name="reason" value="One joke too many."' in page
    assert ">A choir.</textarea>" in page
    # Folded, as the sheet of any other card.
    assert 'desk-fold--reject" data-key="r">' in page


def test_a_usual_reason_that_was_taken_back_is_nobodys_own_words(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    desk.post(DECIDE, {"act": f"reject:{reason().pk}", "seen": seen(comment)})
    desk.post(UNDO, {"decision": comment.decisions.first().pk})
    assert f'name="reason" value="{reason().text}"' not in words(desk.get(DESK))


def test_undo_makes_new_what_was_new(desk: Client, article: Article) -> None:
    comment = new(article)
    for act in ("see", "hold", "feature"):
        comment.refresh_from_db()
        desk.post(DECIDE, {"act": act, "seen": seen(comment)})
        desk.post(UNDO, {"decision": comment.decisions.first().pk})
        comment.refresh_from_db()
        assert comment.is_new is True, act


def test_undo_features_what_was_featured_since_when_it_was(mo: Any, article: Article) -> None:
    comment = factories.approved(article)
    comment.feature(by=mo)
    since = comment.featured_at
    comment.undo(comment.unfeature(by=mo), by=mo)
    comment.refresh_from_db()
    assert comment.featured_at == since


def test_an_approval_that_was_taken_back_published_nothing(mo: Any, article: Article) -> None:
    comment = factories.comment(article)
    comment.undo(comment.approve(by=mo), by=mo)
    comment.rewrite("On second thoughts.", at=timezone.now())
    assert Comment.objects.get().published_at is None
    approval = comment.approve(by=mo)
    comment.refresh_from_db()
    assert (comment.published_at, comment.number) == (approval.decided_at, 1)
    assert comment.is_edited is False


def test_the_first_approval_that_stands_dates_a_comment(mo: Any, article: Article) -> None:
    comment = factories.comment(article)
    first = comment.approve(by=mo)
    comment.hold(by=mo)
    comment.undo(comment.approve(by=mo), by=mo)
    comment.approve(by=mo)
    comment.refresh_from_db()
    assert comment.published_at == first.decided_at


def test_a_card_shows_no_number_while_the_comment_is_held(
    desk: Client, mo: Any, article: Article
) -> None:
    comment = factories.comment(article)
    approval = comment.approve(by=mo)
    assert "#1</" in desk.get(f"{DESK}comments/{comment.pk}/").content.decode()
    comment.undo(approval, by=mo)
    assert "#1</" not in desk.get(f"{DESK}comments/{comment.pk}/").content.decode()


def test_after_the_window_there_is_no_undo(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    desk.post(DECIDE, {"act": "approve", "seen": seen(comment)})
    pk = comment.decisions.get().pk
    seconds = HouseRules.now().undo_seconds
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=seconds + 1)):
        assert "desk-undo" in (page := words(desk.get(DESK)))
        assert ">Undo " not in page
        assert "Decide anew instead" in words(desk.post(UNDO, {"decision": pk}))
    assert Comment.objects.get().is_approved is True


def test_all_that_was_done_at_once_is_undone_at_once(desk: Client, article: Article) -> None:
    chosen = [seen(factories.comment(article)) for _ in range(3)]
    desk.post(DECIDE, {"act": "approve", "seen": chosen})
    page = desk.get(DESK)
    assert "3 approved" in words(page)
    desk.post(UNDO, {"decision": [decision.pk for decision in page.context["taken"]]})
    assert Comment.objects.held().count() == 3


@pytest.mark.parametrize("decided_again", [True, False])
def test_nobody_undoes_what_another_decided(
    desk: Client, mo: Any, article: Article, decided_again: bool
) -> None:
    comment, ana = factories.comment(article), factories.moderator()
    decision = comment.approve(by=mo if decided_again else ana)
    if decided_again:
        comment.reject(by=ana, reason="Rude.")
    stands = comment.status
    desk.post(UNDO, {"decision": decision.pk})
    assert Comment.objects.get().status == stands


def test_what_cannot_be_taken_back_is_said_where_its_card_is_gone(
    desk: Client, mo: Any, article: Article
) -> None:
    comment = factories.comment(article)
    decision = comment.approve(by=mo)
    comment.hold(by=factories.moderator())
    told = words(
        desk.post(UNDO, {"decision": decision.pk, "queue": "held"}, headers={"HX-Request": "true"})
    )
    assert f"{comment} was decided on again since." in told.partition('id="said"')[2]
    assert "card says why" not in told
    assert 'name="decision"' not in words(desk.get(DESK))


def test_that_a_comment_stays_is_taken_back_by_no_second_browser(
    desk: Client, mo: Any, article: Article
) -> None:
    earlier, comment = factories.comment(article), factories.approved(article)
    desk.post(DECIDE, {"act": "approve", "seen": seen(earlier)})
    case = report(comment, reason="attack").case
    desk.post(DECIDE, {"act": "dismiss", "seen": f"{comment.pk}:1:approved:1"})
    other = Client()
    other.force_login(mo)
    page = words(other.get(DESK))
    assert ">Undo " not in page
    assert "“The comment stays” is not taken back. Decide on the comment anew." in page
    sent = {"decision": comment.decisions.all()[0].pk}
    assert "“The comment stays” is not taken back." in words(other.post(UNDO, sent))
    case.refresh_from_db()
    comment.refresh_from_db()
    assert (case.outcome, comment.is_new) == ("dismissed", False)


@pytest.mark.parametrize("since", ["nothing", "held again"])
def test_an_answered_appeal_is_taken_back_by_no_second_browser(
    desk: Client, mo: Any, article: Article, since: str
) -> None:
    earlier, comment = factories.comment(article), factories.approved(article)
    desk.post(DECIDE, {"act": "approve", "seen": seen(earlier)})
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    if since == "held again":
        comment.decide(CommentStatus.HELD, by=None, rule="held_again")
    sent = {"verdict": "overturn" if since == "nothing" else "publish", "answer": "You are right."}
    desk.post(f"{DESK}appeals/{appeal.pk}/decide/", sent)
    other = Client()
    other.force_login(mo)
    page = words(other.get(DESK))
    assert ">Undo " not in page
    assert "An answered appeal is not taken back. Decide anew." in page
    assert "is not taken back" in words(
        other.post(UNDO, {"decision": comment.decisions.all()[0].pk})
    )
    comment.refresh_from_db()
    assert comment.is_approved is True


def test_what_was_taken_back_is_not_put_in_force_again_by_its_name(
    desk: Client, mo: Any, article: Article
) -> None:
    comment = factories.approved(article)
    undoing = comment.undo(comment.reject(by=mo, reason="A slip."), by=mo)
    page = words(desk.post(UNDO, {"decision": undoing.pk}, follow=True))
    assert "There is nothing to take back." in page
    comment.refresh_from_db()
    assert comment.is_approved is True


def test_undo_never_reaches_behind_an_act_that_it_cannot_take_back(
    desk: Client, article: Article
) -> None:
    comment, other = factories.comment(article), factories.published()
    desk.post(DECIDE, {"act": "approve", "seen": seen(comment)})
    sent = {"thread": f"{other.thread.pk}:open", "act": "close", "reason": "The inquest began."}
    desk.post(f"{DESK}close/", sent)
    page = words(desk.get(DESK))
    assert ">Undo " not in page
    assert "A thread is opened again on its page." in page
    desk.post(DECIDE, {"act": "reject", "seen": f"{comment.pk}:1:approved", "reason": "Rude."})
    assert ">Undo " in words(desk.get(DESK))


# In place, for htmx


def test_an_open_page_is_told_what_changed(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    factories.comment(article)
    sent = {"act": "approve", "seen": seen(comment), "queue": "held"}
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert f'<div id="card-{comment.pk}" hx-swap-oob="delete">' in page
    assert "Approved. 1 left." in page
    assert "Undo" in page


@pytest.mark.parametrize("asked", ["?story={}", "?q=ferry", "?story={}&q=ferry"])
def test_an_open_page_of_a_narrowed_queue_is_told_what_is_left_of_it(
    desk: Client, article: Article, asked: str
) -> None:
    comment, *_ = [factories.comment(article) for _ in range(3)]
    for _ in range(4):
        factories.comment(factories.published(headline="Elsewhere"))
    sent = {"act": "approve", "seen": seen(comment), "queue": "held"}
    sent["back"] = f"{DESK}held/{asked.format(article.pk)}"
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert "Approved. 2 left." in page
    assert '<div class="desk-filters" id="narrowed" hx-swap-oob="true">' in page
    assert "You see <strong>2</strong> held" in page
    assert "(4 outside)" in page
    assert 'id="count-held" hx-swap-oob="innerHTML">6<' in page


def test_an_open_page_whose_filter_asks_for_nothing_is_told_what_is_left(
    desk: Client, article: Article
) -> None:
    comment, *_ = [factories.comment(article) for _ in range(3)]
    sent = {"act": "approve", "seen": seen(comment), "queue": "held"}
    sent["back"] = f"{DESK}held/?q=++"
    assert "Approved. 2 left." in words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))


def test_an_open_page_gets_back_what_was_undone(desk: Client, mo: Any, article: Article) -> None:
    decision = factories.comment(article).approve(by=mo)
    sent = {"decision": decision.pk, "queue": "held"}
    page = words(desk.post(UNDO, sent, headers={"HX-Request": "true"}))
    assert 'hx-swap-oob="afterbegin:#cards"' in page
    assert f'id="card-{decision.comment_id}"' in page


def test_the_page_of_one_comment_keeps_it(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    sent = {"act": "approve", "seen": seen(comment), "queue": ""}
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert 'hx-swap-oob="true"' in page
    assert "standing--approved" in page
    assert 'hx-swap-oob="delete"' not in page


def test_a_break_is_suggested_on_an_open_page(desk: Client, article: Article) -> None:
    HouseRules.objects.create(pk=1, break_after=1)
    grim = Reason.objects.filter(is_grim=True, purpose=ReasonPurpose.REJECT)[0]
    sent = {"act": f"reject:{grim.pk}", "seen": seen(factories.comment(article)), "queue": "held"}
    page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
    assert "You have rejected 1 comment that is hard to read. A short walk" in page


# Threads


def test_a_thread_is_closed_from_a_card(desk: Client, article: Article) -> None:
    usual = Reason.objects.offered(ReasonPurpose.CLOSE)[0]
    sent = {"thread": f"{article.thread.pk}:open", "act": f"close:{usual.pk}"}
    desk.post(f"{DESK}close/", sent)
    thread = Thread.objects.get()
    assert (thread.is_closed, thread.reason) == (True, usual.text)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_who_has_closed_a_thread_is_led_to_where_it_is_opened_again(
    desk: Client, article: Article, headers: dict[str, str]
) -> None:
    factories.comment(article)
    sent = {"thread": f"{article.thread.pk}:open", "act": "close", "reason": "The inquest began."}
    page = words(desk.post(f"{DESK}close/", sent, headers=headers, follow=True))
    address = f"/admin/comments/thread/modes/?thread={article.thread.pk}&amp;mode=open"
    assert f'<a class="button" href="{address}" data-key="u">Open again… ' in page
    assert f"<p>Closed: <bdi>{article.headline}</bdi></p>" in page


def test_the_card_of_a_closed_thread_leads_to_where_it_is_opened_again(
    desk: Client, mo: Any, article: Article
) -> None:
    factories.comment(article)
    article.thread.close(by=mo, reason="The inquest began.")
    page = words(desk.get(DESK))
    address = f"/admin/comments/thread/modes/?thread={article.thread.pk}&amp;mode=open"
    assert f'<a class="button" href="{address}" data-key="c">Open thread… ' in page


@pytest.mark.parametrize(
    ("gone", "said"), [("retract", "was retracted"), ("withdraw", "is not published")]
)
def test_where_no_mode_shows_readers_anything_a_card_says_why_and_leads_nowhere(
    desk: Client, article: Article, gone: str, said: str
) -> None:
    factories.comment(article)
    getattr(article, gone)(by=factories.editor(), reason="None of it happened.")
    page = words(desk.get(DESK))
    assert f"The article {said}: readers see none of its comments." in page
    assert "/thread/modes/" not in page
    assert "Close thread" not in page


def test_where_there_is_no_thread_no_form_is_drawn(desk: Client) -> None:
    secret = factories.draft().thread
    answer = desk.get(f"/admin/comments/thread/modes/?thread={secret.pk}", follow=True)
    assert answer.redirect_chain == [("/admin/comments/thread/", 302)]
    assert "There is no thread here that you can set." in words(answer)


def test_undo_never_reaches_behind_a_thread_that_was_set_on_its_page(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    desk.post(DECIDE, {"act": "approve", "seen": seen(comment)})
    sent = {"thread": f"{article.thread.pk}:open", "mode": "premoderated"}
    desk.post("/admin/comments/thread/modes/", sent)
    page = words(desk.get(DESK))
    assert ">Undo " not in page
    assert "A thread is set anew on its page." in page


@pytest.mark.parametrize("typed", ["", "x" * 301])
def test_a_thread_is_not_closed_without_a_reason_that_will_do(
    desk: Client, article: Article, typed: str
) -> None:
    sent = {"thread": f"{article.thread.pk}:open", "act": "close", "reason": typed}
    desk.post(f"{DESK}close/", sent)
    assert Thread.objects.get().is_open is True


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 301, "at most 300 characters"),
        ("The polls are open.", "were set to “Premoderated” meanwhile."),
    ],
)
def test_what_was_typed_to_close_a_thread_that_is_not_closed_is_kept(
    desk: Client, mo: Any, article: Article, typed: str, said: str
) -> None:
    comment = factories.comment(article)
    thread = {"thread": f"{article.thread.pk}:open", "seen": seen(comment)}
    article.thread.premoderate(by=mo)
    answer = desk.post(f"{DESK}close/", {**thread, "act": "close", "reason": typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed}"' in words(answer)
    assert 'data-key="c" open' in words(answer)
    assert Thread.objects.get().is_closed is False


def test_what_is_typed_at_the_desk_is_cut_by_no_browser(desk: Client, article: Article) -> None:
    factories.comment(article)
    cards = words(desk.get(DESK)).partition('id="cards"')[2]
    assert "desk-own" in cards
    assert "maxlength" not in cards


# Commenters


def test_taking_back_is_no_earlier_decision(desk: Client, mo: Any, article: Article) -> None:
    comment = factories.comment(article)
    comment.undo(comment.approve(by=mo), by=mo)
    assert "<summary>1 earlier decision</summary>" in words(desk.get(DESK))


def test_the_log_says_which_act_was_taken_back(desk: Client, mo: Any, article: Article) -> None:
    writer = factories.comment(article).commenter
    writer.undo(writer.decide(Act.BAN, by=mo, reason="Advertising."), by=mo)
    page = words(desk.get(f"{DESK}commenters/{writer.pk}/"))
    assert "<strong>Ban taken back</strong>" in page


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (Act.WARN, "A warning was sent and cannot be taken back."),
        (Act.NOTE, "A note stays in the log and cannot be taken back."),
    ],
)
def test_what_was_said_is_not_taken_back_and_the_page_says_so(
    desk: Client, mo: Any, article: Article, act: Act, answer: str
) -> None:
    writer = factories.comment(article).commenter
    said = writer.decide(act, by=mo, reason="Advertising.", note="Twice.")
    address = f"{DESK}commenters/{writer.pk}/"
    assert "Notes and warnings stay" in words(desk.get(address))
    page = words(desk.post(f"{address}undo/", {"decision": said.pk}, follow=True))
    assert answer in page


@pytest.mark.parametrize("banned", [True, False])
def test_only_who_has_lost_their_standing_is_restored(
    desk: Client, mo: Any, article: Article, banned: bool
) -> None:
    writer = factories.comment(article).commenter
    if banned:
        writer.decide(Act.BAN, by=mo, reason="Advertising.")
    page = words(desk.get(f"{DESK}commenters/{writer.pk}/"))
    assert ('value="restore"' in page) is banned
    desk.post(f"{DESK}commenters/{writer.pk}/act/", {"act": "restore", "seen": writer.standing})
    assert writer.decisions.filter(act="restore").exists() is banned


def test_the_form_of_acts_says_whom_they_are_about_and_takes_the_focus(
    desk: Client, article: Article
) -> None:
    writer = factories.comment(article).commenter
    page = words(desk.get(f"{DESK}commenters/{writer.pk}/?act=ban"))
    assert f"What happens to <bdi>{writer.name}</bdi>?" in page
    (form,) = re.findall(r'<form[^>]* id="act"[^>]*>', page)
    assert 'tabindex="-1"' in form


def test_a_commenters_page_leads_back_to_the_card_and_its_queue(
    desk: Client, article: Article
) -> None:
    comment = factories.comment(article)
    queue = f"{DESK}held/?section={article.section.slug}"
    asked = f"back={quote(queue, safe='')}%23card-{comment.pk}"
    address = f"{DESK}commenters/{comment.commenter_id}/"
    assert f'href="{address}?{asked}"' in words(desk.get(queue))
    assert f'<a href="{queue}#card-{comment.pk}">' in words(desk.get(f"{address}?{asked}"))
    sent = {"act": "note", "seen": "good", "note": "Third time.", "back": queue}
    assert desk.post(f"{address}act/", sent).headers["Location"] == queue


@pytest.mark.parametrize("back", ["https://evil.example/admin/desk/", "//evil.example", "/", "x"])
def test_a_commenters_page_leads_nowhere_else(desk: Client, article: Article, back: str) -> None:
    address = f"{DESK}commenters/{factories.comment(article).commenter_id}/"
    assert "where you came from" not in words(desk.get(address, {"back": back}))
    sent = {"act": "note", "seen": "good", "note": "Third time.", "back": back}
    assert desk.post(f"{address}act/", sent).headers["Location"] == address


# Wellbeing


def test_a_break_is_suggested_after_many_grim_comments(
    desk: Client, mo: Any, article: Article
) -> None:
    HouseRules.objects.create(pk=1, break_after=2)
    grim = Reason.objects.filter(is_grim=True, purpose=ReasonPurpose.REJECT)[0]
    for _ in range(2):
        assert "A short walk" not in words(desk.get(DESK))
        factories.comment(article).reject(by=mo, reason=grim.text, preset=grim)
    assert "A short walk" in words(desk.get(DESK))
    desk.post(f"{DESK}break/")
    assert "A short walk" not in words(desk.get(DESK))


def test_a_rejection_that_was_taken_back_tires_nobody(
    desk: Client, mo: Any, article: Article
) -> None:
    HouseRules.objects.create(pk=1, break_after=1)
    grim = Reason.objects.filter(is_grim=True, purpose=ReasonPurpose.REJECT)[0]
    comment = factories.comment(article)
    comment.undo(comment.reject(by=mo, reason=grim.text, preset=grim), by=mo)
    assert "A short walk" not in words(desk.get(DESK))


@pytest.mark.parametrize("blurs", [True, False])
def test_the_house_decides_whether_marked_words_are_blurred(desk: Client, blurs: bool) -> None:
    HouseRules.objects.create(pk=1, blur_slurs=blurs)
    assert ("desk--blurs" in words(desk.get(DESK))) is blurs


# Who may


ADDRESSES = [
    *("", "held/", "new/", "rejected/", "news/", "decide/", "undo/", "claim/", "close/", "break/"),
    *("comments/{comment}/", "commenters/{commenter}/"),
    *("commenters/{commenter}/act/", "commenters/{commenter}/undo/"),
]
POSTS = ("decide/", "undo/", "claim/", "close/", "break/", "/act/", "/undo/")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", ["", "Reporter", "Editor", "Moderator", "Chief moderator"])
def test_the_desk_is_for_moderators(
    client: Client, article: Article, role: str, address: str
) -> None:
    comment = factories.comment(article)
    client.force_login(factories.user(role))
    asked = DESK + address.format(comment=comment.pk, commenter=comment.commenter_id)
    changes = address.endswith(POSTS)
    answer = client.post(asked) if changes else client.get(asked)
    if "moderator" in role.lower():
        assert answer.status_code in {200, 302, 404, 422}
        assert client.get(asked).status_code == (405 if changes else 200)
    else:
        assert answer.status_code == (403 if role else 302)


@pytest.mark.parametrize(
    ("address", "parent"),
    [("decide/", ""), ("undo/", ""), ("close/", ""), ("commenters/{}/act/", "commenters/{}/")],
)
def test_who_signs_in_after_sending_a_form_reads_that_nothing_was_done(
    client: Client, mo: Any, article: Article, address: str, parent: str
) -> None:
    writer = factories.comment(article).commenter.pk
    asked = f"{DESK}{address}".format(writer)
    sign_in = client.post(asked, {"act": "approve"})["Location"]
    mo.set_password("a long one indeed")
    mo.save()
    sent = {"username": mo.username, "password": "a long one indeed"}
    page = client.post(sign_in, sent, follow=True)
    assert "you had been signed out when you sent the form, and nothing was decided" in words(page)
    back = client.get(urljoin(asked, "../"))
    assert (back.status_code, back.request["PATH_INFO"]) == (200, f"{DESK}{parent}".format(writer))


def test_a_queue_that_does_not_exist_is_not_found(desk: Client) -> None:
    assert desk.get(f"{DESK}reportedly/").status_code == 404


def test_the_front_of_the_admin_leads_moderators_to_the_desk(
    desk: Client, article: Article
) -> None:
    factories.comment(article)
    assert f'<a href="{DESK}"><strong>1</strong> held comment</a>' in words(desk.get("/admin/"))


@pytest.mark.parametrize("address", ["commenters/1/", "comments/1/"])
def test_who_and_what_is_not_there_is_not_found(desk: Client, address: str) -> None:
    assert desk.get(f"{DESK}{address}").status_code == 404


def test_which_of_many_stay_in_the_queue_is_asked_once(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = queues.QUEUE_NAMED["held"], []

    def word(comments: Any) -> Any:
        asked.append(comments)
        return held.word(comments)

    monkeypatch.setitem(queues.QUEUE_NAMED, "held", replace(held, word=word))

    def approve(number: int) -> int:
        chosen = [seen(factories.comment(article)) for _ in range(number)]
        sent = {"act": "approve", "seen": chosen, "queue": "held"}
        page = words(desk.post(DECIDE, sent, headers={"HX-Request": "true"}))
        assert page.count('hx-swap-oob="delete"') == number
        asked_now = len(asked)
        asked.clear()
        return asked_now

    assert approve(1) == approve(6)


def test_approving_reads_the_standing_orders_with_the_comments(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [seen(factories.comment(article)) for _ in range(3)]
    monkeypatch.setattr(StandingOrders, "now", lambda: pytest.fail("They were there."))
    desk.post(DECIDE, {"act": "approve", "seen": chosen})
    assert Comment.objects.approved().count() == 3


def test_a_page_of_the_desk_reads_the_house_rules_once(desk: Client, article: Article) -> None:
    comment = factories.comment(article)
    with CaptureQueriesContext(connection) as asked:
        desk.get(f"{DESK}comments/{comment.pk}/")
    read = [q for q in asked if q["sql"].startswith('SELECT "comments_houserules"')]
    assert len(read) == 1


def test_a_muting_that_is_over_costs_no_card_a_query(desk: Client, article: Article) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(DESK)
        return len(asked)

    def grow(number: int) -> None:
        for _ in range(number):
            writer = factories.commenter()
            factories.comment(article, commenter=writer)
            over = timezone.now() - datetime.timedelta(hours=1)
            Commenter.objects.filter(pk=writer.pk).update(standing="muted", standing_until=over)

    grow(2)
    few = queries()
    grow(10)
    assert queries() == few
