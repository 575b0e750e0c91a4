"""The box beside the byline says what was declared for this article."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from articles.declarants import Declarant
from articles.declared import in_short
from articles.declaring import declare
from articles.models import Article, Author, DeclarationKind
from articles.pinned import Behind, PinnedAuthor
from tests import factories
from tests.test_pinning import page

pytestmark = pytest.mark.django_db
NOTHING, INTERESTS, STATEMENT = DeclarationKind


def box(client: Client, article: Article) -> list[str]:
    """Its lines, without markup."""
    html = page(client, article)
    lines = re.findall(r'<span class="declared-author">(.*?)</span>', html)
    return [re.sub("<[^>]+>", "", line) for line in lines]


def with_interests(**fields: str) -> Author:
    author = factories.author(name="Ana Ruiz", **fields)
    for entity in ("Ferry Company", "Harbour Club"):
        factories.disclosure(author, entity=entity)
    return author


@pytest.mark.parametrize(
    ("kind", "number", "statement", "told"),
    [
        (NOTHING, 0, "", "has nothing to declare"),
        (INTERESTS, 1, "", "declared 1 interest"),
        (INTERESTS, 2, "", "declared 2 interests"),
        (STATEMENT, 0, "I sailed with them.", "made a statement"),
        (INTERESTS, 1, "I sailed with them.", "declared 1 interest and made a statement"),
    ],
)
def test_it_says_what_was_declared_here_and_not_what_is_on_record(
    client: Client, kind: DeclarationKind, number: int, statement: str, told: str
) -> None:
    author, editor = with_interests(), factories.editor()
    article = factories.draft(author, has_declared=False)
    chosen = author.disclosures.all()[:number]
    said = {"kind": kind, "interests": chosen, "statement": statement}
    declare(article, Declarant(author), by=editor, **said)  # type: ignore[arg-type]
    article.publish(by=editor)
    assert box(client, article) == [f"Ana Ruiz {told}."]


def test_a_manager_who_declared_something_has_a_line_below_the_group(client: Client) -> None:
    desk, editor = factories.group("Bo Falk", "Cy Grant", managers_declare=True), factories.editor()
    article = factories.draft(desk, has_declared=False)
    bo = Declarant(desk, desk.managers.get(name="Bo Falk"))
    declare(article, bo, by=editor, kind=STATEMENT, statement="I sailed with them.")
    factories.declared(article)
    article.publish(by=editor)
    assert box(client, article) == [
        f"{desk.name} has nothing to declare.",
        f"Bo Falk (for {desk.name}) made a statement.",
    ]


def test_what_the_editors_add_stands_beside_what_the_author_said() -> None:
    author = with_interests()
    behind = Behind([author], timezone.localdate())
    copied = PinnedAuthor.copy(author, role="", behind=behind, said={})
    added = replace(copied, editors_add=("Ownership, Ferry Company",))
    assert [line.words for line in in_short([copied, added])] == [
        "made no declaration",
        "made no declaration; the editors add 1 interest",
    ]


def test_of_what_is_older_than_declarations_it_says_what_is_on_record() -> None:
    none = factories.author()
    factories.disclosure(none, kind="none", entity="", text="Nothing to disclose.")
    authors = [with_interests(), none, factories.author()]
    behind = Behind(authors, timezone.localdate())
    older = [PinnedAuthor.undeclared(author, role="", behind=behind) for author in authors]
    assert [line.words for line in in_short(older)] == [
        "has 2 interests on record",
        "has no interests on record",
        "has none recorded",
    ]


def test_many_who_have_nothing_to_declare_share_a_line(client: Client) -> None:
    editor, ana = factories.editor(), with_interests()
    others = [factories.author() for _ in range(39)]
    article = factories.draft(*others[:20], ana, *others[20:], has_declared=False)
    interest = ana.disclosures.all()[:1]
    declare(article, Declarant(ana), by=editor, kind=INTERESTS, interests=interest)
    factories.declared(article)
    article.publish(by=editor)
    assert box(client, article) == [
        "Ana Ruiz declared 1 interest.",
        "39 authors have nothing to declare.",
    ]
