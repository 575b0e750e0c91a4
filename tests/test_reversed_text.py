"""A text is read, by people and by the word list, in the order in which it was typed."""

import pytest
from django.test import Client

from comments.models import Comment
from tests import factories
from tests.newspaper import typed_comment
from tests.readers import written

pytestmark = pytest.mark.django_db

REVERSED = pytest.mark.parametrize("body", ["You \u202etalbroz\u202c!", "You \u202dzorblat"])


@REVERSED
def test_a_comment_that_turns_writing_around_is_refused_and_kept_in_the_form(
    client: Client, body: str
) -> None:
    article = factories.published()

    answer = client.post(article.comment_url, typed_comment(body=body))

    assert answer.status_code == 422
    assert "turn the direction of writing around" in answer.content.decode()
    assert not Comment.objects.exists()


@REVERSED
def test_a_comment_cannot_be_changed_into_one(client: Client, body: str) -> None:
    comment = written(client, factories.published())

    answer = client.post(comment.edit_url, {"body": body, "revision": 1})

    assert answer.status_code == 422
    assert Comment.objects.get().body_source == comment.body_source


def test_hebrew_and_arabic_are_written_as_ever(client: Client) -> None:
    comment = written(client, factories.published(), body="שלום \u2067مرحبا\u2069 friends")

    assert comment.body_source == "שלום \u2067مرحبا\u2069 friends"
