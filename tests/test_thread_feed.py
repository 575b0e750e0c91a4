"""A discussion as a feed: what its page shows, the newest first."""

import datetime
import json
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import HouseRules
from tests import factories
from tests.standards import json_feed_objections
from tests.test_feeds import ATOM, SUFFIXES, atom_links, content, entries, names, queries, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night", slug="ferry")


def discussion(article: Article) -> str:
    return f"{article.get_absolute_url()}comments/"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_comment_has_number_author_place_and_article(
    client: Client, article: Article, suffix: str
) -> None:
    made = factories.approved(article, author_name="Nora Wells", body_source="It was *two*.")
    answer = client.get(f"{discussion(article)}feed.{suffix}").content
    name = f"tag:news.example,2026-01-01:comment-{made.pk}"
    title = "#1 Nora Wells on “Ferry at night”"
    if suffix == "json":
        told = json.loads(answer)
        assert json_feed_objections(told) == []
        [item] = told["items"]
        assert (item["id"], item["title"], item["authors"]) == (
            name,
            title,
            [{"name": "Nora Wells"}],
        )
        assert item["url"] == f"{settings.SITE_URL}/comments/{made.pk}/"
        return
    read = feedparser.parse(answer)
    assert not read.bozo
    [entry] = read.entries
    assert (entry.id, entry.title, entry.author) == (name, title, "Nora Wells")
    assert entry.link == f"{settings.SITE_URL}/comments/{made.pk}/"
    assert "<em>two</em>" in entry.content[0].value
    assert read.feed.title == f"Comments on “Ferry at night” – {settings.SITE_NAME}"
    assert read.feed.link == f"{settings.SITE_URL}{article.get_absolute_url()}"


def test_a_comment_names_the_article_that_it_is_about(client: Client, article: Article) -> None:
    factories.approved(article)
    related = atom_links(entries(client, discussion(article))[0])["related"]
    assert related == f"{settings.SITE_URL}{article.get_absolute_url()}"


def test_the_comment_that_was_published_last_comes_first(client: Client, article: Article) -> None:
    held = factories.comment(article)
    first = factories.approved(article)
    held.approve(by=factories.moderator())
    expected = [f"tag:news.example,2026-01-01:comment-{one.pk}" for one in (held, first)]
    assert names(client, discussion(article))["rss"] == expected


def test_a_reply_says_what_it_answers(client: Client, article: Article) -> None:
    parent = factories.approved(article, author_name="Nora Wells")
    factories.approved(article, parent=parent)
    assert "#1</a> <bdi>Nora Wells</bdi>" in content(client, discussion(article))
    parent.reject(by=factories.moderator(), reason="Rude.")
    assert "Nora Wells" not in texts(client, discussion(article))


def test_who_wrote_for_the_newsroom_is_marked(client: Client, article: Article) -> None:
    factories.approved(article, from_newsroom=True, badge="Editor")
    entry = entries(client, discussion(article))[0]
    assert entry.find(f"{ATOM}category").get("term") == "Editor"


def test_the_names_of_the_discussion_and_its_comments_stay(
    client: Client, article: Article
) -> None:
    factories.approved(article)
    before = names(client, discussion(article))
    feed = client.get(f"{discussion(article)}feed.atom").content
    name = f"tag:news.example,2026-01-01:article-{article.pk}-comments"
    assert ET.fromstring(feed).findtext(f"{ATOM}id") == name  # noqa: S314 -- our own
    article.readdress("another", by=factories.editor())
    assert names(client, discussion(article)) == before


def test_the_old_address_leads_to_the_present_one(client: Client, article: Article) -> None:
    was = f"{discussion(article)}feed.atom"
    article.readdress("another", by=factories.editor())
    answer = client.get(was)
    assert (answer.status_code, answer["Location"]) == (301, f"{discussion(article)}feed.atom")


def test_another_date_leads_to_the_one_address(client: Client, article: Article) -> None:
    answer = client.get("/1999/01/01/ferry/comments/feed.json")
    assert (answer.status_code, answer["Location"]) == (301, f"{discussion(article)}feed.json")


# What readers must not have


def held(article: Article) -> None:
    factories.comment(article, body_source="Zyxwv", author_name="Zyxwv")


def rejected(article: Article) -> None:
    factories.comment(article, body_source="Zyxwv").reject(by=factories.moderator(), reason="Rude.")


@pytest.mark.parametrize("hide", [held, rejected], ids=lambda made: made.__name__)
def test_what_no_reader_ever_saw_changes_nothing(
    client: Client, article: Article, hide: Any
) -> None:
    factories.approved(article)
    before, date = texts(client, discussion(article)), last_modified(client, article)
    hide(article)
    assert texts(client, discussion(article)) == before
    assert last_modified(client, article) == date


def last_modified(client: Client, article: Article) -> str:
    return client.get(f"{discussion(article)}feed.rss")["Last-Modified"]


def test_a_removed_comment_vanishes(client: Client, article: Article) -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=30)):
        factories.approved(article)
        made = factories.approved(article, body_source="Zyxwv")
    date = last_modified(client, article)
    assert "Zyxwv" in texts(client, discussion(article))
    made.reject(by=factories.moderator(), reason="Rude.")
    assert "Zyxwv" not in texts(client, discussion(article))
    address = f"{discussion(article)}feed.rss"
    assert client.get(address, headers={"If-Modified-Since": date}).status_code == 200


def test_of_a_hidden_discussion_there_is_nothing(client: Client, article: Article) -> None:
    factories.approved(article, body_source="Zyxwv")
    article.thread.hide(by=factories.moderator(), reason="It names a child.")
    said = texts(client, discussion(article))
    assert "Zyxwv" not in said
    assert names(client, discussion(article)) == {each: [] for each in SUFFIXES}
    assert "Last-Modified" not in client.get(f"{discussion(article)}feed.rss")


def test_without_the_article_there_is_no_feed_of_its_discussion(
    client: Client, article: Article
) -> None:
    for hidden in (
        factories.draft(),
        factories.published(at=timezone.now() + datetime.timedelta(days=1)),
        factories.retracted(),
    ):
        assert client.get(f"{discussion(hidden)}feed.rss").status_code == 404
    article.withdraw(by=factories.editor(), reason="Somebody is in danger.")
    assert client.get(f"{discussion(article)}feed.rss").status_code == 404


# What it costs


def test_sixty_comments_ask_no_more_than_two_and_fifty_are_told(
    client: Client, article: Article
) -> None:
    HouseRules.objects.create(pk=1, slow_seconds=0)
    address, asked, parent = f"{discussion(article)}feed.rss", [], None
    for count in (2, 58):
        for _ in range(count):
            parent = factories.approved(article, from_newsroom=True, parent=parent)
        asked.append(queries(client, address))
    assert asked[0] == asked[1]
    assert asked[0] <= 3
    assert len(names(client, discussion(article))["json"]) == 50
