"""What the headers of a page and of a photo forbid a browser to do."""

from pathlib import Path

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.views.debug import technical_404_response
from pytest_django import Settings

from newsroom.csp import ContentSecurityPolicyMiddleware
from newsroom.media import photo
from newsroom.wsgi import in_utf8, without_a_body_for_head

PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002"
)
HOSTILE_PATHS = (
    "../settings.py",
    "../secret.png",
    "/etc/passwd",
    "folder/../../secret.png",
    "page.html",
    "drawing.svg",
    "photo.png.html",
    "folder.png",
    "nul\0.png",
    "long" * 2000 + ".png",
    "",
    ".png",
    "absent.png",
)


def answer(respond: HttpResponse | None = None, *, write_nonce: bool = False) -> HttpResponse:
    """What the middleware makes of a view's response."""

    def view(request: HttpRequest) -> HttpResponse:
        if write_nonce:
            return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]
        return respond or HttpResponse()

    return ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))


def directives(response: HttpResponseBase) -> dict[str, list[str]]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, parts)}


@pytest.fixture
def photos(settings: Settings, tmp_path: Path) -> Path:
    """A media folder with one photo, beside a file that is none of the readers' business."""
    folder = tmp_path / "media"
    (folder / "folder.png").mkdir(parents=True)
    (folder / "town.gif").write_bytes(PIXEL)
    for name in ("page.html", "drawing.svg", "photo.png.html"):
        (folder / name).write_text("<script>alert(1)</script>")
    (tmp_path / "secret.png").write_bytes(PIXEL)
    settings.MEDIA_ROOT = folder
    return folder


def test_a_page_may_load_from_its_own_host_and_run_nothing_inline() -> None:
    policy = directives(answer())

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["base-uri"] == policy["object-src"] == policy["frame-ancestors"] == ["'none'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)


def test_no_page_may_use_camera_microphone_or_place() -> None:
    headers = answer().headers

    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(
        headers["Permissions-Policy"].split(", ")
    )
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_that_writes_no_nonce_has_the_same_policy_every_time() -> None:
    assert answer()["Content-Security-Policy"] == answer()["Content-Security-Policy"]


def test_a_nonce_that_was_written_allows_that_one_script() -> None:
    response = answer(write_nonce=True)

    nonce = response.content.decode()
    assert len(nonce) >= 16
    assert directives(response)["script-src"] == ["'self'", f"'nonce-{nonce}'"]


def test_no_two_pages_share_a_nonce() -> None:
    assert answer(write_nonce=True).content != answer(write_nonce=True).content


def test_a_view_may_set_a_policy_of_its_own() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert answer(own)["Content-Security-Policy"] == "sandbox"


def test_a_developers_error_page_keeps_its_styles_only_while_debugging(settings: Settings) -> None:
    def lost() -> HttpResponse:
        request = RequestFactory().get("/no/such/page/")
        return technical_404_response(request, Http404("There is no such page."))

    assert directives(answer(lost()))["style-src"] == ["'self'"]

    settings.DEBUG = True
    assert directives(answer(lost()))["style-src"] == ["'unsafe-inline'"]


def test_an_error_page_of_ours_keeps_its_own_styles_while_debugging(settings: Settings) -> None:
    settings.DEBUG = True
    ours = HttpResponse("<h1>Nothing is shown here</h1>", status=404)
    assert directives(answer(ours))["style-src"] == ["'self'"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/no/such/page/", "/static/none.css", "/admin/login/"])
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    assert directives(client.get(address))["default-src"] == ["'none'"]


@pytest.mark.django_db
def test_an_error_of_ours_carries_the_policy(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("newsroom.media.find", fail)
    client.raise_request_exception = False

    response = client.get("/media/town.gif")

    assert response.status_code == 500
    assert directives(response)["default-src"] == ["'none'"]


@pytest.mark.django_db
def test_a_photo_is_served_as_the_image_its_name_says(client: Client, photos: Path) -> None:
    response = client.get("/media/town.gif")

    assert b"".join(response) == PIXEL
    assert response["Content-Type"] == "image/gif"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=2592000"


@pytest.mark.django_db
def test_a_photo_the_browser_has_is_not_sent_again(client: Client, photos: Path) -> None:
    first = client.get("/media/town.gif")
    first.close()

    again = client.get("/media/town.gif", headers={"if-modified-since": first["Last-Modified"]})

    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("path", HOSTILE_PATHS, ids=lambda path: repr(path[:24]))
def test_nothing_but_photos_is_served(photos: Path, path: str) -> None:
    with pytest.raises(Http404):
        photo(RequestFactory().get("/media/"), path=path)


def test_a_photo_is_not_changed_through_its_address(photos: Path) -> None:
    assert photo(RequestFactory().post("/media/"), path="town.gif").status_code == 405


@pytest.mark.parametrize(
    "claimed",
    ["text/plain; charset=bogus", "text/plain; x*=bogus''y", "multipart/form-data; boundary*=b''X"],
)
def test_a_charset_that_a_request_claims_reaches_nobody(claimed: str) -> None:
    seen: dict[str, str] = {}

    def application(environ: dict[str, str], start_response: object) -> list[bytes]:
        seen.update(environ)
        return []

    in_utf8(application)({"CONTENT_TYPE": claimed}, lambda *args: None)
    assert seen["CONTENT_TYPE"] == claimed.partition(";")[0]


def test_who_asks_for_the_headers_alone_is_sent_no_body() -> None:
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    answer = without_a_body_for_head(lambda environ, start: Body([b"a page"]))

    assert list(answer({"REQUEST_METHOD": "HEAD"}, lambda *args: None)) == []
    assert closed == [True]
    assert list(answer({"REQUEST_METHOD": "GET"}, lambda *args: None)) == [b"a page"]
