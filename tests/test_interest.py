"""Who wrote an article, or is named in its disclosures, does not decide under it by themselves."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.interest import InterestConflict, interest_of
from comments.models import (
    Appeal,
    Comment,
    Commenter,
    CommentStatus,
    HouseRules,
    Reason,
    ReasonPurpose,
    SectionRules,
    Thread,
)
from comments.reporting import report
from tests import factories
from tests.newspaper import typed_author, words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
OFFERED = {
    "held": {"approve", "reject"},
    "approved": {"hold", "reject", "feature"},
    "rejected": {"approve", "hold"},
    "withdrawn": set(),
    "new": {"see", "hold", "reject", "feature"},
    "reported": {"dismiss", "hold", "reject", "feature"},
    "owing": {"reject"},
}


@pytest.fixture
def ana() -> Any:
    """A moderator who also writes."""
    return factories.moderator(first_name="Ana", last_name="Ruiz")


@pytest.fixture
def own(ana: Any) -> Article:
    return factories.published(factories.author(name="A. Ruiz", user=ana))


def seen(comment: Comment) -> str:
    return f"{comment.pk}:{comment.revision}:{comment.status}"


def test_whoever_is_in_the_byline_has_an_interest(ana: Any, own: Article) -> None:
    assert interest_of(ana, own) == "You wrote this article as A. Ruiz."


def test_whoever_answers_for_the_group_has_one(ana: Any) -> None:
    article = factories.published(factories.group("ana  RUIZ", name="The Harbour Desk"))
    assert "You answer for The Harbour Desk" in interest_of(ana, article)


@pytest.mark.parametrize(
    ("entity", "text", "named"),
    [
        ("Ana Ruiz", "A friend.", True),
        ("Harbour Bank", "Married to Ana Ruiz, who moderates.", True),
        ("Harbour Bank", "Ana Ruizova owns it.", False),
        ("Harbour Bank", "Ana sold it to Ruiz.", False),
    ],
)
def test_whoever_is_named_in_a_disclosure_has_one(
    ana: Any, entity: str, text: str, named: bool
) -> None:
    author = factories.author()
    factories.disclosure(author, entity=entity, text=text)
    assert bool(interest_of(ana, factories.published(author))) is named


def test_a_name_of_one_word_is_not_looked_for_in_prose() -> None:
    grace = factories.moderator(first_name="Grace")
    author = factories.author()
    factories.disclosure(author, entity="Harbour Bank", text="By the grace of the board.")
    assert interest_of(grace, factories.published(author)) == ""


def test_what_was_pinned_counts_and_not_what_was_declared_since(ana: Any) -> None:
    author = factories.author()
    article = factories.published(author)
    factories.disclosure(author, entity="Ana Ruiz", valid_from=timezone.localdate())
    assert interest_of(ana, article) == ""


@pytest.mark.parametrize("act", ["approve", "reject", "hold", "feature", "unfeature", "see"])
def test_no_verb_decides_for_who_has_an_interest(ana: Any, own: Article, act: str) -> None:
    comment = factories.comment(own)
    if act in ("hold", "feature", "unfeature", "see"):
        comment.decide(CommentStatus.APPROVED, by=None, rule="nothing_objected")
    if act == "unfeature":
        comment.feature(by=factories.moderator())
    more = {"reason": "Rude."} if act == "reject" else {}
    before = Comment.objects.values().get()
    with pytest.raises(InterestConflict, match="You wrote this article"):
        getattr(comment, act)(by=ana, **more)
    assert Comment.objects.values().get() == before
    getattr(comment, act)(by=ana, override="Nobody else is here.", **more)
    assert comment.decisions.first().override == "Nobody else is here."


def test_who_overrode_an_interest_can_take_that_back(ana: Any, own: Article) -> None:
    comment = factories.comment(own)
    decision = comment.approve(by=ana, override="Nobody else is here.")
    assert comment.undo(decision, by=ana).override == "Nobody else is here."


def test_a_rule_has_no_interest(own: Article) -> None:
    assert factories.comment(own, from_newsroom=True).is_approved is True


def test_silencing_ones_own_critics_needs_an_override_and_letting_them_speak_none(
    ana: Any, own: Article
) -> None:
    own.thread.premoderate(by=ana)
    own.thread.open(by=ana)
    with pytest.raises(InterestConflict):
        own.thread.close(by=ana, reason="Enough said.")
    own.thread.close(by=ana, reason="Enough said.", override="Threats, and nobody else is here.")
    decision = own.thread.decisions.first()
    assert decision.override == "Threats, and nobody else is here."


# On every way there is


@pytest.fixture
def desk(client: Client, ana: Any) -> Client:
    client.force_login(ana)
    return client


def test_the_card_says_so_and_asks_why(desk: Client, own: Article) -> None:
    factories.comment(own)
    page = words(desk.get(DESK))
    assert "You wrote this article as A. Ruiz." in page
    assert "Why you decide on it, kept in the log" in page
    assert 'data-key="a"' not in page


def test_a_usual_reason_is_one_press_away_in_spite_of_an_interest(
    desk: Client, own: Article
) -> None:
    comment = factories.comment(own)
    usual = Reason.objects.offered(ReasonPurpose.REJECT)[0]
    fold = words(desk.get(DESK)).partition("Decide all the same…")[2].partition("</details>")[0]
    assert f'name="act" value="reject:{usual.pk}"' in fold
    sent = {"act": f"reject:{usual.pk}", "seen": seen(comment), "override": "Nobody else is here."}
    desk.post(f"{DESK}decide/", sent)
    decision = comment.decisions.first()
    assert (decision.preset, decision.override) == (usual, "Nobody else is here.")


def test_the_desk_takes_an_override_and_shows_it_in_the_log(desk: Client, own: Article) -> None:
    comment = factories.comment(own)
    sent = {"act": "approve", "seen": seen(comment), "override": "Nobody else is here."}
    desk.post(f"{DESK}decide/", sent)
    assert Comment.objects.get().is_approved is True
    page = words(desk.get(f"{DESK}comments/{comment.pk}/"))
    assert "In spite of an interest: Nobody else is here." in page
    archive = words(desk.get(f"/admin/comments/comment/{comment.pk}/change/"))
    assert "Nobody else is here." in archive


def test_in_bulk_a_missing_override_is_what_is_asked_for(desk: Client, own: Article) -> None:
    several = [seen(factories.comment(own)) for _ in range(2)]
    sent = {"act": "reject", "seen": several, "override": "", "reason": "Kept words."}
    page = words(desk.post(f"{DESK}decide/", sent, follow=True))
    assert "Say why you decide although you have an interest." in page
    assert "Rejecting needs a reason." not in page


@pytest.mark.parametrize("override", ["", "   ", "x" * 301, "a\x00b"])
def test_an_override_that_will_not_do_is_said_at_its_field(
    desk: Client, own: Article, override: str
) -> None:
    comment = factories.comment(own)
    sent = {"act": "reject", "seen": seen(comment), "override": override, "reason": "Kept words."}
    answer = desk.post(f"{DESK}decide/", sent)
    assert answer.status_code == 422
    assert f'id="override-error-{comment.pk}"' in words(answer)
    assert 'value="Kept words."' in words(answer)
    assert Comment.objects.get().is_held is True


def test_a_typed_override_is_kept_when_another_was_first(desk: Client, own: Article) -> None:
    comment = factories.comment(own)
    sent = {"act": "hold", "seen": seen(comment), "override": "Nobody else is here."}
    comment.approve(by=factories.moderator())
    page = words(desk.post(f"{DESK}decide/", sent | {"reason": "Kept words."}))
    assert "Already approved" in page
    assert 'value="Nobody else is here."' in page
    assert 'value="Kept words."' in page


def acts_offered(page: str) -> set[str]:
    """What the buttons of a card would do."""
    card = page.partition('<div class="desk-card-aside">')[0]
    return set(re.findall(r'name="act" value="(\w+)"', card)) - {"close"}


@pytest.mark.parametrize("status", [*CommentStatus.values, "new", "reported", "owing"])
def test_a_card_offers_in_spite_of_an_interest_what_it_offers_without(
    desk: Client, ana: Any, own: Article, status: str
) -> None:
    cards = []
    for article in (own, factories.published()):
        writer = factories.commenter(known=True) if status == "new" else factories.reader()
        if status == "owing":
            writer = factories.reader(email_confirmed_at=None)
        comment = factories.comment(article, commenter=writer)
        if status in {"approved", "reported"}:
            comment.approve(by=factories.moderator())
        if status == "reported":
            report(comment, reason="attack")
        if status == "rejected":
            comment.reject(by=factories.moderator(), reason="Rude.")
        if status == "withdrawn":
            comment.withdraw()
        cards.append(acts_offered(words(desk.get(f"{DESK}comments/{comment.pk}/"))))
    assert cards[0] == cards[1] == OFFERED[status]


@pytest.mark.parametrize("override", ["", "x" * 301])
def test_words_for_closing_ones_own_thread_are_kept_beside_what_is_wrong_with_them(
    desk: Client, own: Article, override: str
) -> None:
    comment = factories.comment(own)
    thread = {"thread": f"{own.thread.pk}:open", "seen": seen(comment), "act": "close"}
    page = words(desk.post(f"{DESK}close/", thread | {"reason": "Kept.", "override": override}))
    assert f'id="close-override-error-{comment.pk}"' in page
    assert f'name="override" value="{override}" required' in page
    assert 'name="reason" value="Kept." required' in page
    assert Thread.objects.get().is_closed is False


def test_no_way_leads_round_the_guard(desk: Client, ana: Any, own: Article) -> None:
    comment = factories.comment(own)
    preset = Reason.objects.offered(ReasonPurpose.REJECT)[0]
    for sent in (
        {"act": "approve", "seen": seen(comment)},
        {"act": f"reject:{preset.pk}", "seen": seen(comment)},
        {"act": "reject", "reason": "Rude.", "seen": seen(comment)},
    ):
        answer = desk.post(f"{DESK}decide/", sent, follow=True)
        assert "You wrote this article" in words(answer), sent
        assert Comment.objects.get().is_held is True, sent


def test_a_case_under_ones_own_story_is_dismissed_with_an_override_in_the_log(
    desk: Client, own: Article
) -> None:
    comment = factories.approved(own)
    case = report(comment, reason="attack").case
    sent = {"act": "dismiss", "seen": f"{seen(comment)}:1"}
    assert "You wrote this article" in words(desk.post(f"{DESK}decide/", sent))
    assert 'value="dismiss">The comment stays' in words(desk.get(f"{DESK}reported/"))
    desk.post(f"{DESK}decide/", sent | {"override": "Nobody else is here.", "note": "Fair."})
    case.refresh_from_db()
    assert (case.outcome, case.note) == ("dismissed", "Fair.")
    page = words(desk.get(f"{DESK}comments/{comment.pk}/"))
    assert "In spite of an interest: Nobody else is here." in page


@pytest.mark.parametrize("verdict", ["overturn", "uphold"])
def test_an_appeal_under_ones_own_story_is_answered_with_an_override_in_the_log(
    desk: Client, own: Article, verdict: str
) -> None:
    comment = factories.approved(own)
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    address, sent = f"{DESK}appeals/{appeal.pk}/", {"verdict": verdict, "answer": "So."}
    assert "Why you judge the appeal all the same, kept in the log" in words(desk.get(address))
    assert "You wrote this article" in words(desk.post(f"{address}decide/", sent))
    assert Appeal.objects.get().is_open is True
    desk.post(f"{address}decide/", sent | {"override": "Nobody else is here."})
    assert Appeal.objects.get().override == "Nobody else is here."
    page = words(desk.get(address))
    assert "In spite of an interest: Nobody else is here." in page
    reads = words(Client().get(appeal.appealed.statement_url))
    assert "Nobody else is here." not in reads


@pytest.mark.parametrize(("way", "field"), [("decide", "override"), ("ask", "ask-override")])
def test_what_an_appeal_lacks_in_spite_of_an_interest_is_said_at_its_field(
    desk: Client, own: Article, way: str, field: str
) -> None:
    taken = factories.approved(own).reject(by=factories.moderator(), reason="Rude.")
    appeal = Appeal.open(taken, text="No.")
    sent = {"verdict": "uphold", "answer": "Kept.", "text": "Kept."}
    page = words(desk.post(f"{DESK}appeals/{appeal.pk}/{way}/", sent))
    assert f'id="appeal-{appeal.pk}-{field}-error">You wrote this article' in page
    assert page.count('aria-invalid="true"') == 1
    assert "Kept.</textarea>" in page


@pytest.mark.parametrize(("way", "field"), [("decide", "override"), ("ask", "ask-override")])
def test_what_a_chief_owes_beside_their_own_decision_is_said_at_its_field(
    client: Client, way: str, field: str
) -> None:
    chief = factories.user("Chief moderator")
    client.force_login(chief)
    taken = factories.approved(factories.published()).reject(by=chief, reason="Rude.")
    appeal = Appeal.open(taken, text="No.")
    sent = {"verdict": "uphold", "answer": "Kept.", "text": "Kept."}
    page = words(client.post(f"{DESK}appeals/{appeal.pk}/{way}/", sent))
    assert f'id="appeal-{appeal.pk}-{field}-error">You took this decision.' in page


def test_closing_ones_own_thread_asks_why_on_both_pages(desk: Client, own: Article) -> None:
    thread = f"{own.thread.pk}:open"
    modes = f"/admin/comments/thread/modes/?thread={own.thread.pk}"
    sent = {"thread": thread, "mode": "closed", "act": "close", "reason": "Enough said."}
    for address in (f"{DESK}close/", modes):
        assert "You wrote this article" in words(desk.post(address, sent, follow=True)), address
        assert Thread.objects.get().is_open is True, address
    assert 'name="override"' in words(desk.get(modes))
    desk.post(modes, sent | {"override": "Threats."})
    assert Thread.objects.get().is_closed is True
    log = f"/admin/comments/thread/{own.thread.pk}/change/"
    assert "Threats." in words(desk.get(log))


def test_in_bulk_the_others_are_decided_and_ones_own_is_left(desk: Client, own: Article) -> None:
    mine, other = factories.comment(own), factories.comment(factories.published())
    answer = desk.post(f"{DESK}decide/", {"act": "approve", "seen": [seen(mine), seen(other)]})
    assert "1 approved, 1 not." in words(answer)
    mine.refresh_from_db()
    assert mine.is_held is True


def test_a_ban_leaves_what_waits_under_ones_own_article(desk: Client, own: Article) -> None:
    writer = Commenter.objects.create(name="Nora")
    mine = factories.comment(own, commenter=writer)
    other = factories.comment(factories.published(), commenter=writer)
    sent = {"act": "ban", "seen": "good", "reason": "Advertising.", "waiting": "reject"}
    page = words(desk.post(f"{DESK}commenters/{writer.pk}/act/", sent, follow=True))
    assert "You wrote this article" in page
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.is_held, other.is_rejected) == (True, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"closes_at": "2099-01-01T08:00"},
        {"slow_seconds": "86400"},
    ],
)
def test_no_date_and_no_pace_silences_ones_own_thread_unexplained(
    desk: Client, own: Article, typed: dict[str, str]
) -> None:
    typed = {"closes_at": "", "premoderates_at": "", "slow_seconds": "", **typed}
    typed |= {"follows_section": "on", "initial-follows_section": "True"}
    address = f"/admin/comments/thread/modes/?thread={own.thread.pk}"

    page = desk.post(address, typed)

    assert "Leave it to somebody else, or say why you decide." in words(page)
    kept = Thread.objects.get(pk=own.thread.pk)
    assert (kept.closes_at, kept.slow_seconds) == (None, None)
    assert desk.post(address, {**typed, "override": "The inquest has begun."}).status_code == 302
    assert kept.decisions.get().override == "The inquest has begun."


@pytest.mark.parametrize("emptied", ["closes_at", "slow_seconds"])
def test_what_is_emptied_in_ones_own_thread_may_silence_too(
    ana: Any, own: Article, emptied: str
) -> None:
    """The section closes its threads at once, and the house is slow."""
    SectionRules.objects.create(section=own.section, closes_after=0)
    HouseRules(pk=1, slow_seconds=86_400).save()
    to_come = timezone.now() + datetime.timedelta(days=3)
    Thread.objects.update(closes_at=to_come, slow_seconds=0)
    assert Thread.objects.get().is_open is True
    changed: Any = {emptied: None}
    with pytest.raises(InterestConflict):
        own.thread.settle(by=ana, **changed)
    assert own.thread.settle(by=ana, override="The inquest has begun.", **changed)
    assert Thread.objects.get().is_closed is (emptied == "closes_at")


def test_holding_every_comment_of_ones_own_thread_is_free(ana: Any, own: Article) -> None:
    own.thread.settle(by=ana, premoderates_at=timezone.now())

    assert own.thread.premoderates_at is not None


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_takes_their_own_account_from_an_author(client: Client, is_superuser: bool) -> None:
    """The administrator does so for what is written from then on."""
    editor = factories.editor(is_superuser=is_superuser)
    author = factories.author(name="Petra Vey", user=editor)
    article = factories.published(author)
    client.force_login(editor)

    typed = typed_author(name="Petra Vey", user="")
    answer = client.post(f"/admin/articles/author/{author.pk}/change/", typed)

    assert answer.status_code == 302
    author.refresh_from_db()
    assert (author.user is None) is is_superuser
    assert interest_of(editor, article)
