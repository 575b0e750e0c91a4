"""Two editors on one article: the second save is told of the first, with both texts."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article, Tag
from articles.opened import Opened
from articles.pending import begin, discard
from tests import factories
from tests.test_editing import ADD, address, in_two_days, retyped, typed
from tests.untouched import untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Client:
    client.force_login(factories.editor(first_name="Ana", last_name="Ruiz"))
    return client


@pytest.fixture
def bo() -> Client:
    client = Client()
    client.force_login(factories.editor(first_name="Bo", last_name="Falk"))
    return client


@pytest.fixture
def article(ana: Client) -> Article:
    """Saved once at the desk."""
    ana.post(ADD, typed(factories.author(name="Cy Grant"), _continue="Save"))
    return Article.objects.get()


def sent_again(answer: Any) -> dict[str, Any]:
    """What the form on a page sends; a list in which nothing is chosen sends nothing."""
    form = untouched(answer)
    return {name: value for name, value in form.items() if (name, value) != ("tags", "")}


def opened(client: Client, article: Article) -> dict[str, Any]:
    """What the open form of an article sends, with every tag."""
    page = client.get(address(article))
    tags = [str(tag.pk) for tag in article.tags.all()]
    return untouched(page) | {"tags": tags, "_continue": "Save"}


def save(client: Client, article: Article, form: dict[str, Any], **fields: Any) -> Any:
    return client.post(address(article), form | fields)


def now(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def in_form(answer: Any, name: str) -> str:
    return untouched(answer)[name]


def test_the_second_save_is_told_who_saved_and_nothing_is_saved(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Ferry to stop")
    told = save(bo, article, form, headline="Ferry to sink")
    assert told.status_code == 409
    page = told.content.decode()
    assert "Ana Ruiz</bdi>\n    saved this article" in page
    assert "both of you changed it" in page
    assert "<ins>stop</ins>" in page
    assert in_form(told, "headline") == "Ferry to sink"
    assert now(article).headline == "Ferry to stop"


def test_what_only_they_changed_is_taken_over_and_what_only_you_changed_stays(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), kicker="Ferries", body_source="<p>Theirs.</p>")
    told = save(bo, article, form, standfirst="Mine.")
    page = told.content.decode()
    assert "both of you" not in page
    assert "taken over into the form" in page
    assert in_form(told, "kicker") == "Ferries"
    assert in_form(told, "standfirst") == "Mine."
    save(bo, article, sent_again(told), _continue="Save")
    saved = now(article)
    assert (saved.kicker, saved.body, saved.standfirst) == ("Ferries", "<p>Theirs.</p>", "Mine.")


def test_of_a_clash_theirs_can_be_saved(ana: Client, bo: Client, article: Article) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Theirs", kicker="Theirs")
    told = save(bo, article, form, headline="Mine", kicker="Mine")
    settled = sent_again(told) | {"settle-headline": "theirs", "_continue": "Save"}
    assert settled["settle-kicker"] == "mine"
    save(bo, article, settled)
    assert (now(article).headline, now(article).kicker) == ("Theirs", "Mine")


def test_who_has_settled_goes_on_writing_and_the_other_is_told(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Theirs")
    told = save(bo, article, form, headline="Mine")
    save(bo, article, sent_again(told), _continue="Save")
    page = bo.get(address(article)).content.decode()
    assert 'name="_continue"' in page
    assert "You took over. Ana Ruiz is told, and loses nothing." in page
    answer = ana.post(address(article, "editing"), {"window": "hers"})
    assert answer.json()["words"].startswith("Bo Falk took over at ")


def test_settling_is_kept_in_mind_while_a_field_is_refused(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Theirs")
    told = save(bo, article, form, headline="Mine")
    refused = save(bo, article, sent_again(told), headline="", _continue="Save")
    save(bo, article, sent_again(refused), headline="Mine", _continue="Save")
    assert 'name="_continue"' in bo.get(address(article)).content.decode()


def test_a_third_save_in_between_is_told_too(ana: Client, bo: Client, article: Article) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Once")
    told = save(bo, article, form, headline="Mine")
    save(ana, article, opened(ana, article), headline="Twice")
    again = save(bo, article, sent_again(told), _continue="Save")
    assert again.status_code == 409
    assert in_form(again, "headline") == "Mine"
    assert now(article).headline == "Twice"


@pytest.mark.parametrize("button", ["_publish", "_review", "_save", "_continue"])
def test_every_button_obeys(ana: Client, bo: Client, article: Article, button: str) -> None:
    form = opened(bo, article)
    del form["_continue"]
    save(ana, article, opened(ana, article), headline="Theirs")
    assert save(bo, article, form, headline="Mine", **{button: "1"}).status_code == 409
    assert (now(article).headline, now(article).is_draft) == ("Theirs", True)


def test_a_move_meanwhile_is_told(ana: Client, bo: Client, article: Article) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), _publish="Publish")
    told = save(bo, article, form, headline="Mine")
    page = told.content.decode()
    assert "moved this article to “Published”" in page
    assert in_form(told, "headline") == "Mine"
    assert now(article).headline != "Mine"


def test_a_save_that_would_lose_nothing_is_not_told(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="The same")
    assert save(bo, article, form, headline="The same").status_code == 302


def test_both_halves_of_a_double_click_are_answered_alike(ana: Client, article: Article) -> None:
    other = factories.author(name="Di Holt")
    form = opened(ana, article) | {
        "headline": "Twice",
        "bylines-TOTAL_FORMS": "2",
        "bylines-1-author": str(other.pk),
        "bylines-1-position": "1",
        "bylines-1-declares": "nothing",
    }
    assert [save(ana, article, form).status_code for _ in range(2)] == [302, 302]
    assert [str(one) for one in now(article).bylines.all()] == ["Cy Grant", "Di Holt"]


def test_a_correction_that_is_sent_twice_is_made_once(ana: Client, article: Article) -> None:
    save(ana, article, opened(ana, article), _publish="Publish")
    form = opened(ana, article) | {
        "body_source": "<p>The ferry left at noon.</p>",
        "change": "minor",
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-kind": "correction",
        "corrections-0-wrong": "The ferry left at dawn.",
        "corrections-0-text": "The ferry left at noon.",
        "corrections-0-place": "foot",
    }
    assert [save(ana, article, form).status_code for _ in range(2)] == [302, 302]
    assert article.corrections.count() == 1


def test_tags_and_byline_of_both_come_together(ana: Client, bo: Client, article: Article) -> None:
    tag = Tag.objects.create(name="Ferries", slug="ferries")
    other = factories.author(name="Di Holt")
    form = opened(bo, article)
    save(ana, article, opened(ana, article), tags=[tag.pk])
    rows = {"bylines-TOTAL_FORMS": "2", "bylines-1-author": other.pk, "bylines-1-position": "1"}
    told = save(bo, article, form, **rows)
    save(bo, article, sent_again(told), _continue="Save")
    assert list(now(article).tags.all()) == [tag]
    assert [str(one) for one in now(article).bylines.all()] == ["Cy Grant", "Di Holt"]


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_a_clash_of_bylines_is_settled_either_way(
    ana: Client, bo: Client, article: Article, whose: str
) -> None:
    hers, his = factories.author(name="Di Holt"), factories.author(name="Ed Moss")
    form = opened(bo, article)
    row = {"bylines-TOTAL_FORMS": "2", "bylines-1-position": "1"}
    save(ana, article, opened(ana, article) | row, **{"bylines-1-author": hers.pk})
    told = save(bo, article, form | row, **{"bylines-1-author": his.pk})
    save(bo, article, sent_again(told) | {"settle-byline": whose}, _continue="Save")
    second = "Ed Moss" if whose == "mine" else "Di Holt"
    assert [str(one) for one in now(article).bylines.all()] == ["Cy Grant", second]


def test_address_and_hour_of_both_come_together(ana: Client, bo: Client, article: Article) -> None:
    form, hour = opened(bo, article), in_two_days()
    save(ana, article, opened(ana, article), slug="hers")
    told = save(bo, article, form, **hour)
    assert in_form(told, "slug") == "hers"
    save(bo, article, sent_again(told), _continue="Save")
    saved = now(article)
    assert saved.slug == "hers"
    assert f"{saved.publish_at:%Y-%m-%d}" == hour["publish_at_0"]


@pytest.mark.parametrize("field", ["publish_at", "embargo_until"])
def test_an_hour_that_somebody_moved_is_not_taken_back(
    ana: Client, bo: Client, article: Article, field: str
) -> None:
    """As the form's own language writes it."""
    soon, later = (timezone.localtime() + datetime.timedelta(days=n) for n in (1, 5))
    Article.objects.filter(pk=article.pk).update(**{field: soon})
    form = opened(bo, article)
    save(ana, article, opened(ana, article), **{f"{field}_0": f"{later:%d/%m/%Y}"})
    told = save(bo, article, form, headline="Mine")
    assert "both of you" not in told.content.decode()
    save(bo, article, sent_again(told), _continue="Save")
    assert timezone.localtime(getattr(now(article), field)).date() == later.date()
    assert now(article).headline == "Mine"


