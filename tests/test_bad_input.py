"""Difficult input, sent through every door of the site and looked for on every page.

What each door makes of a single input is the business of test_safe_html and test_plaintext; here
the whole site answers. Every page must consist of the same parts as when it holds harmless words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from html import escape, unescape
from itertools import zip_longest
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from articles.models import Article, Policy
from articles.plaintext import refuse_turned
from articles.safe_html import COMMENT_LIMIT, article_body
from comments.desk import cards
from comments.desk.queues import PER_PAGE
from comments.forms import CommentForm
from comments.models import HouseRules, Thread
from comments.models.commenter import NAME_LIMIT
from comments.paging import ROOTS_PER_PAGE
from tests import factories
from tests.corpora import cases
from tests.newspaper import (
    Newspaper,
    Supply,
    errors,
    forget_addresses,
    quiet,
    superuser,
    typed_article,
    typed_comment,
    typed_policy,
)
from tests.skeleton import Skeleton, difference

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

# Most of these were written to run somewhere; html5lib's are malformed and mostly harmless.
SHARP = ("owasp-filter-evasion", "blns", "bleach", "wagtail-richtext", "django-own")
MALFORMED = "html5lib-treeconstruction"
UNICODE = "unicode-must-survive"
QUEUE = "/admin/comments/comment/"
# What one page of the desk shows.
BATCH = PER_PAGE
# Its address, and what was answered.
Page = tuple[str, str]
EDITIONS = 8


def payloads(*corpora: str) -> list[str]:
    """Every different input of these collections; an address also as a link and as a picture."""
    found = cases(*corpora)
    linked = [linking(case.payload) for case in found if case.ctx == "url"]
    return list(dict.fromkeys([case.payload for case in found] + linked))


def linking(address: str) -> str:
    quoted = escape(address)
    return f'[link]({address}) <{address}> <a href="{quoted}">a</a><img src="{quoted}">'


def batched(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    waiting = list(texts)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]


def packed(texts: Iterable[str], size: int, between: str = "\n\n") -> list[str]:
    return [between.join(pack) for pack in batched(texts, size)]


def filled(texts: Iterable[str], limit: int, between: str = "\n\n") -> Iterator[str]:
    """As many texts in one as have room."""
    pack = ""
    for text in texts:
        longer = f"{pack}{between}{text}" if pack else text
        if len(longer) > limit:
            yield pack
        pack = text if len(longer) > limit else longer
    yield pack


def narrowed(check: Callable[[list[str]], list[str]], texts: list[str]) -> list[str]:
    """What is wrong with them together, said of as few of them as possible."""
    wrong = check(texts)
    if len(texts) == 1 or not wrong:
        return wrong
    half = len(texts) // 2
    return narrowed(check, texts[:half]) + narrowed(check, texts[half:]) or wrong


def as_kept(typed: str) -> str:
    """What a form keeps of a text: without the space around it, one character for a line break."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def typed_in(page: str, name: str) -> str:
    """What stands in a text area of a page, as a browser would show it."""
    field = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    assert field, f"the page has no text area {name}"
    return unescape(field[1])


