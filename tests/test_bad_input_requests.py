"""Requests that no browser of a reader sends: addresses, parameters, headers and numbers."""

import io
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client
from django.test.client import FakePayload

from articles.models import Article
from newsroom.wsgi import application
from tests import factories
from tests.corpora import cases
from tests.newspaper import quiet, superuser, typed_article, typed_author, typed_comment
from tests.skeleton import difference

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

NUL = "\x00"
# More digits than a database, than C and than Python's own reader of numbers takes.
NUMBERS = ("-1", "0", "²", "٣", "1e9", "NaN", NUL, "9" * 10, "9" * 19, "9" * 30, "9" * 5_000)
QUERIES = (
    *(
        "' OR 1=1 --",
        "1'; DROP TABLE articles_article; --",
        '") OR ("a"="a',
        "%",
        "_",
        "\\",
        "%%%_",
    ),
    *("a" * 10_000, " " * 300, "a b " * 60, "😀" * 200, "\u202e", "\ufdfa" * 200, NUL, f"a{NUL}b"),
    *("{{ 7*7 }}", "{% debug %}", "%s%n", "../../etc/passwd", "<script>alert(1)</script>", '"><b>'),
)
LISTS = (
    *("articles/article", "articles/author", "articles/disclosure", "articles/photo"),
    *("articles/section", "articles/tag", "articles/policy", "comments/comment", "comments/thread"),
    *("comments/openinghours", "comments/sectionrules"),
)


@pytest.fixture
def desk() -> Client:
    return superuser()


@pytest.fixture
def article() -> Article:
    article = factories.published()
    factories.approved(article)
    factories.comment(article)
    return article


def raw(client: Client, path: str, **environ: Any) -> int:
    """The status for a path as a server hands it over, however strange it is."""
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "wsgi.input": FakePayload(b""),
    }
    return client.request(**asked | environ).status_code


def texts() -> list[str]:
    return list(dict.fromkeys(case.payload for case in cases("blns", "django-own")))


def asked(client: Client, address: str, name: str, values: Any) -> Iterator[str]:
    """Ask for an address with each value of a parameter; answers with what broke."""
    for value in values:
        answer = client.get(address, {name: value})
        if answer.status_code not in {200, 302, 404}:
            yield f"{address} {name}={value[:50]!r}: {answer.status_code}"


# Addresses


def test_no_path_breaks_the_site(desk: Client, article: Article) -> None:
    places = (
        *("/{}", "/{}/", "/authors/{}/", "/policies/{}/", "/comments/{}/", "/media/{}"),
        *("/static/{}", "/2026/01/01/{}/", "/2026/01/01/{}/comment/", "/admin/{}/"),
        *("/admin/articles/article/{}/change/", "/admin/comments/comment/{}/history/"),
        *("/admin/articles/author/{}/delete/", "/admin/articles/article/{}/preview/"),
        "/admin/r/{}/1/",
    )
    paths = [
        places[number % len(places)].format(text)
        for number, text in enumerate([*texts(), *QUERIES, *NUMBERS])
    ]
    found = {path: raw(desk, path) for path in paths}
    assert {p: s for p, s in found.items() if s not in {200, 301, 302, 403, 404}} == {}


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_in_an_address_breaks_the_site(
    desk: Client, article: Article, number: str
) -> None:
    places = (
        *("/comments/{}/", "/{}/01/01/headline/", "/2026/{}/01/headline/", "/admin/r/1/{}/"),
        *(f"/admin/{name}/{{}}/{page}/" for name in LISTS for page in ("change", "history")),
        *(f"/admin/{name}/{{}}/delete/" for name in LISTS),
        "/admin/articles/article/{}/preview/",
    )
    found = {place: raw(desk, place.format(number)) for place in places}
    assert {p: s for p, s in found.items() if s not in {200, 301, 302, 403, 404}} == {}


def test_a_search_for_anything_finds_the_page_of_a_search(client: Client, article: Article) -> None:
    harmless = quiet().get("/search/", {"q": "nothing-of-the-kind"}).content.decode()
    wrong = []
    for text in [*texts()[::2], *QUERIES]:
        answer = quiet().get("/search/", {"q": text})
        page = answer.content.decode()
        if answer.status_code != 200:
            wrong.append(f"{answer.status_code} for {text[:50]!r}")
        elif "Try fewer or other words" in page:
            wrong += [f"{part} for {text!r}" for part in difference(page, harmless)]
    assert wrong == []


