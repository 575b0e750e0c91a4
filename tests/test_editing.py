"""An editor's work in the admin: the form with its buttons, the list with its actions."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article, Author, Correction, Disclosure, PublishingRules
from articles.opened import Opened
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(factories.user("Reporter"))
    return client


def address(article: Article, page: str = "change") -> str:
    return f"/admin/articles/article/{article.pk}/{page}/"


def typed(author: Author | None = None, **fields: Any) -> dict[str, Any]:
    """What the browser sends for a new article."""
    return {
        "kind": "news",
        "section": factories.section().pk,
        "headline": "Ferry to run all night",
        "slug": "ferry-to-run-all-night",
        "kicker": "",
        "standfirst": "From Monday.",
        "dateline": "Saltmarsh",
        "body_source": factories.BODY,
        "lead_photo": "",
        "publish_at_0": "",
        "publish_at_1": "",
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "0",
        "bylines-0-author": author.pk if author else "",
        "bylines-0-role": "",
        "bylines-0-position": "0",
        "bylines-0-declares": "nothing" if author else "",
        "corrections-TOTAL_FORMS": "0",
        "corrections-INITIAL_FORMS": "0",
        **fields,
    }


def retyped(article: Article, **fields: Any) -> dict[str, Any]:
    """What the browser sends when the form of an article is saved as it stands."""
    bylines = list(article.bylines.all())
    sent = {
        **typed(),
        "section": article.section_id,
        "headline": article.headline,
        "slug": article.slug,
        "standfirst": article.standfirst,
        "body_source": article.body,
        "bylines-TOTAL_FORMS": len(bylines),
        "bylines-INITIAL_FORMS": len(bylines),
        "corrections-TOTAL_FORMS": article.corrections.count(),
        "corrections-INITIAL_FORMS": article.corrections.count(),
        "change": "minor",
    }
    for number, byline in enumerate(bylines):
        sent |= {
            f"bylines-{number}-id": byline.pk,
            f"bylines-{number}-article": article.pk,
            f"bylines-{number}-author": byline.author_id,
            f"bylines-{number}-role": byline.role,
            f"bylines-{number}-position": byline.position,
        }
    return {**sent, **fields}


def in_two_days() -> dict[str, str]:
    hour = timezone.localtime() + datetime.timedelta(days=2)
    return {"publish_at_0": f"{hour:%Y-%m-%d}", "publish_at_1": f"{hour:%H:%M:%S}"}


def test_save_makes_a_draft(desk: Client) -> None:
    desk.post(ADD, typed(_continue="Save"))
    article = Article.objects.get()
    assert (article.status, article.created_by.username) == ("draft", desk_user(desk))


def desk_user(client: Client) -> str:
    from django.contrib.auth import get_user

    return get_user(client).get_username()


def test_publish_saves_and_publishes_in_one_step(desk: Client) -> None:
    response = desk.post(ADD, typed(factories.author(), _publish="Publish"), follow=True)
    assert Article.objects.published().get().headline == "Ferry to run all night"
    assert "is published" in response.content.decode()


@pytest.mark.parametrize("button", ["_publish", "_review"])
@pytest.mark.parametrize("has_declared", [True, False])
def test_an_editor_is_told_of_an_author_of_whom_nothing_is_on_record(
    desk: Client, has_declared: bool, button: str
) -> None:
    author = factories.author(name="Ana Ruiz")
    if has_declared:
        factories.disclosure(author)
    page = desk.post(ADD, typed(author, **{button: "1"}), follow=True).content.decode()
    said = "No disclosure is recorded for Ana Ruiz," in page
    assert said is (button == "_publish" and not has_declared)


def test_publish_with_an_hour_to_come_schedules(desk: Client) -> None:
    desk.post(ADD, typed(factories.author(), _publish="Publish", **in_two_days()))
    assert Article.objects.scheduled().exists()


def test_a_refusal_names_everything_beside_its_field_and_keeps_what_was_typed(
    desk: Client,
) -> None:
    photo = factories.photo(credit="", alt="")
    sent = typed(lead_photo=photo.pk, body_source="", standfirst="Keep this", _publish="Publish")
    page = desk.post(ADD, sent).content.decode()
    assert not Article.objects.exists()
    for words in (
        "The article has no text.",
        "The byline is empty",
        "The lead photo has no alt text.",
        "The lead photo has no credit.",
        "Keep this",
    ):
        assert words in page


def test_a_refused_change_leaves_the_article_as_it_was(desk: Client) -> None:
    article = factories.draft(headline="Before")
    sent = retyped(article, headline="After", body_source="", _publish="Publish")
    page = desk.post(address(article), sent).content.decode()
    assert "The article has no text." in page
    assert 'value="After"' in page
    assert Article.objects.get().headline == "Before"


def test_a_live_article_cannot_lose_its_byline(desk: Client) -> None:
    article = factories.published()
    sent = retyped(article, **{"bylines-0-DELETE": "on"}, _continue="Save changes")
    page = desk.post(address(article), sent).content.decode()
    assert "The byline is empty" in page
    assert article.bylines.count() == 1


def test_schedule_needs_an_hour(desk: Client) -> None:
    page = desk.post(ADD, typed(factories.author(), _schedule="Schedule")).content.decode()
    assert "Choose the moment to publish at." in page
    assert not Article.objects.exists()


def test_an_hour_that_has_passed_is_refused(desk: Client) -> None:
    past = {"publish_at_0": "2020-01-01", "publish_at_1": "00:00:00"}
    page = desk.post(ADD, typed(factories.author(), _continue="Save", **past)).content.decode()
    assert "That moment has passed" in page


def test_a_scheduled_article_moves_to_another_hour_or_out_at_once(desk: Client) -> None:
    article = factories.draft()
    article.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(days=9))
    desk.post(address(article), retyped(article, _continue="Save", **in_two_days()))
    in_three_days = timezone.now() + datetime.timedelta(days=3)
    assert Article.objects.scheduled().filter(publish_at__lt=in_three_days).exists()
    page = desk.post(address(article), retyped(article, _continue="Save")).content.decode()
    assert "To publish at once, press" in page
    desk.post(address(article), retyped(article, _now="Publish now", **in_two_days()))
    assert Article.objects.published().get() == article


def test_review_and_back(desk: Client) -> None:
    article = factories.draft()
    desk.post(address(article), retyped(article, _review="Send to review"))
    assert Article.objects.in_review().get() == article
    desk.post(address(article), retyped(article, _draft="Back to draft"))
    assert Article.objects.drafts().get() == article


def withdraw_address(*articles: Article) -> str:
    chosen = "&".join(f"article={article.pk}" for article in articles)
    return f"/admin/articles/article/withdraw/?{chosen}"


def test_withdrawing_asks_for_a_reason_and_the_log_shows_it(desk: Client) -> None:
    article = factories.published()
    page = desk.post(withdraw_address(article), {"reason": ""}).content.decode()
    assert "required" in page
    desk.post(withdraw_address(article), {"reason": "Legal review"})
    assert Article.objects.withdrawn().get() == article
    page = desk.get(address(article)).content.decode()
    assert "Published → Withdrawn" in page
    assert "Legal review" in page


def test_a_selection_is_withdrawn_with_one_reason(desk: Client) -> None:
    articles = [factories.published(), factories.published()]
    sent = {"action": "withdraw_selected", "_selected_action": [a.pk for a in articles]}
    response = desk.post("/admin/articles/article/", sent)
    assert Article.objects.published().count() == 2
    desk.post(response.headers["Location"], {"reason": "Legal review"})
    assert Article.objects.withdrawn().count() == 2


def test_what_was_public_before_is_not_scheduled(desk: Client) -> None:
    article = factories.published()
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    page = desk.post(address(article), retyped(article, _schedule="Schedule")).content.decode()
    assert "It was public before and keeps its date" in page
    assert Article.objects.withdrawn().exists()


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(desk: Client) -> None:
    article = factories.draft()
    opened = str(Opened.at(article.pk))
    desk.post(address(article), retyped(article, standfirst="Theirs.", _continue="Save"))
    mine = retyped(article, standfirst="Mine.", opened=opened, _continue="Save")
    page = desk.post(address(article), mine).content.decode()
    assert "saved this article" in page
    assert "Mine." in page
    assert Article.objects.get().standfirst == "Theirs."
    seen = str(Opened.at(article.pk))
    assert f'name="opened" value="{escape(seen)}"' in page
    desk.post(address(article), {**mine, "opened": seen})
    assert Article.objects.get().standfirst == "Mine."


def test_a_form_opened_before_publication_does_not_save_into_it(desk: Client) -> None:
    article = factories.draft()
    opened = str(Opened.at(article.pk))
    article.publish(by=factories.editor())
    stale = retyped(article, headline="Stale", opened=opened, _continue="Save")
    assert (
        "moved this article to “Published”" in desk.post(address(article), stale).content.decode()
    )
    assert Article.objects.get().headline != "Stale"


def test_everything_is_named_at_once_though_fields_are_wrong_too(desk: Client) -> None:
    photo = factories.photo(credit="")
    sent = typed(headline="", lead_photo=photo.pk, body_source="", _publish="Publish")
    page = desk.post(ADD, sent).content.decode()
    for words in ("This field is required", "no text", "byline is empty", "has no credit"):
        assert words in page


def test_a_photo_under_a_published_article_keeps_credit_and_alt_text(desk: Client) -> None:
    photo = factories.photo()
    factories.published(lead_photo=photo)
    sent = {"ppoi": "0.5x0.5", "alt": "", "caption": "", "credit": ""}
    page = desk.post(f"/admin/articles/photo/{photo.pk}/change/", sent).content.decode()
    assert "it needs a credit" in page
    assert "it needs alt text" in page


@pytest.mark.parametrize("weight", ["warn", "off"])
def test_of_such_a_photo_is_asked_what_the_newsroom_chose(desk: Client, weight: str) -> None:
    photo = factories.photo(credit="")
    PublishingRules.objects.create(pk=1, weights={"credit": weight, "alt": weight})
    factories.published(lead_photo=photo)
    sent = {"ppoi": "0.5x0.5", "alt": "", "caption": "A ferry", "credit": ""}
    desk.post(f"/admin/articles/photo/{photo.pk}/change/", sent)
    photo.refresh_from_db()
    assert photo.caption == "A ferry"


def test_a_disclosure_does_not_begin_before_what_it_replaces(desk: Client) -> None:
    old = factories.disclosure(factories.author(), valid_from=datetime.date(2024, 1, 1))
    sent = {
        "author": old.author_id,
        "kind": "funding",
        "text": "Earlier",
        "valid_from": "2020-01-01",
        "supersedes": old.pk,
    }
    page = desk.post("/admin/articles/disclosure/add/", sent).content.decode()
    assert "cannot begin before" in page


def test_a_slug_that_is_taken_is_refused_at_the_field(desk: Client) -> None:
    factories.draft(slug="ferry-to-run-all-night")
    page = desk.post(ADD, typed(factories.author(), _continue="Save")).content.decode()
    assert "is the address of" in page


def test_a_correction_is_added_and_never_changed(desk: Client) -> None:
    article = factories.published()
    first = article.correct(by=factories.editor(), kind="correction", text="It was two boats.")
    sent = retyped(
        article,
        **{
            "corrections-TOTAL_FORMS": "2",
            "corrections-0-id": first.pk,
            "corrections-0-article": article.pk,
            "corrections-0-kind": "note",
            "corrections-0-text": "Rewritten",
            "corrections-0-DELETE": "on",
            "corrections-1-article": article.pk,
            "corrections-1-kind": "clarification",
            "corrections-1-wrong": "Two boats came.",
            "corrections-1-text": "The other boat was empty.",
            "corrections-1-place": "foot",
        },
        _continue="Save changes",
    )
    desk.post(address(article), sent)
    assert [c.text for c in Correction.objects.order_by("pk")] == [
        "It was two boats.",
        "The other boat was empty.",
    ]


def test_the_preview_is_the_page_for_staff_alone(desk: Client) -> None:
    article = factories.draft()
    page = desk.get(address(article, "preview"))
    assert page.status_code == 200
    assert "The ferry left at dawn." in page.content.decode()
    desk.logout()
    assert desk.get(address(article, "preview")).status_code == 302


def test_what_was_pasted_is_clean_before_it_is_stored(desk: Client) -> None:
    body = '<h1>Big</h1><p onclick="x()">Text<script>alert(1)</script></p>'
    desk.post(ADD, typed(factories.author(), body_source=body, _continue="Save"))
    assert Article.objects.get().body == "<h2>Big</h2><p>Text</p>"


def test_a_body_that_is_too_long_is_refused_with_the_text_kept(desk: Client) -> None:
    body = f"<p>{'x' * 100_000}</p>"
    page = desk.post(ADD, typed(factories.author(), body_source=body)).content.decode()
    assert "100,000" in page or "100000" in page
    assert "x" * 100_000 in page
    assert not Article.objects.exists()


@pytest.mark.parametrize("act", ["_publish", "_schedule"])
def test_a_reporter_writes_and_does_not_publish(reporter: Client, act: str) -> None:
    author = factories.author(user=User.objects.get(pk=reporter.session["_auth_user_id"]))
    assert 'name="_publish"' not in reporter.get(ADD).content.decode()
    sent = typed(author, **{act: "1"}, **in_two_days())
    assert reporter.post(ADD, sent).status_code == 403
    assert not Article.objects.exists()
    reporter.post(ADD, typed(author, _review="Send to review"))
    assert Article.objects.in_review().exists()


def test_a_reporter_does_not_touch_what_was_let_go(reporter: Client) -> None:
    article = factories.published(headline="As it stands")
    sent = retyped(article, headline="Changed", _continue="Save changes")
    assert reporter.post(address(article), sent).status_code == 403
    assert reporter.post(withdraw_address(article), {"reason": "x"}).status_code == 403
    assert Article.objects.published().get().headline == "As it stands"


def test_the_lists_actions_say_the_same_verbs(desk: Client) -> None:
    good, bad = factories.draft(), factories.draft(body_source="")
    sent = factories.ticked("publish_selected", good, bad)
    page = desk.post("/admin/articles/article/", sent, follow=True).content.decode()
    assert Article.objects.published().get() == good
    assert "was not published. The article has no text." in page


def test_a_published_article_is_not_deleted(desk: Client) -> None:
    article = factories.published()
    assert desk.post(address(article, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


@pytest.mark.parametrize("where", ["draft", "review", "scheduled", "published", "withdrawn", "?"])
def test_the_list_is_filtered_by_where_an_article_stands(desk: Client, where: str) -> None:
    factories.published(headline="Out it is")
    page = desk.get("/admin/articles/article/", {"where": where}).content.decode()
    assert ("Out it is" in page) is (where in ("published", "?"))


def test_the_index_greets_with_what_waits(desk: Client) -> None:
    factories.comment(factories.published())
    factories.draft()
    for _ in range(2):
        factories.draft().send_to_review(by=factories.editor())
    for _ in range(3):
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        factories.draft().publish(by=factories.editor(), at=tomorrow)
    factories.error_report(factories.published())
    waiting = desk.get("/admin/").context["waiting"]
    assert [str(line.count) for line in waiting] == ["2", "0", "3", "1", "1", "1"]


def test_schedule_schedules(desk: Client) -> None:
    desk.post(ADD, typed(factories.author(), _schedule="Schedule", **in_two_days()))
    assert Article.objects.scheduled().exists()


def test_schedule_never_publishes_at_once(desk: Client) -> None:
    past = timezone.now() - datetime.timedelta(hours=1)
    article = factories.draft(publish_at=past)
    hour = timezone.localtime(past)
    sent = retyped(article, _schedule="Schedule")
    sent |= {"publish_at_0": f"{hour:%Y-%m-%d}", "publish_at_1": f"{hour:%H:%M:%S}"}
    Article.objects.update(publish_at=hour.replace(microsecond=0))
    assert "That moment has passed" in desk.post(address(article), sent).content.decode()
    assert Article.objects.drafts().exists()


def author_form(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "group",
        "name": "The Harbour Desk",
        "slug": "harbour-desk",
        "managers-TOTAL_FORMS": "2",
        "managers-INITIAL_FORMS": "0",
        "managers-0-name": "Ana Ruiz",
        "managers-0-since": "2024-01-01",
        "managers-1-name": "Bo Falk",
        "managers-1-since": "2024-01-01",
        "disclosures-TOTAL_FORMS": "1",
        "disclosures-INITIAL_FORMS": "0",
        "disclosures-0-kind": "ownership",
        "disclosures-0-entity": "Ferry Company",
        "disclosures-0-text": "Owns shares.",
        "disclosures-0-valid_from": "2024-01-01",
        **fields,
    }


def test_a_group_account_is_made_with_managers_and_disclosures(desk: Client) -> None:
    desk.post("/admin/articles/author/add/", author_form())
    author = Author.objects.get()
    assert [manager.name for manager in author.managers.all()] == ["Ana Ruiz", "Bo Falk"]
    assert author.disclosures.get().declared_by.username == desk_user(desk)


def test_a_disclosure_in_the_record_cannot_be_edited(desk: Client) -> None:
    author = factories.author()
    disclosure = factories.disclosure(author)
    sent = {"author": author.pk, "kind": "none", "text": "Rewritten", "valid_from": "2020-01-01"}
    change = desk.post(f"/admin/articles/disclosure/{disclosure.pk}/change/", sent)
    delete = desk.post(f"/admin/articles/disclosure/{disclosure.pk}/delete/", {"post": "yes"})
    assert (change.status_code, delete.status_code) == (403, 403)
    assert Disclosure.objects.get().text == "Owns shares in it."


def test_managers_of_a_person_are_refused(desk: Client) -> None:
    page = desk.post("/admin/articles/author/add/", author_form(kind="person")).content.decode()
    assert "Only a group account has managers." in page
    assert not Author.objects.exists()


@pytest.mark.parametrize("slug", ["admin", "search", "2026", "policies"])
def test_a_section_does_not_take_an_address_of_the_house(desk: Client, slug: str) -> None:
    sent = {"name": "Section", "slug": slug, "position": "0"}
    page = desk.post("/admin/articles/section/add/", sent).content.decode()
    assert "is an address of the site itself" in page