def page_of(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return address, answer.content.decode()


def rolled_back(make: Callable[[], Any]) -> Any:
    """What was made, without its rows: whatever follows has the newsroom for itself."""
    with transaction.atomic():
        made = make()
        transaction.set_rollback(True)
    return made


def compared(pages: list[Page], harmless: list[Page]) -> list[str]:
    """Every part that a page has and its harmless twin has not, or the other way round."""
    return [
        f"{address}: {part}"
        for (address, page), (_, twin) in zip(pages, harmless, strict=True)
        for part in difference(page, twin)
    ]


# Comments


def refused(text: str) -> str:
    """What is wrong with the answer to a text that no comment may be: it is handed back."""
    article = factories.published()
    answer = quiet().post(article.comment_url, typed_comment(body=text))
    page = answer.content.decode()
    if answer.status_code != 422 or "Your comment was not sent" not in page:
        return f"{answer.status_code} for {text!r}"
    return "" if as_kept(typed_in(page, "body")) == as_kept(text) else f"not kept: {text!r}"


def posted(article: Article, texts: list[str]) -> Iterator[str]:
    """Post a comment for each text; answers with what is wrong with the answers."""
    for text in texts:
        answer = quiet().post(article.comment_url, typed_comment(body=text))
        if answer.status_code != 302:
            yield f"{answer.status_code}, {errors(answer)} for {text!r}"
            # All batches are of one size.
            quiet().post(article.comment_url, typed_comment(body="Instead of it."))


def discussion(article: Article) -> list[Page]:
    """The pages that show its comments: while they wait, and when they are approved."""
    desk, reader = superuser(), quiet()
    comments = list(article.thread.comments.order_by("pk"))
    first = comments[0]
    pages = [
        page_of(desk, QUEUE),
        page_of(desk, f"/admin/desk/comments/{first.pk}/"),
        page_of(desk, f"{QUEUE}{first.pk}/change/"),
        page_of(reader, f"{article.comment_url}sent/{first.receipt}/"),
    ]
    forget_addresses()
    seen = [f"{comment.pk}:{comment.revision}:held" for comment in comments]
    desk.post("/admin/desk/decide/", {"act": "approve", "seen": seen})
    return [
        *pages,
        page_of(desk, f"{QUEUE}?status=approved"),
        page_of(desk, f"{QUEUE}{first.pk}/history/"),
        page_of(reader, article.get_absolute_url()),
        page_of(reader, f"{article.comment_url}?parent={first.pk}"),
    ]


def discussed(texts: list[str]) -> tuple[list[str], list[Page]]:
    # All of them come from one network.
    HouseRules(pk=1, flood_comments=0, flood_from_address=0).save()
    article = factories.published()
    return list(posted(article, texts)), discussion(article)


@cache
def harmless_discussion() -> list[Page]:
    pages: list[Page] = rolled_back(partial(discussed, filled_up([])))[1]
    return pages


def filled_up(batch: list[str]) -> list[str]:
    return [*batch, *(f"Harmless words, number {number}." for number in range(BATCH - len(batch)))]


def of_comments(texts: list[str]) -> list[str]:
    """What is wrong with the pages of these comments."""
    faults, pages = rolled_back(partial(discussed, filled_up(texts)))
    return [f"{fault} with {texts!r}" for fault in faults + compared(pages, harmless_discussion())]


def may_be_a_comment(text: str) -> bool:
    """Or part of one: the space around it is no longer cut off there."""
    try:
        refuse_turned(CommentForm.base_fields["body"].clean(f"I read: {text} there."))
    except ValidationError:
        return False
    return True


def test_no_comment_adds_a_part_to_any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # A long text has a box that unfolds it, and the harmless ones are short.
    monkeypatch.setattr(cards.Shown, "is_long", False)
    texts = filter(may_be_a_comment, payloads(*SHARP, MALFORMED, UNICODE))
    # As long as they may be: in a comment no text reaches into the next.
    comments = list(filled(texts, COMMENT_LIMIT))
    wrong = [fault for batch in batched(comments, BATCH) for fault in narrowed(of_comments, batch)]
    assert wrong == []


def test_what_no_comment_may_be_is_handed_back_as_it_was_typed() -> None:
    texts = [text for text in payloads(*SHARP, MALFORMED, UNICODE) if not may_be_a_comment(text)]
    assert list(filter(None, map(refused, texts))) == []


# Bodies

# Between two bodies in one, so that each is read by itself as far as HTML lets it.
APART = "\n<p>And then:</p>\n"
IN_ONE_BODY = 60


def reaches(text: str) -> str:
    """How far a text reaches in a body: nowhere, for one that is refused."""
    try:
        kept = article_body(text + APART).endswith(article_body(APART))
        return "its end" if kept else "the next"
    except ValidationError:
        return "nowhere"


def bodies(corpus: str) -> list[list[str]]:
    """What reaches into the next is alone; of what is malformed anyway, a dozen are together."""
    texts: dict[str, list[str]] = {}
    for text in payloads(corpus):
        texts.setdefault(reaches(text), []).append(text)
    sizes = {"its end": IN_ONE_BODY, "the next": 12 if corpus == MALFORMED else 1, "nowhere": 12}
    return [batch for end, found in texts.items() for batch in batched(found, sizes[end])]


@pytest.fixture
def desk() -> Client:
    return superuser()


@pytest.fixture
def policy() -> Policy:
    return factories.policy(title="About", slug="about", body_source=factories.BODY)


def objection(answer: Any, typed: str) -> str:
    """What is wrong with the answer to a body: nothing if it was taken, or refused and kept."""
    if answer.status_code == 302:
        return ""
    page = answer.content.decode()
    if answer.status_code != 200 or not answer.context["adminform"].form.errors["body_source"]:
        return f"{answer.status_code} for {typed!r}"
    kept = as_kept(typed_in(page, "body_source")) == as_kept(typed)
    return "" if kept else f"not kept: {typed!r}"


@pytest.mark.parametrize("corpus", [*SHARP, MALFORMED])
def test_no_body_adds_a_part_to_its_page(desk: Client, policy: Policy, corpus: str) -> None:
    reader, address = quiet(), policy.get_absolute_url()

    def changed(body: str) -> tuple[Any, str]:
        """The answer, and the page: one version more."""
        typed = typed_policy(title="About", slug="about", body_source=body, change="All of it.")
        answer = desk.post(f"/admin/articles/policy/{policy.pk}/change/", typed)
        return answer, reader.get(address).content.decode()

    _, harmless = rolled_back(lambda: changed("<p>We sail.</p>"))

    def of_body(texts: list[str]) -> list[str]:
        body = APART.join(texts)
        answer, page = rolled_back(partial(changed, body))
        parts = difference(page, harmless) if answer.status_code == 302 else []
        return [
            *filter(None, [objection(answer, body)]),
            *(f"{one} after {body!r}" for one in parts),
        ]

    assert [fault for texts in bodies(corpus) for fault in narrowed(of_body, texts)] == []


def article_pages(desk: Client, article: Article) -> list[Page]:
    address = f"/admin/articles/article/{article.pk}"
    asked = (f"{address}/change/", f"{address}/preview/", "/admin/articles/article/")
    # What was said about saving it stands on whichever page comes next.
    desk.cookies.pop("messages", None)
    return [page_of(desk, page) for page in asked]


@pytest.mark.parametrize("corpus", [*SHARP, MALFORMED])
def test_an_article_opened_and_saved_again_is_the_same(desk: Client, corpus: str) -> None:
    article = factories.draft()
    article.bylines.all().delete()
    change = f"/admin/articles/article/{article.pk}/change/"
    typed = partial(typed_article, article.section, headline="Ferry", slug="ferry")
    desk.post(change, typed())
    harmless = article_pages(desk, article)
    wrong = []
    for body in packed(payloads(corpus), 60, APART):
        if problem := objection(desk.post(change, typed(body_source=body)), body):
            wrong.append(problem)
            continue
        pages = article_pages(desk, article)
        wrong += compared(pages, harmless)
        article.refresh_from_db()
        stored = article.body
        desk.post(change, typed(body_source=typed_in(pages[0][1], "body_source")))
        article.refresh_from_db()
        wrong += [] if article.body == stored else [f"saved again, {stored!r} became another"]
    assert wrong == []


# Plain fields


@cache
def harmless_newspaper() -> list[Page]:
    pages: list[Page] = rolled_back(lambda: Newspaper(lambda field, _: field).read())
    return pages


def differently_stored(paper: Newspaper) -> list[str]:
    """Fields that do not hold what was typed, character by character."""
    disclosure, manager = paper.author.disclosures.get(), paper.author.managers.get()
    decision, byline = paper.rejected.decisions.get(), paper.article.bylines.get()
    rows = {
        "section": paper.section,
        "tag": paper.tag,
        "photo": paper.photo,
        "author": paper.author,
        "manager": manager,
        "disclosure": disclosure,
        "policy": paper.policy,
        "article": paper.article,
        "byline": byline,
        "correction": paper.article.corrections.get(),
        "decision": decision,
        "thread": Thread.objects.get(),
    }
    return [
        f"{name}: {typed!r}"
        for name, typed in paper.written.items()
        for row, _, field in [name.partition(".")]
        if row in rows and as_kept(getattr(rows[row], field)) != as_kept(typed)
    ]


@pytest.mark.parametrize("edition", range(EDITIONS))
def test_no_plain_field_adds_a_part_to_any_page(edition: int) -> None:
    supply = Supply(payloads(*SHARP), turn=edition, of=EDITIONS)
    harmless = harmless_newspaper()
    paper = Newspaper(supply)
    assert differently_stored(paper) == []
    assert compared(paper.read(), harmless) == []


# What must survive


def flat(text: str) -> str:
    """Text as HTML shows it: a line break is a space, and several are one."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def missing(texts: Iterable[str], pages: Iterable[str]) -> list[str]:
    """Which of the texts no reader of these pages sees."""
    shown = flat(" ".join(Skeleton(page).text for page in pages))
    return [text for text in texts if flat(text) not in shown]


def test_every_script_and_emoji_is_shown_as_it_was_written_in_comments_and_names() -> None:
    article, desk = factories.published(), superuser()
    # All of them come from one browser's network, one after the other.
    HouseRules(pk=1, flood_comments=0, flood_from_address=0).save()
    texts = payloads(UNICODE)
    # A joiner at the end joins nothing, and no name has one.
    names = [
        line.strip().rstrip("\u200c\u200d")
        for line in filled([text for text in texts if "\n" not in text], NAME_LIMIT, " ")
    ]
    bodies = ["\n\n".join(pack).strip() for pack in batched(texts, 16)]
    # As many of one as of the other.
    sent = list(zip_longest(names, bodies, fillvalue="Nora"))
    for name, body in sent:
        answer = quiet().post(article.comment_url, typed_comment(author_name=name, body=body))
        assert answer.status_code == 302, (name, body)
    comments = list(article.thread.comments.order_by("pk"))
    forget_addresses()
    seen = [f"{comment.pk}:1:held" for comment in comments]
    for page in batched(seen, PER_PAGE):
        desk.post("/admin/desk/decide/", {"act": "approve", "seen": page})
    address = article.get_absolute_url()
    numbers = range(1, len(sent) // ROOTS_PER_PAGE + 2)
    pages = [page_of(quiet(), f"{address}?page={number}")[1] for number in numbers]
    assert [(comment.author_name, comment.body_source) for comment in comments] == sent
    # One line, and none of the marks that mean something in a comment.
    plain = [text for text in payloads(UNICODE) if "\n" not in text and "`" not in text]
    assert missing([*names, *plain], pages) == []


def test_every_script_and_emoji_is_shown_as_it_was_written_in_bodies(desk: Client) -> None:
    missed = []
    for number, texts in enumerate(batched(payloads(UNICODE), 1_000)):
        body = "".join(f"<p>{escape(text)}</p>" for text in texts)
        typed = typed_policy(slug=f"about-{number}", body_source=body)
        desk.post("/admin/articles/policy/add/", typed)
        missed += missing(texts, [page_of(quiet(), f"/policies/about-{number}/")[1]])
    assert missed == []


def test_every_script_and_emoji_is_found(client: Client) -> None:
    texts = payloads(UNICODE)[::40]
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    article = factories.published(headline="Everything", body_source=body)
    missed = []
    for text in texts:
        page = client.get("/search/", {"q": text}).content.decode()
        if article.headline not in page or f'value="{escape(text)}"' not in page:
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("edition", range(3))
def test_every_script_and_emoji_is_kept_in_every_plain_field(edition: int) -> None:
    paper = Newspaper(Supply(payloads(UNICODE), turn=edition, of=3))
    assert differently_stored(paper) == []
    page = page_of(paper.reader, paper.article.get_absolute_url())[1]
    shown = {"article", "author", "manager", "disclosure", "correction", "byline"}
    texts = [words for name, words in paper.written.items() if name.partition(".")[0] in shown]
    assert missing(texts, [page]) == []


# At render time


def test_no_template_rewrites_html() -> None:
    """What was made safe is shown as it is: a filter that cuts or adds tags would undo it."""
    rewriting = re.compile(
        r"\|\s*(safe|safeseq|striptags|linebreaks\w*|urlize\w*|truncate\w*_html|removetags)"
        r"|\{%\s*autoescape|\{%\s*debug"
    )
    found = [
        f"{path.name}: {hit[0]}"
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for hit in rewriting.finditer(path.read_text())
    ]
    assert found == []


def test_only_the_module_that_cleans_marks_html_as_safe() -> None:
    marking = re.compile(r"\bmark_safe\(|SafeString\(|\.safe\b|__html__")
    found = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in ("articles", "comments", "newsroom")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if marking.search(path.read_text())
    }
    assert found == {"articles/safe_html.py"}