def test_no_page_number_breaks_a_page(article: Article) -> None:
    reader = quiet()
    author = article.bylines.get().author
    pages = (
        *("/", "/search/?q=ferry", article.section.get_absolute_url()),
        *(author.get_absolute_url(), article.get_absolute_url(), article.comment_url),
    )
    wrong: list[str] = []
    for page in pages:
        for name in ("page", "parent", "fragment"):
            wrong += asked(reader, page, name, [*NUMBERS, *QUERIES[::3]])
    assert wrong == []


@pytest.mark.parametrize("name", LISTS)
def test_no_parameter_breaks_a_list_of_the_admin(desk: Client, article: Article, name: str) -> None:
    """Junk in a filter leads back to the list, and what the admin never sends is refused."""
    parameters = {
        "articles/article": ("where", "section__id__exact", "kind__exact", "publish_at__year"),
        "articles/disclosure": ("kind__exact", "author__id__exact", "valid_from__month"),
        "comments/comment": ("status", "by", "thread__article__section__id__exact"),
        "comments/thread": ("mode__exact", "state", "article__section__id__exact"),
        "articles/author": ("kind__exact",),
    }
    values = [*NUMBERS[::2], NUL, *QUERIES[::3]]
    wrong = []
    for parameter in ("q", "p", "o", "e", *parameters.get(name, ())):
        for value in values:
            status = desk.get(f"/admin/{name}/", {parameter: value}).status_code
            # 400 for a NUL in an address and a year of five figures, which only a hand can write.
            late = parameter.endswith("__year") and value.isdecimal() and len(value) > 4
            if status not in ({400} if NUL in value or late else {200, 302}):
                wrong.append(f"{parameter}={value[:50]!r}: {status}")
    assert wrong == []


@pytest.mark.parametrize(
    "date",
    [
        {"publish_at__year": "9999"},
        {"publish_at__year": "0"},
        {"publish_at__year": "2026", "publish_at__month": "13"},
        {"publish_at__year": "2026", "publish_at__month": "2", "publish_at__day": "30"},
        {"publish_at__year": "9999", "publish_at__month": "12", "publish_at__day": "31"},
    ],
)
def test_a_day_that_no_calendar_has_leads_back_to_the_list(
    desk: Client, article: Article, date: dict[str, str]
) -> None:
    answer = desk.get("/admin/articles/article/", date)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/article/?e=1")


@pytest.mark.parametrize("term", [*QUERIES, *NUMBERS])
def test_looking_up_a_row_while_typing_takes_any_words(
    desk: Client, article: Article, term: str
) -> None:
    field = {"app_label": "articles", "model_name": "article", "field_name": "lead_photo"}
    answer = desk.get("/admin/autocomplete/", field | {"term": term})
    assert answer.status_code == (400 if NUL in term else 200)


# Numbers of rows in forms


@pytest.mark.parametrize("number", NUMBERS)
def test_deciding_on_a_comment_that_cannot_be_does_nothing(
    desk: Client, article: Article, number: str
) -> None:
    for seen in (f"{number}:1:held", f"1:{number}:held", f"1:1:held:{number}"):
        for act in ("approve", f"reject:{number}"):
            answer = desk.post("/admin/desk/decide/", {"act": act, "seen": seen, "reason": "So."})
            assert answer.status_code in {302, 404, 409}, (act, seen)
    assert article.thread.comments.approved().count() == 1


@pytest.mark.parametrize("number", [number for number in NUMBERS if number != NUL])
def test_no_number_breaks_the_pages_of_a_decision(
    desk: Client, article: Article, number: str
) -> None:
    for address, query in (
        ("/admin/comments/thread/modes/", {"thread": number, "to": number}),
        ("/admin/articles/article/withdraw/", {"article": number}),
    ):
        assert desk.get(address, query, follow=True).status_code == 200
        typed = {"reason": "So.", "mode": "open"}
        answer = desk.post(f"{address}?{urlencode(query)}", typed)
        assert answer.status_code == 302


