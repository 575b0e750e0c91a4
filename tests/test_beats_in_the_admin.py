"""What belongs to a section is, in every list of the admin, for who moderates that section."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from articles.models import Section
from comments.desk.queues import QUEUES
from comments.models import (
    Act,
    Appeal,
    Beat,
    Case,
    Comment,
    DecisionConflict,
    HouseRules,
    Letter,
    LetterKind,
    OpeningHours,
    Reason,
    SectionRules,
    Term,
    Thread,
)
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db


def reported(section: Section) -> Case:
    case = report(factories.approved(factories.published(section=section)), reason="spam").case
    assert case
    return case


def appealed(section: Section) -> Appeal:
    comment = factories.comment(factories.published(section=section))
    rejected = comment.reject(by=factories.moderator(), reason="Rude.")
    return Appeal.open(rejected, text="No.")


def letter(section: Section) -> Letter:
    comment = factories.comment(factories.published(section=section))
    given = {"kind": LetterKind.REPLY, "address": "nora@mail.example", "comment": comment}
    return Letter.objects.create(effect=f"reply:{comment.pk}", **given)


ROWS: dict[type[models.Model], Callable[[Section], models.Model]] = {
    Comment: lambda section: factories.comment(factories.published(section=section)),
    Thread: lambda section: factories.published(section=section).thread,
    Case: reported,
    Appeal: appealed,
    Letter: letter,
    Term: lambda section: factories.term(f"zorblat{section.pk}", section=section),
    SectionRules: lambda section: SectionRules.objects.create(section=section),
}
WHOLE_PAPER = {HouseRules, OpeningHours, Reason, Beat}
TYPED: dict[type[models.Model], dict[str, str]] = {
    Term: {"text": "council", "action": "reject", "exceptions": "", "note": ""},
    SectionRules: {"mode": "hidden", "reason": "Night."},
}
each_kind = pytest.mark.parametrize("kind", ROWS)


@pytest.fixture
def sport() -> Section:
    return factories.section(name="Sport")


@pytest.fixture
def council() -> Section:
    return factories.section(name="Council")


@pytest.fixture
def chief(sport: Section) -> Any:
    """A chief moderator of sport alone, who may do there whatever a chief may."""
    made = factories.user("Chief moderator")
    Beat.objects.create(moderator=made).sections.add(sport)
    return made


@pytest.fixture
def desk(client: Client, chief: Any) -> Client:
    client.force_login(chief)
    return client


def list_of(kind: type[models.Model]) -> str:
    return f"/admin/comments/{kind._meta.model_name}/"


def listed(desk: Client, kind: type[models.Model]) -> list[int]:
    return [row.pk for row in desk.get(list_of(kind)).context["cl"].result_list]


def as_stored(row: models.Model) -> dict[str, Any] | None:
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def test_every_list_of_moderators_is_for_a_section_or_for_the_whole_paper() -> None:
    """A list that is added says which."""
    registered = {model for model in admin.site._registry if model._meta.app_label == "comments"}
    assert registered == {*ROWS, *WHOLE_PAPER}


@each_kind
def test_a_list_shows_what_is_inside(
    desk: Client, sport: Section, council: Section, kind: type[models.Model]
) -> None:
    inside, outside = ROWS[kind](sport), ROWS[kind](council)
    shown = listed(desk, kind)
    assert inside.pk in shown
    assert outside.pk not in shown
    assert "Council" not in desk.get(list_of(kind)).content.decode()


@each_kind
def test_the_pages_of_what_is_outside_are_not_there(
    desk: Client, council: Section, kind: type[models.Model]
) -> None:
    outside = ROWS[kind](council)
    before = as_stored(outside)
    sent = {"post": "yes", "section": str(council.pk), **TYPED.get(kind, {})}
    wrong = []
    for page in ("change", "history", "delete"):
        address = f"{list_of(kind)}{outside.pk}/{page}/"
        answers = {desk.get(address).status_code, desk.post(address, sent).status_code}
        if not answers <= {302, 403, 404} or as_stored(outside) != before:
            wrong.append((address, answers, as_stored(outside)))
    assert wrong == []


@each_kind
def test_no_act_of_a_list_reaches_outside(
    desk: Client, sport: Section, council: Section, kind: type[models.Model]
) -> None:
    ROWS[kind](sport)
    outside = ROWS[kind](council)
    before = as_stored(outside)
    form = desk.get(list_of(kind)).context["action_form"]
    acts = [name for name, _ in form.fields["action"].choices if name] if form else []
    for act in acts:
        ticked = {"action": act, "_selected_action": [outside.pk], "post": "yes"}
        answer = desk.post(list_of(kind), ticked, follow=True)
        assert str(outside) not in answer.content.decode(), act
    assert as_stored(outside) == before


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_added_is_added_inside(
    desk: Client, sport: Section, council: Section, kind: type[models.Model]
) -> None:
    address = f"{list_of(kind)}add/"
    for section in (council.pk, ""):
        refused = desk.post(address, {**TYPED[kind], "section": section})
        assert (refused.status_code, kind._base_manager.count()) == (200, 0), section
    assert desk.post(address, {**TYPED[kind], "section": sport.pk}).status_code == 302
    assert [row.section for row in kind._base_manager.all()] == [sport]  # type: ignore[attr-defined]


def test_the_rules_of_ones_own_section_are_changed_and_deleted(
    desk: Client, sport: Section
) -> None:
    rules = SectionRules.objects.create(section=sport)
    address = f"{list_of(SectionRules)}{rules.pk}"
    assert desk.post(f"{address}/change/", TYPED[SectionRules]).status_code == 302
    rules.refresh_from_db()
    assert rules.mode == "hidden"
    assert desk.post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    assert not SectionRules.objects.exists()


def test_who_moderates_the_whole_paper_has_all_of_it(
    client: Client, sport: Section, council: Section
) -> None:
    client.force_login(factories.user("Chief moderator"))
    for kind, row in ROWS.items():
        assert {row(sport).pk, row(council).pk} <= set(listed(client, kind)), kind
    assert "Council" in client.get(list_of(Comment)).content.decode()


def test_of_an_article_outside_neither_list_nor_page_says_what_is_held(
    desk: Client, sport: Section, council: Section
) -> None:
    for section in (sport, council):
        factories.comment(factories.published(section=section))
    articles = "/admin/articles/article/"
    assert desk.get(articles).content.decode().count("1 held") == 1
    pages = {
        thread.article.section: desk.get(f"{articles}{thread.article_id}/change/").content.decode()
        for thread in Thread.objects.all()
    }
    assert "1 held" in pages[sport]
    assert "held" not in pages[council]
    assert "/thread/modes/" not in pages[council]


def test_a_beat_without_a_section_shows_nothing_that_is_held(
    client: Client, sport: Section
) -> None:
    nowhere = factories.user("Chief moderator")
    Beat.objects.create(moderator=nowhere)
    factories.comment(factories.published(section=sport))
    client.force_login(nowhere)
    assert "1 held" not in client.get("/admin/articles/article/").content.decode()


def test_an_editor_who_is_bound_is_told_of_what_is_held_inside(
    client: Client, sport: Section, council: Section
) -> None:
    editor = factories.editor()
    Beat.objects.create(moderator=editor).sections.add(sport)
    for section in (sport, council):
        factories.comment(factories.published(section=section))
    client.force_login(editor)
    assert "<strong>1</strong> held comment" in " ".join(
        client.get("/admin/").content.decode().split()
    )


def test_nothing_is_asked_about_an_appeal_outside(chief: Any, council: Section) -> None:
    with pytest.raises(DecisionConflict, match="outside the sections"):
        appealed(council).ask("Why?", by=chief)


LINK = re.compile(r'<a[^>]*\shref="(/admin/[^"#]*)')


def links(answer: Any) -> set[str]:
    """Where a page leads; filters and orders of a list are all one page."""
    if not answer["Content-Type"].startswith("text/html"):
        return set()
    found = {unescape(link) for link in LINK.findall(answer.content.decode())}
    return {link for link in found if "?" not in link or "/desk/" in link}


def refused_links(client: Client, rows: list[models.Model]) -> list[tuple[str, str]]:
    """From the greeting, the queues and the pages of these rows on: which page leads to what asks
    for too much."""
    queues = [f"/admin/desk/{queue.slug}/" for queue in QUEUES]
    lists = [*map(list_of, ROWS), *map(list_of, WHOLE_PAPER)]
    pages = [f"{list_of(type(row))}{row.pk}/change/" for row in rows]
    wanted = [("", address) for address in ("/admin/", *queues, *lists, *pages)]
    answers, refused = set[str](), []
    while wanted:
        page, address = wanted.pop()
        if address in answers or "/logout/" in address or len(answers) > 300:
            continue
        answers.add(address)
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            refused.append((page, address))
        wanted += [(address, link) for link in sorted(links(answer))]
    assert len(answers) > 40
    return refused


def test_no_link_of_desk_or_admin_leads_beyond_the_beat(
    desk: Client, sport: Section, council: Section
) -> None:
    rows = [row(sport) for row in ROWS.values()]
    for row in ROWS.values():
        row(council)
    refused = refused_links(desk, rows)
    desk.force_login(factories.user("Chief moderator"))
    # The admin itself links to rows of other kinds that no chief may open.
    for page, address in refused:
        assert page, f"{address} itself is refused"
        assert address in links(desk.get(page, follow=True)), f"{page} leads to {address}"
        assert desk.get(address, follow=True).status_code >= 400, f"{page} leads to {address}"


def test_what_holds_for_the_whole_paper_is_offered_to_nobody_with_a_beat(
    desk: Client, chief: Any, sport: Section
) -> None:
    comment = factories.comment(factories.published(section=sport))
    ban = comment.commenter.decide(Act.BAN, by=factories.moderator(), reason="Advertising.")
    card = desk.get(f"/admin/desk/comments/{comment.pk}/").content.decode()
    page = desk.get(f"/admin/desk/commenters/{comment.commenter_id}/").content.decode()
    offered = re.findall(r'name="act" value="(\w+)"', page)
    assert ("act=ban" in card, "act=note" in card) == (False, True)
    assert (offered, f'value="{ban.pk}"' in page) == (["note", "warn"], False)

    Beat.objects.all().delete()
    page = desk.get(f"/admin/desk/commenters/{comment.commenter_id}/").content.decode()
    offered = re.findall(r'name="act" value="(\w+)"', page)
    assert (offered, f'value="{ban.pk}"' in page) == (list(Act.values), True)
    assert "/import/" in desk.get(list_of(Term)).content.decode()
