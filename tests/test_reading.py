"""What a reader sees, and what no reader sees."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Policy
from tests import factories

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def in_order(page: str, *marks: str) -> bool:
    places = [page.find(mark) for mark in marks]
    assert -1 not in places, dict(zip(marks, places, strict=True))
    return places == sorted(places)


def test_the_article_page_has_its_parts_in_order(client: Client) -> None:
    desk = factories.group("Ana Ruiz", "Bo Falk")
    factories.disclosure(desk)
    Policy.objects.create(title="Comment policy", slug="comment-policy", body_source="<p>Be kind.")
    article = factories.published(desk, lead_photo=factories.photo(), kicker="Ferries")
    article.correct(by=factories.editor(), kind="correction", text="It was two boats.")
    comment = factories.approved(article)
    page = html(client, article.get_absolute_url())
    assert in_order(
        page,
        '<article class="article',
        "<h1",
        "<figure",
        "<figcaption",
        'class="credit',
        'class="dateline',
        "<p>The ferry left at dawn.</p>",
        'id="corrections"',
        "It was two boats.",
        'id="about-authors"',
        "Bo Falk",
        'id="disclosures"',
        "Owns shares in it.",
        'id="policies"',
        '<section id="comments"',
        f'id="comment-{comment.pk}"',
    )
    for mark in ("kicker", "standfirst", "byline", "comment-number", "comment-author"):
        assert re.search(rf'class="[^"]*\b{mark}\b', page), mark


@pytest.mark.parametrize("where", ["front", "article", "section", "author", "search", "policy"])
def test_a_public_page_carries_no_cookie_and_no_token(client: Client, where: str) -> None:
    article = factories.published()
    policy = Policy.objects.create(title="About", slug="about", body_source="<p>Us.")
    addresses = {
        "front": "/",
        "article": article.get_absolute_url(),
        "section": article.section.get_absolute_url(),
        "author": article.bylines.get().author.get_absolute_url(),
        "search": "/search/?q=ferry",
        "policy": policy.get_absolute_url(),
    }
    response = client.get(addresses[where])
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_page_is_the_same_for_a_signed_in_editor_and_a_stranger(client: Client) -> None:
    address = factories.published().get_absolute_url()
    stranger = html(client, address)
    client.force_login(factories.editor())
    assert html(client, address) == stranger


def test_a_closed_thread_says_so_with_the_reason(client: Client) -> None:
    article = factories.published()
    article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    _, page = html(client, article.get_absolute_url()).split('id="comments"')
    assert in_order(page, "thread-closed", "Comments are closed", "The inquest has begun.")


def hidden_articles() -> dict[str, Article]:
    editor = factories.editor()
    draft = factories.draft(headline="Canary headline")
    review = factories.draft(headline="Canary headline")
    review.send_to_review(by=editor)
    scheduled = factories.draft(headline="Canary headline")
    scheduled.publish(by=editor, at=timezone.now() + datetime.timedelta(days=1))
    withdrawn = factories.published(headline="Canary headline")
    withdrawn.withdraw(by=editor, reason="Two facts are wrong.")
    return {"draft": draft, "review": review, "scheduled": scheduled, "withdrawn": withdrawn}


@pytest.mark.parametrize("standing", ["draft", "review", "scheduled", "withdrawn"])
def test_what_is_not_public_is_nowhere(client: Client, standing: str) -> None:
    article = hidden_articles()[standing]
    author = article.bylines.get().author
    for address in (
        article.get_absolute_url(),
        article.comment_url,
        f"{article.get_absolute_url()}?page=1",
    ):
        assert client.get(address).status_code == 404
    for address in (
        "/",
        "/search/?q=canary",
        article.section.get_absolute_url(),
        author.get_absolute_url(),
    ):
        assert "Canary headline" not in html(client, address)
    assert client.post(article.comment_url, {"body": "Let me in"}).status_code == 404


def test_another_date_leads_to_the_articles_one_address(client: Client) -> None:
    article = factories.published()
    response = client.get(f"/1999/01/01/{article.slug}/")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        article.get_absolute_url(),
    )


def test_search_finds_every_word_in_headline_or_text_whatever_its_case(client: Client) -> None:
    factories.published(headline="STRASSE by the sea", slug="strasse")
    factories.published(headline="Something else", slug="else")
    page = html(client, "/search/?q=straße+FERRY")
    assert "<mark>STRASSE</mark> by the sea" in page
    assert "Something else" not in page


@pytest.mark.parametrize("asked", ["", "%00", "x" * 201, "%25", "'", "\\", "🛥"])
def test_search_answers_whatever_is_asked(client: Client, asked: str) -> None:
    factories.published()
    html(client, f"/search/?q={asked}")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999", "1.5", "%00", "²"])
def test_a_page_that_does_not_exist_answers_with_one_that_does(client: Client, asked: str) -> None:
    article = factories.published()
    html(client, f"{article.section.get_absolute_url()}?page={asked}")
    comment = factories.approved(article)
    page = html(client, f"{article.get_absolute_url()}?page={asked}")
    assert f'id="comment-{comment.pk}"' in page


def test_an_unknown_address_is_a_404_in_the_papers_own_dress(client: Client) -> None:
    response = client.get("/no-such-section/")
    assert response.status_code == 404
    assert 'class="masthead' in response.content.decode()


def test_a_crash_is_a_500_in_the_papers_own_dress(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.front.compose", lambda: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert 'class="masthead' in response.content.decode()


def test_an_empty_paper_has_a_front_page(client: Client) -> None:
    html(client, "/")


def test_the_newest_article_with_a_photo_leads(client: Client) -> None:
    now = timezone.now()
    hours = [now - datetime.timedelta(hours=n) for n in range(1, 4)]
    factories.published(headline="Third", at=hours[2], lead_photo=factories.photo())
    factories.published(headline="Second", at=hours[1], lead_photo=factories.photo())
    factories.published(headline="First, without a photo", at=hours[0])
    page = html(client, "/")
    assert in_order(page, "Second", "First, without a photo", "Third")


def test_a_section_that_publishes_much_leaves_the_others_their_rivers(client: Client) -> None:
    quiet = factories.section(name="Quiet")
    factories.published(
        section=quiet,
        headline="Once a year",
        at=timezone.now() - datetime.timedelta(days=300),
    )
    busy = factories.section(name="Busy")
    for _ in range(30):
        factories.published(section=busy)
    assert "Once a year" in html(client, "/")
