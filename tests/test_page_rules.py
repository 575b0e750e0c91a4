"""What the HTML of a page has to have, rule by rule: H1 to H11 of the research on news pages.

H6 is looked at in every page's pictures; H11 by axe in test_look.py and the browsers' own parsers.
"""

import datetime
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author
from comments.paging import ROOTS_PER_PAGE
from tests import factories
from tests.test_corrections import html
from tests.test_structured_rules import photo

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **having: str) -> list[dict[str, str | None]]:
        return [
            told
            for name, told in self.found
            if name == tag and all(told.get(key) == value for key, value in having.items())
        ]


def canonical(page: str) -> str:
    [told] = Elements(page).all("link", rel="canonical")
    return told["href"] or ""


def shared_as(page: str) -> dict[str, str]:
    """What the head says by property; of what is said twice, the last."""
    told = Elements(page).all("meta")
    return {
        str(one.get("property") or one.get("name")): str(one["content"])
        for one in told
        if "content" in one
    }


@pytest.fixture
def ana() -> Author:
    return factories.author(name="Ana Ruiz", photo=factories.photo())


@pytest.fixture
def article(ana: Author) -> Article:
    factories.policy(title="About us", covers=["ownership", "contact"], slug="about")
    return factories.published(
        ana,
        lead_photo=photo(),
        headline="Ferry to run all night",
        at=timezone.now() - datetime.timedelta(hours=3),
    )


@pytest.fixture
def page(client: Client, article: Article) -> str:
    return html(client, article.get_absolute_url())


def test_h1_a_page_names_its_own_full_address(
    client: Client, article: Article, ana: Author
) -> None:
    paths = ["/", article.get_absolute_url(), article.section.get_absolute_url()]
    paths += [ana.get_absolute_url(), ana.disclosures_url, "/corrections/", "/policies/about/"]
    assert [canonical(html(client, path)) for path in paths] == [f"{SITE}{path}" for path in paths]


def test_h1_it_is_the_papers_whatever_name_was_asked_for(client: Client, article: Article) -> None:
    answer = client.get(article.get_absolute_url(), headers={"host": "localhost"})
    assert canonical(answer.text) == f"{SITE}{article.get_absolute_url()}"


def test_h1_a_further_page_of_a_list_is_not_its_first(client: Client, article: Article) -> None:
    for _ in range(21):
        factories.published(section=article.section)
    path = f"{article.section.get_absolute_url()}?page=2"
    assert canonical(html(client, path)) == f"{SITE}{path}"


def test_h1_nor_is_a_further_page_of_comments(client: Client, article: Article) -> None:
    factories.approved(article)
    article.thread.refresh_from_db()
    type(article.thread).objects.filter(pk=article.thread.pk).update(last_root=ROOTS_PER_PAGE + 1)
    path = article.get_absolute_url()
    asked = {
        query: canonical(html(client, path + query))
        for query in ("?page=2", "?sort=newest&page=2", "?page=x")
    }
    assert asked == {
        "?page=2": f"{SITE}{path}?page=2",
        "?sort=newest&page=2": f"{SITE}{path}",
        "?page=x": f"{SITE}{path}",
    }


def test_h2_search_engines_may_show_a_large_picture(page: str) -> None:
    told = shared_as(page)
    width, height = int(told["og:image:width"]), int(told["og:image:height"])
    assert "max-image-preview:large" in told["robots"]
    assert width >= 1200
    assert width * height > 300_000
    assert width / height == 16 / 9


def test_h3_elsewhere_it_is_shown_with_its_headline_picture_and_times(
    client: Client, page: str, article: Article, ana: Author
) -> None:
    told = shared_as(page)
    assert told["og:type"] == "article"
    assert told["og:title"] == article.headline
    assert told["og:description"] == article.summary
    assert told["og:url"] == f"{SITE}{article.get_absolute_url()}"
    assert told["og:image:alt"] == "A ferry"
    picture = client.get(told["og:image"].removeprefix(SITE))
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8\xff")  # type: ignore[attr-defined]
    assert datetime.datetime.fromisoformat(told["article:published_time"]) == article.publish_at
    assert "article:modified_time" not in told
    assert told["article:author"] == f"{SITE}{ana.get_absolute_url()}"
    assert told["article:section"] == article.section.name
    assert told["twitter:card"] == "summary_large_image"


def test_h3_a_correction_moves_the_time_of_the_last_change(
    client: Client, article: Article
) -> None:
    factories.correction(article)
    article.refresh_from_db()
    told = shared_as(html(client, article.get_absolute_url()))
    assert datetime.datetime.fromisoformat(told["article:modified_time"]) == article.modified_at


