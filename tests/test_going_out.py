"""Scheduled publication: in the second it is due, noted once, told once."""

import datetime
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from articles import going_out
from articles.models import Article, GoneOut
from tests import factories, mail_server

ROOT = Path(__file__).resolve().parent.parent
LATER = datetime.timedelta(hours=3)


# One by one


def due(*authors: Any, by: Any = None, **fields: Any) -> Article:
    """Scheduled some time ago, and its hour has come."""
    moment = timezone.now() - datetime.timedelta(minutes=1)
    with time_machine.travel(moment - LATER):
        made = factories.draft(*authors, **fields)
        made.publish(by=by or factories.editor(), at=moment)
    return made


@pytest.mark.django_db
def test_who_wrote_and_who_scheduled_it_get_one_letter(settings: Settings) -> None:
    ana = factories.user("Reporter", email="ana@news.example")
    gwen = factories.editor(email="gwen@news.example")
    article = due(factories.author(name="Ana", user=ana), by=gwen, headline="Ferry sails")

    with mail_server.running(settings) as post:
        for _ in range(3):
            going_out.note_and_tell()

    (letter,) = {letter["Message-ID"] for _, letter in post.taken}
    assert letter == f"<gone-out-{article.pk}@news.example>"
    assert post.taken[0][1]["To"] == "ana@news.example, gwen@news.example"
    assert "Ferry sails" in post.taken[0][1].get_payload()
    assert GoneOut.objects.get().at == article.publish_at


@pytest.mark.django_db
def test_who_pressed_publish_is_not_told_that_it_is_out(settings: Settings) -> None:
    factories.published(by=factories.editor(email="gwen@news.example"))
    with mail_server.running(settings) as post:
        going_out.note_and_tell()
    assert post.taken == []
    assert GoneOut.objects.get().told_at is not None


@pytest.mark.django_db
def test_what_waits_and_what_was_taken_away_has_not_gone_out() -> None:
    factories.draft().publish(by=factories.editor(), at=timezone.now() + LATER)
    due().withdraw(by=factories.editor(), reason="A fact is wrong.")
    going_out.note_and_tell()
    assert not GoneOut.objects.exists()


@pytest.mark.django_db
def test_an_archive_that_is_brought_in_tells_nobody() -> None:
    factories.published(at=timezone.now() - datetime.timedelta(days=400))
    going_out.note_and_tell()
    assert not GoneOut.objects.exists()


@pytest.mark.django_db
def test_what_goes_out_again_is_told_once() -> None:
    article, editor = due(), factories.editor()
    going_out.note_and_tell()
    article.withdraw(by=editor, reason="A fact is wrong.")
    article.publish(by=editor)
    going_out.note_and_tell()
    assert GoneOut.objects.count() == 1


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_again_and_given_up_at_last(settings: Settings) -> None:
    due(by=factories.editor(email="gwen@news.example"))
    with mail_server.running(settings) as post:
        post.dies = "before"
        for _ in range(going_out.MOST_ATTEMPTS):
            going_out.note_and_tell()
            GoneOut.objects.update(claimed_until=None)
        assert GoneOut.objects.get().given_up_at is not None
        GoneOut.objects.update(given_up_at=None)
        post.dies = ""
        going_out.note_and_tell()
        assert post.recipients == ["gwen@news.example"]


# 200 in one second, eight processes, some of them killed

PIECES = 200
READERS, WORKERS = 4, 4

READER = """
import json, sys, time
import django
django.setup()
from django.test import Client
client, seen = Client(raise_request_exception=False), []
print("ready", flush=True)
until, addresses = json.loads(sys.stdin.readline())
is_over = False
while not is_over:
    # The last round begins when all are due.
    is_over = time.time() >= until
    for number, address in enumerate(addresses):
        asked = time.time()
        status = client.get(address).status_code
        seen.append((number, asked, time.time(), status))
print(json.dumps(seen), flush=True)
"""

WORKER = """
import sys, time
import django
django.setup()
from articles import going_out
print("ready", flush=True)
until = float(sys.stdin.readline())
while time.time() < until:
    going_out.note_and_tell()
    time.sleep(0.02)
"""


