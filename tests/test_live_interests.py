"""An update of a live story that names what its authors have disclosed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.answering import answer_conflict
from articles.conflicts import Hit, Passage, conflicts, open_conflicts
from articles.models import Article, ConflictAnswer, Disclosure
from articles.models.live import UpdateRefused
from articles.publishing import PublishingRefused
from tests import factories
from tests.test_editing import address, retyped

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


def answered(interest: Disclosure, says: str) -> dict[str, str]:
    before, _, after = NAMES_IT.partition("Harbour Club")
    return {Hit(interest, Passage("update", before, "Harbour Club", after)).key: says}


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
    with pytest.raises(PublishingRefused, match=r"^Update 1 says “Harbour Club”"):
        story.publish(by=editor)


def test_an_update_that_was_withdrawn_names_nothing(editor: User, interest: Disclosure) -> None:
    story = factories.draft(interest.author)
    story.open_coverage(by=editor)
    story.refresh_from_db()
    story.tell(NAMES_IT, by=editor).withdraw(by=editor, reason="It did not.")
    assert conflicts(story) == []


@pytest.fixture
def draft(interest: Disclosure) -> Article:
    """A live story that was not let go; its text and its first update name the interest."""
    made = factories.draft(interest.author, body_source="<p>The Harbour Club rows.</p>")
    made.open_coverage(by=factories.editor())
    made.refresh_from_db()
    made.tell(NAMES_IT, by=made.coverage.get().changed_by)
    return made


def pressed(client: Client, article: Article, answers: dict[str, str]) -> list[Hit]:
    """“Publish” in its form: about what a refusal asks."""
    sent = retyped(article, _publish="1", **answers)
    response = client.post(address(article), sent)
    return response.context["adminform"].form.hits if response.context else []


def test_every_passage_is_asked_about_at_once_and_answered_by_itself(
    client: Client, editor: User, draft: Article
) -> None:
    asked = pressed(client, draft, {})
    assert [hit.passage.field for hit in asked] == ["text", "Update 1"]
    pressed(client, draft, {hit.key: "no" for hit in asked})
    assert Article.objects.published().get() == draft
    assert {answer.passage for answer in ConflictAnswer.objects.all()} == {
        "The Harbour Club rows.",
        NAMES_IT,
    }


def test_an_answer_stays_in_the_form_that_wants_another_one(
    client: Client, editor: User, draft: Article
) -> None:
    text, update = pressed(client, draft, {})
    again = pressed(client, draft, {text.key: "no"})
    assert [(hit.key, hit.said) for hit in again] == [(text.key, "no"), (update.key, "")]
    assert not ConflictAnswer.objects.exists()


def test_that_it_matters_is_said_of_the_interest(
    client: Client, editor: User, draft: Article
) -> None:
    text, update = pressed(client, draft, {})
    pressed(client, draft, {text.key: "yes", update.key: "no"})
    assert [author.editors_add for author in Article.objects.published().get().record] == [
        (text.disclosure.label,)
    ]


def test_taken_back_it_is_asked_about_each_passage(editor: User, draft: Article) -> None:
    text, update = open_conflicts(draft)
    for hit, matters in [(update, True), (text, False)]:
        answer_conflict(
            draft, hit.disclosure, by=editor, is_relevant=matters, passage=hit.passage.shown
        )
    assert [hit.key for hit in open_conflicts(draft)] == [update.key]


def test_the_desk_shows_each_passage_with_an_answer_of_its_own(
    client: Client, editor: User, draft: Article
) -> None:
    page = client.get(address(draft, "declarations")).content.decode()
    assert page.count("It does not matter here</button>") == 2
    for hit in open_conflicts(draft):
        sent = {"disclosure": hit.disclosure.pk, "passage": hit.passage.shown}
        client.post(address(draft, "conflicts"), sent | {"is_relevant": "no"})
    assert open_conflicts(draft) == []


def test_two_interests_of_an_update_are_answered_one_after_the_other(
    client: Client, editor: User, interest: Disclosure
) -> None:
    factories.disclosure(interest.author, entity="boats")
    story = factories.published(interest.author)
    story.open_coverage(by=editor)
    desk = address(story, "live")
    first, second = client.post(desk, typed(NAMES_IT)).context["form"].hits
    sent = typed(NAMES_IT) | {first.key: "no"}
    again = client.post(desk, sent).context["form"].hits
    assert [(hit.key, hit.said) for hit in again] == [(first.key, "no"), (second.key, "")]
    client.post(desk, sent | {second.key: "no"})
    assert story.live_updates.get().text == NAMES_IT


def test_of_very_many_passages_a_page_shows_some_and_asks_for_the_rest_next(
    client: Client, editor: User, draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.objections.MOST_SHOWN", 1)
    (first,) = asked = pressed(client, draft, {})
    answers = {first.key: "no"}
    asked = pressed(client, draft, answers)
    assert len(asked) == 2
    pressed(client, draft, answers | {hit.key: "no" for hit in asked})
    assert draft in Article.objects.published()


def test_the_page_of_declarations_shows_those_that_wait_first(
    client: Client, editor: User, draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.conflicts.MOST_SHOWN", 1)
    text, update = open_conflicts(draft)
    answer_conflict(
        draft, text.disclosure, by=editor, is_relevant=False, passage=text.passage.shown
    )
    page = client.get(address(draft, "declarations"))
    assert [hit.key for hit in page.context["hits"]] == [update.key]
    assert "1 more passage not shown" in page.content.decode()


def test_seeking_in_updates_cleans_none_of_them_again(
    draft: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.safe_html.live_body", None)
    assert len(open_conflicts(draft)) == 2
