"""What a reader can ask for, to see it or to have it erased; and what is dropped unasked."""

import datetime
import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, load_command_class
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import forgetting, mailing
from comments.confirming import own
from comments.erasing import ErasureRefused, erase
from comments.exporting import export
from comments.forgetting import (
    LETTER_DAYS,
    NO_LONGER_KEPT,
    UNCONFIRMED_DAYS,
    forget,
    would_forget,
)
from comments.letters import code_may_go
from comments.models import (
    Act,
    Appeal,
    Comment,
    Commenter,
    HouseRules,
    Letter,
    LetterKind,
    Recommendation,
    Report,
    Term,
)
from comments.models.commenter_decision import CommenterDecision
from comments.models.decision import Decision, DecisionConflict
from comments.models.mute import mute
from comments.models.recommendation import recommend
from comments.reporting import report
from comments.rewriting import rewrite
from tests import factories
from tests.newspaper import typed_comment, typed_report
from tests.readers import written
from tests.test_accounts import sign_up

pytestmark = pytest.mark.django_db

SECRET = "the-secret-of-the-harbour"


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def nora() -> Commenter:
    return factories.commenter(name="Nora Quill", email="nora@mail.example")


def said(article: Article, nora: Commenter, **fields: Any) -> Comment:
    words: dict[str, Any] = {"body_source": f"It was {SECRET}.", "from_address": "203.0.113.0/24"}
    return factories.approved(article, commenter=nora, **words | fields)


def traces_of(*words: str) -> list[str]:
    """Tables of comments and accounts that still hold one of the words."""
    models: list[Any] = [*apps.get_app_config("comments").get_models(), User]
    found = []
    for model in models:
        for row in model._base_manager.values():
            if any(word in str(row) for word in words):
                found.append(model.__name__)
    return found


# Erasing


def test_name_address_and_words_are_in_no_table(article: Article, nora: Commenter) -> None:
    mo = factories.moderator()
    said(article, nora).hold(by=mo, note="Nora Quill again.")
    factories.comment(article, commenter=nora, author_name="N. Quill")  # held: “used another name”
    nora.decide(Act.WARN, by=mo, reason="Nora Quill, please.", note="Knows Nora.")
    erase(nora)
    assert traces_of("Nora", "nora", "Quill", SECRET, "203.0.113") == []


def test_what_was_found_changed_reported_and_appealed_goes_too(
    article: Article, nora: Commenter
) -> None:
    factories.term("quill", action="mark")
    mo, bo = factories.moderator(), factories.commenter()
    own = said(article, nora, body_source=f"Quill, {SECRET}.")
    rewrite(own, f"Nora was here, {SECRET}.", seen=1)
    bo.mutes.create(muted=nora, name="Nora Quill")
    theirs = factories.approved(article, commenter=bo)
    report(theirs, reason="illegal", text="Nora saw it.", name="Nora Quill", reporter=nora)
    own.refresh_from_db()
    rejection = own.reject(by=mo, reason="Rude.")
    appeal = Appeal.open(rejection, text=f"I am Nora, and {SECRET}.")
    appeal.uphold(by=factories.moderator(), answer="No, Nora.")
    Term.objects.all().delete()
    erase(nora)
    assert traces_of("Nora", "nora@", "Quill", SECRET, "203.0.113") == []
    assert Appeal.objects.upheld().exists()


def test_what_an_erased_reader_recommended_counts_no_more(
    article: Article, nora: Commenter
) -> None:
    praised, also = factories.approved(article), factories.approved(article)
    bo, phone = factories.commenter(), factories.commenter(email="", email_confirmed_at=None)
    for reader, comment in ((nora, praised), (phone, also), (bo, praised), (bo, also)):
        recommend(comment, by=reader)
    own(phone, nora.email)
    erase(nora)
    assert set(Recommendation.objects.values_list("commenter", flat=True)) == {bo.pk}
    counts = article.thread.comments.values_list("recommended_count", flat=True)
    assert list(counts) == [1, 1]


def test_the_shape_of_the_thread_stays(client: Client, article: Article, nora: Commenter) -> None:
    first = said(article, nora)
    lonely = said(article, nora, body_source="Nobody answered this.")
    reply = factories.approved(article, parent=first, body_source="I was there too.")
    erase(nora)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'id="comment-{first.pk}"' in page
    assert "Withdrawn by who wrote it." in page
    assert f'id="comment-{lonely.pk}"' not in page
    assert "I was there too." in page
    reply.refresh_from_db()
    assert (reply.parent, reply.number, reply.depth) == (first, 3, 1)
    article.thread.refresh_from_db()
    assert (article.thread.approved_count, article.thread.held_count) == (1, 0)


