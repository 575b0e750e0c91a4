"""What is typed and not saved is kept for who typed it, and given back."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Autosave, Revision
from articles.models.autosave import MOST_KEPT, TYPED_LIMIT
from tests import factories
from tests.test_editing import ADD, address, typed
from tests.test_stale_saves import opened, save, sent_again
from tests.untouched import untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Client:
    client = Client()
    client.force_login(factories.editor(first_name="Ana", last_name="Ruiz"))
    return client


@pytest.fixture
def bo() -> Client:
    client = Client()
    client.force_login(factories.editor())
    return client


@pytest.fixture
def article(ana: Client) -> Article:
    """Saved once at the desk."""
    ana.post(ADD, typed(factories.author(name="Cy Grant"), _continue="Save"))
    return Article.objects.get()


def keep(client: Client, article: Article | None, form: dict[str, Any], **fields: Any) -> Any:
    """What the script of an open form sends."""
    at = address(article, "autosave") if article else f"{ADD}autosave/"
    return client.post(at, form | fields)


def restored(client: Client, article: Article | None) -> Any:
    kept = Autosave.objects.get()
    return client.get(address(article) if article else ADD, {"_restore": str(kept.form)})


def page(client: Client, article: Article | None) -> str:
    return client.get(address(article) if article else ADD).content.decode()


def test_unsaved_text_is_offered_and_restored_into_the_form(ana: Client, article: Article) -> None:
    told = keep(ana, article, opened(ana, article), headline="Half a headl")
    assert told.json()["words"].startswith("Saved as you type, ")
    assert "that was not saved" in page(ana, article)
    form = restored(ana, article)
    assert form.status_code == 200
    assert untouched(form)["headline"] == "Half a headl"
    assert Article.objects.get().headline == "Ferry to run all night"


def test_a_restored_form_is_saved_and_nothing_is_left_of_what_was_kept(
    ana: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), headline="Whole headline")
    answer = save(ana, article, sent_again(restored(ana, article)), _continue="Save")
    assert answer.status_code == 302
    assert Article.objects.get().headline == "Whole headline"
    assert not Autosave.objects.exists()


def test_after_the_save_of_a_restored_form_one_is_told_of_the_save_alone(
    ana: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), headline="Whole headline")
    form = restored(ana, article)
    sends_to = re.search(
        r'<form[^>]* action="([^"]*)"[^>]* id="article_form"', form.content.decode()
    )
    assert sends_to
    answer = ana.post(sends_to[1], sent_again(form) | {"_continue": "Save"}, follow=True)
    assert answer.redirect_chain == [(address(article), 302)]
    assert "gone on with since" not in answer.content.decode()


def test_a_restored_text_stays_where_it_was_until_its_form_is_kept(
    ana: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), headline="Half a headl")
    form = sent_again(restored(ana, article))
    assert Autosave.objects.get().typed["headline"] == ["Half a headl"]
    keep(ana, article, form, headline="More of it")
    assert Autosave.objects.get().typed["headline"] == ["More of it"]


def test_what_is_written_on_in_the_first_window_outlives_the_second(
    ana: Client, article: Article
) -> None:
    first = opened(ana, article)
    keep(ana, article, first, headline="One")
    second = sent_again(restored(ana, article))
    keep(ana, article, first, headline="One and on")
    keep(ana, article, second, headline="Two")
    kept = {each.typed["headline"][0] for each in Autosave.objects.all()}
    assert kept == {"One and on", "Two"}


def test_restoring_what_another_has_saved_over_shows_both_texts(
    ana: Client, bo: Client, article: Article
) -> None:
    keep(bo, article, opened(bo, article), headline="Bo’s", standfirst="Bo’s.")
    save(ana, article, opened(ana, article), headline="Ana’s", kicker="Ana’s")
    form = restored(bo, article)
    assert "both of you changed it" in form.content.decode()
    sent = untouched(form)
    assert (sent["headline"], sent["standfirst"], sent["kicker"]) == ("Bo’s", "Bo’s.", "Ana’s")
    assert Article.objects.get().headline == "Ana’s"


def test_a_new_article_is_kept_and_restored(ana: Client) -> None:
    form = untouched(ana.get(ADD)) | typed(factories.author(name="Cy Grant"))
    keep(ana, None, form)
    assert not Article.objects.exists()
    assert "that was not saved" in page(ana, None)
    ana.post(ADD, sent_again(restored(ana, None)) | {"_continue": "Save"})
    made = Article.objects.get()
    assert [str(one) for one in made.bylines.all()] == ["Cy Grant"]
    assert not Autosave.objects.exists()


def test_text_of_a_draft_that_is_deleted_can_become_a_new_one(
    ana: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), headline="Not lost")
    article.delete()
    ana.post(ADD, sent_again(restored(ana, None)) | {"_continue": "Save"})
    made = Article.objects.get()
    assert made.headline == "Not lost"
    assert [str(one) for one in made.bylines.all()] == ["Cy Grant"]


def test_nobody_else_sees_it(ana: Client, bo: Client, article: Article) -> None:
    keep(ana, article, opened(ana, article), headline="My secret")
    kept = Autosave.objects.get()
    assert "not saved" not in page(bo, article)
    answer = bo.get(address(article), {"_restore": str(kept.form)}, follow=True)
    assert "gone on with since" in answer.content.decode()
    assert "My secret" not in answer.content.decode()
    assert bo.post(discard(kept)).status_code == 404
    assert "My secret" not in ana.get(address(article, "preview")).content.decode()
    assert Revision.objects.count() == 1


def test_of_a_retracted_piece_it_is_shown_and_goes_back_into_no_form(
    ana: Client, article: Article
) -> None:
    article.publish(by=factories.editor())
    keep(ana, article, opened(ana, article), headline="Typed and kept")
    article.retract(by=factories.editor(), reason="None of it happened.")
    assert "Show it</button>" in page(ana, article)
    told = restored(ana, article).content.decode()
    assert "Typed and kept" in told
    assert "Copy what you need before you leave" in told
    assert "is back in the form" not in told


def discard(kept: Autosave) -> str:
    return f"/admin/articles/article/autosaves/{kept.form}/discard/"


def test_it_is_discarded_with_a_button(ana: Client, article: Article) -> None:
    keep(ana, article, opened(ana, article), headline="Half a headl")
    at = discard(Autosave.objects.get())
    assert ana.get(at).status_code == 405
    assert ana.post(at).headers["Location"] == address(article)
    assert not Autosave.objects.exists()


def test_a_save_ends_what_was_kept_and_tells_the_browser(ana: Client, article: Article) -> None:
    form = opened(ana, article)
    keep(ana, article, form, headline="Whole headline")
    answer = save(ana, article, form, headline="Whole headline")
    assert not Autosave.objects.exists()
    assert answer.cookies["saved_form"].value == form["form_id"]


def test_a_refused_save_keeps_what_was_kept(ana: Client, article: Article) -> None:
    form = opened(ana, article)
    keep(ana, article, form, headline="")
    answer = save(ana, article, form, headline="")
    assert Autosave.objects.exists()
    assert "saved_form" not in answer.cookies
    assert untouched(answer)["form_id"] == form["form_id"]


def test_what_arrives_when_it_is_saved_already_is_not_offered(
    ana: Client, article: Article
) -> None:
    form = opened(ana, article)
    save(ana, article, form, headline="Saved")
    keep(ana, article, form, headline="Saved")
    assert "that was not saved" not in page(ana, article)
    assert keep(ana, article, form, headline="Saved", late="1").json()["form"] == ""
    assert not Autosave.objects.exists()


TOLD = [
    {"corrections-0-text": "It was two boats."},
    {"corrections-0-wrong": "It was three boats."},
    {"note": "The number of boats."},
]


@pytest.mark.parametrize("late", [{}, {"late": "1"}])
@pytest.mark.parametrize("told", TOLD)
def test_what_only_readers_are_told_is_kept_and_restored(
    ana: Client, told: dict[str, str], late: dict[str, str]
) -> None:
    live = factories.published()
    keep(ana, live, opened(ana, live), **told, **late)
    assert "that was not saved" in page(ana, live)
    assert told.items() <= untouched(restored(ana, live)).items()


def test_a_correction_that_was_saved_is_not_offered_again(ana: Client) -> None:
    live = factories.published()
    right = {"corrections-0-wrong": "It was\r\nthree.", "corrections-0-text": " It was two. "}
    told = {**right, "change": "material", "note": "The number of boats.", "kicker": "Boats"}
    form = opened(ana, live)
    assert save(ana, live, form, **told).status_code == 302
    keep(ana, live, form, **told)
    assert "that was not saved" not in page(ana, live)
    assert keep(ana, live, form, **told, late="1").json()["form"] == ""


@pytest.mark.parametrize("late", [{}, {"late": "1"}])
def test_a_form_in_which_nothing_was_typed_is_not_offered_when_others_save(
    ana: Client, bo: Client, article: Article, late: dict[str, str]
) -> None:
    form = opened(ana, article)
    keep(ana, article, form)
    save(bo, article, opened(bo, article), headline="Bo’s")
    keep(ana, article, form, **late)
    assert "that was not saved" not in page(ana, article)


def test_what_was_typed_is_offered_though_others_saved_since(
    ana: Client, bo: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), kicker="Ana’s")
    save(bo, article, opened(bo, article), headline="Bo’s")
    assert "that was not saved" in page(ana, article)


def test_only_what_the_form_has_fields_for_is_kept(ana: Client, article: Article) -> None:
    strange = {"status": "published", "csrfmiddlewaretoken": "x", "bylines-0-bodyguard\n": "x"}
    keep(ana, article, opened(ana, article), **strange)
    kept = Autosave.objects.get().typed
    assert {"opened", "headline", "bylines-0-author", "publish_at_0"} <= kept.keys()
    assert not {*strange, "form_id", "window", "_continue"} & kept.keys()


def test_a_character_that_no_database_keeps_does_not_stop_the_rest(
    ana: Client, article: Article
) -> None:
    keep(ana, article, opened(ana, article), headline="Half\0 a headl")
    assert Autosave.objects.get().typed["headline"] == ["Half a headl"]


def test_too_much_is_refused_in_words(ana: Client, article: Article) -> None:
    told = keep(ana, article, opened(ana, article), body_source="x" * TYPED_LIMIT)
    assert told.status_code == 413
    assert "Too long to be kept" in told.json()["words"]


def test_of_many_forms_the_oldest_are_given_up(ana: Client, article: Article) -> None:
    form = opened(ana, article)
    for _ in range(MOST_KEPT + 2):
        last = str(uuid.uuid4())
        keep(ana, article, form, form_id=last)
    assert Autosave.objects.count() == MOST_KEPT
    assert Autosave.objects.filter(form=last).exists()


@pytest.mark.parametrize("number", ["", "x", "1"])
def test_a_form_without_a_number_is_not_kept(ana: Client, article: Article, number: str) -> None:
    assert keep(ana, article, opened(ana, article), form_id=number).status_code == 400


@pytest.mark.parametrize("number", ["", "x", str(uuid.UUID(int=7))])
def test_what_is_not_there_leads_to_the_form_as_it_is_saved(
    ana: Client, article: Article, number: str
) -> None:
    answer = ana.get(address(article), {"_restore": number}, follow=True)
    assert answer.redirect_chain == [(address(article), 302)]
    assert "gone on with since" in answer.content.decode()


def test_looking_at_what_is_restored_changes_nothing(ana: Client, article: Article) -> None:
    keep(ana, article, opened(ana, article), headline="Half a headl")
    Revision.objects.all()._raw_delete(using="default")
    kept = Autosave.objects.values().get()
    with CaptureQueriesContext(connection) as asked:
        restored(ana, article)
    changes = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in changes if "session" not in sql] == []
    assert Autosave.objects.values().get() == kept


def test_text_that_is_wrong_is_kept_and_restored_as_it_was_typed(
    ana: Client, article: Article
) -> None:
    wrong = {"kind": "x", "section": "x", "publish_at_0": "soon", "slug": "no slug"}
    keep(ana, article, opened(ana, article), bylines_TOTAL_FORMS="x", **wrong)
    form = untouched(restored(ana, article))
    assert (form["publish_at_0"], form["slug"]) == ("soon", "no slug")
