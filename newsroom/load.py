"""A synthetic load: as many articles and comments as one asks for, the same for the same seed.

Rows are written in bulk, with every number, place and count that posting and deciding would have
given them. Bodies come from a pool of texts that are cleaned once.
"""

import datetime
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils import timezone

from articles.models import Article, ArticleWords, Author, Declaration, DeclarationKind, Section
from articles.safe_html import comment_body
from articles.searching.engines import key_of
from comments.gist import gist_of
from comments.models import CommentStatus
from comments.models.comment_words import tokens_of
from comments.models.placing import MAX_DEPTH, PATH_STEP, place_of
from newsroom.bulk import Table, Values


def words(text: str) -> list[str]:
    return text.split()


# Texts are cleaned, which takes a while; so many are enough to choose from.
TEXTS = 1_000
# Of the comments that were decided on, by hundreds.
REJECTED, WITHDRAWN = 5, 2
# How far back a reply reaches for what it answers.
RECENT = 40
AGE = datetime.timedelta(days=30)
WORDS = words("""
    the ferry harbour council tide boat bridge lamp school market budget river night light
    rain quay town road bread winter letter question answer figure reader paper morning
    says was is not never always again before after under over because although and but or
    I we they nobody everybody somebody here there then now much little good late early
""")
FIRST_NAMES = words("""
    Ada Bo Cem Dilys Emeka Fen Gwen Hal Ingrid Jo Kit Lea Mo Nora Otto Pia Ravi
""")
LAST_NAMES = words("""
    Ash Birch Cole Dunn Ebb Falk Gray Hale Ives Lund Marsh North Quill Reed Stone
""")
# Of a comment that the backlog brake has held: its commenter may have many that are published.
HELD = {
    "held_by_rule": "hold_when_thread_is_premoderated",
    "held_because": "Every comment in this thread is read before it appears.",
}
REASONS = ("Off the subject of the article.", "Advertising.", "Says what was said before.")


class Shape(Enum):
    """How comments hang together."""

    MIXED = "mixed"  # as readers write: roots and replies, some of them deep
    BRANCH = "branch"  # one root, and everything else is a reply in its branch
    CHAIN = "chain"  # each answers the one before it


@dataclass(slots=True)
class Row:
    """One comment before it is written."""

    pk: int
    parent: "Row | None"
    commenter: int
    text: int
    status: str
    posted_at: datetime.datetime
    # Whether it was posted by somebody not yet known, and when a moderator decided on it.
    was_held: bool = False
    seen_at: datetime.datetime | None = None
    number: int | None = None
    root: "Row | None" = None
    ordinal: int | None = None
    path: str = ""
    depth: int = 0
    last_reply: int = 0
    reply_count: int = 0


