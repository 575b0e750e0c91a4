"""The word list in the admin: trying a term, adding it, taking lists in and giving them out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Term
from comments.words import trial
from comments.words.lines import take_in
from tests import factories
from tests.disguises import made_up_words

pytestmark = pytest.mark.django_db
TERMS = "/admin/comments/term/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    return client


def typed(**fields: str) -> dict[str, str]:
    return {"text": "zorblat", "action": "hold", "exceptions": "", "note": "", **fields}


def test_a_moderator_adds_a_term(desk: Client) -> None:
    page = desk.post(f"{TERMS}add/", {**typed(), "_save": ""}, follow=True).content.decode()
    assert "Mo Lindqvist" in page
    assert Term.objects.get().added_by.first_name == "Mo"


def test_who_changes_a_term_did_not_add_it(desk: Client) -> None:
    term = factories.term(added_by=factories.moderator())
    desk.post(f"{TERMS}{term.pk}/change/", {**typed(text="blatzor"), "_save": ""})
    assert Term.objects.get().added_by == term.added_by


# Trying it


def test_a_term_is_tried_before_it_is_saved(desk: Client) -> None:
    article = factories.published(headline="Ferry at night")
    factories.comment(article, body_source="so z0rblat & co")
    factories.approved(article, body_source="so good")
    page = desk.post(f"{TERMS}add/", {**typed(note="Keep this."), "_try": ""}).content.decode()
    assert "would have caught 1 of the last 2 comments" in page
    assert 'so <mark class="matched">z0rblat</mark> &amp; co' in page
    assert "Ferry at night" in page
    assert 'value="Keep this."' in page
    assert Term.objects.exists() is False


def test_a_change_is_tried_with_its_exceptions(desk: Client) -> None:
    factories.comment(factories.published(), body_source="in Zorblat Lane")
    term = factories.term()
    address = f"{TERMS}{term.pk}/change/"
    page = desk.post(address, {**typed(exceptions="Zorblat Lane"), "_try": ""}).content.decode()
    assert "would have caught 0 of the last 1 comment." in page
    assert Term.objects.get().exceptions == ""


def test_a_term_of_a_section_is_tried_on_its_comments(desk: Client) -> None:
    sport = factories.section()
    factories.comment(factories.published(), body_source="so zorblat")
    factories.comment(factories.published(section=sport), body_source="so zorblat!")
    form = {**typed(section=str(sport.pk)), "_try": ""}
    assert "caught 1 of the last 1 comment." in desk.post(f"{TERMS}add/", form).content.decode()


def test_a_trial_looks_at_a_bounded_number_and_shows_the_newest(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "LOOKED_AT", 4)
    monkeypatch.setattr(trial, "SHOWN", 2)
    article = factories.published()
    for number in range(6):
        factories.comment(article, body_source=f"zorblat {number}")
    page = desk.post(f"{TERMS}add/", {**typed(), "_try": ""}).content.decode()
    assert "caught 4 of the last 4 comments" in page
    assert "The newest 2 of 4" in page
    assert page.count("comment-card-body") == 2


@pytest.mark.parametrize("button", ["_try", "_save"])
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    desk: Client, button: str
) -> None:
    form = {**typed(text="ab*", note="Keep this."), button: ""}
    page = desk.post(f"{TERMS}add/", form).content.decode()
    assert "would catch too many words" in page
    assert 'value="Keep this."' in page
    assert Term.objects.exists() is False


def test_a_twin_is_refused_with_where_the_first_stands(desk: Client) -> None:
    factories.term()
    page = desk.post(f"{TERMS}add/", {**typed(text="z0rblat"), "_save": ""}).content.decode()
    assert "It is on the list already: “zorblat”, hold, whole site." in page


# The list


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"zorblat", "blatzor", "offside"}),
        ("?action__exact=reject", {"blatzor"}),
        ("?section=site", {"zorblat", "blatzor"}),
        ("?section=SPORT", {"offside"}),
        ("?section=nonsense", {"zorblat", "blatzor", "offside"}),
        ("?use=unused", {"blatzor", "offside"}),
        ("?use=found", {"zorblat"}),
        ("?q=blatz", {"blatzor"}),
    ],
)
def test_the_list_is_searched_and_filtered(desk: Client, query: str, shown: set[str]) -> None:
    sport = factories.section()
    factories.term("zorblat", hits=3)
    factories.term("blatzor", action="reject")
    factories.term("offside", section=sport)
    page = desk.get(f"{TERMS}{query.replace('SPORT', str(sport.pk))}").context["cl"].queryset
    assert {term.text for term in page} == shown


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        *(("Editor", page, 200) for page in ("", "export/", "rescans/")),
        *(("Editor", page, 403) for page in ("add/", "import/")),
        *(("Reporter", page, 403) for page in ("", "export/", "rescans/", "import/")),
        *(("Moderator", page, 200) for page in ("", "export/", "rescans/", "import/", "add/")),
    ],
)
def test_editors_read_the_list_and_moderators_change_it(
    client: Client, role: str, page: str, status: int
) -> None:
    client.force_login(factories.user(role))
    assert client.get(f"{TERMS}{page}").status_code == status


# Lists as text

LIST = """\
# a remark
zorblat
hot dog | reject | why it is listed | Hot Dog Street; Hot Dog & Sons

