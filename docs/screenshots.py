"""Takes the pictures of the README: the demo newsroom in a browser, on a desk and on a phone.

`make screenshots` calls it. The demo is written into a folder that is thrown away.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SECONDS_TO_START = 60
MOST_BYTES = 150_000
STATEMENT = (
    "from comments.models import Decision;"
    "print(Decision.objects.restrictions().filter(to_status='rejected').first().statement_url)"
)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with demo_server() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for_readers(new_page(browser), demo)
        for_editors(new_page(browser), demo)
        for_editors_on_the_way(new_page(browser, width=390, scheme="dark"), demo)
        for_moderators(new_page(browser), demo, "desk")
        for_moderators(new_page(browser, width=390, scheme="dark"), demo, "desk-phone")
        browser.close()


def for_readers(page: Page, demo: "Demo") -> None:
    page.goto(demo.address)
    take(page, "front")
    page.locator("main h2 a").first.click()
    show(page, "#disclosures")
    take(page, "article")
    show(page, "#comments")
    take(page, "discussion")
    page.goto(demo.address + demo.statement)
    take(page, "reasons")


def for_editors(page: Page, demo: "Demo") -> None:
    sign_in(page, demo, "editor", "/admin/articles/article/")
    page.locator("#result_list tbody th a").first.click()
    take(page, "form")


def for_editors_on_the_way(page: Page, demo: "Demo") -> None:
    sign_in(page, demo, "editor", "/admin/articles/arrangement/add/")
    take(page, "arranging-phone")


def for_moderators(page: Page, demo: "Demo", name: str) -> None:
    sign_in(page, demo, "moderator", "/admin/desk/")
    take(page, name)


def sign_in(page: Page, demo: "Demo", name: str, address: str) -> None:
    """And on to this page."""
    from newsroom.demo import PASSWORD

    page.goto(f"{demo.address}/admin/login/?next={address}")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")


def new_page(browser: Browser, width: int = 1280, scheme: str = "light") -> Page:
    size = {"width": width, "height": 844}
    return browser.new_context(viewport=size, color_scheme=scheme).new_page()


def show(page: Page, place: str) -> None:
    """Once the pictures above it have their place."""
    page.wait_for_load_state("networkidle")
    page.evaluate("place => document.querySelector(place).scrollIntoView()", place)


def take(page: Page, name: str) -> None:
    """With as many colours as it takes, and no more bytes than a README should load."""
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        picture = BytesIO()
        shot.quantize(colours, dither=Image.Dither.NONE).save(picture, "png", optimize=True)
        if picture.tell() <= MOST_BYTES:
            break
    (PICTURES / f"{name}.png").write_bytes(picture.getvalue())


@dataclass(frozen=True)
class Demo:
    """Where the demo is served, and the page of a statement of reasons in it."""

    address: str
    statement: str


@contextmanager
def demo_server() -> Iterator[Demo]:
    """A server with the demo newsroom, for as long as it is needed."""
    from newsroom.demo import PAPER, TAGLINE

    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "for-pictures-alone",
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_NAME": PAPER,
            "SITE_TAGLINE": TAGLINE,
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate", "-v0"], ["demo"]):
            subprocess.run([*manage, *command], env=environment, check=True)
        port = free_port()
        command = [*manage, "runserver", "--noreload", str(port)]
        server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address)
            told = subprocess.run(
                [*manage, "shell", "-v0", "-c", STATEMENT],
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            )
            yield Demo(address, told.stdout.strip())
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"The demo did not start within {SECONDS_TO_START} s.")


if __name__ == "__main__":
    main()
