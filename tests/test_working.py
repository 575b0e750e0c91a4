"""`manage.py work`: the duties, one after the other, beside a server and ending with it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from comments import duties, forgetting, letters, mailing
from comments.models import Letter, LetterKind
from newsroom import launch
from tests import mail_server

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_what_one_duty_meets_stops_none_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def stumble() -> int:
        raise RuntimeError("a stone")

    assert duties.do_duties((stumble, lambda: 3)) == 3
    assert "The duty “stumble” failed" in caplog.text


@pytest.mark.django_db
def test_once_does_what_is_due_and_stops(settings: Settings) -> None:
    letters.write(LetterKind.APPEAL, None, "appeal:1", address="nora@mail.example")
    with mail_server.running(settings) as post:
        call_command("work", "--once")
    assert post.recipients == ["nora@mail.example"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_send_each_letter_once(settings: Settings) -> None:
    for number in range(20):
        address = f"n{number}@mail.example"
        letters.write(LetterKind.APPEAL, None, f"appeal:{number}", address=address)

    def send() -> None:
        mailing.send_due()
        connection.close()

    with mail_server.running(settings) as post:
        workers = [threading.Thread(target=send) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sorted(post.recipients) == sorted(f"n{number}@mail.example" for number in range(20))
    assert not Letter.objects.waiting().exists()


@pytest.mark.django_db
def test_what_is_old_is_looked_for_once_an_hour_and_while_there_is_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = iter([500, 20, 0])
    monkeypatch.setattr(forgetting, "forget", lambda: next(left))
    assert [duties.forget() for _ in range(5)] == [500, 20, 0, 0, 0]


def beside(
    tmp_path: Path, then: str = "time.sleep(60)", **environment: str
) -> "subprocess.Popen[str]":
    """A process that has started a worker as `make run` does, and waits."""
    script = (
        "import time; from newsroom import launch; launch.work_beside();"
        f"print('started', flush=True); {then}"
    )
    clean = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "made-up",
        "DATABASE_URL": f"sqlite:///{tmp_path}/work.sqlite3",
    }
    return subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**clean, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_with_its_server_whatever_ends_that(
    tmp_path: Path, number: signal.Signals
) -> None:
    with beside(tmp_path) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "started\n"
        while "The duty “send letters” failed" not in server.stdout.readline():
            pass  # there are no tables in its database: it is at work when it says so
        server.send_signal(number)
        # The worker writes to the same pipe: its end comes when both are gone.
        server.stdout.read()
        assert server.wait(timeout=10) != 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_was_killed_is_started_again_and_the_log_says_so(
    tmp_path: Path, number: signal.Signals
) -> None:
    with beside(tmp_path) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "started\n"
        workers: set[int] = set()
        while len(workers) < 2:
            if "The duty “send letters” failed" not in server.stdout.readline():
                continue
            workers.add(worker := worker_of(server))
            if len(workers) == 1:
                os.kill(worker, number)
                while "the worker that sends letters has ended" not in server.stdout.readline():
                    pass
        server.kill()
        server.stdout.read()


def worker_of(server: "subprocess.Popen[str]") -> int:
    """The process of `manage.py work`: the child of the child of the server."""
    (keeper,) = children(server.pid)
    (worker,) = children(keeper)
    return worker


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_a_worker_that_ends_at_its_start_is_tried_ever_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waited: list[int] = []

    def wait(seconds: int) -> bool:
        waited.append(seconds)
        return len(waited) >= 20

    monkeypatch.setattr(launch, "WORK", (sys.executable, "-c", "raise SystemExit(3)"))
    monkeypatch.setattr(launch, "input_ends_within", wait)
    launch.keep_working()

    assert [pause for pause in waited if pause] == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert "has ended (3). It starts again in 1 s." in capsys.readouterr().out


def test_the_worker_stays_as_long_as_its_server(tmp_path: Path) -> None:
    then = "time.sleep(4); print('has ended:', launch._beside[0][0].poll() is not None)"
    with beside(tmp_path, then) as server:
        assert server.stdout is not None
        assert "has ended: False" in server.stdout.read()


def test_work_can_be_left_to_another_machine(tmp_path: Path) -> None:
    with beside(tmp_path, WORK="0") as server:
        assert server.stdout is not None
        server.stdout.readline()
        server.kill()
        assert server.stdout.read() == ""
