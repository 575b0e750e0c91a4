"""The ground: what starts, what refuses to start and says why, and what the locks hold."""

import os
import re
import socket
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from packaging.requirements import Requirement
from pytest_django import Settings

from articles.models import Article
from newsroom import launch
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
CORE_LOCK = ROOT / "requirements.txt"
TOOLS_LOCK = ROOT / ".ci" / "requirements-dev.txt"
KEY = "a-key-for-the-tests-that-is-long-enough-to-pass-0123456789"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the project under this Python, with no setting but those given."""
    clean = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "PYTHONWARNINGS": "error"}
    return subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, *words],
        cwd=ROOT,
        env={**clean, "DATABASE_URL": "sqlite:///:memory:", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def pins(lock: Path) -> dict[str, str]:
    """name → version of each locked package."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(), re.MULTILINE))


# Settings


def test_without_a_secret_key_nothing_starts_and_one_line_says_what_to_set() -> None:
    result = run("manage.py", "check")

    assert result.returncode == 1
    assert len(lines(result.stderr)) == 1
    assert "SECRET_KEY" in result.stderr


def test_debug_does_not_excuse_a_missing_secret_key() -> None:
    assert "SECRET_KEY" in run("manage.py", "check", DEBUG="1").stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "tarot://cards"),
        ("DATABASE_URL", "cards"),
        ("DATABASE_URL", "sqlite:////dev/null/newsroom.sqlite3"),
        ("DATABASE_POOL_SIZE", "many"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../secret"),
        ("DATABASE_URL", "postgres://ana:s3cr#t@127.0.0.1:many/post"),
        ("DATABASE_URL", "postgres://ana:s3cret@127.0.0.1"),
        ("DATABASE_POOL_SIZE", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("DEBUG", "yes please"),
        ("HTTPS", "https"),
        ("CACHE_URL", "cupboard"),
        ("CACHE_URL", "redis://:s3cr@[127.0.0.1:6379/0"),
        ("SOCIAL_PROVIDERS", "no_such_thing"),
        ("CACHE_URL", "redis://127.0.0.1:6379/0"),
        ("EMAIL_URL", "pigeon://loft"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtps://mail.example:465"),
        ("EMAIL_URL", "smtp+tls://user:s3cr@t#w@mail.example:587"),
        ("EMAIL_URL", "smtp+tls://user:s3cr#t@mail.example:587"),
        ("EMAIL_URL", "smtp+tls://user:s3cr%t@mail.example:587"),
        ("EMAIL_URL", "smtp+tls://user:s3cret@mail.example:many"),
        ("LANGUAGE_CODE", "xx"),
        ("LANGUAGE_CODE", ""),
        ("SITE_URL", "post.example"),
        ("SITE_URL", "ftp://post.example"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://post.example/paper"),
        ("SITE_URL", "https://[post"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_in_one_line(setting: str, value: str) -> None:
    result = run("manage.py", "check", SECRET_KEY=KEY, **{setting: value})

    assert result.returncode == 1
    assert len(lines(result.stderr)) == 1
    assert setting in result.stderr
    assert "s3cr" not in result.stderr


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("DEBUG = 1", "Line 2 of paper.env must be NAME=value"),
        ("s3cret", "Line 2 of paper.env must be NAME=value"),
        ("SITE_NAME=The s3cret Post # my paper", "Line 2 of paper.env has a # after its value"),
        ("SITE_NAME=\u00e9", "paper.env must be text in UTF-8"),
    ],
)
def test_an_odd_line_among_the_settings_is_named_and_not_repeated(
    tmp_path: Path, line: str, says: str
) -> None:
    file = tmp_path / "paper.env"
    file.write_bytes(f"SECRET_KEY={KEY}\n{line}\n".encode("latin-1"))
    result = run("manage.py", "check", ENV_FILE=str(file))

    assert result.returncode == 1
    assert len(lines(result.stderr)) == 1
    assert says in result.stderr
    assert "s3cr" not in result.stderr


@pytest.mark.parametrize("code", ["en-us", "en-ie", "de", "pt-br"])
def test_a_language_of_django_is_taken(code: str) -> None:
    assert run("manage.py", "check", SECRET_KEY=KEY, LANGUAGE_CODE=code).returncode == 0


def test_settings_are_read_with_quotes_remarks_and_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "paper.env"
    file.write_text(
        f"\ufeff# The post\n \nexport SECRET_KEY={KEY}\nSITE_NAME='The # Post'\r\n"
        'SITE_TAGLINE="Since # 1"\nDEBUG=On \n',
        encoding="utf-8",
    )
    show = "from newsroom.settings import *; print(SITE_NAME, SITE_TAGLINE, DEBUG, sep='|')"

    assert run("-c", show, ENV_FILE=str(file)).stdout == "The # Post|Since # 1|True\n"


def test_a_password_of_the_mail_server_may_hold_any_character() -> None:
    url = "smtp+ssl://ana%40post.example:p%40ss%23%3A%2F%25@mail.example:465"
    show = (
        "from newsroom.settings import *; print(EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_HOST)"
    )
    result = run("-c", show, SECRET_KEY=KEY, EMAIL_URL=url)

    assert result.stdout.split() == ["ana@post.example", "p@ss#:/%", "mail.example"]


def test_the_settings_of_a_production_site_pass_the_deployment_check() -> None:
    settled = {
        "HTTPS": "1",
        "SITE_URL": "https://news.example",
        "EMAIL_URL": "smtp+tls://mail.example:587",
        "TRUSTED_PROXIES": "1",
    }
    words = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    result = run(*words, SECRET_KEY=KEY, **settled)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, "0 False False"),
        ({"HTTPS": "1"}, "3600 False False"),
        ({"HTTPS": "1", "HSTS_SECONDS": "31536000", "HSTS_SUBDOMAINS": "1"}, "31536000 True False"),
    ],
)
def test_browsers_are_bound_to_https_as_long_as_the_paper_says(
    wanted: dict[str, str], told: str
) -> None:
    names = ", ".join(
        f"settings.SECURE_HSTS_{x}" for x in ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    )
    show = f"from django.conf import settings; print({names})"
    environment = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "SECRET_KEY": KEY, **wanted}

    assert run("-c", show, **environment).stdout == f"{told}\n"