@dataclass
class Load:
    """One run. In an empty newsroom everything but the present moment follows from the seed."""

    seed: int = 1
    tell: Callable[[str], Any] = lambda line: None

    def __post_init__(self) -> None:
        self.now = timezone.now()
        # As the tables are, without what their models do when they are saved.
        tables = MigrationLoader(connection).project_state().apps
        self.comments = Table(tables.get_model("comments", "Comment"))
        self.words = Table(tables.get_model("comments", "CommentWords"))
        self.decisions = Table(tables.get_model("comments", "Decision"))
        self.commenters = Table(tables.get_model("comments", "Commenter"))
        self.threads = tables.get_model("comments", "Thread")
        # A second run with the same seed writes other rows, and no key twice.
        start = f"{self.seed} {self.commenters.next_pk()}"
        self.chance = Random(start)  # noqa: S311 -- no secret

    @transaction.atomic
    def make(
        self,
        *,
        articles: int,
        comments: int,
        threads: int,
        held: int,
        shape: Shape = Shape.MIXED,
    ) -> list[Article]:
        """The articles, the first `threads` of which have the comments. All of it or nothing."""
        moderator = self._moderator()
        written = self._write_articles(articles, by=moderator)
        self.texts = [self._text() for _ in range(min(TEXTS, max(1, comments)))]
        self.bodies = [comment_body(text) for text in self.texts]
        self.gists = [gist_of(text) for text in self.texts]
        self.tokens = [tokens_of(body, settings.LANGUAGE_CODE) for body in self.bodies]
        self.moderator_id = moderator.pk
        self.names = self._write_commenters(max(1, comments // 12))
        waiting = set(self.chance.sample(range(comments), min(held, comments)))
        first = self.comments.next_pk()
        start = 0
        for article, size in zip(written, shares(comments, threads), strict=False):
            places = range(start, start + size)
            self._fill(article, [place in waiting for place in places], first + start, shape)
            start += size
        self._settle_sequences()
        return written

    def _moderator(self) -> User:
        """Who decides here: an account that nobody can sign in with."""
        found, is_new = User.objects.get_or_create(
            username="generated", defaults={"is_active": False, "first_name": "Generated"}
        )
        if is_new:
            found.set_unusable_password()
            found.save()
        return found

    def _write_articles(self, number: int, *, by: User) -> list[Article]:
        section, _ = Section.objects.get_or_create(slug="generated", defaults={"name": "Generated"})
        author, _ = Author.objects.get_or_create(
            slug="generated", defaults={"name": "A. Generator"}
        )
        there = Article.objects.filter(slug__startswith="generated-").count()
        written = []
        for position in range(there, there + number):
            article = Article.objects.create(
                headline=self._sentence(6).rstrip("."),
                slug=f"generated-{position}",
                standfirst=self._sentence(14),
                dateline="Saltmarsh",
                body_source="".join(f"<p>{self._sentence(60)}</p>" for _ in range(6)),
                section=section,
            )
            article.bylines.create(author=author, position=0)
            self._declare_nothing(article, author, by=by)
            article.publish(by=by, at=self.now - AGE * self.chance.uniform(0.5, 1))
            written.append(article)
        self.tell(f"{number} articles")
        return written

    def _declare_nothing(self, article: Article, author: Author, *, by: User) -> None:
        """Written down as it stands: an account that nobody has may speak for nobody."""
        said = Declaration(article=article, author=author, kind=DeclarationKind.NOTHING)
        said.declared_by, said.in_person = by, False
        said.save()

    def _write_commenters(self, number: int) -> dict[int, str]:
        first = self.commenters.next_pk()
        names = {pk: self._name() for pk in range(first, first + number)}
        self.commenters.write(
            {"id": pk, "key": self._uuid(), "name": name, "first_seen_at": self.now}
            for pk, name in names.items()
        )
        return names

    def _fill(self, article: Article, held: list[bool], first: int, shape: Shape) -> None:
        """One thread with its comments, their decisions and its counts."""
        rows, roots, numbered = self._grow(article, held, first, shape)
        thread_id = article.thread.pk
        self.comments.write(self._comment(row, thread_id) for row in rows)
        self.words.write(self._words(row) for row in rows if row.status == CommentStatus.APPROVED)
        pks = count(self.decisions.next_pk())
        self.decisions.write(one for row in rows for one in self._decisions_on(row, pks))
        self.threads.objects.filter(pk=thread_id).update(
            last_number=numbered,
            last_root=roots,
            held_count=sum(held),
            approved_count=sum(row.status == CommentStatus.APPROVED for row in rows),
        )
        self.tell(f"{len(rows)} comments on “{article}”")

    def _grow(
        self, article: Article, held: list[bool], first: int, shape: Shape
    ) -> tuple[list[Row], int, int]:
        """The comments in the order of their posting, how many roots, how many numbers."""
        began = article.publish_at or self.now - AGE
        step = (self.now - began) / (len(held) + 1)
        rows: list[Row] = []
        numbered: list[Row] = []
        recent: deque[Row] = deque(maxlen=RECENT)
        roots = 0
        commenters = list(self.names)
        for position, is_held in enumerate(held):
            row = Row(
                pk=first + position,
                parent=self._answered(numbered, recent, shape),
                commenter=self.chance.choice(commenters),
                text=self.chance.randrange(len(self.texts)),
                status=CommentStatus.HELD if is_held else self._status(),
                posted_at=began + step * (position + 1),
            )
            rows.append(row)
            row.was_held = row.status == CommentStatus.HELD or self._was_held(row.status)
            if row.status == CommentStatus.HELD:
                continue
            if row.was_held or row.status == CommentStatus.REJECTED:
                row.seen_at = row.posted_at + self._some_minutes()
            if row.was_held and row.status == CommentStatus.REJECTED:
                continue  # it was never published
            if row.parent is None:
                roots += 1
                row.ordinal = roots
            self._place(row, numbered)
            if row.status == CommentStatus.APPROVED:
                recent.append(row)
        return rows, roots, len(numbered)

    def _status(self) -> str:
        drawn = self.chance.randrange(100)
        if drawn < REJECTED:
            return CommentStatus.REJECTED
        return CommentStatus.WITHDRAWN if drawn < REJECTED + WITHDRAWN else CommentStatus.APPROVED

    def _was_held(self, status: str) -> bool:
        return self.chance.random() < (0.7 if status == CommentStatus.REJECTED else 0.5)

    def _some_minutes(self) -> datetime.timedelta:
        return datetime.timedelta(minutes=self.chance.randrange(1, 90))

    def _answered(self, numbered: list[Row], recent: deque[Row], shape: Shape) -> Row | None:
        if not recent:
            return None
        if shape is Shape.CHAIN:
            return recent[-1]
        if shape is Shape.BRANCH:
            return numbered[0] if self.chance.random() < 0.5 else self.chance.choice(recent)
        return self.chance.choice(recent) if self.chance.random() < 0.5 else None

    def _place(self, row: Row, numbered: list[Row]) -> None:
        """As a comment is placed when it is first published."""
        row.number = len(numbered) + 1
        numbered.append(row)
        above = ""
        if row.parent:
            row.root = row.parent.root or row.parent
            row.root.last_reply += 1
            row.ordinal = row.root.last_reply
            above = row.parent.path[: (MAX_DEPTH - 1) * PATH_STEP]
        row.path = f"{above}{row.number:0{PATH_STEP}d}"
        row.depth = len(above) // PATH_STEP
        if row.parent and row.status == CommentStatus.APPROVED:
            steps = range(0, len(above), PATH_STEP)
            counted = {int(above[at : at + PATH_STEP]) for at in steps} | {row.parent.number or 0}
            for number in counted:
                numbered[number - 1].reply_count += 1

    def _comment(self, row: Row, thread_id: int) -> Values:
        return {
            "id": row.pk,
            "thread_id": thread_id,
            "parent_id": row.parent and row.parent.pk,
            "root_id": row.root and row.root.pk,
            "commenter_id": row.commenter,
            "submission": self._uuid(),
            "receipt": self._uuid(),
            "author_name": self.names[row.commenter],
            "body_source": self.texts[row.text],
            "body": self.bodies[row.text],
            "gist": self.gists[row.text],
            "status": row.status,
            "seen_at": row.seen_at,
            "number": row.number,
            "ordinal": row.ordinal,
            "place": self._named(row, thread_id),
            "path": row.path,
            "depth": row.depth,
            "last_reply": row.last_reply,
            "reply_count": row.reply_count,
            "posted_at": row.posted_at,
            "published_at": row.posted_at if row.number else None,
            **(HELD if row.was_held else {}),
        }

    def _words(self, row: Row) -> Values:
        return {
            "key": key_of(row.posted_at, row.pk),
            "comment_id": row.pk,
            **self.tokens[row.text],
        }

    def _named(self, row: Row, thread_id: int) -> str | None:
        if row.ordinal is None:
            return None
        if row.root is None:
            return place_of(thread_id, row.ordinal)
        return place_of(thread_id, row.root.ordinal or 0, row.ordinal)

    def _decisions_on(self, row: Row, pks: Iterator[int]) -> Iterator[Values]:
        """How it came to stand where it stands."""
        if row.status == CommentStatus.HELD:
            return
        status: str = CommentStatus.HELD
        if row.number and row.status != CommentStatus.APPROVED:
            yield self._decision(row, next(pks), status, CommentStatus.APPROVED)
            status = CommentStatus.APPROVED
        yield self._decision(row, next(pks), status, row.status)

    def _decision(self, row: Row, pk: int, was: str, to: str) -> Values:
        """A rule publishes at once, a moderator what was held; only who wrote it withdraws."""
        rule, at = "", row.seen_at
        was_seen = None
        if to == CommentStatus.WITHDRAWN:
            rule, was_seen = "withdrawn_by_commenter", row.seen_at
            at = (row.seen_at or row.posted_at) + self._some_minutes()
        elif to == CommentStatus.APPROVED and not row.was_held:
            rule, at = "nothing_objected", row.posted_at
        return {
            "id": pk,
            "comment_id": row.pk,
            "from_status": was,
            "to_status": to,
            "was_seen_at": was_seen,
            "moderator_id": None if rule else self.moderator_id,
            "rule": rule,
            "reason": self.chance.choice(REASONS) if to == CommentStatus.REJECTED else "",
            "decided_at": at,
            **({f"was_{name}": value for name, value in HELD.items()} if row.was_held else {}),
        }

    def _settle_sequences(self) -> None:
        """Rows were given their keys: the next one is told to come after them."""
        tables = [table.model for table in (self.comments, self.decisions, self.commenters)]
        indexed: list[type[Model]] = [self.words.model, ArticleWords]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(sql)
            # As autovacuum will within minutes; SQLite never learns by itself how long tables are.
            for table in [*tables, *indexed]:
                cursor.execute(f"ANALYZE {table._meta.db_table}")

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _name(self) -> str:
        return f"{self.chance.choice(FIRST_NAMES)} {self.chance.choice(LAST_NAMES)}"

    def _sentence(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words)).capitalize() + "."

    def _text(self) -> str:
        sentences = [self._sentence(self.chance.randint(4, 20)) for _ in range(6)]
        return " ".join(sentences[: self.chance.randint(1, 6)])


def shares(whole: int, among: int) -> list[int]:
    """Split so that the first has most, as a few stories are talked about and many are not."""
    weights = [1 / (rank + 1) ** 0.5 for rank in range(among)]
    parts = [int(whole * weight / sum(weights)) for weight in weights]
    parts[0] += whole - sum(parts)
    return parts
