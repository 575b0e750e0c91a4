"""A small newspaper written through the real forms, in whatever words a test wants."""

import datetime
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Photo, Policy, Section, Tag
from articles.plaintext import validate_name, validate_text
from comments import mailing
from comments.models import Comment, Commenter, Letter, LetterKind, Thread
from comments.opening_note import note_of_opening
from tests import factories

# Words for a field: its name and its limit go in, a text that the field takes comes out.
Words = Callable[[str, int], str]

ADMIN = "/admin"
NO_INLINES = {
    f"{name}-{count}_FORMS": "0"
    for name in ("bylines", "corrections", "managers", "disclosures")
    for count in ("TOTAL", "INITIAL")
}


def quiet(**headers: Any) -> Client:
    """A client that gets the page of an error instead of the error."""
    return Client(raise_request_exception=False, **headers)


def superuser() -> Client:
    client = quiet()
    client.force_login(factories.editor(is_superuser=True))
    return client


def words(answer: Any) -> str:
    """The page as one line of text with its marks."""
    return " ".join(answer.content.decode().split())


def opened_a_while_ago(article: Article | None = None) -> str:
    """The note that a form carries after a reader has thought for a minute."""
    thread = article.thread if article else Thread.objects.latest("pk")
    return note_of_opening(thread, timezone.now() - datetime.timedelta(minutes=1))


def typed_comment(article: Article | None = None, /, **fields: Any) -> dict[str, Any]:
    """What a reader types under an article: the newest one, unless another is named."""
    return {
        "opened": opened_a_while_ago(article),
        "author_name": "Nora",
        "email": "nora@mail.example",
        "body": "I was on that ferry.",
        "submission": str(uuid.uuid4()),
        "parent": "",
        **fields,
    }


def confirm_address(client: Client, email: str = "nora@mail.example") -> Any:
    """Follow the link of the newest letter to that address, as its owner does."""
    letter = Letter.objects.filter(kind=LetterKind.CONFIRM, address=email).latest("made_at", "pk")
    return client.post(mailing.context(letter)["url"].removeprefix(settings.SITE_URL))


def forget_addresses() -> None:
    """Guests as before addresses were asked for: what they wrote waits for a moderator alone."""
    Commenter.objects.filter(user=None).update(email="")


def typed_report(**fields: Any) -> dict[str, Any]:
    return {
        "reason": "attack",
        "text": "",
        "name": "",
        "email": "",
        "homepage": "",
        "receipt": str(uuid.uuid4()),
        **fields,
    }


def typed_article(section: Section, **fields: Any) -> dict[str, Any]:
    return NO_INLINES | {
        "kind": "news",
        "section": section.pk,
        "headline": "Ferry to run all night",
        "slug": f"s{uuid.uuid4().hex}",
        "kicker": "",
        "standfirst": "",
        "dateline": "",
        "language": "",
        "body_source": factories.BODY,
        "lead_photo": "",
        "publish_at_0": "",
        "publish_at_1": "",
        **fields,
    }


def typed_author(**fields: Any) -> dict[str, Any]:
    return NO_INLINES | {
        "kind": "person",
        "name": "Ana Ruiz",
        "slug": f"s{uuid.uuid4().hex}",
        "title": "",
        "bio": "",
        "photo": "",
        "copyright_line": "",
        "user": "",
        **fields,
    }


def typed_policy(**fields: Any) -> dict[str, Any]:
    return {
        "title": "About",
        "slug": f"s{uuid.uuid4().hex}",
        "body_source": factories.BODY,
        "position": "0",
        **fields,
    }


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("ferry.jpg", factories.picture_file().getvalue(), "image/jpeg")


class Supply:
    """Words for the fields of a newspaper: as many inputs as a field has room for.

    Fields of one line get what may stand there, the others anything that can be kept.
    """

    LINES = ("bio", "text", "alt", "caption", "description", "reason", "note")

    def __init__(self, texts: list[str], *, turn: int = 0, of: int = 1) -> None:
        self.names = _turned([t for t in texts if _may_be(validate_name, t)], turn, of)
        self.lines = _turned([t for t in texts if _may_be(validate_text, t)], turn, of)

    def __call__(self, field: str, limit: int) -> str:
        waiting = self.lines if set(field.split(".")) & set(self.LINES) else self.names
        words = ""
        for _ in range(len(waiting)):
            more = f"{words} {waiting[0]}".strip()
            if len(more) <= limit:
                words = more
            waiting.rotate(-1)
            if len(words) > 0.8 * limit:
                break
        return words or "Words"


