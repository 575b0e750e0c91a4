"""The main job from end to end, in a browser and through real forms alone.

An editor makes an author, a photo and an article and publishes it; a reader without JavaScript
comments; a moderator approves and closes; the reader's page shows every part in its order.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from comments import mailing
from comments.models import Letter, LetterKind
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.each_database,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PASSWORD = "a long walk by the sea"
PARAGRAPHS = [f"Paragraph {number} of what happened at the harbour." for number in range(1, 16)]
COMMENTS = [f"Comment {number} of a reader by the sea." for number in range(1, 6)]
REASON = "The inquest has begun, and it is not for us to judge."

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A new visitor with a browser of their own."""
    contexts = []

    def come(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(
        page.get_by_role("link", name="Log out").or_(page.get_by_text("Log out"))
    ).to_be_visible()


def make_account(page: Page, name: str, role: str) -> None:
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Username").fill(name)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Staff status").check()
    page.locator("#id_groups_from").select_option(label=role)
    page.locator("#id_groups_add").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def make_section(page: Page) -> None:
    page.goto("/admin/articles/section/add/")
    page.get_by_label("Name").fill("Harbour")
    save(page)


def make_policy(page: Page) -> None:
    page.goto("/admin/articles/policy/add/")
    page.get_by_label("Title").fill("Comment policy")
    write_body(page, ["Be kind."])
    save(page)


def make_group(page: Page) -> None:
    page.goto("/admin/articles/author/add/")
    page.locator("#id_kind").select_option(label="Group account")
    page.locator("#id_name").fill("The Harbour Desk")
    page.locator("#id_bio").fill("Reporters who live by the water.")
    page.locator("#id_copyright_line").fill("© The Harbour Desk")
    page.get_by_text("Add another Manager").click()
    for row, name in enumerate(["Ana Ruiz", "Bo Falk"]):
        page.locator(f"#id_managers-{row}-name").fill(name)
        page.locator(f"#id_managers-{row}-since").fill("2024-01-01")
    page.locator("#id_disclosures-0-kind").select_option(label="Ownership")
    page.locator("#id_disclosures-0-entity").fill("Ferry Company")
    page.locator("#id_disclosures-0-text").fill("The desk owns ten shares of it.")
    page.locator("#id_disclosures-0-valid_from").fill("2024-01-01")
    save(page)


def make_photo(page: Page, file: Path) -> None:
    file.write_bytes(factories.picture_file((1200, 800)).getvalue())
    page.goto("/admin/articles/photo/add/")
    page.locator("#id_image").set_input_files(file)
    page.locator("#id_alt").fill("A ferry at the quay")
    page.locator("#id_caption").fill("The ferry on Monday.")
    page.locator("#id_credit").fill("Cy Grant")
    save(page)


def write_body(page: Page, paragraphs: list[str]) -> None:
    """As a person types: into the editor, a line break between paragraphs."""
    page.locator("[contenteditable=true]:visible").first.click()
    for paragraph in paragraphs:
        page.keyboard.insert_text(paragraph)
        page.keyboard.press("Enter")


def write_article(page: Page) -> None:
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Section").select_option(label="Harbour")
    page.get_by_label("Headline").fill("Ferry to run all night")
    page.get_by_label("Standfirst").fill("From Monday the last boat is the first.")
    page.get_by_label("Dateline").fill("Saltmarsh")
    write_body(page, PARAGRAPHS)
    page.locator(".field-lead_photo .select2-selection").click()
    page.get_by_role("option", name="The ferry on Monday.").click()
    page.locator("#id_bylines-0-author").select_option(label="The Harbour Desk")
    page.locator("#id_bylines-0-declares").select_option(label="Nothing")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")


def comment(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your name").fill("Nora Quill")
    page.get_by_label("Your e-mail address").fill("nora@mail.example")
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()


def confirm_address(page: Page) -> None:
    letter = Letter.objects.filter(kind=LetterKind.CONFIRM).latest("pk")
    page.goto(mailing.context(letter)["url"].removeprefix(settings.SITE_URL))
    page.get_by_role("button", name="Yes, this address is mine").click()
    expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()


def approve_all(page: Page) -> None:
    page.goto("/admin/desk/")
    page.locator("#bulk summary").click()
    page.get_by_role("button", name="Tick the whole page").click()
    page.get_by_role("button", name="Approve them").click()
    expect(page.locator("#said")).to_contain_text("5 approved.")


def close_thread(page: Page) -> None:
    page.goto("/admin/comments/comment/?status=approved")
    page.get_by_role("link", name="Open or close…").first.click()
    page.get_by_label("Closed").check()
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".messagelist .success")).to_contain_text("closed")


def places(html: str, *marks: str) -> list[int]:
    found, places = 0, []
    for mark in marks:
        found = html.find(mark, found)
        assert found != -1, mark
        places.append(found)
    return places


def test_the_whole_day(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", username="chief", email="chief@paper.example")

    chief = visit()
    sign_in(chief, "chief")
    make_account(chief, "editor", "Editor")
    make_account(chief, "moderator", "Moderator")

    editor = visit()
    sign_in(editor, "editor")
    make_section(editor)
    make_policy(editor)
    make_group(editor)
    make_photo(editor, tmp_path / "ferry.jpg")
    write_article(editor)
    address = editor.get_by_role("link", name="Read it on the site").get_attribute("href") or ""

    reader = visit(java_script_enabled=False)
    for text in COMMENTS:
        comment(reader, address, text)
    confirm_address(reader)

    moderator = visit()
    sign_in(moderator, "moderator")
    approve_all(moderator)
    close_thread(moderator)

    reader.goto(address)
    numbered = [part for number, text in enumerate(COMMENTS, 1) for part in (f">#{number}<", text)]
    places(
        reader.content(),
        "Ferry to run all night</h1>",
        "<figure",
        "The ferry on Monday.",
        "Cy Grant",
        "Saltmarsh",
        *[f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS],
        'id="about-authors"',
        "The Harbour Desk",
        "Ana Ruiz",
        "Bo Falk",
        "© The Harbour Desk",
        'id="disclosures"',
        "The desk owns ten shares of it.",
        'id="policies"',
        "Comment policy",
        'id="comments"',
        *numbered,
        "Comments are closed",
        REASON,
    )
    expect(reader.get_by_role("link", name="Write a comment")).to_have_count(0)
