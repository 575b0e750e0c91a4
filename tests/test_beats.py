"""A moderator with a beat sees and decides in the sections of it, and nowhere else."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Section
from comments.models import Act, Beat, Claim, Comment, Commenter, DecisionConflict, Term, Thread
from tests import factories
from tests.newspaper import words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
ARCHIVE = "/admin/comments/comment/"


@pytest.fixture
def sport() -> Section:
    return factories.section(name="Sport")


@pytest.fixture
def umpire(sport: Section) -> Any:
    """A moderator of sport."""
    made = factories.moderator()
    Beat.objects.create(moderator=made).sections.add(sport)
    return made


@pytest.fixture
def inside(sport: Section) -> Comment:
    return factories.comment(factories.published(section=sport), body_source="A fine goal.")


@pytest.fixture
def outside() -> Comment:
    return factories.comment(factories.published(), body_source="About the council.")


@pytest.fixture
def desk(client: Client, umpire: Any) -> Client:
    client.force_login(umpire)
    return client


def seen(comment: Comment) -> str:
    return f"{comment.pk}:{comment.revision}:{comment.status}"


def test_the_word_and_the_whole_paper(umpire: Any, inside: Comment, outside: Comment) -> None:
    assert list(Comment.objects.for_moderator(umpire)) == [inside]
    assert list(Thread.objects.for_moderator(umpire)) == [inside.thread]
    assert Comment.objects.for_moderator(factories.moderator()).count() == 2


def test_a_beat_without_a_section_is_bound_to_nothing(inside: Comment) -> None:
    nowhere = factories.moderator()
    Beat.objects.create(moderator=nowhere)
    assert Comment.objects.for_moderator(nowhere).count() == 0


@pytest.mark.parametrize("address", [DESK, ARCHIVE, "/admin/comments/thread/", "/admin/"])
def test_queues_counts_and_lists_stay_inside(
    desk: Client, inside: Comment, outside: Comment, address: str
) -> None:
    page = words(desk.get(address))
    assert outside.body_source not in page
    assert outside.thread.article.headline not in page
    if address == "/admin/":
        assert "<strong>1</strong> held comment" in page
    else:
        assert inside.thread.article.headline in page


def test_addresses_outside_are_not_there(desk: Client, outside: Comment) -> None:
    for address in (
        f"{DESK}comments/{outside.pk}/",
        f"{DESK}commenters/{outside.commenter_id}/",
    ):
        assert desk.get(address).status_code == 404, address
    for address, sent in (
        ("decide/", {"act": "approve", "seen": seen(outside)}),
        ("claim/", {"seen": seen(outside)}),
        ("close/", {"thread": f"{outside.thread_id}:open", "act": "close", "reason": "Night."}),
    ):
        assert desk.post(DESK + address, sent).status_code == 404, address
    assert Comment.objects.get().is_held is True
    assert Thread.objects.get().is_open is True


def test_the_archive_shows_and_sets_nothing_outside(desk: Client, outside: Comment) -> None:
    modes = f"/admin/comments/thread/modes/?thread={outside.thread_id}"
    desk.post(modes, {"mode": "closed", "reason": "Night."})
    assert desk.get(f"{ARCHIVE}{outside.pk}/change/").status_code == 302
    assert Thread.objects.get().is_open is True


def test_in_bulk_what_is_outside_is_left(desk: Client, inside: Comment, outside: Comment) -> None:
    desk.post(f"{DESK}decide/", {"act": "approve", "seen": [seen(inside), seen(outside)]})
    assert list(Comment.objects.approved()) == [inside]


def test_no_verb_reaches_outside(umpire: Any, outside: Comment) -> None:
    with pytest.raises(DecisionConflict, match="outside the sections"):
        outside.approve(by=umpire)
    with pytest.raises(DecisionConflict, match="outside the sections"):
        outside.thread.close(by=umpire, reason="Night.")


@pytest.mark.parametrize("act", ["watch", "ban", "restore"])
def test_what_holds_for_the_whole_paper_is_not_for_who_has_a_beat(
    umpire: Any, inside: Comment, act: str
) -> None:
    writer = inside.commenter
    with pytest.raises(DecisionConflict, match="beyond your sections"):
        writer.decide(Act(act), by=umpire, reason="Advertising.")
    writer.decide(Act.WARN, by=umpire, reason="Advertising.")
    writer.decide(Act.NOTE, by=umpire, note="Twice.")
    ban = writer.decide(Act.BAN, by=factories.moderator(), reason="Advertising.")
    with pytest.raises(DecisionConflict, match="beyond your sections"):
        writer.undo(ban, by=umpire)


def test_a_warning_takes_along_what_waits_inside_and_names_nothing_else(
    desk: Client, inside: Comment, outside: Comment
) -> None:
    Comment.objects.filter(pk=outside.pk).update(commenter=inside.commenter)
    sent = {"act": "warn", "reason": "Rude.", "seen": "good", "waiting": "reject"}
    answer = desk.post(f"{DESK}commenters/{inside.commenter_id}/act/", sent, follow=True)
    assert list(Comment.objects.rejected()) == [inside]
    assert outside.thread.article.headline not in words(answer)


def test_a_record_counts_what_the_moderator_may_read(
    desk: Client, inside: Comment, outside: Comment
) -> None:
    Comment.objects.filter(pk=outside.pk).update(commenter=inside.commenter)
    page = words(desk.get(f"{DESK}commenters/{inside.commenter_id}/"))
    assert inside.body_source in page
    assert outside.body_source not in page


@pytest.mark.parametrize(("role", "allowed"), [("Chief moderator", True), ("Moderator", False)])
def test_the_chief_gives_the_beats(
    client: Client, umpire: Any, sport: Section, role: str, allowed: bool
) -> None:
    client.force_login(factories.user(role))
    someone = factories.moderator()
    sent = {"moderator": someone.pk, "sections": [sport.pk]}
    answer = client.post("/admin/comments/beat/add/", sent)
    assert answer.status_code == (302 if allowed else 403)
    assert Beat.objects.filter(moderator=someone).exists() is allowed


@pytest.fixture
def bound_chief(client: Client, sport: Section) -> Client:
    """A chief moderator of sport alone."""
    chief = factories.user("Chief moderator")
    Beat.objects.create(moderator=chief).sections.add(sport)
    client.force_login(chief)
    return client


def test_a_chief_with_a_beat_erases_nobody(
    bound_chief: Client, inside: Comment, outside: Comment
) -> None:
    for comment in (inside, outside):
        address = f"{ARCHIVE}erase/{comment.commenter_id}/"
        assert bound_chief.get(address).status_code == 403
        assert bound_chief.post(address).status_code == 403
    assert not Commenter.objects.filter(erased_at__isnull=False).exists()
    assert "/erase/" not in words(bound_chief.get(f"{ARCHIVE}{inside.pk}/change/"))


@pytest.mark.parametrize("address", ["figures/", "figures.csv"])
def test_a_chief_with_a_beat_does_not_read_the_figures_of_the_paper(
    bound_chief: Client, address: str
) -> None:
    assert bound_chief.get(f"/admin/comments/case/{address}").status_code == 403
    assert "Read the figures" not in words(bound_chief.get("/admin/"))


@pytest.mark.parametrize("address", ["houserules/", "openinghours/", "beat/add/", "reason/add/"])
def test_a_chief_with_a_beat_does_not_change_what_holds_for_the_whole_paper(
    bound_chief: Client, address: str
) -> None:
    assert bound_chief.post(f"/admin/comments/{address}", {}).status_code == 403


@pytest.mark.parametrize("address", ["houserules/", "openinghours/", "beat/"])
def test_a_chief_with_a_beat_reads_what_holds_for_the_whole_paper(
    bound_chief: Client, address: str
) -> None:
    assert bound_chief.get(f"/admin/comments/{address}").status_code == 200


def test_the_dates_of_a_thread_outside_are_not_there(
    client: Client, umpire: Any, outside: Comment
) -> None:
    client.force_login(umpire)
    address = f"/admin/comments/thread/modes/?thread={outside.thread_id}"

    client.post(address, {"closes_at": "2099-01-01T08:00"})

    assert Thread.objects.get(pk=outside.thread_id).closes_at is None


WORDS = "/admin/comments/term/"
TYPED = {"text": "council", "action": "reject", "exceptions": "", "note": ""}


def test_a_word_is_tried_and_added_in_ones_own_sections(
    client: Client, umpire: Any, sport: Section, inside: Comment, outside: Comment
) -> None:
    client.force_login(umpire)

    everywhere = client.post(f"{WORDS}add/", {**TYPED, "section": "", "_try": "1"})
    elsewhere = client.post(f"{WORDS}add/", {**TYPED, "section": outside.thread.article.section_id})
    own = client.post(f"{WORDS}add/", {**TYPED, "section": sport.pk})

    assert "About the council" not in everywhere.content.decode()
    assert (elsewhere.status_code, own.status_code) == (200, 302)
    assert [term.section for term in Term.objects.all()] == [sport]


def test_the_words_of_other_sections_and_of_the_whole_paper_are_not_there(
    client: Client, umpire: Any, outside: Comment
) -> None:
    terms = [
        factories.term("zorblat"),
        factories.term("blat", section=outside.thread.article.section),
    ]
    client.force_login(umpire)

    assert "zorblat" not in client.get(WORDS).content.decode()
    for term in terms:
        assert client.get(f"{WORDS}{term.pk}/change/").status_code == 302
    for address in ("import/", "export/", "rescans/"):
        assert client.get(f"{WORDS}{address}").status_code == 403


def test_a_filter_names_nobody_and_nothing_outside(
    client: Client, umpire: Any, inside: Comment, outside: Comment
) -> None:
    client.force_login(umpire)
    story = outside.thread.article
    Comment.objects.filter(pk=outside.pk).update(author_name="Cross Carl")
    type(outside.commenter).objects.filter(pk=outside.commenter_id).update(name="Cross Carl")

    page = client.get(f"{DESK}?by={outside.commenter_id}&story={story.pk}").content.decode()

    assert "Cross Carl" not in page
    assert story.headline not in page


def test_the_news_say_nothing_of_who_reads_what_is_outside(
    client: Client, umpire: Any, inside: Comment, outside: Comment
) -> None:
    other = factories.moderator(first_name="Gerda", last_name="Quist")
    until = timezone.now() + datetime.timedelta(minutes=5)
    for comment in (inside, outside):
        Claim.objects.create(comment=comment, moderator=other, until=until)
    client.force_login(umpire)

    seen = [f"{comment.pk}:{comment.revision}:{comment.status}" for comment in (inside, outside)]
    claims = client.get(f"{DESK}news/", {"shown": seen}).context["claims"]

    assert list(claims) == [inside.pk]
