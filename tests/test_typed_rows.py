"""What is chosen from a list that finds rows, typed where there is no JavaScript."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Author, Manager, Tag
from articles.pending import pending_version
from tests import factories
from tests.looks import objections_at
from tests.newspaper import superuser, typed_article, typed_author
from tests.visitors import Someone, visitors

browsers = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    factories.editor(username="gwen")
    with visitors(browser, live_server.url) as arrive:
        yield arrive


def tag(name: str) -> Tag:
    return Tag.objects.create(name=name, slug=f"t{Tag.objects.count()}")


def _without_noscript(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub("</?noscript>", "", answer.text()))


def questions_about_names(address: str, typed: dict[str, str]) -> list[str]:
    """What a form asks the database to find what was typed into it."""
    client = superuser()
    with CaptureQueriesContext(connection) as asked:
        client.post(address, typed)
    names = ("LIKE", "UPPER(")
    return [each["sql"] for each in asked if any(name in each["sql"] for name in names)]


def saved(**typed: str) -> list[str]:
    """The tags of an article whose form was sent with them."""
    article = factories.draft()
    typed = typed_article(article.section, slug=article.slug) | typed
    superuser().post(f"/admin/articles/article/{article.pk}/change/", typed)
    return [str(one) for one in article.tags.all()]


@pytest.mark.browser
@browsers
def test_without_javascript_a_photo_and_tags_are_typed_into_an_article(someone: Someone) -> None:
    article, photo = factories.draft(has_declared=True), factories.photo()
    article.tags.add(tag("Energy"))
    tag("Harbour")
    page = someone("gwen")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_label("Lead photo", exact=True).fill(str(photo.pk))
    typed = page.get_by_label("Tags", exact=True)
    expect(typed).to_have_value("Energy")
    typed.fill("Energy, harbour")
    page.click("[name=_continue]")
    page.wait_for_selector(".success")
    article = Article.objects.get(pk=article.pk)
    assert article.lead_photo == photo
    assert [str(one) for one in article.tags.all()] == ["Energy", "Harbour"]


@pytest.mark.browser
@browsers
def test_without_javascript_what_names_no_row_is_refused_and_kept(someone: Someone) -> None:
    article = factories.draft(has_declared=True)
    tag("Energy")
    page = someone("gwen")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_label("Tags", exact=True).fill("Energy, Enrgy")
    page.click("[name=_continue]")
    expect(page.locator(".field-tags .errorlist")).to_have_text(
        "There is no tag “Enrgy”, or more than one."
    )
    expect(page.get_by_label("Tags", exact=True)).to_have_value("Energy, Enrgy")
    assert not article.tags.exists()


@pytest.mark.django_db
def test_every_name_that_is_no_tag_is_named_at_once() -> None:
    article = factories.draft(slug="ferry")
    tag("Energy")
    typed = typed_article(article.section, slug="ferry")
    sent = typed | {"tags-typed": "Enrgy, Energy, Harbr, 2024"}
    page = superuser().post(f"/admin/articles/article/{article.pk}/change/", sent)
    told = re.findall("There is no tag “(.*?)”, or more than one", page.content.decode())
    assert [*dict.fromkeys(told)] == ["Enrgy", "Harbr", "2024"]


@pytest.mark.django_db
def test_the_list_of_tags_opens_beside_the_form() -> None:
    page = superuser().get("/admin/articles/article/add/").content.decode()
    link = '<a href="/admin/articles/tag/" target="_blank" rel="noopener">All tags'
    assert link in page


@pytest.mark.django_db
def test_without_javascript_it_is_said_how_the_byline_gets_a_further_row() -> None:
    page = superuser().get("/admin/articles/article/add/").content.decode()
    said = page.split('id="bylines-group"')[1].split("<noscript>")[1].split("</noscript>")[0]
    assert "each save adds an empty one" in said


@pytest.mark.browser
@browsers
@pytest.mark.parametrize(
    ("script", "other_way"),
    [(True, "[name=tags-typed]"), (False, "[name=tags]:visible")],
)
def test_tags_are_chosen_in_one_way_alone(someone: Someone, script: bool, other_way: str) -> None:
    page = someone("gwen", script=script)
    page.goto("/admin/articles/article/add/")
    expect(page.locator(".field-tags")).to_be_visible()
    expect(page.locator(other_way)).to_have_count(0)


@pytest.mark.browser
@browsers
def test_everybody_can_use_what_is_typed_without_javascript(someone: Someone) -> None:
    """Axe is a script itself: what only a browser without any shows is laid open to it."""
    article = factories.draft(has_declared=True)
    page = someone("gwen", script=True)
    page.route("**/change/", _without_noscript)
    assert objections_at(page, [f"/admin/articles/article/{article.pk}/change/"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Energy", ["Energy"]),
        (" energy ,, ", ["Energy"]),
        ("energy, ENERGY", ["Energy"]),
        ("2024", ["2024"]),
        ("", []),
        ("Energy, \0", []),
        ("Energy," * 60, []),
    ],
)
def test_a_tag_is_typed_as_it_is_called(typed: str, meant: list[str]) -> None:
    for name in ("Energy", "2024"):
        tag(name)
    assert saved(**{"tags-typed": typed}) == meant


@pytest.mark.django_db
def test_a_tag_with_a_comma_in_its_name_is_typed_by_number() -> None:
    odd = tag("Energy, and heat")
    assert saved(**{"tags-typed": str(odd.pk)}) == ["Energy, and heat"]
    article = factories.draft(slug="heat")
    article.tags.add(odd)
    page = superuser().get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'name="tags-typed" id="id_tags-typed" value="{odd.pk}"' in page


@pytest.mark.django_db
def test_of_two_of_one_name_the_one_that_was_chosen_stays() -> None:
    first, second = factories.author(name="Ana Ruiz"), factories.author(name="Ana Ruiz")
    group = factories.group("Ben Okri")
    manager = Manager.objects.get(group=group)
    row = {
        "managers-TOTAL_FORMS": "1",
        "managers-INITIAL_FORMS": "1",
        "managers-0-id": manager.pk,
        "managers-0-group": group.pk,
        "managers-0-name": manager.name,
        "managers-0-role": manager.role,
        "managers-0-since": manager.since,
        "managers-0-until": "",
        "managers-0-person": second.pk,
        "managers-0-person-typed": "Ana Ruiz",
    }
    typed = typed_author(kind="group", name=group.name, slug=group.slug)
    address = f"/admin/articles/author/{group.pk}/change/"
    superuser().post(address, typed | row)
    manager.refresh_from_db()
    assert manager.person == second
    superuser().post(address, typed | row | {"managers-0-person": ""})
    manager.refresh_from_db()
    assert manager.person == second
    assert Author.objects.filter(pk=first.pk).exists()


@pytest.mark.django_db
def test_a_disclosure_is_entered_for_an_author_by_name() -> None:
    author = factories.author(name="Ana Ruiz")
    typed = {
        "author-typed": "ana ruiz",
        "kind": "ownership",
        "entity": "Acme",
        "aliases": "",
        "text": "I own shares of Acme.",
        "valid_from": "2024-01-01",
        "valid_to": "",
        "supersedes-typed": "",
    }
    superuser().post("/admin/articles/disclosure/add/", typed)
    assert [each.entity for each in author.disclosures.all()] == ["Acme"]


@pytest.mark.django_db
def test_a_pending_version_takes_along_the_tags_that_were_typed() -> None:
    article, harbour = factories.published(), tag("Harbour")
    client = superuser()
    typed = typed_article(article.section, slug=article.slug) | {"tags-typed": "harbour"}
    client.post(f"/admin/articles/article/{article.pk}/pending/", typed)
    kept = pending_version(article).autosaves.get().data
    assert isinstance(kept, QueryDict)
    assert kept.getlist("tags") == [str(harbour.pk)]


@pytest.mark.django_db
def test_all_words_of_a_field_are_one_question_and_no_other_field_is_asked() -> None:
    article = factories.draft()
    typed = typed_article(article.section, slug=article.slug)
    words = ",".join(f"tag {number}" for number in range(50))
    typed |= {"tags-typed": words}
    typed |= {f"x-{number}-tags-typed": words for number in range(20)}
    asked = questions_about_names(f"/admin/articles/article/{article.pk}/change/", typed)
    assert len(asked) == 1


LONG = "x" * 60_000


def with_rows_to_find() -> None:
    """SQLite looks at the length of a word when it holds it against a row."""
    tag("Energy")
    factories.author()
    factories.photo()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "field", "typed"),
    [
        ("article", "tags", {"tags-typed": LONG}),
        ("article", "body_source", {"body_source": f'<p><img src="/media/{LONG}.jpg"></p>'}),
        ("disclosure", "author", {"author-typed": LONG}),
    ],
)
def test_a_word_that_is_longer_than_any_name_is_refused_at_its_field(
    page: str, field: str, typed: dict[str, str]
) -> None:
    with_rows_to_find()
    sent = typed_article(factories.section()) if page == "article" else {}
    answer = superuser().post(f"/admin/articles/{page}/add/", sent | typed)
    [said] = answer.context["adminform"].form.errors[field]
    assert len(said) < 300
    assert LONG in answer.content.decode()


@pytest.mark.django_db
def test_a_manager_by_a_word_that_is_longer_than_any_name_is_refused_in_the_row() -> None:
    group = factories.group()
    row = {
        "managers-TOTAL_FORMS": "1",
        "managers-0-name": "Bo Falk",
        "managers-0-since": "2024-01-01",
        "managers-0-person-typed": LONG,
    }
    typed = typed_author(kind="group", name=group.name, slug=group.slug)
    answer = superuser().post(f"/admin/articles/author/{group.pk}/change/", typed | row)
    managers = answer.context["inline_admin_formsets"][0].formset
    assert list(managers.errors[0]) == ["person"]
