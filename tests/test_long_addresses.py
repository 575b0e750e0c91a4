"""An address longer than mail can reach is a message at the field, in every form that asks one."""

import uuid

import pytest
from django.test import Client

from articles.models import ErrorReport
from comments.models import Comment, Report
from tests import factories
from tests.newspaper import typed_comment, typed_report

pytestmark = pytest.mark.django_db

LONG = f"{'a' * 40}@{'.'.join(['b' * 60] * 4)}.com"
# Short as it is typed, and longer as mail servers spell it.
LONG_ABROAD = f"{'a' * 40}@{'.'.join(['ü' * 30] * 6)}.example"
ADDRESSES = pytest.mark.parametrize("address", [LONG, LONG_ABROAD], ids=["long", "long abroad"])


@ADDRESSES
def test_a_report_with_a_long_address_is_refused_at_the_field(client: Client, address: str) -> None:
    comment = factories.approved(factories.published())

    answer = client.post(comment.report_url, typed_report(email=address))

    assert answer.status_code == 422
    assert "At most 254 characters" in answer.content.decode()
    assert not Report.objects.exists()


@ADDRESSES
def test_a_comment_with_a_long_address_is_refused_at_the_field(
    client: Client, address: str
) -> None:
    article = factories.published()

    answer = client.post(article.comment_url, typed_comment(email=address))

    assert answer.status_code == 422
    assert "At most 254 characters" in answer.content.decode()
    assert not Comment.objects.exists()


def test_an_error_report_with_a_long_address_is_refused_at_the_field(client: Client) -> None:
    typed = {"passage": "", "problem": "The tide is wrong.", "homepage": ""}
    typed |= {"email": LONG, "submission": str(uuid.uuid4())}

    answer = client.post(factories.published().error_url, typed)

    assert answer.status_code == 422
    assert "At most 254 characters" in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_a_report_keeps_one_spelling_of_a_mailbox(client: Client) -> None:
    comment = factories.approved(factories.published())

    client.post(comment.report_url, typed_report(email="Vera@MAIL.example"))

    assert Report.objects.get().email == "vera@mail.example"