def test_the_clock_alone_overtakes_nobody(ana: Client, article: Article) -> None:
    at = timezone.now() + datetime.timedelta(hours=1)
    factories.declared(article)
    article.publish(by=factories.editor(), at=at)
    form = opened(ana, article)
    with time_machine.travel(at + datetime.timedelta(minutes=1)):
        saved = save(ana, article, form | {"change": "minor"}, kicker="Mine")
    assert saved.status_code == 302


def test_a_photo_in_the_text_is_sent_twice_as_it_is_sent_once(
    ana: Client, article: Article
) -> None:
    photo = factories.photo(licence="ours")
    form = opened(ana, article) | {"body_source": f"<p>a</p><p>[photo {photo.pk}]</p>"}
    assert [save(ana, article, form).status_code for _ in range(2)] == [302, 302]


def test_an_embargo_set_meanwhile_is_not_overwritten_unseen(
    ana: Client, bo: Client, article: Article
) -> None:
    form, hour = opened(bo, article), in_two_days()
    agreed = {name.replace("publish_at", "embargo_until"): value for name, value in hour.items()}
    save(ana, article, opened(ana, article), planned_for="2026-05-09", **agreed)
    told = save(bo, article, form, headline="Mine")
    assert in_form(told, "embargo_until_0") == agreed["embargo_until_0"]
    save(bo, article, sent_again(told), _continue="Save")
    saved = now(article)
    assert (saved.headline, saved.is_under_embargo) == ("Mine", True)
    assert saved.planned_for == datetime.date(2026, 5, 9)


