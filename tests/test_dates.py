"""The desk and the admin write a moment in one way, whoever writes it: we, or Django."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from articles.admin.lists import hour
from comments.models import Appeal, HouseRules
from comments.reporting import report
from tests import factories
from tests.newspaper import superuser

pytestmark = pytest.mark.django_db

ANY_MOMENT = re.compile(r"\d{1,2}:\d\d|[ap]\.m\.|\bnoon\b|\bmidnight\b")
ONE_WAY = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}, \d\d:\d\d"
)
# A day in an attribute, the greeting, and what says how the desk writes it.
WAYS = {"c", "Y-m-d", "l, j F Y", "DATE_FORMAT", "DATETIME_FORMAT"}
FOLDERS = ("templates/admin", "templates/desk")


def test_no_template_of_the_desk_has_a_format_of_its_own() -> None:
    templates = [page for of in FOLDERS for page in (settings.BASE_DIR / of).rglob("*.html")]
    found = {
        way for page in templates for way in re.findall(r"\|date:[\"']([^\"']+)", page.read_text())
    }
    assert found <= WAYS


@pytest.mark.parametrize("language", ["en-gb", "en-us", "en"])
def test_in_every_kind_of_english(language: str) -> None:
    moment = timezone.now()
    with translation.override(language):
        assert ONE_WAY.fullmatch(hour(moment))


def words_of(page: str) -> str:
    """What is read of a page: no tag, no field of a form."""
    main = page[page.index('id="content"') :]
    return re.sub(r"<(script|textarea|select)\b.*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL)


@pytest.fixture
def admin() -> Client:
    return superuser()


def addresses() -> list[str]:
    article = factories.published()
    comment = factories.approved(article)
    case = report(comment, reason="spam").case
    appeal = Appeal.open(
        factories.comment(article).reject(by=factories.moderator(), reason="Rude."), text="No."
    )
    case_of: Any = case
    rows = [("comment", comment.pk), ("case", case_of.pk), ("appeal", appeal.pk)]
    rows += [("thread", article.thread.pk), ("term", factories.term().pk)]
    pages = [f"/admin/comments/{kind}/{pk}/change/" for kind, pk in rows]
    lists = [f"/admin/comments/{kind}/" for kind, _ in rows]
    return [*pages, *lists, f"/admin/desk/comments/{comment.pk}/", "/admin/desk/appealed/"]


def test_a_moment_reads_alike_on_every_page_about_comments(admin: Client) -> None:
    HouseRules.objects.create(pk=1)
    found: dict[str, str] = {}
    times = 0
    for address in addresses():
        words = words_of(admin.get(address).content.decode())
        times += len(ONE_WAY.findall(words))
        if other := ANY_MOMENT.search(ONE_WAY.sub("", words)):
            found[address] = words[max(0, other.start() - 30) : other.end()]
    assert (found, times > 5) == ({}, True)
