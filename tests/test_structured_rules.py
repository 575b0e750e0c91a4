"""What a page tells machines, rule by rule: J1 to J16 of the research on news pages.

The rules come from Google's documentation of articles, authors, dates and profile pages, from
schema.org and from the Trust Project; the last of them is schema.org's own vocabulary.
"""

import datetime
import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Article, ArticleKind, Author, Photo, Tag
from articles.trust import ASKED
from tests import factories, vocabulary
from tests.test_corrections import html
from tests.test_structured import data

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
ADDRESSED = {asked.schema for asked in ASKED} - {"", "foundingDate", "contactPoint"}


def photo(**fields: Any) -> Photo:
    file = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(file, "JPEG")
    made = Photo(**{"alt": "A ferry", "credit": "Ana Ruiz", "caption": "The ferry.", **fields})
    made.image.save("ferry.jpg", ContentFile(file.getvalue()), save=True)
    return made


@pytest.fixture
def ana() -> Author:
    made = factories.author(name="Ana Ruiz", title="Harbour correspondent", photo=factories.photo())
    factories.disclosure(made, kind="employment", entity="Ferry Company")
    factories.disclosure(made, kind="gift", entity="The bakery")
    return made


@pytest.fixture
def desk() -> Author:
    return factories.group("Nell Ashby", name="The Harbour Desk", copyright_line="© Harbour Desk")


@pytest.fixture
def article(ana: Author, desk: Author) -> Article:
    made = factories.draft(ana, desk, headline="Ferry to run all night", lead_photo=photo())
    made.bylines.filter(author=ana).update(role="Data")
    made.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    made.publish(by=factories.editor(), at=timezone.now() - datetime.timedelta(hours=3))
    return made


@pytest.fixture
def page(client: Client, article: Article) -> str:
    return html(client, article.get_absolute_url())


@pytest.fixture
def data_of(page: str) -> dict[str, Any]:
    return data(page)


def covered(*authors: Author, **fields: Any) -> Article:
    made = factories.published(*authors, **fields)
    made.open_coverage(by=factories.editor())
    return made


def update(article: Article, **fields: Any) -> None:
    article.tell("It left.", by=factories.editor(), **fields)


def test_j1_there_is_one_block_and_no_text_gets_out_of_it(client: Client) -> None:
    hostile = "</script><script>alert(1)</script> Fish & chips <!--"
    article = factories.published(factories.author(name=hostile), headline=hostile)
    page = html(client, article.get_absolute_url())
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not set("<>&") & set(block)
    assert (data(page)["headline"], data(page)["author"][0]["name"]) == (hostile, hostile)


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_j2_a_type_that_search_engines_know_comes_first(client: Client, kind: str) -> None:
    article = factories.published(kind=kind, sponsor="The market")
    types = data(html(client, article.get_absolute_url()))["@type"]
    is_news = kind not in {"satire", "sponsored"}
    assert (types[0] == "NewsArticle") is is_news
    assert ("NewsArticle" in types) is is_news
    assert "Article" in vocabulary._ancestors(types[1])


def test_j3_the_headline_is_the_heading_and_begins_the_title(
    page: str, data_of: dict[str, Any]
) -> None:
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    [title] = re.findall(r"<title>(.*?)</title>", page)
    assert data_of["headline"] == heading
    assert title.startswith(heading)


def test_j3_the_form_says_how_long_a_headline_is_to_be(admin_client: Client) -> None:
    assert "2 to 22 words" in html(admin_client, "/admin/articles/article/add/")