@pytest.mark.parametrize("decision", ["", ":", "::", "1", "1:1", "1:1:burnt", "1:x:held"])
def test_a_decision_without_sense_changes_nothing(
    desk: Client, article: Article, decision: str
) -> None:
    held = article.thread.comments.held().get()
    decision = decision.replace("1", str(held.pk), 1)
    sent = {"act": "approve", "seen": decision}
    assert desk.post("/admin/desk/decide/", sent).status_code == 302
    assert article.thread.comments.held().count() == 1


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("comments/comment", "approve_selected"),
        ("comments/thread", "close_selected"),
        ("articles/article", "publish_selected"),
        ("articles/tag", "delete_selected"),
    ],
)
def test_ticking_a_row_that_cannot_be_is_refused(
    desk: Client, article: Article, name: str, action: str, number: str
) -> None:
    ticked = {"action": action, "_selected_action": number, "select_across": "0", "index": "0"}
    assert desk.post(f"/admin/{name}/", ticked).status_code in {200, 302, 400}


@pytest.mark.parametrize("number", NUMBERS)
def test_choosing_a_row_that_cannot_be_is_said_beside_the_field(
    desk: Client, article: Article, number: str
) -> None:
    for field in ("section", "lead_photo"):
        typed = typed_article(article.section, headline="Kept as typed") | {field: number}
        answer = desk.post("/admin/articles/article/add/", typed)
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors[field]
        assert "Kept as typed" in answer.content.decode()
    tags = typed_article(article.section, tags=[number])
    assert desk.post("/admin/articles/article/add/", tags).status_code in {200, 400}
    photo = desk.post("/admin/articles/author/add/", typed_author(photo=number))
    assert photo.context["adminform"].form.errors["photo"]
    disclosure = {"author": number, "supersedes": number, "kind": "gift", "text": "A pen."}
    answer = desk.post("/admin/articles/disclosure/add/", disclosure)
    assert answer.context["adminform"].form.errors["author"]


@pytest.mark.parametrize("junk", [*NUMBERS, "<b>", "not-a-uuid"])
def test_a_hidden_field_that_was_tampered_with_is_refused(article: Article, junk: str) -> None:
    for field in ("submission", "parent"):
        answer = quiet().post(article.comment_url, typed_comment(**{field: junk}))
        assert answer.status_code == 422
        assert "I was on that ferry." in answer.content.decode()


# Headers


def test_nobody_is_sent_to_another_site() -> None:
    """Neither by `next` at the sign-in nor by `back` of a decision."""
    desk, editor = superuser(), factories.editor()
    signing_in = {"username": editor.username, "password": "pw"}
    astray = []
    for case in cases(ctx="url"):
        address = case.payload
        to = quiet().post("/admin/login/", signing_in | {"next": address})
        back = desk.post("/admin/desk/decide/", {"back": address})
        for answer in (to, back):
            lead = answer.headers.get("Location", "")
            if answer.status_code != 302 or urlsplit(lead).netloc not in {"", "testserver"}:
                astray.append(f"{answer.status_code} {lead} for {address!r}")
    assert astray == []


COOKIES = (
    *(
        f'{name}="\\000aaaaaaaaaaaaaaaaaaaaaaaa"'
        for name in ("sessionid", "csrftoken", "commenter")
    ),
    *('messages="\\000"', 'sessionid="\\355\\240\\200aaaaaaaa"', "sessionid=é", "commenter=a:b:c"),
    *("=;=;;", "sessionid", "a" * 8_000, 'sessionid="' + "9" * 5_000 + '"', "csrftoken=<script>"),
)


@pytest.mark.parametrize("cookie", COOKIES)
def test_no_cookie_breaks_a_page(article: Article, cookie: str) -> None:
    for address in ("/", article.get_absolute_url(), article.comment_url, "/admin/login/"):
        assert quiet().get(address, HTTP_COOKIE=cookie).status_code == 200
    assert quiet().get("/admin/", HTTP_COOKIE=cookie).status_code == 302
    answer = quiet().post(article.comment_url, typed_comment(), HTTP_COOKIE=cookie)
    assert answer.status_code == 302


CHARSETS = (
    *("utf-7", "utf-16", "unicode_escape", "raw_unicode_escape", "punycode", "idna"),
    *("hex", "base64", "rot13", "zlib", "undefined", "mbcs", "nonsense", "utf-8-sig", "iso-8859-1"),
)


