"""A correction stands: every way round that the project has is tried here."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Correction
from articles.models.record import RecordIsPermanent
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
REFUSALS = (RecordIsPermanent, models.ProtectedError, DatabaseError)


@pytest.fixture
def standing() -> Correction:
    article = factories.published()
    factories.error_report(article)
    return factories.correction(article)


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(factories.user("Editor", is_superuser=True))
    return client


def ledger() -> list[dict[str, Any]]:
    return [dict(row) for row in Correction.objects.order_by("pk").values()]


# By the words of the project and of Django


def rewrite(standing: Correction) -> None:
    standing.text = "Forged."
    standing.save()


def rewrite_by_number(standing: Correction) -> None:
    forged = Correction(pk=standing.pk, article=standing.article, text="Forged.")
    forged.made_by = standing.made_by
    forged.save()


def rewrite_on_conflict(standing: Correction) -> None:
    standing.text = "Forged."
    Correction.objects.bulk_create(
        [standing], update_conflicts=True, update_fields=["text"], unique_fields=["id"]
    )


def rewrite_on_unnamed_conflict(standing: Correction) -> None:
    standing.text = "Forged."
    Correction.objects.bulk_create([standing], None, False, True, ["text"], ["id"])


def rewrite_many(standing: Correction) -> None:
    standing.text = "Forged."
    Correction.objects.bulk_update([standing], ["text"])


def move_to_another_article(standing: Correction) -> None:
    factories.published().corrections.add(standing)


def load_over_it(standing: Correction) -> None:
    [row] = json.loads(serializers.serialize("json", [standing]))
    row["fields"]["text"] = "Forged."
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()


def free_of_what_it_mends(standing: Correction) -> None:
    mending: Any = factories.correction(standing.article, corrects=standing)
    mending.corrects.corrected_by.update(corrects=None)


def as_django_does(standing: Correction) -> Any:
    return Correction._base_manager.filter(pk=standing.pk)


TRIES: dict[str, Callable[[Correction], object]] = {
    "saved": rewrite,
    "saved under its number": rewrite_by_number,
    "created over it": rewrite_on_conflict,
    "created over it by place": rewrite_on_unnamed_conflict,
    "updated in bulk": rewrite_many,
    "moved": move_to_another_article,
    "loaded from a file": load_over_it,
    "deleted": Correction.delete,
    "updated": lambda one: Correction.objects.update(text="Forged."),
    "updated if there": lambda one: Correction.objects.update_or_create(
        pk=one.pk, defaults={"text": "Forged."}
    ),
    "updated past its words": lambda one: as_django_does(one).update(text="Forged."),
    "updated on its article": lambda one: one.article.corrections.update(text="Forged."),
    "updated as public": lambda one: Correction.objects.public().update(text="Forged."),
    "all deleted": lambda one: Correction.objects.all().delete(),
    "deleted on its article": lambda one: one.article.corrections.all().delete(),
    "freed of what it mends": free_of_what_it_mends,
    "deleted with its article": lambda one: one.article.delete(),
    "deleted with its editor": lambda one: one.made_by.delete(),
    "deleted with its version": lambda one: one.after.delete(),
    "deleted with all versions": lambda one: one.article.publications.all().delete(),
    "deleted with all articles": lambda one: type(one.article).objects.all().delete(),
}


@pytest.mark.parametrize("name", TRIES)
def test_no_word_changes_it(standing: Correction, name: str) -> None:
    before = ledger()
    with pytest.raises(REFUSALS), transaction.atomic():
        TRIES[name](standing)
    assert ledger()[: len(before)] == before


# By the forms


FORGERIES: dict[str, dict[str, Any]] = {
    "rewritten": {},
    "deleted": {"DELETE": "on"},
    "given to another editor": {"made_by": "1", "made_at": "2001-01-01", "before": "", "after": ""},
}


@pytest.mark.parametrize("initial", ["0", "1"])
@pytest.mark.parametrize("name", FORGERIES)
def test_no_forged_form_changes_it(
    root: Client, standing: Correction, name: str, initial: str
) -> None:
    before, article = ledger(), standing.article
    forged = {
        "id": standing.pk,
        "article": article.pk,
        "kind": "note",
        "wrong": "Nothing.",
        "text": "Forged.",
        "place": "top",
        **FORGERIES[name],
    }
    sent = {f"corrections-0-{field}": value for field, value in forged.items()}
    counts = {"corrections-TOTAL_FORMS": "1", "corrections-INITIAL_FORMS": initial}
    root.post(address(article), retyped(article, _continue="Save") | counts | sent)
    assert ledger()[:1] == before


@pytest.mark.parametrize(
    "forged", [{"kind": "retraction"}, {"place": "nowhere"}, {"corrects": "elsewhere"}]
)
def test_no_forged_line_is_added(
    root: Client, standing: Correction, forged: dict[str, Any]
) -> None:
    article = factories.published()
    if "corrects" in forged:
        forged = {"corrects": standing.pk}
    typed = {"article": article.pk, "kind": "note", "text": "Forged.", "place": "foot", **forged}
    sent = {f"corrections-0-{field}": value for field, value in typed.items()}
    root.post(address(article), retyped(article) | {"corrections-TOTAL_FORMS": "1"} | sent)
    assert not article.corrections.exists()


def test_who_may_not_correct_adds_none(client: Client, standing: Correction) -> None:
    client.force_login(factories.user("Reporter"))
    article = standing.article
    sent = {
        "corrections-TOTAL_FORMS": "2",
        "corrections-1-article": article.pk,
        "corrections-1-kind": "note",
        "corrections-1-text": "Forged.",
        "corrections-1-place": "top",
    }
    assert client.post(address(article), retyped(article) | sent).status_code == 403
    assert list(Correction.objects.all()) == [standing]


# By the addresses


def patterns(resolver: URLResolver, start: str = "") -> list[str]:
    """Every address of the project, a number wherever it takes something."""
    found = []
    for part in resolver.url_patterns:
        route = start + str(part.pattern)
        found += patterns(part, route) if isinstance(part, URLResolver) else [route]
        assert isinstance(part, URLResolver | URLPattern)
    return found


def test_the_ledger_has_no_form_of_its_own() -> None:
    assert Correction not in admin.site._registry
    assert [p for p in patterns(get_resolver()) if "correction" in p] == [
        "corrections/",
        *(f"corrections/feed.{suffix}" for suffix in ("json", "atom", "rss")),
    ]


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_no_page_of_the_admin_takes_it_away_with_something_else(
    root: Client, standing: Correction, model: Any
) -> None:
    before, meta = ledger(), model._meta
    start = f"/admin/{meta.app_label}/{meta.model_name}/"
    rows = list(model._base_manager.values_list("pk", flat=True))
    chosen = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    answers = [root.post(start, chosen)]
    answers += [root.post(f"{start}{pk}/delete/", {"post": "yes"}) for pk in rows]
    assert all(answer.status_code < 500 for answer in answers)
    assert ledger() == before


@pytest.mark.parametrize("sent", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_ledger_and_its_feed_are_read_alone(
    client: Client, standing: Correction, sent: str
) -> None:
    before = ledger()
    for read in ("/corrections/", "/corrections/feed.rss", standing.article.get_absolute_url()):
        assert client.generic(sent, read, b"{}").status_code == 405
    assert ledger() == before


# By the commands


COMMANDS = ["forget", "work", "rescan", "erase_commenter", "export_commenter", "demo", "generate"]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_changes_it(standing: Correction, command: str, settings: Any) -> None:
    settings.DEBUG = True
    before = ledger()
    who = factories.commenter().email
    arguments = {
        "work": ["--once"],
        "erase_commenter": [who, "--yes"],
        "export_commenter": [who],
        "generate": ["--articles=2", "--comments=2"],
    }.get(command, [])
    with contextlib.suppress(CommandError):  # the demo refuses a paper that is not empty
        call_command(command, *arguments)
    assert ledger() == before


def test_no_fixture_changes_it(standing: Correction, tmp_path: Path) -> None:
    before, file = ledger(), tmp_path / "forged.json"
    file.write_text(serializers.serialize("json", [standing]).replace("two", "twelve"))
    with pytest.raises(RecordIsPermanent):
        call_command("loaddata", file)
    assert ledger() == before


def test_a_dump_is_loaded_into_an_empty_ledger(standing: Correction, tmp_path: Path) -> None:
    file = tmp_path / "dump.json"
    file.write_text(serializers.serialize("json", [standing]))
    standing.article.error_reports.all().delete()
    Correction.objects.all()._raw_delete("default")
    call_command("loaddata", file, verbosity=0)
    assert Correction.objects.get().text == standing.text