def test_the_log_keeps_what_was_decided_and_when(article: Article, nora: Commenter) -> None:
    mo = factories.moderator()
    decision = said(article, nora).reject(by=mo, reason="Nora, no.", note="Nora.")
    act = nora.decide(Act.WATCH, by=mo, reason="Nora baits others.")
    erase(nora)
    kept = Decision.objects.get(pk=decision.pk)
    assert (kept.to_status, kept.moderator, kept.decided_at) == (
        *("rejected", mo, decision.decided_at),
    )
    assert (kept.reason, kept.note) == ("", "")
    assert CommenterDecision.objects.get(pk=act.pk).act == "watch"


def test_nothing_leads_back_to_who_was_erased(
    client: Client, article: Article, nora: Commenter
) -> None:
    said(article, nora)
    was = str(nora.key)
    erase(nora)
    nora.refresh_from_db()
    assert nora.erased_at is not None
    assert Commenter.of_browser(was) is None
    assert Commenter.of_browser(str(nora.key)) is None
    assert not Letter.objects.filter(commenter=nora).exists()


def test_an_account_goes_with_its_commenter(article: Article) -> None:
    account = factories.user(username="nora", email="nora@mail.example")
    erase(factories.commenter(user=account))
    assert not User.objects.filter(pk=account.pk).exists()


def signed_in(client: Client) -> Commenter:
    """An account made by code, which has its codes mailed under another address meanwhile."""
    sign_up(client)
    account = User.objects.get()
    EmailAddress.objects.create(user=account, email="nora.quill@mail.example", verified=True)
    for address in ("Nora.Quill+paper@mail.example", "bo@mail.example"):
        assert code_may_go(address.lower())
    return Commenter.objects.get(user=account)


def test_the_codes_that_an_account_was_sent_go_with_it(client: Client) -> None:
    erase(signed_in(client))
    assert traces_of("nora") == []
    assert Letter.objects.get().address == "bo@mail.example"


def test_an_export_has_the_codes_that_an_account_was_sent(client: Client) -> None:
    sent = {each["address"] for each in export(signed_in(client))["letters"]}
    assert sent == {"nora@mail.example", "nora.quill+paper@mail.example"}


def test_erasing_who_merely_typed_an_address_leaves_the_letters_to_it(article: Article) -> None:
    """Or its limit of letters could be filled again and again."""
    [stranger] = strangers(article, "Nora")
    assert code_may_go("nora@mail.example")
    erase(stranger)
    assert Letter.objects.get().kind == LetterKind.CODE


def test_who_once_decided_leaves_a_row_without_a_name(article: Article) -> None:
    left = factories.moderator(username="nora", first_name="Nora", email="nora@mail.example")
    factories.approved(article, by=left)
    User.objects.filter(pk=left.pk).update(is_staff=False)
    left.refresh_from_db()
    erase(factories.commenter(user=left))
    left.refresh_from_db()
    assert (left.first_name, left.email, left.is_active) == ("", "", False)
    assert "nora" not in left.username


def test_staff_sign_for_the_paper(article: Article) -> None:
    mo = factories.commenter(user=factories.moderator())
    with pytest.raises(ErasureRefused):
        erase(mo)


def test_who_was_known_twice_is_erased_twice(article: Article, nora: Commenter) -> None:
    phone = factories.commenter(name="Nora on the phone", email="", email_confirmed_at=None)
    said(article, phone)
    own(phone, nora.email)
    erase(nora)
    assert traces_of("Nora", SECRET) == []


@pytest.mark.parametrize(("role", "may"), [("Moderator", False), ("Chief moderator", True)])
def test_the_chief_erases_from_the_desk(
    client: Client, article: Article, nora: Commenter, role: str, may: bool
) -> None:
    comment = said(article, nora)
    client.force_login(factories.user(role))
    address = f"/admin/comments/comment/erase/{nora.pk}/"
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()
    assert (address in page) is may
    assert client.get(address).status_code == (200 if may else 403)
    client.post(address)
    nora.refresh_from_db()
    assert (nora.erased_at is not None) is may