def test_the_database_is_its_owners_alone_to_read(tmp_path: Path) -> None:
    file = tmp_path / "new" / "paper.sqlite3"
    run("manage.py", "migrate", "contenttypes", SECRET_KEY=KEY, DATABASE_URL=f"sqlite:///{file}")

    assert file.stat().st_size > 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_debug_is_off_unless_asked_for() -> None:
    show = "from newsroom import settings; print(settings.DEBUG, settings.SECURE_SSL_REDIRECT)"

    assert run("-c", show, SECRET_KEY=KEY).stdout.split() == ["False", "False"]
    assert run("-c", show, SECRET_KEY=KEY, DEBUG="1").stdout.split() == ["True", "False"]


@pytest.mark.django_db
def test_the_database_is_opened_as_its_engine_needs() -> None:
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "postgresql":
        assert options["pool"]["max_size"] >= 16
        return
    with connection.cursor() as cursor:
        modes = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 1, 1]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_every_setting_has_a_line_in_the_example() -> None:
    source = (ROOT / "newsroom" / "settings.py").read_text()
    readers = r"env\.\w+|number|switch|time_zone|language|web_address|mail|day_or_year"
    asked = set(re.findall(rf'(?:{readers})\(\s*"([A-Z_]+)"', source))
    shown = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert asked == shown


# Starting


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_one_line_before_any_work(taken_port: int, command: str) -> None:
    result = run("-m", "newsroom.launch", command, PORT=str(taken_port))

    assert result.returncode == 1
    assert result.stdout == ""
    assert len(lines(result.stderr)) == 1
    assert f"port {taken_port}" in result.stderr


def test_a_database_that_does_not_answer_is_one_line_with_the_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]  # nobody listens there a moment later
    url = f"postgres://ana:s3cret@127.0.0.1:{port}/post"
    words = ("-m", "newsroom.launch", "start-serve")
    result = run(*words, SECRET_KEY=KEY, DATABASE_URL=url)

    assert result.returncode == 1
    assert len(lines(result.stderr)) == 1
    assert "refused" in result.stderr
    assert "s3cret" not in result.stderr


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "८०००"])
def test_a_port_that_is_none_is_one_line(port: str) -> None:
    result = run("-m", "newsroom.launch", "run", PORT=port)

    assert result.returncode == 1
    assert lines(result.stderr) == [f"PORT must be a number from 1 to 65535, not {port!r}."]


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"needs Python 3.11 or newer, and this is 3\.9\.2"):
        launch.check_python()


def test_the_key_is_random_private_and_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "ENV_FILE", tmp_path / ".env")

    launch.write_env_file()
    first = launch.ENV_FILE.read_text()
    launch.write_env_file()

    assert launch.ENV_FILE.read_text() == first
    assert re.search(r"^SECRET_KEY=\S{50,}$", first, re.MULTILINE)
    assert stat.S_IMODE(launch.ENV_FILE.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("SITE_NAME=The Post\n", "SITE_NAME=The Post\n"),
        ("SITE_NAME=The Post", "SITE_NAME=The Post\n"),
        ("SECRET_KEY=\nDEBUG=0\n", "DEBUG=0\n"),
        ("#SECRET_KEY=an-example\n", "#SECRET_KEY=an-example\n"),
        ("", ""),
    ],
)
def test_a_file_of_settings_without_a_key_is_given_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, kept: str
) -> None:
    monkeypatch.setattr(launch, "ENV_FILE", tmp_path / ".env")
    monkeypatch.delenv("SECRET_KEY")
    launch.ENV_FILE.write_text(written)

    launch.write_env_file()

    text = launch.ENV_FILE.read_text()
    assert re.fullmatch(re.escape(kept) + r"SECRET_KEY=\S{50,}\n", text)
    assert stat.S_IMODE(launch.ENV_FILE.stat().st_mode) == 0o600