def test_h3_without_a_picture_it_says_so(client: Client) -> None:
    told = shared_as(html(client, factories.published().get_absolute_url()))
    assert (told["twitter:card"], "og:image" in told) == ("summary", False)


def test_h4_one_heading_a_language_and_labelled_times(client: Client, article: Article) -> None:
    factories.correction(article)
    page = html(client, article.get_absolute_url())
    elements = Elements(page)
    assert len(elements.all("h1")) == 1
    assert elements.all("html")[0]["lang"] == "en-gb"
    assert elements.all("html")[0]["dir"] == "ltr"
    assert re.findall(r"<span>(\w+) <time", page) == ["Published", "Updated"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("analysis", "Analysis"),
        ("explainer", "Explainer"),
        ("review", "Review"),
        ("call-out", "Call-out"),
        ("opinion", "Opinion"),
        ("satire", "Satire"),
        ("sponsored", "Sponsored"),
    ],
)
def test_h5_what_is_not_plain_news_says_so_above_its_headline_and_on_cards(
    client: Client, kind: str, label: str
) -> None:
    article = factories.published(kind=kind, sponsor="The market")
    for path in (article.get_absolute_url(), "/", article.section.get_absolute_url()):
        head, _, _ = html(client, path).partition(article.headline + "</")
        assert f'<strong class="label label--{kind}">{label}</strong>' in head


def test_h6_every_picture_has_its_size_and_a_word_for_who_does_not_see_it(
    client: Client, article: Article, ana: Author
) -> None:
    inside = photo(alt="A gull")
    factories.published(
        section=article.section,
        lead_photo=photo(),
        body_source=f"<p>So.</p><p>[photo {inside.pk}]</p>",
    )
    paths = ["/", article.section.get_absolute_url(), ana.get_absolute_url()]
    paths += [each.get_absolute_url() for each in Article.objects.all()]
    pictures = [one for path in paths for one in Elements(html(client, path)).all("img")]
    assert len(pictures) > 6
    for one in pictures:
        assert {"alt", "width", "height"} <= one.keys()
        # A face is no larger than its one rendition.
        assert "srcset" in one or one["width"] == "240"


def test_h7_the_byline_leads_to_who_wrote_it(page: str, ana: Author) -> None:
    assert f'class="byline-name" href="{ana.get_absolute_url()}"' in page


def test_h7_owner_and_contact_are_a_step_from_every_page(client: Client, article: Article) -> None:
    for path in ("/", article.get_absolute_url(), "/corrections/", "/search/"):
        assert 'href="/policies/about/"' in html(client, path)


def test_h8_corrections_and_the_way_to_report_an_error_stand_on_the_page(
    client: Client, article: Article
) -> None:
    factories.correction(article)
    page = html(client, article.get_absolute_url())
    assert 'id="corrections"' in page
    assert f'href="{article.error_url}"' in page


def test_h9_feeds_are_named_on_the_pages_that_have_them(
    client: Client, article: Article, ana: Author
) -> None:
    def feeds(path: str) -> set[str]:
        links = Elements(html(client, path)).all("link", rel="alternate")
        return {str(each["href"]) for each in links}

    story, section = article.get_absolute_url(), article.section.get_absolute_url()
    assert {f"/feed.{each}" for each in ("rss", "atom", "json")} <= feeds("/")
    for path in (section, ana.get_absolute_url(), "/corrections/"):
        assert {f"{path}feed.{each}" for each in ("rss", "atom", "json")} <= feeds(path)
    assert {"/feed.rss", "/corrections/feed.rss", f"{story}comments/feed.rss"} <= feeds(story)
    assert len(Elements(html(client, "/")).all("link", href="/feed.rss")) == 1


@pytest.mark.parametrize("kind", ["sponsored", "news"])
def test_h10_links_of_what_was_paid_for_say_so(client: Client, kind: str) -> None:
    body = '<p>At <a href="https://market.example/?a=1">the market</a>, as rel="noopener" says.</p>'
    article = factories.published(kind=kind, sponsor="The market", body_source=body)
    page = html(client, article.get_absolute_url())
    [link] = Elements(page).all("a", href="https://market.example/?a=1")
    assert set((link["rel"] or "").split()) - {"noopener"} == (
        {"sponsored"} if kind == "sponsored" else set()
    )
    assert 'as rel="noopener" says' in page