def test_what_is_wrong_in_a_field_does_not_hide_the_other_save(
    ana: Client, bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    save(ana, article, opened(ana, article), headline="Theirs")
    told = save(bo, article, form, headline="", kind="nonsense", publish_at_0="soon")
    assert told.status_code == 409
    assert in_form(told, "publish_at_0") == "soon"


def test_a_refusal_does_not_make_a_form_newer_than_what_was_read(
    bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    refused = save(bo, article, form, body_source="", _publish="Publish")
    assert in_form(refused, "opened") == form["opened"]


def test_what_had_no_revision_gets_one_of_its_beginning(ana: Client, bo: Client) -> None:
    article = factories.draft(kicker="As it was")
    form = opened(bo, article)
    save(ana, article, opened(ana, article), kicker="Theirs")
    told = save(bo, article, form, standfirst="Mine.")
    assert "both of you" not in told.content.decode()
    assert in_form(told, "kicker") == "Theirs"
    kickers = [each.content["kicker"] for each in article.revisions.all()]
    assert kickers == ["Theirs", "As it was"]


def test_where_no_revision_has_the_beginning_all_that_differs_is_a_clash(bo: Client) -> None:
    article = factories.draft(headline="As it was")
    form = opened(bo, article)
    article.headline = "Theirs"
    article.save()
    article.keep(by=factories.editor())
    told = save(bo, article, form, kicker="Mine")
    assert told.content.decode().count("yours differs from what is saved") == 2
    assert now(article).headline == "Theirs"


def test_a_reporter_whose_draft_was_published_meanwhile_gets_the_text_back(
    ana: Client, client: Client, article: Article
) -> None:
    reporter, tomas = Client(), factories.user("Reporter")
    reporter.force_login(tomas)
    Article.objects.filter(pk=article.pk).update(created_by=tomas)
    form = opened(reporter, article)
    save(ana, article, opened(ana, article), _publish="Publish")
    told = save(reporter, article, form, body_source="<p>My last paragraph.</p>")
    assert told.status_code == 409
    assert "My last paragraph." in told.content.decode()
    assert "My last paragraph." not in now(article).body


def test_what_was_typed_into_a_draft_that_is_deleted_is_given_back(
    bo: Client, article: Article
) -> None:
    form = opened(bo, article)
    article.delete()
    told = save(bo, article, form, body_source="<p>My last paragraph.</p>")
    assert "My last paragraph." in told.content.decode()


def test_what_was_typed_into_what_is_retracted_meanwhile_is_given_back(
    ana: Client, bo: Client, article: Article
) -> None:
    save(ana, article, opened(ana, article), _publish="Publish")
    form = opened(bo, article)
    now(article).retract(by=factories.editor(), reason="We do not stand by it.")
    told = save(bo, article, form, headline="Mine", change="minor")
    assert told.status_code == 409
    assert "Mine" in told.content.decode()


def test_a_clash_with_ones_own_other_window_speaks_of_no_other_person(
    ana: Client, article: Article
) -> None:
    form = opened(ana, article)
    save(ana, article, form, headline="Here", kicker="Ferries")
    told = save(ana, article, form, headline="There").content.decode()
    assert "Save that of your other window" in told
    assert "Kicker</b>: changed in your other window alone" in told
    assert not re.search("by them|theirs<|both of you", told)


def test_what_is_given_back_says_who_did_what_and_can_be_put_back(
    ana: Client, bo: Client, article: Article
) -> None:
    """As text to select, a photo as it is typed, and its source below."""
    save(ana, article, opened(ana, article), _publish="Publish")
    pending = begin(now(article), by=factories.editor())
    form = opened(bo, pending)
    gwen = factories.editor(first_name="Gwen", last_name="Trelisk")
    discard(pending, by=gwen)
    written = '<p>My last <em>words</em>.</p><figure data-photo="7"></figure>'
    html = save(bo, pending, form, body_source=written).content.decode()
    assert "It was discarded by Gwen Trelisk (" in html
    assert "<p>My last <em>words</em>.</p><p>[photo 7]</p>" in html
    assert "&lt;p&gt;My last &lt;em&gt;words" in html
    assert f'href="{address(article)}"' in html


def test_who_may_not_write_is_refused_as_ever(article: Article, client: Client) -> None:
    moderator = Client()
    moderator.force_login(factories.moderator())
    sent = retyped(article, opened=str(Opened.at(article.pk)))
    assert moderator.post(address(article), sent).status_code == 403


@pytest.mark.parametrize("sent", ["", "x", "[]", '{"revision": -1}', "{}", '{"a": 1}', "9" * 5000])
def test_a_form_that_carries_nonsense_is_saved_as_one_that_carries_nothing(
    bo: Client, article: Article, sent: str
) -> None:
    assert save(bo, article, opened(bo, article), opened=sent).status_code == 302
