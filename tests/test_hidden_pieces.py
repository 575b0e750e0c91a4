"""What readers must not have is nowhere: a sweep of every public address, and all that lead on."""

import datetime
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Change, Tag
from articles.pending import begin
from comments.reporting import report
from tests import factories
from tests.newspaper import quiet
from tests.test_addresses import ARTICLE, PUBLIC, Stage

pytestmark = pytest.mark.django_db

# Stands in everything that belongs to what is hidden, and in nothing else.
MARK = "Zyxwv"
LATER = datetime.timedelta(days=2)
# A door that changes who one is, or the machine's own.
LEFT_OUT = ("/accounts/", "/admin/", "/media/", "/static/")
MOST_PAGES = 400
# What a hidden piece could move: an order, a number, a word that is suggested.
SEARCHES = (
    *("/search/?q=sentence", "/search/?q=headlin", "/search/?q=zyxwx", "/search/?q=texts"),
    *("/search/comments/?q=think", "/search/comments/?q=replies", "/search/comments/?q=insul"),
)


def marked(*authors: Author, **fields: Any) -> Article:
    """A draft in which every field has the mark; without others its one author has it too."""
    made = factories.draft(
        *authors or [factories.author(name=f"Ana {MARK}", slug="ana-hidden", bio=f"Of {MARK}.")],
        slug="zyxwv-hidden",
        headline=f"{MARK} headline",
        kicker=f"{MARK} kicker",
        standfirst=f"{MARK} standfirst.",
        dateline=MARK,
        body_source=f"<p>{MARK} text.</p>",
        lead_photo=factories.photo(caption=f"{MARK} caption", alt=MARK),
        **fields,
    )
    made.tags.add(Tag.objects.create(name=MARK, slug="zyxwv-tag"))
    return made


def talked_about(article: Article) -> Article:
    """Readers have said something, reported something and been answered."""
    editor = factories.editor()
    comment = factories.approved(article, body_source=f"{MARK} comment.")
    factories.approved(article, body_source=f"{MARK} reply.", parent=comment)
    refused = factories.approved(article, body_source=f"{MARK} insult.")
    report(refused, reason="attack")
    refused.refresh_from_db()
    refused.reject(by=factories.moderator(), reason="Rude.")
    factories.arrangement(article)
    article.announce(by=editor, until=timezone.now() + LATER / 2)
    article.open_coverage(by=editor)
    article.tell(f"{MARK} update.", by=editor, headline=f"{MARK} told")
    factories.correction(article, by=editor, wrong=f"{MARK} wrong.", text=f"{MARK} right.")
    return article


def live(*authors: Author, **fields: Any) -> Article:
    made = marked(*authors, **fields)
    made.publish(by=factories.editor(), at=timezone.now() - datetime.timedelta(hours=1))
    return made


def draft(*authors: Author, **fields: Any) -> Article:
    return marked(*authors, **fields)


def in_review(*authors: Author, **fields: Any) -> Article:
    made = marked(*authors, **fields)
    made.send_to_review(by=factories.editor())
    return made


def approved(*authors: Author, **fields: Any) -> Article:
    return factories.read_over(marked(*authors, **fields))


def embargoed(*authors: Author, **fields: Any) -> Article:
    made = marked(*authors, embargo_until=timezone.now() + LATER, **fields)
    made.publish(by=factories.editor(), at=timezone.now() + LATER)
    return made


def withdrawn(*authors: Author, **fields: Any) -> Article:
    made = talked_about(live(*authors, **fields))
    made.withdraw(by=factories.editor(), reason=f"{MARK} is wrong.")
    return made


def a_draft_once_more(*authors: Author, **fields: Any) -> Article:
    made = withdrawn(*authors, **fields)
    made.return_to_draft(by=factories.editor())
    return made


def retracted() -> Article:
    made = talked_about(live())
    made.retract(by=factories.editor(), reason="None of it happened.")
    return made


