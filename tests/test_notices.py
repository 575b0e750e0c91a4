"""What the desk says after an act: exact, short, and with one full stop."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.desk import notices
from comments.desk.acts import Verb
from comments.models import Act, Comment, Decision
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
HTMX = {"HX-Request": "true"}
UNTIL = datetime.datetime(2090, 12, 3, 8, tzinfo=datetime.UTC)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator())
    return client


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


def held(article: Article, **fields: Any) -> Comment:
    return factories.comment(article, **fields)


def approved(article: Article) -> Comment:
    return factories.approved(article)


def reported(article: Article) -> Comment:
    comment = factories.approved(article)
    report(comment, reason="attack")
    return comment


def new(article: Article) -> Comment:
    return factories.comment(article, commenter=factories.commenter(known=True))


def featured(article: Article) -> Comment:
    comment = factories.approved(article)
    comment.feature(by=factories.moderator())
    return comment


def seen(comment: Comment) -> str:
    stood = Comment.objects.get(pk=comment.pk)
    reports = ":1" if stood.cases.open().exists() else ""
    return f"{stood.pk}:{stood.revision}:{stood.status}{reports}"


def said(answer: Any) -> str:
    """As an open page says it."""
    page = answer.content.decode()
    start = page.index("<span", page.index('id="said"'))
    return str(page[page.index(">", start) + 1 : page.index("</span>", start)])


ON_COMMENTS = [
    ("approve", held, "Approved.", "2 approved."),
    ("reject", held, "Rejected.", "2 rejected."),
    ("hold", approved, "Held.", "2 held."),
    ("see", new, "It stands.", "2 stand."),
    ("dismiss", reported, "The comment stays.", "2 comments stay."),
    ("feature", approved, "Featured.", "2 featured."),
    ("unfeature", featured, "No longer featured.", "2 no longer featured."),
]


def test_every_act_on_comments_has_its_sentence() -> None:
    assert [act for act, *_ in ON_COMMENTS] == list(notices.DONE) == Verb.values


@pytest.mark.parametrize(("act", "made", "one", "two"), ON_COMMENTS)
def test_what_was_done_is_said_of_one_and_of_two(
    desk: Client, article: Article, act: str, made: Any, one: str, two: str
) -> None:
    sent = {"act": act, "reason": "Advertising."}
    first, *others = [made(article) for _ in range(3)]
    answer = desk.post(f"{DESK}decide/", sent | {"seen": seen(first)}, headers=HTMX)
    assert said(answer) == one
    answer = desk.post(f"{DESK}decide/", sent | {"seen": list(map(seen, others))}, headers=HTMX)
    assert said(answer) == two


def test_what_was_not_done_is_said_with_where_to_look(desk: Client, article: Article) -> None:
    comments = [held(article) for _ in range(2)]
    old = [seen(comment) for comment in comments]
    comments[0].approve(by=factories.moderator())
    sent = {"act": "approve", "seen": old[0]}
    assert said(desk.post(f"{DESK}decide/", sent, headers=HTMX)) == "Not done: the card says why."
    chosen: dict[str, Any] = {"act": "approve", "seen": old}
    assert said(desk.post(f"{DESK}decide/", chosen, headers=HTMX)) == "1 approved, 1 not."
    sent = {"act": "reject", "seen": seen(comments[1]), "reason": ""}
    answer = desk.post(f"{DESK}decide/", sent, headers=HTMX)
    assert said(answer) == "Not done yet: the field says why."


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("approve", "Approved: Nora"),
        ("see", "Seen: Nora"),
        ("unfeature", "No longer featured: Nora"),
    ],
)
def test_what_can_be_taken_back_is_named_as_its_button_is(
    article: Article, act: str, words: str
) -> None:
    writer = factories.commenter(known=True, name="Nora")
    comment = factories.comment(article, commenter=writer, author_name="Nora")
    by = factories.moderator()
    if act == "approve":
        comment.hold(by=by)
    if act == "unfeature":
        comment.feature(by=by)
    decision: Decision = getattr(comment, act)(by=by)
    assert str(notices.last_taken([decision])) == words


ON_COMMENTERS = [
    ("note", "Noted. Moderators read it on every card of Nora."),
    ("warn", "Nora is warned."),
    ("watch", "Whatever Nora writes is held from now on."),
    ("mute", "Nora is muted until 3 December 2090, 08:00."),
    ("ban", "Nora is banned."),
    ("restore", "Nora is in good standing again."),
]


def test_every_act_on_commenters_has_its_sentence() -> None:
    assert [act for act, _ in ON_COMMENTERS] == list(notices.ACTED) == Act.values


@pytest.mark.parametrize(("act", "sentence"), ON_COMMENTERS)
def test_what_was_done_about_a_commenter_is_said(desk: Client, act: str, sentence: str) -> None:
    writer = factories.commenter(name="Nora")
    if act == "restore":
        writer.decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    sent = {
        **{"act": act, "seen": writer.standing, "reason": "Rude.", "note": "Third time."},
        **{"until": f"{timezone.localtime(UNTIL):%Y-%m-%dT%H:%M}"},
    }
    page = desk.post(f"{DESK}commenters/{writer.pk}/act/", sent, follow=True).content.decode()
    assert f'<li class="success">{sentence}</li>' in page


@pytest.mark.parametrize(
    ("count", "waiting", "with_it"),
    [
        (1, "reject", "One of their comments was rejected with it."),
        (3, "reject", "3 of their comments were rejected with it."),
        (0, "reject", ""),
    ],
)
def test_what_went_along_is_said(
    desk: Client, article: Article, count: int, waiting: str, with_it: str
) -> None:
    writer = factories.commenter(name="Nora")
    for _ in range(count):
        held(article, commenter=writer)
    sent = {"act": "ban", "seen": "good", "reason": "Rude.", "waiting": waiting}
    page = desk.post(f"{DESK}commenters/{writer.pk}/act/", sent, follow=True).content.decode()
    assert f'<li class="success">{f"Nora is banned. {with_it}".strip()}</li>' in page


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ({}, "Nora is as before: in good standing."),
        ({"act": Act.WATCH}, "Nora is as before: always held."),
        (
            {"act": Act.MUTE, "until": UNTIL},
            "Nora is as before: muted until 3 December 2090, 08:00.",
        ),
    ],
)
def test_what_stands_after_taking_back_is_said(
    desk: Client, before: dict[str, Any], sentence: str
) -> None:
    writer, by = factories.commenter(name="Nora"), factories.moderator()
    if before:
        writer.decide(before.pop("act"), by=by, reason="Rude.", **before)
    ban = writer.decide(Act.BAN, by=by, reason="Rude.")
    undone = desk.post(
        f"{DESK}commenters/{writer.pk}/undo/", {"decision": ban.pk}, follow=True
    ).content.decode()
    assert f'<li class="success">{sentence}</li>' in undone