@pytest.mark.parametrize("move", [Comment.approve, Comment.hold])
def test_what_was_rejected_and_then_erased_is_not_published(
    article: Article, nora: Commenter, move: Any
) -> None:
    comment = said(article, nora)
    comment.reject(by=factories.moderator(), reason="Rude.")
    erase(nora)
    comment = Comment.objects.get(pk=comment.pk)
    with pytest.raises(DecisionConflict, match="erased with who wrote it"):
        move(comment, by=factories.moderator())


def test_nothing_more_is_written_about_who_was_erased(
    client: Client, article: Article, nora: Commenter
) -> None:
    rejection = said(article, nora).reject(by=factories.moderator(), reason="Rude.")
    erase(nora)
    sent = client.post(f"{rejection.statement_url}appeal/", {"text": "I am Nora Quill."})
    assert sent.status_code == 409
    nora.refresh_from_db()
    with pytest.raises(DecisionConflict, match="was erased"):
        nora.decide(Act.NOTE, by=factories.moderator(), note="She is Nora Quill.")
    assert traces_of("Nora Quill") == []


def test_nobody_is_offered_to_erase_who_is_erased(
    client: Client, article: Article, nora: Commenter
) -> None:
    comment = said(article, nora)
    erase(nora)
    client.force_login(factories.user("Chief moderator"))
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()
    assert "Erase " not in page


def test_the_chief_is_told_how_many_comments_were_erased(
    client: Client, article: Article, nora: Commenter
) -> None:
    said(article, nora)
    client.force_login(factories.user("Chief moderator"))
    told = client.post(f"/admin/comments/comment/erase/{nora.pk}/", follow=True).content.decode()
    assert "Erased: 1 comment is without name and words." in told


def test_asking_to_erase_erases_nothing_yet(client: Client, nora: Commenter) -> None:
    client.force_login(factories.user("Chief moderator"))
    assert (
        "Nobody can bring it back"
        in client.get(f"/admin/comments/comment/erase/{nora.pk}/").content.decode()
    )
    nora.refresh_from_db()
    assert nora.erased_at is None


def test_the_command_asks_first(nora: Commenter) -> None:
    with pytest.raises(CommandError, match="say --yes"):
        call_command("erase_commenter", nora.email)
    call_command("erase_commenter", nora.email, "--yes", stdout=StringIO())
    nora.refresh_from_db()
    assert nora.erased_at is not None


# Seeing what is kept


def test_an_export_has_everything_but_the_moderators_notes(
    article: Article, nora: Commenter
) -> None:
    mo = factories.moderator(first_name="Mo", last_name="Lindqvist")
    said(article, nora).reject(by=mo, reason="Off topic.", note="A bad day.")
    nora.decide(Act.NOTE, by=mo, note="Patience.")
    nora.decide(Act.WARN, by=mo, reason="Please.", note="Twice now.")
    out = StringIO()
    call_command("export_commenter", nora.email, stdout=out)
    told = json.loads(out.getvalue())
    assert told["commenter"]["email"] == nora.email
    [comment] = told["comments"]
    assert SECRET in comment["body_source"]
    assert comment["network"] == "203.0.113.0/24"
    assert comment["decisions"][0]["reason"] == "Off topic."
    assert [act["act"] for act in told["acts"]] == ["warn"]
    assert {letter["kind"] for letter in told["letters"]} == {"decision", "standing"}
    for word in ("Lindqvist", "A bad day.", "Patience.", "Twice now."):
        assert word not in out.getvalue()


def test_an_export_says_that_one_has_withdrawn_a_comment_oneself(
    article: Article, nora: Commenter
) -> None:
    said(article, nora).withdraw()
    [comment] = export(nora)["comments"]
    last = max(comment["decisions"], key=lambda each: each["decided_at"])
    assert (last["to_status"], last["by_a_rule"], last["by_you"]) == ("withdrawn", False, True)


def test_a_guest_in_their_own_browser_is_led_to_their_comments(
    client: Client, article: Article
) -> None:
    way = 'href="/comments/mine/">Your comments, and what became of them'
    assert way not in client.get("/comments/yours/").content.decode()
    written(client, article)
    assert way in client.get("/comments/yours/").content.decode()


def test_who_is_asked_to_sign_in_is_led_to_the_comments_of_their_browser(client: Client) -> None:
    assert 'href="/comments/mine/"' in client.get("/accounts/", follow=True).content.decode()