def test_j4_the_picture_comes_in_three_shapes_that_can_be_fetched(
    client: Client, data_of: dict[str, Any]
) -> None:
    shapes = []
    for image in data_of["image"]:
        answer = client.get(image["url"].removeprefix(SITE))
        served = Image.open(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        assert served.size == (image["width"], image["height"])
        assert served.width * served.height >= 50_000
        assert served.format in {"JPEG", "WEBP"}
        shapes.append(served.width / served.height)
    assert shapes == [16 / 9, 4 / 3, 1]


def test_j5_times_have_an_offset_and_stand_on_the_page(client: Client, article: Article) -> None:
    factories.correction(article)
    page = html(client, article.get_absolute_url())
    told = data(page)
    published, modified = (told[name] for name in ("datePublished", "dateModified"))
    shown = re.findall(r'(Published|Updated) <time datetime="([^"]+)"', page)
    assert shown == [("Published", published), ("Updated", modified)]
    first, second = map(datetime.datetime.fromisoformat, (published, modified))
    assert first.utcoffset() is not None
    assert first <= second <= timezone.now()


def test_j5_a_minor_change_makes_nothing_fresh(client: Client, article: Article) -> None:
    before = data(html(client, article.get_absolute_url()))["dateModified"]
    article.standfirst = "What it says, without the mistake in spelling."
    article.save()
    article.keep(by=factories.editor())
    article.revise(by=factories.editor())
    after = data(html(client, article.get_absolute_url()))
    assert (after["dateModified"], after["description"]) == (before, article.standfirst)


def test_j6_every_byline_is_an_author_with_nothing_in_the_name_but_the_name(
    page: str, data_of: dict[str, Any]
) -> None:
    visible = re.findall(r'class="byline-name" href="([^"]+)"><bdi>(.*?)</bdi>', page)
    authors = data_of["author"]
    assert [(each["url"], each["name"]) for each in authors] == [
        (f"{SITE}{path}", name) for path, name in visible
    ]
    assert [each["@type"] for each in authors] == ["Person", "Organization"]
    assert authors[0]["jobTitle"] == "Harbour correspondent"
    assert authors[1]["member"] == [{"@type": "Person", "name": "Nell Ashby"}]


def test_j7_the_page_of_an_author_is_their_profile(
    client: Client, ana: Author, desk: Author
) -> None:
    told = [data(html(client, each.get_absolute_url())) for each in (ana, desk)]
    assert [each["@type"] for each in told] == ["ProfilePage", "ProfilePage"]
    assert [(each["mainEntity"]["@type"], each["mainEntity"]["name"]) for each in told] == [
        ("Person", "Ana Ruiz"),
        ("Organization", "The Harbour Desk"),
    ]


def test_j8_the_publisher_has_each_rule_that_a_page_tells_and_no_other(
    client: Client, settings: Any
) -> None:
    settings.SITE_FOUNDED = "1887"
    factories.policy(slug="all", covers=[asked.code for asked in ASKED])
    factories.policy(slug="gone", covers=["ethics"], retired=True, position=0)
    article = factories.published()
    publisher = data(html(client, article.get_absolute_url()))["publisher"]
    addresses = {name: publisher[name] for name in ADDRESSED}
    assert publisher["@type"] == "NewsMediaOrganization"
    assert (publisher["name"], publisher["url"]) == (settings.SITE_NAME, f"{SITE}/")
    assert publisher["foundingDate"] == "1887"
    assert set(addresses.values()) == {f"{SITE}/policies/all/"}
    assert publisher["contactPoint"]["url"] == f"{SITE}/policies/all/"


def test_j8_a_rule_that_no_page_tells_is_not_claimed(client: Client) -> None:
    factories.policy(covers=["corrections"])
    publisher = data(html(client, factories.published().get_absolute_url()))["publisher"]
    assert ADDRESSED & publisher.keys() == {"correctionsPolicy"}


def test_j8_each_of_its_addresses_answers_and_may_be_indexed(client: Client) -> None:
    factories.policy(covers=["ethics", "contact"])
    publisher = data(html(client, factories.published().get_absolute_url()))["publisher"]
    addresses = [publisher[name] for name in ADDRESSED & publisher.keys()]
    for address in [*addresses, publisher["contactPoint"]["url"], publisher["url"]]:
        assert "noindex" not in html(client, address.removeprefix(SITE))


def test_j8_the_logo_is_there() -> None:
    from django.contrib.staticfiles.finders import find

    from articles.structured.publisher import publisher

    logo = publisher([])["logo"]
    path = find(logo["url"].rpartition("/static/")[2])
    assert path
    with Image.open(path) as picture:
        assert picture.size == (logo["width"], logo["height"])


def test_j9_corrections_are_those_of_the_page(client: Client, article: Article) -> None:
    for place in ("top", "foot"):
        factories.correction(article, place=place, text=f"It was two boats, {place}.")
    page = html(client, article.get_absolute_url())
    told = data(page)["correction"]
    visible = re.findall(r'<p class="correction-(?:said|text)" dir="auto">(.*?)</p>', page)
    assert [one["@type"] for one in told] == ["CorrectionComment"] * 2
    assert sorted(line for one in told for line in one["text"].split("\n")) == sorted(visible)
    assert all(f'datetime="{one["datePublished"]}"' in page for one in told)
    assert "correctedWork" not in str(told)


def test_j10_the_article_leads_to_its_frozen_disclosures_and_each_author_to_their_own(
    client: Client, page: str, data_of: dict[str, Any], ana: Author, desk: Author
) -> None:
    address, _, anchor = data_of["publishingPrinciples"].partition("#")
    assert address == data_of["url"]
    assert f'id="{anchor}"' in page
    assert [each["publishingPrinciples"] for each in data_of["author"]] == [
        f"{SITE}{ana.disclosures_url}",
        f"{SITE}{desk.disclosures_url}",
    ]


def test_j10_whom_an_author_works_for_is_an_affiliation_and_a_gift_is_none(
    data_of: dict[str, Any],
) -> None:
    assert data_of["author"][0]["affiliation"] == [
        {"@type": "Organization", "name": "Ferry Company"}
    ]


def test_j10_who_did_what_is_the_story_behind_it(data_of: dict[str, Any]) -> None:
    assert data_of["backstory"] == "Data: Ana Ruiz."


def test_j10_whoever_paid_for_a_piece_is_its_sponsor(client: Client) -> None:
    paid = factories.published(kind="sponsored", sponsor="The market")
    free = factories.published()
    told = [data(html(client, each.get_absolute_url())) for each in (paid, free)]
    assert told[0]["sponsor"] == {"@type": "Organization", "name": "The market"}
    assert "sponsor" not in told[1]


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_j11_a_dateline_is_of_news_and_a_place_of_everything(client: Client, kind: str) -> None:
    article = factories.published(kind=kind, sponsor="The market", dateline="Saltmarsh")
    told = data(html(client, article.get_absolute_url()))
    assert told.get("dateline") == ("Saltmarsh" if "NewsArticle" in told["@type"] else None)
    assert told["locationCreated"] == {"@type": "Place", "name": "Saltmarsh"}


def test_j12_the_picture_tells_its_caption_credit_licence_and_how_it_was_made(
    client: Client,
) -> None:
    made = photo(licence="CC BY-SA 4.0", source="TrainedAlgorithmicMediaDigitalSource")
    page = html(client, factories.published(lead_photo=made).get_absolute_url())
    told = data(page)["image"][0]
    assert (told["caption"], told["creditText"]) == ("The ferry.", "Ana Ruiz")
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert told["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert "Generated by a program." in page


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-nd 3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Agency, web only", ""),
        ("", ""),
    ],
)
def test_j12_a_note_of_the_desks_is_no_licence_for_machines(licence: str, address: str) -> None:
    assert Photo(licence=licence).licence_url == address


