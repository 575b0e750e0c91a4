"""Photos in the text of an article: named there, described and shown by the library."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from articles.comparing import compare
from articles.content import content_of
from articles.models import Article, PhotoUse
from articles.picturing import body_with_photos, refuse_unruly_photos
from articles.publishing import PublishingRefused, objections
from tests import factories

pytestmark = pytest.mark.django_db


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def text_with(*photos: Any, caption: str = "") -> str:
    inner = f"<figcaption>{caption}</figcaption>" if caption else ""
    figures = (f'<figure data-photo="{photo.pk}">{inner}</figure>' for photo in photos)
    return f"<p>It left at dawn.</p>{''.join(figures)}<p>It came back.</p>"


def page_of(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


# What a text may say


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<figure data-photo="12"></figure>', '<figure data-photo="12"></figure>'),
        (
            '<figure data-photo="12" onclick="x()" class="y"><img src="https://else.example/a.png">'
            "<figcaption>At <em>dusk</em>.</figcaption></figure>",
            '<figure data-photo="12"><figcaption>At <em>dusk</em>.</figcaption></figure>',
        ),
        ("[photo 12]", '<figure data-photo="12"></figure>'),
        (
            "Dawn.\n\n[Photo 12: At dusk.]\n\nNoon.",
            '<p>Dawn.</p><figure data-photo="12"><figcaption>At dusk.</figcaption></figure>'
            "<p>Noon.</p>",
        ),
        ("<p>See [photo 12] for it.</p>", "<p>See [photo 12] for it.</p>"),
        ('<figure data-photo="1;2">A</figure>', "<p>A</p>"),
        ('<figure data-photo="0"></figure>', ""),
        ('<figure data-photo="3"><ul><li>a</li></ul></figure>', None),
        ('<ul><li><figure data-photo="3"></figure></li></ul>', None),
    ],
)
def test_a_text_names_a_photo_and_nothing_more(typed: str, kept: str | None) -> None:
    clean = body_with_photos(typed)
    assert body_with_photos(clean) == clean
    assert kept is None or clean == kept


def test_a_text_of_photos_without_end_is_refused() -> None:
    assert body_with_photos("<p>[photo 1]</p>" * 100).count("<figure") == 100
    with pytest.raises(ValidationError, match="At most 100 photos"):
        body_with_photos("<p>[photo 1]</p>" * 101)


# What readers see


def test_readers_see_the_photo_with_the_words_of_the_library(client: Client) -> None:
    photo = factories.photo(alt="A <ferry>", caption="The ferry & its crew.", credit="Ana Ruiz")
    page = page_of(client, factories.published(body_source=text_with(photo)))
    assert f'src="{photo.image.medium}"' in page
    assert f'width="{photo.width}" height="{photo.height}"' in page
    assert 'alt="A &lt;ferry&gt;"' in page
    assert "The ferry &amp; its crew." in page
    assert '<span class="credit">Ana Ruiz</span>' in page


def test_a_caption_of_the_text_itself_stands_before_that_of_the_library(client: Client) -> None:
    photo = factories.photo(caption="The ferry.")
    article = factories.published(body_source=text_with(photo, caption="At <em>dusk</em>."))
    page = page_of(client, article)
    assert "At <em>dusk</em>." in page
    assert "The ferry." not in page


def test_what_is_put_right_in_the_library_is_right_on_every_page(client: Client) -> None:
    photo = factories.photo(credit="Ana Riuz")
    articles = [factories.published(body_source=text_with(photo)) for _ in range(2)]
    photo.credit = "Ana Ruiz"
    photo.save()
    assert all("Ana Ruiz" in page_of(client, article) for article in articles)


def test_the_number_of_photos_in_a_text_costs_one_query(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    photos = [factories.photo() for _ in range(4)]
    article = factories.published(body_source=text_with(*photos))
    plain = factories.published()
    with django_assert_max_num_queries(0):
        assert plain.body_html
    with django_assert_max_num_queries(1):
        assert article.body_html.count("<img") == 4


# Where it is used


def test_a_photo_knows_the_texts_it_stands_in_as_long_as_it_does() -> None:
    photo, other = factories.photo(), factories.photo()
    article = factories.draft(body_source=text_with(photo, photo, other))
    assert PhotoUse.objects.filter(article=article).count() == 2
    article.body_source = text_with(other)
    article.save()
    assert (list(photo.placed_in.all()), list(other.placed_in.all())) == ([], [article])


def test_a_photo_in_a_text_is_not_deleted() -> None:
    photo = factories.photo()
    factories.draft(body_source=text_with(photo))
    with pytest.raises(ProtectedError):
        photo.delete()


def test_a_draft_is_deleted_with_its_uses() -> None:
    photo = factories.photo()
    factories.draft(body_source=text_with(photo)).delete()
    assert photo.uses.exists() is False


# A picture by its address


def said_of(body: str) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        refuse_unruly_photos(body)
    return list(refusal.value.messages)


@pytest.mark.parametrize("file", ["url", "large", "square"])
def test_a_photo_by_its_address_is_refused_with_its_number(file: str) -> None:
    factories.photo()
    photo = factories.photo()
    address = getattr(photo.image, file)
    image = f'<p>Dawn. <img alt="A ferry" src="{address}"></p>'
    assert said_of(image + image) == [
        f"The picture {address} is photo {photo.pk}: write [photo {photo.pk}] in its place, "
        "on a line of its own."
    ]


def test_a_picture_that_is_not_in_the_library_is_refused() -> None:
    photo = factories.photo()
    near = photo.image.url.replace("ferry", "ferries")
    said = said_of(f'<figure><img src="{near}"><figcaption>Left</figcaption></figure>')
    assert said == [
        f"The picture {near} is no photo of the library: add it there and write its number, "
        "as [photo 12]."
    ]


def test_of_very_many_pictures_the_first_are_named() -> None:
    assert len(said_of("".join(f'<p><img src="/media/{n}.png"></p>' for n in range(1_200)))) == 20


# Publishing


def test_photos_in_the_text_are_held_to_the_rules_by_name() -> None:
    photo = factories.photo(alt="", credit="", caption="The quay.", licence_until=day(-3))
    article = factories.draft(body_source=text_with(photo), has_declared=True)
    named = f"hoto {photo.pk} in the text (“The quay.”)"
    with pytest.raises(PublishingRefused) as refusal:
        article.publish(by=factories.editor())
    said = refusal.value.objections
    assert [named in each.message for each in said] == [True, True, True]
    assert {each.field for each in said} == {"body_source"}
    assert any(named in each.message and "licence" in each.message for each in objections(article))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("[photo 4711]\n\nIt left.", "The library has no photo 4711."),
        (
            '<p>It left.</p><p><img src="/media/ferry.png"></p>',
            "The picture /media/ferry.png is no photo of the library: add it there and write its "
            "number, as [photo 12].",
        ),
    ],
)
def test_what_the_library_does_not_have_is_told_beside_the_text(
    client: Client, typed: str, told: str
) -> None:
    client.force_login(factories.editor())
    section = factories.section()
    sent = {
        "kind": "news",
        "headline": "Ferry",
        "slug": "ferry",
        "section": section.pk,
        "body_source": typed,
        **{f"bylines-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
        **{f"corrections-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
    }
    form = client.post("/admin/articles/article/add/", sent).context["adminform"].form
    assert form.errors["body_source"] == [told]
    assert form["body_source"].value() == typed


# Revisions


def test_revisions_take_the_photos_along_and_bring_them_back() -> None:
    photo, editor = factories.photo(caption="The quay."), factories.editor()
    article = factories.draft(body_source=text_with(photo))
    first = article.keep(by=editor)
    article.body_source = "<p>It left at dawn.</p><p>It came back.</p>"
    article.save()
    second = article.keep(by=editor)
    labels = [each.label for each in compare(first.content, second.content)]
    assert "Photos in the text" in labels
    assert article.restore(first, by=editor) == []
    assert list(article.photos.all()) == [photo]


def test_a_photo_that_is_gone_is_named_when_a_revision_is_restored() -> None:
    photo, editor = factories.photo(), factories.editor()
    article = factories.draft(body_source=text_with(photo))
    first, number = article.keep(by=editor), photo.pk
    article.body_source = "<p>It left.</p>"
    article.save()
    photo.delete()
    assert article.restore(first, by=editor) == [f"photo {number} in the text"]


def test_an_article_without_photos_in_its_text_says_nothing_of_them() -> None:
    """So that what was pinned before there were any does not differ from what is saved."""
    assert "photos" not in content_of(factories.draft())


def test_another_caption_in_the_library_is_no_change_of_the_article() -> None:
    photo = factories.photo(caption="The quay.")
    article = factories.published(body_source=text_with(photo))
    photo.caption = "The old quay."
    photo.save()
    article = Article.objects.get(pk=article.pk)
    assert (article.has_changed, article.has_changed_for_readers) == (False, True)
    article.revise(by=factories.editor(), change=None)


# When a licence ends


@pytest.mark.parametrize(("until", "is_seen"), [(-1, False), (0, True), (1, True)])
def test_a_photo_is_hidden_from_the_day_after_its_licence(
    client: Client, until: int, is_seen: bool
) -> None:
    photo = factories.photo(licence_until=day(30), hides_when_ended=True)
    article = factories.published(lead_photo=photo, body_source=text_with(photo))
    author = factories.author(photo=photo)
    photo.licence_until = day(until)
    photo.save()
    found = [
        name in client.get(address).content.decode()
        for address, name in [
            (article.get_absolute_url(), photo.image.large),
            ("/", photo.image.large),
            (author.get_absolute_url(), photo.image.square),
        ]
    ]
    assert found == [is_seen] * 3


def test_a_photo_whose_licence_ended_stays_where_the_newsroom_did_not_say_hide(
    client: Client,
) -> None:
    photo = factories.photo(licence_until=day(30))
    article = factories.published(body_source=text_with(photo))
    photo.licence_until = day(-1)
    photo.save()
    assert photo.image.medium in page_of(client, article)