def test_an_export_has_what_one_did_with_the_words_of_others(
    article: Article, nora: Commenter
) -> None:
    mo = factories.moderator(first_name="Mo", last_name="Lindqvist")
    own = said(article, nora)
    rewrite(own, "Mended words.", seen=1)
    other = factories.approved(article)
    recommend(other, by=nora)
    nora.mutes.create(muted=other.commenter, name="Shouting Sam")
    report(other, reason="attack", text="He shouts.", reporter=nora)
    own.refresh_from_db()
    Appeal.open(own.reject(by=mo, reason="Rude."), text="It is not.")
    told = export(nora)
    assert SECRET in told["comments"][0]["revisions"][-1]["body_source"]
    assert told["recommendations"][0]["url"].endswith(f"/comments/{other.pk}/")
    assert told["mutes"][0]["name"] == "Shouting Sam"
    assert told["reports"][0]["text"] == "He shouts."
    assert told["appeals"][0]["messages"][0]["text"] == "It is not."
    assert "Lindqvist" not in str(told)


def test_an_export_asks_as_many_questions_for_ten_comments_as_for_two(
    article: Article, nora: Commenter, django_assert_max_num_queries: Any
) -> None:
    HouseRules(pk=1, flood_comments=0).save()
    for number in range(10):
        said(article, nora, body_source=f"What I think, {number}.")
    with django_assert_max_num_queries(12):
        assert len(export(nora)["comments"]) == 10


def link() -> str:
    letter = Letter.objects.get(kind=LetterKind.YOURS)
    return str(mailing.context(letter)["url"]).removeprefix("https://news.example")


def test_a_guest_gets_the_way_by_mail(client: Client, article: Article, nora: Commenter) -> None:
    said(article, nora)
    client.post("/comments/yours/", {"email": nora.email})
    page = client.get(link()).content.decode()
    assert "Nora Quill" in page
    answer = client.post(f"{link()}file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert SECRET in json.loads(answer.content)["comments"][0]["body_source"]


def test_asking_tells_nobody_who_is_known(client: Client, nora: Commenter) -> None:
    pages = [
        client.post("/comments/yours/", {"email": address}).content
        for address in (nora.email, "nobody@mail.example")
    ]
    assert pages[0] == pages[1]
    assert Letter.objects.count() == 1


def test_an_account_is_shown_the_way_to_sign_in(client: Client) -> None:
    nora = factories.commenter(user=factories.user(), email="nora@mail.example")
    answer = client.post("/comments/yours/", {"email": nora.email})
    assert answer.content == client.post("/comments/yours/", {"email": "no@mail.example"}).content
    mail = mailing.compose([Letter.objects.get()])
    assert link() == "/comments/yours/"
    assert "You have an account: sign in" in str(mail.body)
    assert "three days" not in str(mail.body)


def test_the_way_is_closed_after_three_days(client: Client, nora: Commenter) -> None:
    client.post("/comments/yours/", {"email": nora.email})
    address = link()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3, minutes=1)):
        for ask in (client.get(address), client.post(f"{address}file/")):
            assert ask.status_code == 410
            assert 'href="/comments/yours/">Ask for another' in ask.content.decode()


def test_a_guest_is_erased_when_the_box_is_ticked(
    client: Client, article: Article, nora: Commenter
) -> None:
    said(article, nora)
    client.post("/comments/yours/", {"email": nora.email})
    address = f"{link()}erase/"
    assert client.get(address)["Location"] == address.removesuffix("erase/")
    assert client.post(address).status_code == 422
    assert traces_of(SECRET)
    assert client.post(address, {"sure": "1"}).status_code == 200
    assert traces_of(SECRET) == []


def test_an_account_sees_and_erases_its_own(client: Client, article: Article) -> None:
    account = factories.user(username="nora")
    said(article, factories.commenter(user=account, name="Nora Quill"))
    client.force_login(account)
    assert "Nora Quill" in client.get("/comments/yours/").content.decode()
    assert SECRET in client.post("/comments/yours/file/").content.decode()
    client.post("/comments/yours/erase/", {"sure": "1"})
    assert traces_of(SECRET, "Nora") == []
    assert client.get("/comments/yours/").context["form"] is not None


def test_nobody_sees_what_is_kept_of_others(client: Client, nora: Commenter) -> None:
    for address in ("/comments/yours/file/", "/comments/yours/erase/"):
        assert client.post(address, {"sure": "1"}).headers["Location"] == "/comments/yours/"
    nora.refresh_from_db()
    assert nora.erased_at is None


def test_a_browser_can_forget(client: Client) -> None:
    client.cookies["commenter"] = "x"
    client.post("/comments/yours/browser/")
    assert client.cookies["commenter"].value == ""


# Whoever has only looked is nobody's commenter


