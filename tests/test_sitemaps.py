"""What search engines are told that there is, and where they have nothing to look for.

The rules are those of sitemaps.org, of Google's page on news sitemaps (10 December 2025), and of
RFC 9309 for robots.txt.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import archive, sitemaps
from articles.languages import iso_639, languages
from articles.models import Article, Author, Change, Section, Tag
from articles.models.section import RESERVED_SLUGS
from articles.pending import begin
from tests import factories
from tests.standards import sitemap_objections

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def written(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return answer.getvalue()


def tree(client: Client, path: str) -> ET.Element:
    return ET.fromstring(written(client, path))  # noqa: S314 -- our own


def named(client: Client, path: str) -> list[str]:
    """The paths of all that a file names."""
    found = [one.text or "" for one in tree(client, path).iter(LOC)]
    assert all(each.startswith(f"{SITE}/") for each in found)
    return [each.removeprefix(SITE) for each in found]


def everything(client: Client) -> list[str]:
    """All that all files name."""
    files = named(client, "/sitemap.xml")
    return [path for file in files for path in named(client, file)]


# The index and the months


def test_the_index_names_each_month_that_has_articles(client: Client) -> None:
    for at in ("2026-11-20T11:00Z", "2026-11-01T00:00Z", "2026-08-31T23:59Z", "2019-02-03T10:00Z"):
        factories.published(at=datetime.datetime.fromisoformat(at))
    assert named(client, "/sitemap.xml") == [
        "/sitemap-pages.xml",
        "/sitemap-2026-11.xml",
        "/sitemap-2026-08.xml",
        "/sitemap-2019-02.xml",
    ]


def test_of_a_paper_without_articles_the_index_names_the_other_pages(client: Client) -> None:
    assert named(client, "/sitemap.xml") == ["/sitemap-pages.xml"]


@pytest.mark.parametrize("path", ["2026-10", "2026-13", "2026-00", "0000-01", "9999-12"])
def test_a_month_without_articles_has_no_file(client: Client, path: str) -> None:
    factories.published()
    assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_months_end_by_the_papers_own_clock(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        last = datetime.datetime(2026, 10, 31, 22, 59, tzinfo=datetime.UTC)
        articles = [factories.published(at=last + datetime.timedelta(minutes=m)) for m in (0, 1)]
        october, november = (f"/sitemap-2026-{month}.xml" for month in (10, 11))
        assert named(client, october) == [articles[0].get_absolute_url()]
        assert named(client, november) == [articles[1].get_absolute_url()]


def test_every_article_stands_once_in_the_file_of_its_month(client: Client) -> None:
    made = [factories.published(at=NOON - HOUR * hours) for hours in (1, 30, 700, 9000)]
    found = everything(client)
    assert [found.count(one.get_absolute_url()) for one in made] == [1, 1, 1, 1]
    for one in made:
        day = timezone.localdate(one.publish_at)
        assert one.get_absolute_url() in named(client, f"/sitemap-{day:%Y-%m}.xml")


def test_the_files_are_as_the_schema_of_sitemaps_has_them(client: Client) -> None:
    article = factories.published(headline="Two & <three>", at=NOON - HOUR)
    factories.correction(article)
    assert sitemap_objections(written(client, "/sitemap-2026-11.xml")) == []
    assert sitemap_objections(written(client, "/sitemap-pages.xml")) == []


def test_a_file_has_at_most_so_many_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.MOST == 50_000
    monkeypatch.setattr(sitemaps, "MOST", 2)
    newest = [factories.published(at=NOON - HOUR * hours) for hours in (1, 2, 3)][:2]
    assert named(client, "/sitemap-2026-11.xml") == [one.get_absolute_url() for one in newest]


def lastmod(client: Client) -> str:
    return next(tree(client, "/sitemap-2026-11.xml").iter(LASTMOD)).text or ""


def test_lastmod_is_the_last_change_that_readers_were_told(
    client: Client, clock: time_machine.Traveller
) -> None:
    article = factories.published(at=NOON - HOUR)
    assert lastmod(client) == "2026-11-20T11:00:00+00:00"
    clock.move_to(NOON + HOUR)
    article.standfirst = "Said better."
    article.save()
    article.revise(by=factories.editor(), change=Change.MINOR)
    assert lastmod(client) == "2026-11-20T11:00:00+00:00"
    clock.move_to(NOON + 2 * HOUR)
    factories.correction(article)
    assert lastmod(client) == "2026-11-20T14:00:00+00:00"


@pytest.mark.parametrize("kind", ["sponsored", "satire"])
def test_what_is_no_news_stands_in_the_file_of_its_month(client: Client, kind: str) -> None:
    article = factories.published(kind=kind, sponsor="Acme" if kind == "sponsored" else "")
    assert article.get_absolute_url() in everything(client)


# The other pages


def test_the_other_pages_are_all_there(client: Client) -> None:
    section = factories.section(slug="harbour")
    policy, retired = factories.policy(), factories.policy(retired=True)
    author, idle = factories.author(), factories.author()
    article = factories.published(author, section=section)
    factories.draft(idle)
    subject = Tag.objects.create(name="Ferries", slug="ferries")
    series = Tag.objects.create(name="A year at sea", slug="a-year-at-sea", is_series=True)
    Tag.objects.create(name="Nothing", slug="nothing")
    article.tags.add(subject, series)
    assert named(client, "/sitemap-pages.xml") == [
        "/",
        "/corrections/",
        "/archive/",
        *[one.get_absolute_url() for one in Section.objects.all()],
        policy.get_absolute_url(),
        author.get_absolute_url(),
        series.get_absolute_url(),
        subject.get_absolute_url(),
    ]
    assert retired.get_absolute_url() not in everything(client)


def test_every_page_that_is_named_is_there_and_says_that_it_is_its_own_address(
    client: Client,
) -> None:
    article = factories.published()
    article.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    factories.policy()
    for path in everything(client):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert "noindex" not in page
        assert f'<link rel="canonical" href="{SITE}{path}">' in page


# The news


def news(client: Client, path: str = "/news-sitemap.xml") -> list[dict[str, str]]:
    """What is told of each article."""
    found = []
    for url in tree(client, path):
        [told] = url.findall(f"{NEWS}news")
        [publication] = told.findall(f"{NEWS}publication")
        parts = [*url, *told, *publication]
        found.append({one.tag.rpartition("}")[2]: (one.text or "").strip() for one in parts})
    return found


def test_the_news_tells_name_language_first_publication_and_headline(client: Client) -> None:
    article = factories.published(
        headline="Two & <three>", kicker="Sea", language="de", at=NOON - HOUR
    )
    factories.correction(article)
    [told] = news(client)
    assert told["loc"] == f"{SITE}{article.get_absolute_url()}"
    assert told["name"] == settings.SITE_NAME
    assert told["language"] == "de"
    assert told["publication_date"] == "2026-11-20T11:00:00+00:00"
    assert told["title"] == "Two & <three>"


def test_the_news_declares_both_vocabularies(client: Client) -> None:
    factories.published()
    page = written(client, "/news-sitemap.xml").decode()
    assert 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"' in page
    assert 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"' in page


@pytest.mark.parametrize(("hours", "is_news"), [(47.9, True), (48.1, False)])
def test_the_news_is_what_first_came_out_within_two_days(
    client: Client, hours: float, is_news: bool
) -> None:
    article = factories.published(at=NOON - HOUR * hours)
    factories.correction(article)
    assert bool(news(client)) is is_news


def test_without_news_the_file_is_there_and_empty(client: Client) -> None:
    assert news(client) == []


@pytest.mark.parametrize("kind", ["sponsored", "satire"])
def test_what_is_no_journalism_is_no_news(client: Client, kind: str) -> None:
    factories.published(kind=kind, sponsor="Acme" if kind == "sponsored" else "")
    assert news(client) == []


@pytest.mark.parametrize("kind", ["news", "analysis", "opinion", "explainer"])
def test_what_is_journalism_is_news(client: Client, kind: str) -> None:
    factories.published(kind=kind)
    assert len(news(client)) == 1


def test_too_many_for_a_file_are_in_parts_that_an_index_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sitemaps.MOST_NEWS == 1_000
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    made = [factories.published(at=NOON - HOUR * hours) for hours in range(1, 6)]
    parts = named(client, "/news-sitemap.xml")
    assert parts == [f"/news-sitemap-{part}.xml" for part in (1, 2, 3)]
    assert [len(news(client, part)) for part in parts] == [2, 2, 1]
    told = [one["loc"] for part in parts for one in news(client, part)]
    assert told == [f"{SITE}{one.get_absolute_url()}" for one in made]
    made[0].withdraw(by=factories.editor(), reason="Wrong.")
    Article.objects.filter(pk=made[1].pk).update(kind="satire")
    made[2].retract(by=factories.editor(), reason="Wrong.")
    assert len(news(client)) == 2


@pytest.mark.parametrize("part", ["0", "51", "99999999999999999999"])
def test_a_part_that_cannot_be_is_not_there(client: Client, part: str) -> None:
    assert client.get(f"/news-sitemap-{part}.xml").status_code == 404


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en-gb", "en"),
        ("de", "de"),
        ("hsb", "hsb"),
        ("zh-hans", "zh-cn"),
        ("zh-cn", "zh-cn"),
        ("zh-hant", "zh-tw"),
        ("zh-tw", "zh-tw"),
    ],
)
def test_a_language_is_named_as_news_search_engines_have_it(code: str, language: str) -> None:
    assert iso_639(code) == language


def test_every_language_that_an_article_can_have_is_named_so() -> None:
    odd = {iso_639(code) for code, _ in languages()} - {"zh-cn", "zh-tw"}
    assert [one for one in odd if not re.fullmatch("[a-z]{2,3}", one)] == []


# What readers must not have


def draft(author: Author, section: Section) -> Article:
    return factories.draft(author, section=section)


def scheduled(author: Author, section: Section) -> Article:
    return factories.published(author, section=section, at=NOON + HOUR)


def embargoed(author: Author, section: Section) -> Article:
    ends = NOON + HOUR
    return factories.published(author, section=section, embargo_until=ends, at=ends)


def withdrawn(author: Author, section: Section) -> Article:
    made = factories.published(author, section=section)
    made.withdraw(by=factories.editor(), reason="Wrong.")
    return made


def retracted(author: Author, section: Section) -> Article:
    return factories.retracted(author, section=section)


def pending(author: Author, section: Section) -> Article:
    made = begin(Article.objects.published().latest("pk"), by=factories.editor())
    made.headline = "Zyxwv"
    made.save()
    return made


@pytest.mark.parametrize(
    "hide",
    [draft, scheduled, embargoed, withdrawn, retracted, pending],
    ids=lambda made: made.__name__,
)
def test_what_readers_must_not_have_changes_no_file(client: Client, hide: Any) -> None:
    section, author = factories.section(), factories.author()
    factories.published(at=NOON - 9000 * HOUR)
    factories.published(at=NOON - HOUR)
    files = ["/sitemap.xml", *named(client, "/sitemap.xml"), "/news-sitemap.xml"]
    before = [written(client, file) for file in files]
    made = hide(author, section)
    made.tags.add(Tag.objects.create(name="Zyxwv", slug="zyxwv"))
    assert [written(client, file) for file in files] == before


def test_a_month_of_which_nothing_may_be_read_is_not_named(client: Client) -> None:
    factories.published(at=NOON - HOUR)
    factories.published(at=NOON + 1000 * HOUR)
    with time_machine.travel(NOON - 3000 * HOUR, tick=False):
        gone = factories.published()
    gone.withdraw(by=factories.editor(), reason="Wrong.")
    assert named(client, "/sitemap.xml") == ["/sitemap-pages.xml", "/sitemap-2026-11.xml"]
    assert client.get("/sitemap-2026-07.xml").status_code == 404


# What it costs


def test_more_articles_authors_and_months_ask_the_database_no_more(client: Client) -> None:
    asked = []
    for count in (2, 10):
        for number in range(count):
            made = factories.published(at=NOON - HOUR * 800 * number - HOUR)
            made.tags.add(Tag.objects.create(name=f"T{made.pk}", slug=f"t{made.pk}"))
        files = ["/sitemap.xml", "/sitemap-2026-11.xml", "/sitemap-pages.xml", "/news-sitemap.xml"]
        asked.append([queries(client, file) for file in files])
    assert asked[0] == asked[1] == [3, 2, 4, 2]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path).getvalue()
    return len(asked)


def test_an_archive_of_many_years_is_looked_through_in_pieces(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LOOKED_AT", 5)
    for hours in (1, 9000, 20_000):
        factories.published(at=NOON - HOUR * hours)
    assert len(named(client, "/sitemap.xml")) == 4


def test_a_century_of_months_is_no_trouble(client: Client) -> None:
    first = datetime.datetime(1926, 1, 1, 12, tzinfo=datetime.UTC)
    factories.published(at=NOON - HOUR)
    old = factories.published(at=NOON - HOUR)
    Article.objects.filter(pk=old.pk).update(publish_at=first)
    assert named(client, "/sitemap.xml") == [
        "/sitemap-pages.xml",
        "/sitemap-2026-11.xml",
        "/sitemap-1926-01.xml",
    ]
    assert queries(client, "/sitemap.xml") == 5


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-2026-11.xml", "/news-sitemap.xml"])
def test_the_files_are_written_as_they_are_sent(client: Client, path: str) -> None:
    factories.published(at=NOON - HOUR)
    answer = client.get(path)
    assert answer.streaming
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    answer.getvalue()
    assert client.post(path).status_code == 405


# robots.txt


@pytest.fixture
def robots(client: Client) -> RobotFileParser:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(answer.content.decode().splitlines())
    return parser


def test_crawlers_may_read_what_readers_read(robots: RobotFileParser) -> None:
    article = factories.published()
    pages = (
        *("/", article.get_absolute_url(), article.section.get_absolute_url(), "/corrections/"),
        *("/comments/1/", "/comments/log/", "/comments/transparency/", "/feed.rss"),
        *("/authors/ana/", "/policies/about/", "/archive/", "/tags/ferries/", "/media/x.webp"),
    )
    assert [page for page in pages if not robots.can_fetch("Googlebot", f"{SITE}{page}")] == []


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/accounts/login/", "/declare/x/", "/preview/x/", "/search/?q=ferry"),
        *("/comments/mine/", "/comments/yours/x/", "/comments/confirm/x/", "/comments/again/x/"),
        *("/comments/mail/x/", "/comments/reasons/x/", "/comments/reports/x/"),
    ],
)
def test_crawlers_have_nothing_to_look_for_there(robots: RobotFileParser, path: str) -> None:
    assert not robots.can_fetch("Googlebot", f"{SITE}{path}")


@pytest.mark.parametrize("act", ["edit", "mute", "recommend", "report", "withdraw"])
def test_crawlers_do_nothing_to_comments(client: Client, act: str) -> None:
    assert f"Disallow: /comments/*/{act}/\n" in client.get("/robots.txt").content.decode()


def test_robots_are_led_to_the_sitemaps(robots: RobotFileParser) -> None:
    assert robots.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]


def test_no_section_can_take_these_addresses() -> None:
    assert {"robots", "sitemap", "feed"} <= RESERVED_SLUGS
