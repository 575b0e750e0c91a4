"""An update of a live story that names what its authors have disclosed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.conflicts import conflicts, open_conflicts
from articles.models import Article, ConflictAnswer, Disclosure
from articles.models.live import UpdateRefused
from articles.publishing import PublishingRefused
from tests import factories
from tests.test_editing import address

pytestmark = pytest.mark.django_db
NAMES_IT = "The Harbour Club sent its boats."


@pytest.fixture
def editor(client: Client) -> User:
    made = factories.editor()
    client.force_login(made)
    return made


@pytest.fixture
def interest() -> Disclosure:
    return factories.disclosure(factories.author(name="Ana Ruiz"), entity="Harbour Club")


@pytest.fixture
def story(interest: Disclosure) -> Article:
    made = factories.published(interest.author)
    made.open_coverage(by=factories.editor())
    return made


def typed(text: str, submission: int = 1, **fields: str) -> dict[str, str]:
    return {"text": text, "submission": f"{submission:032x}", "_send": "1", **fields}


def answered(interest: Disclosure, says: str, passage: str = NAMES_IT) -> dict[str, str]:
    name = f"conflict-{interest.pk}"
    return {name: says, f"{name}-passage": passage}


def test_it_waits_for_an_editors_word_and_shows_the_passage(
    client: Client, editor: User, story: Article
) -> None:
    page = client.post(address(story, "live"), typed(NAMES_IT)).content.decode()
    assert "Ana Ruiz has disclosed" in page
    assert "The <mark>Harbour Club</mark> sent its boats." in page
    assert f">\n{NAMES_IT}</textarea>" in page
    assert not story.live_updates.exists()


@pytest.mark.parametrize("says", ["yes", "no"])
def test_it_goes_out_with_the_answer(
    client: Client, editor: User, story: Article, interest: Disclosure, says: str
) -> None:
    client.post(address(story, "live"), typed(NAMES_IT) | answered(interest, says))
    assert story.live_updates.get().text == NAMES_IT
    assert ConflictAnswer.objects.get().is_relevant is (says == "yes")


def test_an_answer_about_another_passage_is_none(
    client: Client, editor: User, story: Article, interest: Disclosure
) -> None:
    sent = typed("The Harbour Club sank it.") | answered(interest, "no")
    client.post(address(story, "live"), sent)
    assert not story.live_updates.exists()
    assert not ConflictAnswer.objects.exists()


def test_its_author_does_not_answer_for_themselves(
    client: Client, editor: User, story: Article, interest: Disclosure
) -> None:
    interest.author.user = editor
    interest.author.save()
    page = client.post(
        address(story, "live"), typed(NAMES_IT) | answered(interest, "no")
    ).content.decode()
    assert "only somebody else can say that it does not matter" in page
    assert not story.live_updates.exists()


def test_a_correction_of_an_update_is_held_against_it_too(
    client: Client, editor: User, story: Article, interest: Disclosure
) -> None:
    first = story.tell("Somebody sent boats.", by=editor)
    with pytest.raises(UpdateRefused):
        first.correct(NAMES_IT, by=editor)
    sent = typed(NAMES_IT, version="1") | answered(interest, "yes")
    client.post(address(story, "live/1"), sent)
    assert story.live_updates.present().get().text == NAMES_IT


def test_it_is_taken_back_whatever_it_names(editor: User, story: Article) -> None:
    first = story.tell("Somebody sent boats.", by=editor)
    first.withdraw(by=editor, reason="The Harbour Club did not.")
    assert not story.live_updates.key_moments().exists()


def test_what_was_said_of_an_update_opens_nothing_else_again(
    client: Client, editor: User, interest: Disclosure
) -> None:
    story = factories.draft(interest.author, body_source="<p>The Harbour Club rows.</p>")
    (hit,) = open_conflicts(story)
    ConflictAnswer(
        article=story,
        disclosure=interest,
        is_relevant=False,
        passage=hit.passage.shown,
        answered_by=editor,
    ).save()
    story.publish(by=editor)
    story.open_coverage(by=editor)
    client.post(address(story, "live"), typed(NAMES_IT) | answered(interest, "no"))
    assert story.live_updates.exists()
    assert open_conflicts(Article.objects.get()) == []


def test_updates_of_a_draft_are_asked_about_when_it_goes_out(
    editor: User, interest: Disclosure
) -> None:
    story = factories.draft(interest.author)
    story.open_coverage(by=editor)
    story.refresh_from_db()
    story.tell(NAMES_IT, by=editor)
    with pytest.raises(PublishingRefused, match="The update 1 says “Harbour Club”"):
        story.publish(by=editor)


def test_an_update_that_was_withdrawn_names_nothing(editor: User, interest: Disclosure) -> None:
    story = factories.draft(interest.author)
    story.open_coverage(by=editor)
    story.refresh_from_db()
    story.tell(NAMES_IT, by=editor).withdraw(by=editor, reason="It did not.")
    assert conflicts(story) == []