def test_j13_whose_it_is_and_where_it_stands(data_of: dict[str, Any], article: Article) -> None:
    assert data_of["copyrightHolder"] == {"@id": data_of["publisher"]["@id"]}
    assert data_of["copyrightYear"] == timezone.localdate(article.publish_at).year
    assert data_of["copyrightNotice"] == "© Harbour Desk"
    assert (data_of["inLanguage"], data_of["isAccessibleForFree"]) == ("en-gb", True)
    assert data_of["articleSection"] == article.section.name
    assert data_of["keywords"] == ["Ferries"]
    assert data_of["mainEntityOfPage"]["@id"] == f"{SITE}{article.get_absolute_url()}"
    steps = data_of["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [(each["position"], each["name"]) for each in steps] == [
        (1, article.section.name),
        (2, article.headline),
    ]


def test_j13_it_is_in_the_language_that_was_chosen(client: Client) -> None:
    article = factories.published(language="ar")
    assert data(html(client, article.get_absolute_url()))["inLanguage"] == "ar"


def test_j14_comments_are_those_that_readers_see(client: Client, article: Article) -> None:
    for _ in range(2):
        factories.approved(article)
    factories.comment(article)
    factories.approved(article).reject(by=factories.moderator(), reason="Advertising.")
    page = html(client, article.get_absolute_url())
    visible = len(re.findall(r'<article class="comment"', page))
    assert data(page)["commentCount"] == visible == 2