def _turned(texts: list[str], turn: int, of: int) -> deque[str]:
    waiting = deque(texts)
    waiting.rotate(-turn * len(texts) // of)
    return waiting


def _may_be(check: Callable[[str], None], text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return bool(text.strip())


class Newspaper:
    """One of everything, every plain field filled by `words`, and the addresses that show it."""

    def __init__(self, words: Words, body: str = factories.BODY) -> None:
        self.words = words
        self.body = body
        self.desk = superuser()
        self.reader = quiet()
        self.written: dict[str, str] = {}
        self._write_about_the_house()
        self._write_article()
        self._discuss()

    def _of(self, name: str, limit: int) -> str:
        """The words of one field, remembered under its name."""
        self.written[name] = self.words(name, limit)
        return self.written[name]

    def _save(self, where: str, typed: dict[str, Any]) -> None:
        answer = self.desk.post(f"{ADMIN}/{where}", typed)
        assert answer.status_code == 302, f"{where} answered {answer.status_code}: {errors(answer)}"

    def _write_about_the_house(self) -> None:
        of, start = self._of, "articles"
        section = {"name": of("section.name", 60), "description": of("section.description", 200)}
        self._save(f"{start}/section/add/", section | {"slug": "harbour", "position": "1"})
        self._save(f"{start}/tag/add/", {"name": of("tag.name", 60), "slug": "ferries"})
        photo = {
            "image": picture(),
            "ppoi": "0.5x0.5",
            "alt": of("photo.alt", 300),
            "caption": of("photo.caption", 500),
            "credit": of("photo.credit", 200),
            "licence": of("photo.licence", 120),
        }
        self._save(f"{start}/photo/add/", photo)
        self._save(f"{start}/author/add/", self._typed_group())
        policy = typed_policy(title=of("policy.title", 120), slug="about-us", body_source=self.body)
        self._save(f"{start}/policy/add/", policy)
        self.section, self.tag = Section.objects.get(), Tag.objects.get()
        self.photo, self.author = Photo.objects.get(), Author.objects.get()
        self.policy = Policy.objects.get()

    def _typed_group(self) -> dict[str, Any]:
        of = self._of
        return typed_author(
            kind="group",
            name=of("author.name", 120),
            slug="the-desk",
            title=of("author.title", 120),
            bio=of("author.bio", 2000),
            copyright_line=of("author.copyright_line", 200),
            photo=str(Photo.objects.get().pk),
        ) | {
            "managers-TOTAL_FORMS": "1",
            "managers-0-name": of("manager.name", 120),
            "managers-0-role": of("manager.role", 120),
            "managers-0-since": "2020-01-01",
            "managers-0-until": "",
            "disclosures-TOTAL_FORMS": "1",
            "disclosures-0-kind": "gift",
            "disclosures-0-entity": of("disclosure.entity", 200),
            "disclosures-0-aliases": of("disclosure.aliases", 500),
            "disclosures-0-text": of("disclosure.text", 2000),
            "disclosures-0-valid_from": "2020-01-01",
            "disclosures-0-valid_to": "",
            "disclosures-0-supersedes": "",
        }

    def _write_article(self) -> None:
        of = self._of
        typed = typed_article(
            self.section,
            kicker=of("article.kicker", 60),
            headline=of("article.headline", 200),
            standfirst=of("article.standfirst", 500),
            dateline=of("article.dateline", 100),
            slug="ferry",
            body_source=self.body,
            lead_photo=str(self.photo.pk),
            tags=[str(self.tag.pk)],
        ) | {
            "bylines-TOTAL_FORMS": "1",
            "bylines-0-author": str(self.author.pk),
            "bylines-0-role": of("byline.role", 60),
            "bylines-0-position": "0",
        }
        self._save("articles/article/add/", typed)
        self.article = Article.objects.get()
        saved = {
            "bylines-INITIAL_FORMS": "1",
            "bylines-0-id": str(self.article.bylines.get().pk),
            "bylines-0-article": str(self.article.pk),
        }
        change = f"articles/article/{self.article.pk}/change/"
        self._declare()
        self._save(change, typed | saved | {"_publish": "1"})
        correction = {
            "kind": "analysis",
            "change": "material",
            "note": of("publication.note", 500),
            "corrections-TOTAL_FORMS": "1",
            "corrections-0-kind": "correction",
            "corrections-0-wrong": of("correction.wrong", 2000),
            "corrections-0-text": of("correction.text", 2000),
            "corrections-0-place": "top",
        }
        self._save(change, typed | saved | correction)
        self.article.refresh_from_db()

    def _declare(self) -> None:
        who = f"for-{self.author.pk}-0"
        declaration = {
            "who": who,
            f"{who}-kind": "interests",
            f"{who}-interests": [str(self.author.disclosures.get().pk)],
            f"{who}-statement": self._of("declaration.statement", 1000),
        }
        self._save(f"articles/article/{self.article.pk}/declarations/", declaration)

    def _discuss(self) -> None:
        """One comment is approved, one rejected with a reason, one waits; then comments close."""
        of, reader = self._of, self.reader
        for number in range(3):
            typed = typed_comment(
                author_name=of(f"comment.author_name.{number}", 80), body=f"What I think, {number}."
            )
            answer = reader.post(self.article.comment_url, typed)
            assert answer.status_code == 302, errors(answer)
            self.sent = answer["Location"]
        self.approved, self.held, self.rejected = Comment.objects.order_by("pk")
        forget_addresses()
        decision = {"act": "approve", "seen": f"{self.approved.pk}:1:held"}
        self._save("desk/decide/", decision)
        reasons = {"reason": of("decision.reason", 300), "note": of("decision.note", 1000)}
        refusal = {"act": "reject", "seen": f"{self.rejected.pk}:1:held"}
        self._save("desk/decide/", refusal | reasons)
        thread = {"mode": "premoderated", "reason": of("thread.reason", 300)}
        self._save(f"comments/thread/modes/?thread={self.article.thread.pk}", thread)

    def public_pages(self) -> Iterator[str]:
        yield from ("/", self.section.get_absolute_url(), self.author.get_absolute_url())
        yield from (self.author.disclosures_url, self.policy.get_absolute_url(), self.sent)
        yield f"{self.policy.get_absolute_url()}1/"
        yield from (self.article.get_absolute_url(), self.article.comment_url, "/search/?q=ferry")
        yield f"{self.article.comment_url}?parent={self.approved.pk}"
        yield from (self.article.versions_url, "/corrections/")

    def admin_pages(self) -> Iterator[str]:
        yield f"{ADMIN}/"
        rows = (self.section, self.tag, self.photo, self.author, self.policy, self.article)
        for row in (*rows, self.author.disclosures.get(), self.held, self.article.thread):
            start = f"{ADMIN}/{row._meta.app_label}/{row._meta.model_name}"
            yield from (f"{start}/", f"{start}/{row.pk}/change/", f"{start}/{row.pk}/history/")
        for row in (self.section, self.tag, self.photo, self.author):
            yield f"{ADMIN}/articles/{row._meta.model_name}/{row.pk}/delete/"
        yield from (
            f"{ADMIN}/comments/comment/?status={q}" for q in ("held", "approved", "rejected")
        )
        yield f"{ADMIN}/comments/comment/{self.rejected.pk}/change/"
        yield f"{ADMIN}/desk/comments/{self.held.pk}/"
        yield f"{ADMIN}/comments/thread/modes/?thread={self.article.thread.pk}"
        yield f"{ADMIN}/articles/article/{self.article.pk}/preview/"
        yield f"{ADMIN}/articles/article/withdraw/?article={self.article.pk}"

    def read(self) -> list[tuple[str, str]]:
        """Every page with its address, always in the same order."""
        asked = [
            *((self.reader, address) for address in self.public_pages()),
            *((self.desk, address) for address in self.admin_pages()),
        ]
        pages = []
        for who, address in asked:
            answer = who.get(address)
            assert answer.status_code == 200, f"{address} answered {answer.status_code}"
            pages.append((address, answer.content.decode()))
        return pages


def errors(answer: Any) -> str:
    """What a form refused, for the message of a failed test."""
    context = answer.context or {}
    return str(context.get("errors") or getattr(context.get("form"), "errors", ""))
