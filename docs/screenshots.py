"""Takes the pictures of the README: the demo newsroom in a browser, light and dark.

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
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SECONDS_TO_START = 60


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from newsroom.demo import PASSWORD

    with demo_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in ("light", "dark"):
            page = new_page(browser, scheme)
            page.goto(address)
            take(page, f"front-{scheme}")
            page.locator("main h2 a").first.click()
            take(page, f"article-{scheme}")
            page.evaluate("document.querySelector('#disclosures').scrollIntoView()")
            take(page, f"disclosures-{scheme}")
            page.goto(f"{address}/admin/")
            page.fill("#id_username", "moderator")
            page.fill("#id_password", PASSWORD)
            page.click("[type=submit]")
            page.goto(f"{address}/admin/desk/")
            take(page, f"moderating-{scheme}")
        browser.close()


def new_page(browser: Browser, scheme: str) -> Page:
    size = {"width": 1280, "height": 900}
    return browser.new_context(viewport=size, color_scheme=scheme).new_page()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=85)


@contextmanager
def demo_server() -> Iterator[str]:
    """The address of a server with the demo newsroom, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "for-pictures-alone",
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_NAME": paper_name(),
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
            yield address
        finally:
            server.terminate()
            server.wait()


def paper_name() -> str:
    from newsroom.demo import PAPER

    return PAPER


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