@pytest.mark.parametrize("written", ["SECRET_KEY=mine\n", "A=b\nexport SECRET_KEY=mine\n"])
def test_a_key_that_is_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(launch, "ENV_FILE", tmp_path / ".env")
    monkeypatch.delenv("SECRET_KEY")
    launch.ENV_FILE.write_text(written)

    launch.write_env_file()

    assert launch.ENV_FILE.read_text() == written


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands an installation into an empty folder would call."""
    made: list[str] = []

    def note(*command: str) -> None:
        made.append(" ".join(command))
        (tmp_path / ".venv").mkdir(exist_ok=True)

    monkeypatch.setattr(launch, "STAMP", tmp_path / ".venv" / "installed")
    monkeypatch.setattr(launch, "OWN_PACKAGES", tmp_path / "requirements-local.txt")
    monkeypatch.setattr(launch, "call", note)
    return made


def test_a_second_start_installs_nothing(calls: list[str]) -> None:
    launch.install_core()
    made, installed, checked = calls
    assert "-m venv" in made
    assert "--no-deps --require-hashes" in installed
    assert checked.endswith("check")

    calls.clear()
    launch.install_core()
    assert calls == []


def test_the_tools_join_the_environment_and_bring_the_core(calls: list[str]) -> None:
    launch.install_core()
    calls.clear()

    launch.install_tools()
    launch.install_core()

    assert calls[0].endswith(".ci/requirements-dev.txt")
    assert not any("-m venv" in call for call in calls)


def test_packages_of_the_site_itself_follow_the_lock_and_come_back_with_a_new_one(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    launch.OWN_PACKAGES.write_text("redis\n")
    launch.install_core()
    assert "--require-hashes" in calls[1]
    assert f"--requirement {launch.OWN_PACKAGES} --constraint" in calls[3]
    pins = launch.STAMP.with_name("locked.txt").read_text()
    assert re.search(r"^django==\S+", pins, re.MULTILINE)
    assert "--hash" not in pins

    calls.clear()
    launch.install_core()
    assert calls == []

    monkeypatch.setattr(launch, "CORE_LOCK", TOOLS_LOCK)  # another lock
    launch.install_core()
    assert "-m venv --clear" in calls[0]
    assert f"--requirement {launch.OWN_PACKAGES}" in calls[3]


def test_another_package_of_the_site_is_installed_alone(calls: list[str]) -> None:
    launch.install_core()
    calls.clear()
    launch.OWN_PACKAGES.write_text("redis\n")

    launch.install_core()

    installed, checked = calls
    assert str(launch.OWN_PACKAGES) in installed
    assert checked.endswith("check")


def test_an_environment_of_another_python_is_made_anew(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    launch.install_core()
    calls.clear()
    monkeypatch.setattr(launch, "python_version", lambda: "3.99")

    launch.install_core()

    assert "-m venv --clear" in calls[0]


@pytest.mark.django_db
def test_a_newsroom_with_articles_gets_no_demo(capsys: pytest.CaptureFixture[str]) -> None:
    factories.draft()

    launch.show_the_demo()

    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_newsroom_in_which_somebody_has_written_starts_without_the_demo(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.DEBUG = True
    get_user_model().objects.create_user("nora")

    launch.show_the_demo()

    assert not Article.objects.exists()
    assert "somebody has written here already (1 user)" in capsys.readouterr().out


def test_static_files_are_collected_when_one_has_changed_and_only_then(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"

    for hour, (text, collects) in enumerate((("one", True), ("one", False), ("two", True))):
        if collects:
            (source / "page.css").write_text(text)
            os.utime(source / "page.css", (time.time() + 3600 * hour,) * 2)
        launch.collect_static()
        assert bool(capsys.readouterr().out) is collects
        assert (settings.STATIC_ROOT / "page.css").read_text() == text


# The locks


@pytest.mark.parametrize("lock", [CORE_LOCK, TOOLS_LOCK], ids=lambda lock: lock.name)
def test_a_lock_names_packages_and_hashes_and_no_address(lock: Path) -> None:
    words = re.sub(r"(?m)#.*$", "", lock.read_text()).replace("\\\n", " ")

    for line in filter(str.strip, words.splitlines()):
        assert re.fullmatch(
            r"[a-z0-9.-]+==[^\s;]+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line
        )
    assert "://" not in lock.read_text()


def test_the_lock_of_the_tools_repeats_the_core() -> None:
    assert pins(CORE_LOCK).items() <= pins(TOOLS_LOCK).items()


def test_every_dependency_is_locked_at_a_version_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tools = project["optional-dependencies"]["dev"]

    for lock, wanted in ((CORE_LOCK, project["dependencies"]), (TOOLS_LOCK, tools)):
        for requirement in map(Requirement, wanted):
            assert requirement.specifier.contains(pins(lock)[requirement.name]), requirement