@pytest.fixture
def visitor(client: Client) -> Client:
    """An account that has not commented yet."""
    client.force_login(factories.user())
    return client


def made_of_accounts() -> int:
    return Commenter.objects.exclude(user=None).count()


def test_looking_makes_nobody_a_commenter(visitor: Client, article: Article) -> None:
    comment = factories.approved(article)
    for address in (
        *(article.comment_url, f"{article.comment_url}mine.json", "/comments/mine/"),
        *(comment.recommend_url, comment.mute_url, comment.report_url, "/comments/yours/"),
    ):
        assert visitor.get(address).status_code == 200, address
        assert made_of_accounts() == 0, address


def test_doing_something_does(article: Article) -> None:
    comment = factories.approved(article)
    for address, typed in {
        article.comment_url: typed_comment(article),
        comment.recommend_url: {"on": "1"},
        comment.mute_url: {"on": "1"},
        comment.report_url: typed_report(),
    }.items():
        visitor = Client()
        visitor.force_login(account := factories.user())
        assert visitor.post(address, typed).status_code == 302, address
        assert Commenter.objects.filter(user=account).exists(), address


def test_who_has_not_commented_sees_and_erases_the_account(visitor: Client) -> None:
    assert "Your comments</dt><dd>0:" in visitor.get("/comments/yours/").content.decode()
    assert json.loads(visitor.post("/comments/yours/file/").content)["comments"] == []
    visitor.post("/comments/yours/erase/", {"sure": "1"})
    assert not User.objects.filter(is_staff=False).exists()


# Dropping what was kept long enough


def later(days: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days))


def test_a_network_is_dropped_after_its_days(article: Article, nora: Commenter) -> None:
    HouseRules(pk=1, address_days=7).save()
    comment = said(article, nora)
    with later(6.9):
        forget()
    comment.refresh_from_db()
    assert comment.from_address
    with later(7.1):
        forget()
    comment.refresh_from_db()
    assert comment.from_address == ""


def test_the_networks_of_reports_are_dropped_too(article: Article, nora: Commenter) -> None:
    made = report(said(article, nora), reason="spam", from_address="203.0.113.0/24")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31), tick=False):
        forget()
    made.refresh_from_db()
    assert made.from_address == ""


def test_the_networks_of_recommendations_and_mutes_are_dropped_too(
    article: Article, nora: Commenter
) -> None:
    comment = factories.approved(article)
    recommend(comment, by=nora, from_address="203.0.113.0/24")
    mute(comment, by=nora, from_address="203.0.113.0/24")
    told = export(nora)
    assert [told[what][0]["network"] for what in ("recommendations", "mutes")] == (
        ["203.0.113.0/24"] * 2
    )
    with later(31):
        forget()
    assert (nora.recommendations.get().from_address, nora.mutes.get().from_address) == ("", "")


def test_who_reported_without_an_account_is_forgotten_a_year_after_the_case_was_closed(
    article: Article, nora: Commenter
) -> None:
    known, comment = factories.commenter(), said(article, nora)
    told: dict[str, Any] = {"reason": "illegal", "name": "Bo Reed", "text": "Bo saw it."}
    report(comment, **told, email="bo@mail.example")
    report(comment, **told, reporter=known)
    with later(400):
        forget()
        assert len(traces_of("Bo Reed")) == 2  # the case is open
    comment.reject(by=factories.moderator(), reason="Rude.")
    with later(364):
        forget()
        assert len(traces_of("Bo Reed")) == 2
    with later(366):
        assert forget()
        assert not any(would_forget().values())
    assert "bo@" not in str(Report.objects.values_list())
    assert [(each.name, each.text) for each in Report.objects.all()] == [
        ("", NO_LONGER_KEPT),
        ("Bo Reed", "Bo saw it."),  # erased at the wish of the commenter
    ]


def test_the_network_from_which_a_letter_was_asked_for_is_dropped_too(nora: Commenter) -> None:
    asked = {"commenter": nora, "asked_from": "203.0.113.0/24", "effect": "yours:1"}
    letter = Letter.objects.create(kind=LetterKind.YOURS, **asked)
    with later(29):
        forget()
    letter.refresh_from_db()
    assert letter.asked_from
    with later(31):
        forget()
    letter.refresh_from_db()
    assert letter.asked_from == ""


def test_where_no_network_is_kept_none_is_kept_of_a_report(
    article: Article, nora: Commenter
) -> None:
    HouseRules(pk=1, address_days=0).save()
    assert (
        report(said(article, nora), reason="spam", from_address="203.0.113.0/24").from_address == ""
    )