@pytest.fixture
def server() -> Iterator[None]:
    """The application starts each request with a connection of its own; a test has one for all."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


TOKEN = "a" * 32


def served(path: str, query: str = "", body: bytes = b"", content_type: str = "") -> str:
    """The status that a server gets from the application for this request."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"csrftoken={TOKEN}",
        "wsgi.input": io.BytesIO(body),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    application(environ, lambda status, headers, error=None: statuses.append(status))
    return statuses[0]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("charset", CHARSETS)
def test_no_charset_breaks_a_page(article: Article, charset: str) -> None:
    """Whatever it claims to be, what is typed is read as UTF-8."""
    for query in ("+2AA-", "%2B2AA-", "%5Cud800", "ferry", "%ff%fe"):
        claimed = f"text/plain; charset={charset}"
        assert served("/search/", f"q={query}", content_type=claimed) == "200 OK"
    token = {"csrfmiddlewaretoken": TOKEN}
    typed = typed_comment(body="\\ud800 +2AA- café") | token
    parts = "".join(
        f'--BB\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in typed.items()
    )
    claimed = f"multipart/form-data; charset={charset}; boundary=BB"
    body = f"{parts}--BB--\r\n".encode()
    assert served(article.comment_url, body=body, content_type=claimed) == "302 Found"
    assert article.thread.comments.latest("pk").body_source == typed["body"]


@pytest.mark.usefixtures("server")
def test_a_charset_may_be_hidden_in_no_way() -> None:
    for claimed in ("charset*=utf-8''%00", "CHARSET=hex", "Charset*=''hex", 'charset="zlib"'):
        assert served("/search/", "q=a", content_type=f"text/plain; {claimed}") == "200 OK"


@pytest.mark.parametrize(
    "content_type",
    [
        *(
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=é",
        ),
        *("application/json", "text/xml", "", "/", ";;;", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_is_refused(article: Article, content_type: str) -> None:
    answer = quiet().generic("POST", article.comment_url, b"\xff\x00<>", content_type=content_type)
    assert answer.status_code in {400, 422}


def test_no_header_breaks_a_page(article: Article) -> None:
    names = ("USER_AGENT", "ACCEPT", "ACCEPT_LANGUAGE", "REFERER", "IF_MODIFIED_SINCE", "RANGE")
    values = [*texts()[::40], *QUERIES, "\r\nSet-Cookie: a=b", "Mon, 99 Foo 99999 99:99:99 GMT"]
    wrong = []
    for name in (*names, "IF_NONE_MATCH", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "ORIGIN"):
        for value in values:
            answer = quiet(**{f"HTTP_{name}": value}).get(article.comment_url)
            if answer.status_code != 200:
                wrong.append(f"{name}: {value[:50]!r}: {answer.status_code}")
    assert wrong == []


def test_a_photo_is_served_whatever_the_headers_say(article: Article) -> None:
    photo = factories.photo()
    for name in ("IF_MODIFIED_SINCE", "RANGE", "IF_NONE_MATCH"):
        for value in [*QUERIES, *NUMBERS, "bytes=9-1,-1", "Mon, 99 Foo 99999 99:99:99 GMT"]:
            answer = quiet(**{f"HTTP_{name}": value}).get(photo.image.url)
            assert answer.status_code in {200, 304}
            answer.close()


@pytest.mark.parametrize("host", ["[", 'a"><script>', "testserver:abc", NUL, "é", "evil.example"])
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    assert quiet().get("/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("text", [*QUERIES, *NUMBERS])
def test_nobody_signs_in_with_nonsense(text: str) -> None:
    typed = {"username": text, "password": text, "next": text}
    answer = quiet().post("/admin/login/", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_submission_is_not_guessed(article: Article) -> None:
    assert quiet().get(f"{article.comment_url}sent/{uuid.uuid4()}/").status_code == 404


def test_authors_to_look_up_have_an_order(desk: Client) -> None:
    """Without one, a page of them could leave some out; Django warns, and a warning fails."""
    for name in ("Bo Falk", "Ana Ruiz"):
        factories.author(name=name)
    field = {"app_label": "articles", "model_name": "disclosure", "field_name": "author"}
    found = desk.get("/admin/autocomplete/", field).json()["results"]
    assert [each["text"] for each in found] == sorted(each["text"] for each in found)
