"""Whose name a reader may sign with, and what stands beside the newsroom's."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from articles.plaintext import BLANK, validate_name
from comments.models import Comment
from comments.names import RESERVED, TAKEN, badge_of, skeleton, validate_readers_name
from tests import factories
from tests.newspaper import typed_comment

pytestmark = pytest.mark.django_db

LOOKALIKES_OF_MO = [
    "Mo Lindqvist",
    "mo  LINDQVIST",
    "M0 Lindqvist",
    "Mо Lindqvist",  # a Cyrillic o
    "Μo Lindqvist",  # a Greek M
    "Mo Lіndqvist",  # a Cyrillic i
    "Mo Llndqvist",
    "Ｍｏ Ｌｉｎｄｑｖｉｓｔ",
    "𝐌𝐨 𝐋𝐢𝐧𝐝𝐪𝐯𝐢𝐬𝐭",
    "Mó Líndqvist",
    "Mo_Lindqvist",
    "M.o. Lindqvist",
    "MoLindqvist",
    "Mo Lindqvıst",
    "M○ Lindqvist",
    "M() Lindqvist",
    "Mס Lindqvist",  # Hebrew
    "Mo ןindqvist",
    "M० Lindqvist",  # a Devanagari nought
    "M౦ Lindqvist",
    "Mഠ Lindqvist",
    "M໐ Lindqvist",
    "Mo اindqvist",  # Arabic
    "Mo ߊindqvist",  # N'Ko
    "Mo ⵏindqvist",  # Tifinagh
    "Mo ⳑindqvist",  # Coptic
    "Mo ǀindqvist",
    "Mo Lindqvis𐊗",  # Carian
    "Mo Lindqvis𖼊",  # Miao
    "Mo L¡ndqvist",
    "Mo Lindqvist, reporter",
    "Mo Lindqvist (Saltmarsh)",
    "Mo Lindqvist ✓ verified",
    "Mo Lindqvist verified",
    "Reporter Mo Lindqvist",
]


def refused(name: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        validate_readers_name(name)
    return str(refusal.value.messages[0])


@pytest.mark.parametrize("name", LOOKALIKES_OF_MO)
def test_nobody_signs_as_a_member_of_staff(name: str) -> None:
    factories.moderator(first_name="Mo", last_name="Lindqvist")
    assert refused(name) == TAKEN


def test_nobody_signs_as_an_author() -> None:
    factories.author(name="Warren Corn")
    assert refused("Warren Com") == TAKEN  # rn and m
    factories.author(name="Mika Corvigg")
    for name in ("Mika Ϲorvigg", "Miĸa Corvigg", "Mika Coɾvigg", "Mika Coꭇvigg", "Mika Corviɢg"):
        assert refused(name) == TAKEN


@pytest.mark.parametrize(
    "name",
    [
        *("Editor", "The Editor", "EDlTOR", "Ed itor", "Édit0r", "Site Admin", "Мoderator"),
        *("Chief moderator", "The Newsroom", "Newsroom", "the NewsRoom team", "E d i t o r"),
        *("Mod", "The Mods", "M0d", "rnod", "Mоd", "M.o.d.", "ModTeam", "Mod Nora", "✔ Mod"),
        *("ModeratorNora", "NoraModerator", "Ɛditor", "Edɪtor"),
        *("Newsdesk", "News-Desk", "Staff", "St4ff", "ＳＴＡＦＦ", "Our staff", "Site Support"),
        *("Admin1", "Moderator 2", "AdminTeam", "TheEditor", "Official account", "Head of staff"),
        *(
            "Nora *staff*",
            "Nora “staff”",
            "Nora ★ staff",
            "Nora★staff",
            "Nora 'team'",
            "Nora ✔team",
        ),
        *("🅼🅾🅳", "🅜🅞🅓 Nora", "Nora ★ 🆂🆃🅰🅵🅵", "Nora ($taff)", "Nora -staff-", "Nora ~ team"),
        *("Nora (staff)", "Nora [team]", "Nora | official", "Nora - Staff", "Nora（ＳＴＡＦＦ）"),
    ],
)
def test_nobody_signs_as_the_paper(name: str) -> None:
    assert refused(name) == RESERVED


def test_the_papers_own_name_is_reserved(settings: Settings) -> None:
    settings.SITE_NAME = "The Saltmarsh Lantern"
    for name in (
        "Saltmarsh Lantern support",
        "SaltmarshLanternTeam",
        "Lantern Staff",
        "Lantem Team",
        "The Lantern",
        "Lantern",
        "Nora Quill (The Lantern)",
    ):
        assert refused(name) == RESERVED
    validate_readers_name("Saltmarsh")
    validate_readers_name("Lantern-jawed Jack")


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u200d", "\u200c", *sorted(BLANK)]
)
def test_nothing_hides_in_a_name(hidden: str) -> None:
    assert "nobody can see" in refused(f"No{hidden}ra")


@pytest.mark.parametrize("turned", ["\u202e", "\u2066", "\u202d"])
def test_nothing_turns_a_name_around(turned: str) -> None:
    with pytest.raises(ValidationError):
        validate_name(f"Nora{turned}x")


@pytest.mark.parametrize(
    "name",
    [
        *("Nora Quill", "O’Brien", "Müller-Lüdenscheidt", "Zoë", "李小龙", "Нина Петрова", "Ελένη"),
        "می\u200cنویسم",  # Persian: a non-joiner inside a word
        "क्\u200dष",  # Hindi: a joiner between letters
        "ශ්\u200dරී",  # Sinhala
        "Nora 👩\u200d🚀",
        "Nora 🏳️\u200d🌈",
        *("Editha", "Adminton", "Col H.", "Berth 31", "Ratepayer, Beacon Road", "Park & Snide"),
        *("Modesty", "Adminah", "Modest Mussorgsky", "Jane Staff", "Staff Sergeant Miller"),
        *("Steam fan", "Anne-Marie Staff", "Teamster", "Modi", "Deskins", "The Theo", "News Hound"),
        *("Mo Lindqvist Varga", "Ida Mo Lindqvist", "Nora McEwan", "Nora, Saltmarsh"),
        *("J. Staff", "Anne O’Staff", "Nora 🅱", "Nora ★ Quill", "Nora “Steam” Quill", "*Nora*"),
        *("Noise Officer (retired)", "Councillor I. Varga", "Auberon’s Butler", "…", "👋"),
    ],
)
def test_other_names_are_their_owners(name: str) -> None:
    factories.moderator(first_name="Mo", last_name="Lindqvist")
    validate_name(name)
    validate_readers_name(name)


def test_names_without_a_letter_are_not_all_the_same() -> None:
    factories.author(name="😀😀")
    validate_readers_name("👋")


@pytest.mark.parametrize("name", [*LOOKALIKES_OF_MO, "Нина", "ﬁx", "İstanbul", "ß", "vvvv rnrn"])
def test_a_skeleton_is_its_own(name: str) -> None:
    assert skeleton(skeleton(name)) == skeleton(name)


def test_the_form_says_why_and_keeps_the_text(client: Client) -> None:
    factories.moderator(first_name="Mo", last_name="Lindqvist")
    article = factories.published()
    answer = client.post(article.comment_url, typed_comment(author_name="M0 Lindqvist"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert TAKEN in page
    assert "I was on that ferry." in page
    assert not Comment.objects.exists()


def test_a_badge_is_the_title_of_the_byline_or_else_the_group() -> None:
    mo, ana = factories.moderator(), factories.editor()
    factories.author(name="Ana Ruiz", title="Harbour correspondent", user=ana)
    assert badge_of(mo) == "Moderator"
    assert badge_of(ana) == "Harbour correspondent"
    assert badge_of(factories.user(is_staff=True)) == "Newsroom"


def test_a_badge_stays_what_it_was(client: Client) -> None:
    mo, article = factories.moderator(), factories.published()
    client.force_login(mo)
    client.post(article.comment_url, typed_comment())
    mo.groups.clear()
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<span class="comment-newsroom" dir="auto">Moderator</span>' in page


def test_a_reader_has_no_badge(client: Client) -> None:
    article = factories.published()
    factories.approved(article)
    assert "comment-newsroom" not in client.get(article.get_absolute_url()).content.decode()