def test_a_dry_run_counts_and_changes_nothing(article: Article, nora: Commenter) -> None:
    said(article, nora)
    out = StringIO()
    with later(400):
        call_command("forget", "--dry-run", stdout=out)
        assert "1 network addresses of comments" in out.getvalue()
        assert would_forget()["letters"] == 0
    assert Comment.objects.exclude(from_address="").count() == 1


def test_the_command_that_forgets_says_of_what() -> None:
    help_of_it = load_command_class("comments", "forget").help
    assert [what for what in would_forget() if what not in help_of_it] == []


def test_a_guest_who_never_confirmed_is_forgotten(article: Article) -> None:
    stranger = Commenter(name="Nora Quill", email="nora@mail.example")
    factories.comment(article, commenter=stranger, body_source=f"It was {SECRET}.")
    with later(UNCONFIRMED_DAYS - 1):
        forget()
        assert traces_of(SECRET)
    with later(UNCONFIRMED_DAYS + 1):
        forget()
    assert traces_of("Nora", "nora@", SECRET) == []
    assert not Comment.objects.held().exists()


def strangers(article: Article, *names: str) -> list[Commenter]:
    """Guests who have not followed their link."""
    made = [Commenter(name=name, email=f"{name.lower()}@mail.example") for name in names]
    for stranger in made:
        factories.comment(article, commenter=stranger)
    return made


def test_who_confirms_while_others_are_forgotten_is_kept(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, bo = strangers(article, "Nora", "Bo")

    def bo_was_first(pk: int) -> None:
        Commenter.objects.filter(pk=bo.pk).update(email_confirmed_at=timezone.now())

    monkeypatch.setattr("comments.forgetting.lock_commenter", bo_was_first)
    with later(UNCONFIRMED_DAYS + 1):
        forget()
    assert list(Commenter.objects.filter(erased_at=None)) == [bo]
    assert bo.comments.held().get().body_source


@pytest.mark.parametrize("which", [0, 1])
def test_who_cannot_be_forgotten_keeps_nobody_else_from_it(
    article: Article, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    stuck = strangers(article, "Nora", "Bo")[which]
    gone = {"address": "o@mail.example", "sent_at": timezone.now()}
    old = Letter.objects.create(kind=LetterKind.YOURS, **gone)

    def all_but_one(guest: Commenter, **why: str) -> None:
        if guest == stuck:
            raise OSError("The disk is full.")
        erase(guest, **why)

    monkeypatch.setattr("comments.forgetting.erase", all_but_one)
    with later(LETTER_DAYS + 1), pytest.raises(ExceptionGroup) as raised:
        forget()
    assert raised.group_contains(OSError, match="full")
    assert list(Commenter.objects.filter(erased_at=None)) == [stuck]
    assert not Letter.objects.filter(pk=old.pk).exists()


def test_the_command_forgets_all_that_it_can_and_then_says_what_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stuck(rows: Any) -> None:
        raise OSError("The disk is full.")

    letters = next(rule for rule in forgetting.RULES if rule.what == "letters")
    rules = (replace(letters, what="others", drop=stuck), letters)
    monkeypatch.setattr(forgetting, "RULES", rules)
    for effect in ("a", "b"):
        gone = {"address": "o@mail.example", "sent_at": timezone.now(), "effect": effect}
        Letter.objects.create(kind=LetterKind.YOURS, **gone)
    monkeypatch.setattr(forgetting, "BATCH", 1)
    with later(LETTER_DAYS + 1), pytest.raises(ExceptionGroup) as raised:
        call_command("forget", stdout=StringIO())
    assert raised.group_contains(OSError, match="full")
    assert not Letter.objects.exists()


def test_who_was_published_without_confirming_is_kept(article: Article) -> None:
    stranger = Commenter(name="Nora Quill")
    factories.comment(article, commenter=stranger).approve(by=factories.moderator())
    Commenter.objects.filter(pk=stranger.pk).update(email="nora@mail.example")
    with later(UNCONFIRMED_DAYS + 1):
        forget()
    assert Comment.objects.approved().get().author_name == "Nora Quill"


def test_old_letters_are_dropped(article: Article, nora: Commenter) -> None:
    said(article, nora)
    Letter.objects.update(sent_at=timezone.now())
    with later(364):
        forget()
        assert Letter.objects.exists()
    with later(366):
        call_command("forget", stdout=StringIO())
    assert not Letter.objects.exists()
