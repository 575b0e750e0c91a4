"""Signing in with an account from elsewhere, against a real OpenID Connect server on loopback.

Which providers there are is settled when the site starts, so these have a site of their own.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_string
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import identity_server, migrated
from tests.identity_server import IdentityServer

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 120
members = count(1)


class Paper:
    """A site in a process of its own, and the mail that it sends."""

    def __init__(self, folder: Path, guild: IdentityServer) -> None:
        self.mail, self.cache, self.guild = folder / "mail", folder / "cache", guild
        self.database = folder / "paper.sqlite3"
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.environment = os.environ | {
            "CACHE_URL": f"filecache://{self.cache}",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DEBUG": "1",
            "EMAIL_URL": f"filemail:///{self.mail}",
            "SITE_URL": self.url,
            "SOCIAL_PROVIDERS": "openid_connect",
            "SOCIAL_OPENID_CONNECT_NAME": identity_server.NAME,
            "SOCIAL_OPENID_CONNECT_SERVER": guild.url,
            "SOCIAL_OPENID_CONNECT_CLIENT_ID": identity_server.CLIENT_ID,
            "SOCIAL_OPENID_CONNECT_SECRET": identity_server.CLIENT_SECRET,
        }

    def manage(self, *command: str) -> str:
        manage = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(  # noqa: S603 -- our own command
            manage, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def start(self) -> "subprocess.Popen[bytes]":
        port = self.url.rpartition(":")[2]
        command = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", port]
        return subprocess.Popen(  # noqa: S603 -- our own command
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def letter(self) -> str:
        """The text of the last letter."""
        newest = max(self.mail.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        return str(message_from_string(newest.read_text(encoding="utf-8")).get_payload())

    def code(self) -> str:
        return str(re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", self.letter(), re.MULTILINE)[0])

    def forget_pauses(self) -> None:
        """One address is sent the next code only after a while."""
        shutil.rmtree(self.cache, ignore_errors=True)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Paper]:
    guild = IdentityServer()
    paper = Paper(tmp_path_factory.mktemp("paper"), guild)
    # Where the tests have tables in SQLite, only those of the provider are missing.
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            migrated.copy(paper.database)
    paper.manage("migrate", "-v0")
    server = paper.start()
    try:
        _wait_for(paper.url)
        yield paper
    finally:
        server.terminate()
        server.wait()
        guild.shutdown()
        guild.server_close()


@pytest.fixture
def reader(browser: Browser, paper: Paper) -> Iterator[Page]:
    """A browser and a member of the guild that the paper has never seen."""
    number, paper.guild.is_ill = next(members), False
    email = f"nora{number}@mail.example"
    paper.guild.claims = {"sub": f"guild-{number}", "name": "Nora Quill", "email": email}
    paper.guild.claims["email_verified"] = True
    paper.forget_pauses()
    context = browser.new_context(base_url=paper.url, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def accessible(page: Page) -> None:
    report = Axe().run(page)
    assert report.violations_count == 0, f"{page.url}\n{report.generate_report()}"


def come_from_the_guild(page: Page, answer: str = "Yes") -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="The Guild").click()
    page.get_by_role("link", name=answer).click()


def make_account(page: Page, paper: Paper) -> None:
    come_from_the_guild(page)
    accessible(page)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_label("Code").fill(paper.code())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="What we keep about you")).to_be_visible()


def test_who_comes_for_the_first_time_confirms_the_address_and_then_just_signs_in(
    reader: Page, paper: Paper
) -> None:
    make_account(reader, paper)
    expect(reader.get_by_text("Nora Quill")).to_be_visible()
    reader.context.clear_cookies()
    come_from_the_guild(reader)
    expect(reader.get_by_role("heading", name="What we keep about you")).to_be_visible()
    expect(reader.get_by_text(paper.guild.claims["email"])).to_be_visible()


def test_an_address_that_an_account_has_is_not_taken_over(reader: Page, paper: Paper) -> None:
    make_account(reader, paper)
    reader.context.clear_cookies()
    paper.forget_pauses()
    paper.guild.claims |= {"sub": "another", "name": "Mallory"}
    come_from_the_guild(reader)
    reader.get_by_role("button", name="Make the account").click()
    expect(reader.get_by_role("heading", name="Look in your mail")).to_be_visible()
    assert "It has one already" in paper.letter()
    reader.goto("/comments/yours/")
    expect(reader.get_by_text("Write the address that you comment with.")).to_be_visible()


def test_nobody_signs_with_a_name_of_the_newsroom(reader: Page, paper: Paper) -> None:
    paper.guild.claims |= {"name": "The Editor"}
    come_from_the_guild(reader)
    reader.get_by_label("Your name").fill("Editor")
    reader.get_by_role("button", name="Make the account").click()
    expect(reader.get_by_text("Nothing was done yet.")).to_be_visible()


def test_who_says_no_there_is_not_signed_in_here(reader: Page) -> None:
    come_from_the_guild(reader, answer="No")
    expect(reader.get_by_role("heading", name="Not signed in")).to_be_visible()
    accessible(reader)


def test_a_server_that_does_not_know_its_own_code_is_told_kindly(
    reader: Page, paper: Paper
) -> None:
    reader.goto("/accounts/login/")
    reader.get_by_role("link", name="The Guild").click()
    paper.guild.asked.clear()
    reader.get_by_role("link", name="Yes").click()
    expect(reader.get_by_role("heading", name="That did not work")).to_be_visible()
    accessible(reader)


def test_a_server_that_is_ill_is_told_kindly(reader: Page, paper: Paper) -> None:
    paper.guild.is_ill = True
    reader.goto("/accounts/login/")
    reader.get_by_role("link", name="The Guild").click()
    expect(reader.get_by_role("heading", name="That did not work")).to_be_visible()


def test_an_account_stops_using_the_other_one(reader: Page, paper: Paper) -> None:
    make_account(reader, paper)
    reader.goto("/accounts/3rdparty/")
    accessible(reader)
    reader.get_by_role("button", name="Stop using it").click()
    expect(reader.get_by_text("None signs you in.")).to_be_visible()


def test_an_answer_that_nobody_has_asked_for_opens_nothing(reader: Page) -> None:
    reader.goto("/accounts/oidc/oidc/login/callback/?code=made-up&state=made-up")
    expect(reader.get_by_role("heading", name="That did not work")).to_be_visible()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["3rdparty/", "oidc/oidc/login/", "github/login/"])
def test_switched_off_there_is_no_way_from_elsewhere(client: Client, address: str) -> None:
    assert client.get(f"/accounts/{address}").status_code == 404
    assert "elsewhere" not in client.get("/accounts/login/").content.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> Any:
    for _ in range(SECONDS_TO_START * 5):
        try:
            return urlopen(f"{url}/accounts/login/").close()  # noqa: S310 -- our own server
        except HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The site did not start within {SECONDS_TO_START} s.")