def test_j14_those_of_a_hidden_thread_are_not_counted(client: Client, article: Article) -> None:
    factories.approved(article)
    article.thread.hide(by=factories.moderator(), reason="Out of hand.")
    assert data(html(client, article.get_absolute_url()))["commentCount"] == 0


def test_j15_a_live_story_has_its_times_and_its_updates(client: Client) -> None:
    article = covered()
    update(article, headline="First", is_key=True)
    update(article, headline="Second")
    story = data(html(client, article.get_absolute_url()))
    assert "LiveBlogPosting" in story["@type"]
    assert datetime.datetime.fromisoformat(story["coverageStartTime"])
    assert "coverageEndTime" not in story
    assert [each["headline"] for each in story["liveBlogUpdate"]] == ["Second", "First"]
    assert all(each["datePublished"] for each in story["liveBlogUpdate"])


def test_j15_coverage_that_is_over_has_an_end(client: Client) -> None:
    article = covered()
    update(article)
    article.end_coverage(by=factories.editor())
    assert data(html(client, article.get_absolute_url()))["coverageEndTime"]


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_j16_an_article_says_nothing_that_the_vocabulary_has_not(
    client: Client, ana: Author, desk: Author, kind: str
) -> None:
    factories.policy(covers=[asked.code for asked in ASKED])
    picture = photo(licence="CC BY 4.0", source="CompositeDigitalSource")
    article = covered(ana, desk, kind=kind, sponsor="The market", lead_photo=picture)
    update(article)
    factories.correction(article)
    factories.approved(article)
    assert vocabulary.objections(data(html(client, article.get_absolute_url()))) == []


def test_j16_nor_does_any_other_page(
    client: Client, article: Article, ana: Author, desk: Author
) -> None:
    policy = factories.policy(covers=["ethics"])
    gone = factories.retracted()
    pages: list[Any] = [policy, article.section, ana, desk, gone]
    addresses = ["/", *(each.get_absolute_url() for each in pages)]
    told = {address: data(html(client, address)) for address in addresses}
    assert [each for one in told.values() for each in vocabulary.objections(one)] == []


def test_j16_what_is_not_in_the_vocabulary_is_found() -> None:
    assert vocabulary.objections({"@type": "Article", "dateline": "Here"}) != []
    assert vocabulary.objections({"@type": "Newspiece"}) != []
    assert vocabulary.objections({"@type": "Article", "author": {"@type": "Place"}}) != []


def test_what_a_retracted_piece_tells_is_the_notice_and_no_more(client: Client) -> None:
    gone = factories.retracted(dateline="Saltmarsh", lead_photo=photo())
    told = data(html(client, gone.get_absolute_url()))
    assert told["creativeWorkStatus"] == "Retracted"
    assert not {"description", "image", "dateline", "keywords", "commentCount"} & told.keys()
    assert [one["name"] for one in told["author"]] == [
        each.author.name for each in gone.bylines.all()
    ]