zorb* | hold, slur
[sport]
offside | mark
[]
z0rblat
a*
blatzor | delete
x | y | z | a | b
black\\|white | hold | a \\| bar
"""


def test_a_list_is_taken_in_line_by_line(desk: Client) -> None:
    sport = factories.section(slug="sport")
    form = {"text": LIST, "action": "hold", "section": ""}
    page = desk.post(f"{TERMS}import/", form).content.decode()
    assert "5 added, 1 on the list already, 3 refused" in page
    for line in ("Line 9", "Line 10", "Line 11", "Line 12"):
        assert line in page
    hot_dog = Term.objects.get(text="hot dog")
    assert (hot_dog.action, hot_dog.note) == ("reject", "why it is listed")
    assert hot_dog.exception_lines == ("Hot Dog Street", "Hot Dog & Sons")
    assert Term.objects.get(text="zorb*").is_slur is True
    assert Term.objects.get(text="offside").section == sport
    assert Term.objects.get(text="black|white").note == "a | bar"


def test_the_refused_lines_stay_in_the_form_to_be_mended(desk: Client) -> None:
    form = {"text": "zorblat\na*\nblatzor | delete", "action": "hold", "section": ""}
    page = desk.post(f"{TERMS}import/", form)
    assert page.context["form"]["text"].value() == "a*\nblatzor | delete"


def test_lines_under_an_unknown_section_are_not_put_elsewhere(desk: Client) -> None:
    form = {"text": "zorblat\n[sprot]\noffside", "action": "hold", "section": ""}
    page = desk.post(f"{TERMS}import/", form)
    assert "No section has the slug “sprot”." in page.content.decode()
    assert [term.text for term in Term.objects.all()] == ["zorblat"]
    assert page.context["form"]["text"].value() == "[sprot]\noffside"


def test_what_is_given_out_is_taken_in_again(desk: Client) -> None:
    sport = factories.section(slug="sport")
    factories.term("zorblat", note="a | b; c \\ d", exceptions="Zorblat; Lane\nZorblat | Sons")
    factories.term("#hashtag", action="reject", is_slur=True)
    factories.term("[brackets]", exceptions="#brackets x")
    factories.term("offside", section=sport, action="mark", exceptions="an offside trap")
    columns = ["text", "section", "action", "is_slur", "note", "exceptions"]
    before = list(Term.objects.values_list(*columns))
    text = desk.get(f"{TERMS}export/").content.decode()
    Term.objects.all().delete()
    page = desk.post(f"{TERMS}import/", {"text": text, "action": "hold", "section": ""})
    assert "4 added, 0 on the list already, 0 refused" in page.content.decode()
    assert list(Term.objects.values_list(*columns)) == before


@pytest.mark.parametrize(
    "line", ["\\", "|", "||||", "a\\", "\\|", "[x", "[]]", "x" * 200, "a\x00b"]
)
def test_no_line_breaks_the_import(desk: Client, line: str) -> None:
    page = desk.post(f"{TERMS}import/", {"text": f"zorblat\n{line}", "action": "hold"})
    assert page.status_code == 200


def test_taking_in_a_long_list_asks_little(desk: Client) -> None:

    with CaptureQueriesContext(connection) as queries:
        report = take_in("\n".join(made_up_words()), section=None, action="hold", by=None)
    assert len(report.added) == 300
    assert len(queries) < 15