class Shared:
    """This test's database for other processes; SQLite's is in memory, and goes by a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "shared.sqlite3"

    @property
    def address(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        told = connection.settings_dict
        return f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"

    def hand_over(self) -> None:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                connection.connection.backup(copy)

    def take_back(self) -> None:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as copy:
                copy.backup(connection.connection)


def started(script: str, database: str, mail_port: int) -> "subprocess.Popen[str]":
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "made-up",
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "CACHE_URL": "locmemcache://",
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "https://news.example",
        "DEBUG": "1",
        "HTTPS": "0",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    return subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def say(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{words}\n")
    process.stdin.flush()


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_hundred_in_one_second_are_seen_on_time_and_told_once(
    tmp_path: Path, settings: Settings
) -> None:
    editor = factories.editor(email="gwen@news.example")
    section, author = factories.section(), factories.author(name="Ana")
    pieces = []
    for _ in range(PIECES):
        made = factories.draft(author, section=section)
        made.publish(by=editor, at=timezone.now() + LATER)
        pieces.append(made)
    # Whose record nobody can read: its page breaks, and so does its letter.
    poisoned = pieces[17]
    _poison(poisoned)

    shared = Shared(tmp_path)
    with mail_server.running(settings) as post, ExitStack() as all_of_them:
        begin = partial(started, database=shared.address, mail_port=post.port)
        readers = [all_of_them.enter_context(begin(READER)) for _ in range(READERS)]
        workers = [all_of_them.enter_context(begin(WORKER)) for _ in range(WORKERS)]
        assert {hear(process) for process in [*readers, *workers]} == {"ready"}

        second = timezone.now().replace(microsecond=0) + datetime.timedelta(seconds=4)
        _make_due(pieces, second)
        shared.hand_over()
        addresses = [article.get_absolute_url() for article in pieces]
        for number, reader in enumerate(readers):
            say(reader, json.dumps([second.timestamp() + 1, addresses[number::READERS]]))
        for worker in workers:
            say(worker, str(second.timestamp() + 6))
        assert timezone.now() < second
        _kill_some(workers, second, post)
        seen = [json.loads(hear(reader)) for reader in readers]
        for worker in workers:
            worker.wait(timeout=60)
        shared.take_back()
        _finish()

    times = _times(seen, second.timestamp())
    assert times["early"] == []
    assert times["late"] == []
    assert len(times["on time"]) == PIECES - 1
    assert GoneOut.objects.count() == PIECES
    assert GoneOut.objects.filter(told_at=None).get().article == poisoned
    letters = [letter["Message-ID"] for _, letter in post.taken]
    assert len(set(letters)) == PIECES - 1
    # A worker that was killed after the server had taken its letter sends that one once more.
    assert len(letters) - len(set(letters)) <= WORKERS // 2


def _poison(article: Article) -> None:
    """By no door of the application, which lets nobody edit a record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_publication SET authors = %s WHERE id = %s",
            ['[{"nobody": 1}]', article.publication_id],
        )


def _make_due(pieces: list[Article], second: datetime.datetime) -> None:
    """All of them in the same second, each at a moment of its own within it."""
    steps = itertools.count()
    for article in pieces:
        article.publish_at = second + datetime.timedelta(seconds=next(steps) / PIECES)
    Article.objects.bulk_update(pieces, ["publish_at"])


def _kill_some(
    workers: list["subprocess.Popen[str]"], second: datetime.datetime, post: mail_server.Post
) -> None:
    """In the middle of their work: after some letters have gone, before all have."""
    while len(post.taken) < PIECES // 10 and time.time() < second.timestamp() + 5:
        time.sleep(0.005)
    for worker in workers[: len(workers) // 2]:
        worker.send_signal(signal.SIGKILL)


def _finish() -> None:
    """What the killed ones had claimed is free again when their time has run out."""
    for _ in range(3):
        GoneOut.objects.filter(told_at=None).update(claimed_until=None)
        going_out.note_and_tell()


def _times(seen: list[Any], second: float) -> dict[str, list[Any]]:
    """Whether each piece was seen in its moment: not before, and by everybody who asked after."""
    early, late, on_time = [], [], set()
    for reader, answers in enumerate(seen):
        for number, asked, answered, status in answers:
            place = reader + number * READERS
            moment = second + place / PIECES
            if status == 200 and answered < moment:
                early.append((place, answered - moment))
            if status == 404 and asked >= moment:
                late.append((place, asked - moment))
            if status == 200 and asked >= moment:
                on_time.add(place)
    return {"early": early, "late": late, "on time": sorted(on_time)}
