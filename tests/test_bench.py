"""What nobody runs rots: each script of `bench/` runs here, small, and prints its table."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

# What they measure is SQLite, whatever the tests stand on.
pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parent.parent
# Run as they are, with few comments; the word list's with a short one, and without the lists of
# abuse that may be kept beside the project.
FEW = ["--few", "100", "20", "--comments", "120", "--held", "30"]
DESK = ["bench/desk.py", *FEW, "--rounds", "1", "--only", "one"]
CONFLICTS = ["bench/conflicts.py", "--few", "2", "--many", "3", "--length", "200", "--rounds", "1"]
FEEDS = ["bench/feeds.py", "--few", "110", "--many", "130", "--rounds", "1"]
SEARCH = ["bench/search.py", "--few", "5", "--many", "30", "--rounds", "1"]
SHORT = ["--short", "30", "--long", "60", "--shapes", "mixed"]
THREADS = ["bench/threads.py", *SHORT, "--rounds", "1"]
WORDS = """
import pathlib, words
some = list(words.disguises.made_up_words())[:9]
words.disguises.made_up_words = lambda: some
words.TERMS, words.LENGTH, words.ROUNDS = 100, 200, 1
words.disguises.FOLDER = pathlib.Path("nowhere")
words.report_recall(), words.report_false_alarms(), words.report_time()
"""


def run(*command: str, database: Path) -> str:
    """What it prints. A page that is slow by chance is no failure here; an error is one."""
    ended = subprocess.run(  # noqa: S603 -- our own scripts
        [sys.executable, *command],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{database}",
            "PYTHONPATH": str(ROOT / "bench"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stdout


@pytest.fixture
def migrated(db: None, tmp_path: Path) -> Path:
    """An empty newsroom in SQLite: the tests' own, where they have one."""
    file = tmp_path / "migrated.sqlite3"
    if connection.vendor == "sqlite":
        named = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(named)) as ours, closing(sqlite3.connect(file)) as copy:
            ours.backup(copy)
    else:
        run("manage.py", "migrate", database=file)
    return file


def test_every_script_is_run_here() -> None:
    scripts = {file.name for file in (ROOT / "bench").glob("[a-z]*.py")}
    assert scripts == {"conflicts.py", "desk.py", "feeds.py", "search.py", "threads.py", "words.py"}


@pytest.mark.parametrize(
    "script",
    [CONFLICTS, DESK, FEEDS, SEARCH, THREADS],
    ids=["conflicts", "desk", "feeds", "search", "threads"],
)
def test_a_bench_measures_its_pages(script: list[str], migrated: Path, tmp_path: Path) -> None:
    said = run(*script, "--migrated", str(migrated), database=tmp_path / "unused.sqlite3")
    assert "Worst ratio" in said.splitlines()[-1]
    assert len(said.splitlines()) > 5


@pytest.mark.parametrize("script", ["conflicts", "desk", "feeds", "search", "threads", "words"])
def test_a_bench_that_is_asked_for_help_measures_nothing(script: str, tmp_path: Path) -> None:
    said = run(f"bench/{script}.py", "--help", database=tmp_path / "unused.sqlite3")
    assert said.startswith("usage:")


def test_the_bench_of_the_word_list_measures_it(tmp_path: Path) -> None:
    said = run("-c", WORDS, database=tmp_path / "unused.sqlite3")
    assert "Recall" in said
    assert "False alarms" in said
    assert "Making the list ready" in said