NEVER_FOUND = (draft, in_review, approved, embargoed, withdrawn, a_draft_once_more)


def client_of(who: str) -> Client:
    client = quiet()
    if who == "reader":
        client.force_login(User.objects.create_user("nora", "nora@mail.example"))
    return client


def addresses(stage: Stage) -> list[str]:
    """Every public address of the site, spelled for the piece that readers have."""
    return [stage.path(route) for route in sorted(PUBLIC)]


def links(page: str) -> Iterator[str]:
    for found in re.findall(
        r'(?:href|action|src|content)="(?:https?://testserver)?(/[^"#]*)', page
    ):
        yield unescape(found)


def crawled(client: Client, begin_at: list[str]) -> dict[str, str]:
    """What each page says, of all that these lead to by links."""
    pages: dict[str, str] = {}
    waiting = deque(begin_at)
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.popleft()
        if address in pages or address.startswith(LEFT_OUT):
            continue
        pages[address] = client.get(address, follow=True).getvalue().decode(errors="replace")
        waiting.extend(links(pages[address]))
    return pages


def lasting(page: str) -> str:
    """Without what is made anew at every visit: the tokens of forms, the moment of a feed."""
    return re.sub(r'<input type="hidden"[^>]*>|<lastBuildDate>[^<]*', "", page)


def plain(page: str) -> str:
    """Without the marks of what was found."""
    return page.replace("<mark>", "").replace("</mark>", "")


def variants(article: Article) -> list[str]:
    """How somebody who knows the address may spell it, and what hangs on it."""
    address = article.get_absolute_url()
    hanging = [
        f"/{route.replace(ARTICLE, address.lstrip('/'))}".replace(
            "<uuid:receipt>", "6a1f8a3e-0000-4000-8000-000000000000"
        )
        for route in PUBLIC
        if route.startswith(ARTICLE)
    ]
    return [
        *hanging,
        address.rstrip("/"),
        f"{address}?preview=1",
        f"{address}?page=2",
        f"{address}index.html",
        f"{address}amp/",
        f"{address}feed.rss",
        f"{address}?from=1&to=2",
        f"/{address.lstrip('/').replace('/', '//', 1)}",
        address.upper(),
        f"/1999/01/01/{article.slug}/",
        f"/{article.slug}/",
        f"/search/?q={MARK}",
        f"/search/?q={article.slug}",
        f"/search/?q={MARK}x&sort=newest",
        f"/search/comments/?q={MARK}",
        f"/search/comments/?q={MARK}x",
        f"/section/{article.section.slug}/{article.slug}/",
        "/authors/ana-hidden/?page=1",
        *(f"/comments/{comment.pk}/" for comment in article.thread.comments.all()),
        *(f"/comments/{comment.pk}/replies/" for comment in article.thread.comments.all()),
        *(f"/comments/{comment.pk}/report/" for comment in article.thread.comments.all()),
    ]


@pytest.mark.parametrize("who", ["anonymous", "reader"])
@pytest.mark.parametrize("hide", NEVER_FOUND, ids=lambda made: made.__name__)
def test_what_readers_must_not_have_is_on_no_page(hide: Any, who: str) -> None:
    stage = Stage()
    article, client = hide(), client_of(who)
    # The page of an author is public, whatever they have written.
    known = ("/authors/ana-hidden/", "/authors/ana-hidden/disclosures/")

    pages = crawled(client, [*addresses(stage), *variants(article)])

    # What was typed into the search stands there again.
    told = {address for address, page in pages.items() if MARK in page}
    assert sorted(one for one in told if not one.startswith(("/search/", *known))) == []
    assert len(pages) < MOST_PAGES
    assert any(stage.article.get_absolute_url() == address for address in pages)
    for address in (f"/search/?q={MARK}", "/authors/ana-hidden/?page=1"):
        assert f"{MARK} headline" not in plain(pages[address])


