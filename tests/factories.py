"""Makers of the ordinary case. A test states only what matters to it."""

import datetime
import io
import itertools
import uuid
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.declarants import undeclared
from articles.declaring import declare
from articles.models import (
    Arrangement,
    Article,
    Author,
    AuthorKind,
    Correction,
    DeclarationKind,
    Disclosure,
    ErrorReport,
    Photo,
    Policy,
    Section,
)
from articles.models.error_report import report_error
from articles.models.plan import Plan
from comments.models import Comment, Commenter, Term, Thread
from comments.posting import post

count = itertools.count(1)
BODY = "<p>The ferry left at dawn.</p><p>It came back at dusk.</p>"


def user(role: str = "", **fields: Any) -> User:
    made = User.objects.create_user(
        **{"username": f"user{next(count)}", "is_staff": bool(role), "password": "pw", **fields}
    )
    if role:
        made.groups.add(Group.objects.get(name=role))
    return made


def editor(**fields: Any) -> User:
    return user("Editor", **fields)


def moderator(**fields: Any) -> User:
    return user("Moderator", **fields)


def arrangement(*articles: Article, by: User | None = None, **fields: Any) -> Arrangement:
    """In force at once, or from `at` on; the articles in their order from the lead on."""
    whens = {name: fields.pop(name) for name in ("at", "replaces") if name in fields}
    plan = Plan(places={place: each.pk for place, each in enumerate(articles)}, **fields)
    after = Arrangement.objects.last_number()
    return Arrangement.arrange(plan, by=by or editor(), after=after, **whens)


def section(**fields: Any) -> Section:
    number = next(count)
    return Section.objects.create(
        **{"name": f"Section {number}", "slug": f"section-{number}", **fields}
    )


def author(**fields: Any) -> Author:
    number = next(count)
    return Author.objects.create(
        **{"name": f"Author {number}", "slug": f"author-{number}", **fields}
    )


def group(*managers: str, **fields: Any) -> Author:
    made = author(kind=AuthorKind.GROUP, **fields)
    for name in managers:
        made.managers.create(name=name, since=datetime.date(2020, 1, 1))
    return made


def disclosure(of: Author, by: User | None = None, **fields: Any) -> Disclosure:
    made = Disclosure(
        author=of,
        **{
            "kind": "ownership",
            "entity": "Ferry Company",
            "text": "Owns shares in it.",
            "valid_from": datetime.date(2020, 1, 1),
            **fields,
        },
    )
    return made.declare(by=by or editor())


def picture_file(
    size: tuple[int, int] = (64, 48), kind: str = "JPEG", **options: Any
) -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    written.seek(0)
    return written


def photo(**fields: Any) -> Photo:
    made = Photo(**{"alt": "A ferry", "credit": "Ana Ruiz", "caption": "The ferry.", **fields})
    made.image.save("ferry.jpg", ContentFile(picture_file().getvalue()), save=True)
    return made


def policy(by: User | None = None, at: datetime.datetime | None = None, **fields: Any) -> Policy:
    """In force since the beginning of 2020, or from `at` on."""
    number = next(count)
    made = Policy(
        **{
            "title": f"Policy {number}",
            "slug": f"policy-{number}",
            "body_source": "<p>We name our sources.</p>",
            **fields,
        }
    )
    since = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC)
    made.put_in_force(by=by or editor(), at=at or since)
    return made


def draft(*authors: Author, has_declared: bool = True, **fields: Any) -> Article:
    """Everybody in its byline has declared."""
    number = next(count)
    made = Article.objects.create(
        **{
            "headline": f"Headline {number}",
            "slug": f"headline-{number}",
            "standfirst": "What it says in one sentence.",
            "dateline": "Saltmarsh",
            "body_source": BODY,
            "section": fields.pop("section", None) or section(),
            **fields,
        }
    )
    for position, one in enumerate(authors or [author()]):
        made.bylines.create(author=one, position=position)
    if has_declared:
        declared(made)
    return made


def declared(article: Article, by: User | None = None) -> Article:
    """An editor writes down for everybody who has to that there is nothing to declare."""
    by = by or editor()
    for each in undeclared(article):
        declare(article, each, by=by, kind=DeclarationKind.NOTHING)
    return article


def read_over(article: Article, by: User | None = None) -> Article:
    """Sent to review, and approved."""
    if not article.is_draft:
        article.return_to_draft(by=by or editor())
    article.send_to_review(by=by or editor())
    article.approve(by=by or editor())
    return article


def ticked(action: str, *articles: Article) -> dict[str, Any]:
    """What the list of articles sends when an action is chosen for these rows of it."""
    shown = {f"shown-{one.pk}": one.saved_at.isoformat() for one in articles}
    return {"action": action, "_selected_action": [one.pk for one in articles], **shown}


def published(
    *authors: Author, by: User | None = None, at: datetime.datetime | None = None, **fields: Any
) -> Article:
    made = draft(*authors, **fields)
    made.publish(by=by or editor(), at=at or timezone.now() - datetime.timedelta(hours=1))
    return made


def alike(article: Article, how_many: int) -> list[Article]:
    """As many more rows as this one's, each with an address and a thread of its own.

    For tests of many: what stands beside an article (byline, declarations, log) has no copies.
    """
    columns = [field.attname for field in Article._meta.concrete_fields if not field.primary_key]
    row = {name: getattr(article, name) for name in columns}
    copies = Article.objects.bulk_create(
        Article(**row | {"slug": f"{article.slug}-{next(count)}"}) for _ in range(how_many)
    )
    Thread.objects.bulk_create(Thread(article=one) for one in copies)
    return copies


def correction(of: Article, by: User | None = None, **fields: Any) -> Correction:
    usual = {"kind": "correction", "wrong": "It was three boats.", "text": "It was two boats."}
    return of.correct(by=by or editor(), **usual | fields)


def retracted(*authors: Author, reason: str = "None of it happened.", **fields: Any) -> Article:
    made = published(*authors, **fields)
    made.retract(by=editor(), reason=reason)
    return made


def reader(**fields: Any) -> Commenter:
    """Somebody who has confirmed an address; not saved yet."""
    number = next(count)
    usual = {
        "name": f"Reader {number}",
        "email": f"reader{number}@mail.example",
        "email_confirmed_at": timezone.now(),
    }
    return Commenter(**usual | fields)


def commenter(*, known: bool = False, **fields: Any) -> Commenter:
    made = reader(**fields)
    made.save()
    if known:
        comment(on=published(), commenter=made).approve(by=moderator())
    return made


def comment(on: Article, **fields: Any) -> Comment:
    """Posted through the door; by somebody unknown, and so held."""
    number = next(count)
    by = fields.pop("commenter", None) or reader()
    return post(
        on.thread,
        **{
            "commenter": by,
            "author_name": by.name,
            "body_source": f"What I think of it, number {number}.",
            **fields,
        },
    )


def error_report(on: Article, **fields: Any) -> ErrorReport:
    return report_error(
        on,
        **{
            "passage": "at dawn",
            "problem": "It left at noon.",
            "submission": uuid.uuid4(),
            **fields,
        },
    )


def approved(on: Article, by: User | None = None, **fields: Any) -> Comment:
    made = comment(on, **fields)
    if not made.is_approved:
        made.approve(by=by or moderator())
    return made


def term(text: str = "zorblat", **fields: Any) -> Term:
    made = Term(text=text, **fields)
    made.full_clean(exclude=["key"])
    made.save()
    return made