def test_beside_it_no_page_says_another_word_or_number() -> None:
    """By the author, in the section and of the subject that readers know: no count tells of it.

    What moderators decided under a piece that is gone was decided, and the year's figures say so.
    """
    stage = Stage()
    author, ferries = stage.article.bylines.get().author, Tag.objects.get(slug="ferries")
    stage.article.tags.add(ferries)
    known = [*addresses(stage), "/search/?q=headline", *SEARCHES, "/authors/ana/?page=1"]
    before = crawled(quiet(), known)

    told = []
    for hide in (draft, embargoed, withdrawn):
        with transaction.atomic():
            hide(author, section=stage.article.section).tags.add(ferries)
            factories.arrangement(stage.article)
            cache.clear()
            after = crawled(quiet(), known)
            transaction.set_rollback(True)
        told += [
            (hide.__name__, address)
            for address, page in after.items()
            if lasting(page) != lasting(before.get(address, ""))
        ]

    assert [one for one in told if not one[1].startswith("/comments/transparency/2")] == []


@pytest.mark.parametrize("who", ["anonymous", "reader"])
@pytest.mark.parametrize("hide", NEVER_FOUND, ids=lambda made: made.__name__)
def test_no_spelling_of_its_address_answers(hide: Any, who: str) -> None:
    article, client = hide(), client_of(who)
    own = [one for one in variants(article) if not one.startswith(("/search/", "/authors/"))]
    answers = {address: client.get(address, follow=True) for address in own}
    # Of who has nothing of their own that page knows nothing, whatever its address.
    answered = {one for one, answer in answers.items() if answer.content != b"{}"}
    assert {address for address in answered if answers[address].status_code != 404} == set()


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_of_a_retracted_piece_there_is_the_notice_and_nothing_it_said(who: str) -> None:
    stage = Stage()
    article, client = retracted(), client_of(who)

    pages = crawled(client, [*addresses(stage), *variants(article)])

    words = (
        "standfirst.",
        "text.",
        "comment.",
        "reply.",
        "insult.",
        "caption",
        "kicker",
        "update.",
    )
    said = {
        address
        for address, page in pages.items()
        for word in words
        if f"{MARK} {word}" in plain(page)
    }
    assert sorted(said) == []
    assert "None of it happened." in pages[article.get_absolute_url()]
    lists = ("/", article.section.get_absolute_url(), f"/search/?q={MARK}", "/authors/ana-hidden/")
    for address in lists:
        page = client.get(address, follow=True).content.decode()
        assert article.get_absolute_url() not in page


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_of_a_pending_version_readers_have_nothing(who: str) -> None:
    stage = Stage()
    editor = factories.editor()
    pending = begin(stage.article, by=editor)
    marks = {"headline": MARK, "standfirst": MARK, "body_source": f"<p>{MARK}</p>"}
    Article.objects.filter(pk=pending.pk).update(**marks)
    pending.refresh_from_db()
    pending.save()
    pending.keep(by=editor)

    client = client_of(who)
    pages = crawled(client, [*addresses(stage), *variants(pending)])

    told = {address for address, page in pages.items() if MARK in page}
    assert sorted(one for one in told if not one.startswith("/search/")) == []
    assert f"{MARK}</a>" not in plain(pages[f"/search/?q={MARK}"])
    assert client.get(pending.get_absolute_url()).status_code == 404


def test_the_sweep_finds_what_readers_have() -> None:
    """It would tell: of what is public the mark is on many pages."""
    stage = Stage()
    article = talked_about(live())
    article.headline = f"{MARK} headline, changed"
    article.save()
    article.revise(by=factories.editor(), change=Change.MATERIAL, note=f"{MARK} note.")

    pages = crawled(quiet(), addresses(stage))

    told = [address for address, page in pages.items() if MARK in page]
    address = article.get_absolute_url()
    for where in ("/", address, f"{address}versions/", "/corrections/", "/corrections/feed.rss"):
        assert where in told
