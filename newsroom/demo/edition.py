"""Bringing the demo paper to print, through the same verbs that people use."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.utils import model_ngettext
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from articles.conflicts import conflicts, first_of_each
from articles.declarants import declarants
from articles.declaring import declare
from articles.models import (
    Article,
    Author,
    Byline,
    Change,
    DeclarationKind,
    Disclosure,
    Manager,
    Photo,
    Policy,
    Section,
    Tag,
)
from articles.renditions import RENDITIONS
from comments.models import (
    Appeal,
    Comment,
    Commenter,
    CommentStatus,
    Letter,
    Term,
    ThreadMode,
)
from comments.models.thread_mode import TAKES_NO_COMMENTS
from comments.names import badge_of
from comments.posting import post
from comments.reporting import report
from newsroom.demo import PASSWORD, copy, desk
from newsroom.demo.cast import ACCOUNTS, WRITERS, Account, Answers, Day, Declared, Writer
from newsroom.demo.copy import Page, Story
from newsroom.demo.pictures import draw, portrait
from newsroom.demo.talk import APPEALED, LISTED, REPORTED, THREADS, Remark

SECTIONS = (
    ("Town", "The council, the schools, the streets, and who pays for them."),
    ("Harbour", "Boats, berths, the ferry, and what the sea does next."),
    ("Country", "Marsh, hill and orchard, from Wending to Marl End."),
    ("Culture", "Plays, books, bread, and The Tideline."),
    ("Sport", "The Cormorants, the gigs, and the cold pool."),
)
# Tags whose stories are parts.
SERIES = {
    "The harbour’s new owner": "How the town came to buy its harbour back, what it paid, and "
    "what it found in the sheds.",
}
CREDIT = "Illustration: Petra Vey / The Lantern"
TOLD_AT = datetime.time(9, 0)
DECLARED_BEFORE = datetime.timedelta(hours=2)
# How long a comment that is held waits for the moderator.
DECIDED_AFTER = datetime.timedelta(minutes=5)


# What nobody but people writes: where one of these is, the newsroom is somebody's own.
WRITTEN = (Article, Author, Section, Policy, User)


class NotEmpty(Exception):
    """Somebody has written here. Says what."""


def is_in_print() -> bool:
    """Whether the demo was written into this database before."""
    slugs = [story.slug for story in copy.stories()]
    return Article.objects.filter(slug__in=slugs).exists()


def what_is_here() -> str:
    """What somebody has written here, such as “2 sections, 1 user”; empty when nobody has."""
    counted = [(model, model._default_manager.count()) for model in WRITTEN]
    return ", ".join(
        f"{number} {model_ngettext(model._meta, number)}" for model, number in counted if number
    )


def print_edition() -> None:
    """Write the whole demo into an empty newsroom, or leave neither a row nor a file.

    Raises NotEmpty where somebody has written before.
    """
    if there := what_is_here():
        raise NotEmpty(there)
    edition = Edition()
    with _no_files_without_rows(edition.photos), transaction.atomic():
        edition.make()


@contextmanager
def _no_files_without_rows(photos: list[Photo]) -> Iterator[None]:
    """Remove the files of these photos when their rows do not come to be."""
    try:
        yield
    except BaseException:
        for photo in photos:
            for rendition in RENDITIONS:
                photo.image.storage.delete(photo.image.process(rendition))
            photo.image.storage.delete(photo.image.name)
        raise


class Edition:
    """One printing of the demo, dated back from one moment. Pictures are drawn beforehand."""

    def __init__(self) -> None:
        self.now = timezone.localtime()
        self.stories = copy.stories()
        drawn = [story.picture.name for story in self.stories if story.picture]
        self.drawings = {name: draw(name) for name in drawn}
        self.photos: list[Photo] = []
        self.users: dict[str, User] = {}
        self.authors: dict[str, Author] = {}
        self.articles: dict[str, Article] = {}
        self.commenters: dict[str, Commenter] = {}

    def make(self) -> None:
        self._open_accounts()
        self._lay_out()
        for key, writer in WRITERS.items():
            self.authors[key] = self._introduce(writer)
        for story in sorted(self.stories, key=self._moment_or_now):
            self.articles[story.slug] = self._write(story)
        desk.lay_out(self.articles, self.users)
        self._list_words()
        self._hear_readers()
        self._complain()
        self._close_threads()
        # Nobody reads mail at these addresses.
        Letter.objects.all().delete()

    # Who

    def _open_accounts(self) -> None:
        password = make_password(PASSWORD)
        for account in ACCOUNTS:
            self.users[account.username] = self._open_account(account, password)

    def _open_account(self, account: Account, password: str) -> User:
        user = User.objects.create(
            username=account.username,
            password=password,
            first_name=account.first_name,
            last_name=account.last_name,
            email=f"{account.username}@lantern.example",
            is_staff=True,
            is_superuser=not account.role,
        )
        if account.role:
            user.groups.add(Group.objects.get(name=account.role))
        return user

    def _introduce(self, writer: Writer) -> Author:
        author = Author.objects.create(
            kind=writer.kind,
            name=writer.name,
            slug=writer.slug,
            title=writer.title,
            bio=writer.bio,
            copyright_line=writer.copyright_line,
            user=self.users.get(writer.account),
            photo=self._portrait(writer),
        )
        for manager in writer.managers:
            self._appoint(author, manager)
        for declared in writer.declares:
            self._declare(author, declared)
        return author

    def _appoint(self, group: Author, manager: Answers) -> None:
        Manager.objects.create(
            group=group,
            name=manager.name,
            role=manager.role,
            since=self._day(manager.since),
            until=self._day(manager.until) if manager.until else None,
        )

    def _declare(
        self, author: Author, declared: Declared, supersedes: Disclosure | None = None
    ) -> None:
        disclosure = self._enter(author, declared, on=declared.since, supersedes=supersedes)
        if declared.ended:
            self._enter(author, declared, on=declared.ended, supersedes=disclosure)
        if declared.then:
            self._declare(author, declared.then, supersedes=disclosure)

    def _enter(
        self, author: Author, declared: Declared, *, on: Day, supersedes: Disclosure | None
    ) -> Disclosure:
        """One row of the record, dated back to the day on which it was told."""
        last = declared.ended if on == declared.ended else declared.until
        return Disclosure(
            author=author,
            kind=declared.kind,
            entity=declared.entity,
            text=declared.text,
            valid_from=self._day(declared.since),
            valid_to=self._day(last) if last else None,
            supersedes=supersedes,
            declared_at=datetime.datetime.combine(self._day(on), TOLD_AT, self.now.tzinfo),
        ).declare(by=self.users["editor"])

    def _day(self, day: Day) -> datetime.date:
        if isinstance(day, datetime.date):
            return day
        return self.now.date() - datetime.timedelta(days=day)

    # What

    def _lay_out(self) -> None:
        """The parts of the paper."""
        for position, (name, description) in enumerate(SECTIONS, start=1):
            Section.objects.create(
                slug=slugify(name), name=name, description=description, position=position
            )
        for page in copy.pages():
            self._put_in_force(page)

    def _put_in_force(self, page: Page) -> None:
        by = self.users["editor"]
        policy = Policy(
            slug=page.slug,
            title=page.title,
            position=page.position,
            covers=list(page.covers),
            body_source=copy.html(page.first_markdown),
        )
        policy.put_in_force(by=by, at=self.now - datetime.timedelta(days=page.since))
        if page.change:
            policy.body_source = copy.html(page.markdown)
            at = self.now - datetime.timedelta(days=page.change.days_ago)
            policy.put_in_force(by=by, change=page.change.text, at=at)

    def _write(self, story: Story) -> Article:
        article = Article.objects.create(
            slug=story.slug,
            kind=story.kind,
            sponsor=story.sponsor,
            kicker=story.kicker,
            headline=story.headline,
            standfirst=story.standfirst,
            dateline=story.dateline,
            section=Section.objects.get(slug=story.section),
            body_source=copy.html(story.markdown, self._address),
            lead_photo=self._lead_photo(story),
            # Today’s list at the desk has something to say.
            planned_for=None if story.moment(self.now) else timezone.localdate(self.now),
            created_by=self.users["editor"],
        )
        article.tags.set(map(self._tag, story.tags))
        for position, credit in enumerate(story.byline):
            author = self.authors[credit.writer]
            Byline.objects.create(
                article=article, author=author, role=credit.role, position=position
            )
        self._let_go(article, story)
        return article

    def _let_go(self, article: Article, story: Story) -> None:
        editor, moment = self.users["editor"], story.moment(self.now)
        if story.status == "review":
            article.send_to_review(by=self.users["reporter"])
        if not moment:
            return
        self._declare_for(article, at=moment - DECLARED_BEFORE)
        article.publish(by=editor, at=moment)
        self._cover(article, story, moment)
        for amendment in story.amendments:
            at = moment + datetime.timedelta(hours=amendment.hours_later)
            article.correct(
                by=editor,
                kind=amendment.kind,
                wrong=amendment.wrong,
                text=amendment.text,
                place=amendment.place,
                at=at,
            )
        for edit in story.edits:
            article.body_source = article.body.replace(edit.was, edit.reads)
            article.save()
            at = moment + datetime.timedelta(hours=edit.hours_later)
            article.revise(by=editor, change=Change(edit.change), note=edit.note, at=at)
        if story.retracted_because:
            at = moment + datetime.timedelta(days=2)
            article.retract(by=editor, reason=story.retracted_because, at=at)
        if story.withdrawn_because:
            article.withdraw(by=editor, reason=story.withdrawn_because)

    def _cover(self, article: Article, story: Story, moment: datetime.datetime) -> None:
        editor = self.users["editor"]
        if story.updates:
            article.open_coverage(by=editor, at=moment)
        for told in story.updates:
            article.tell(
                told.text,
                by=editor,
                headline=told.headline,
                author=self.authors[told.by],
                is_key=told.is_key,
                at=moment + datetime.timedelta(minutes=told.minutes),
            )
        if story.breaking_hours:
            until = self.now + datetime.timedelta(hours=story.breaking_hours)
            article.announce(by=editor, until=until)

    def _declare_for(self, article: Article, *, at: datetime.datetime) -> None:
        """Each author, who has an account themselves, names what the story names of theirs."""
        named = [hit.disclosure for hit in first_of_each(conflicts(article))]
        for declarant in declarants(article):
            interests = [each for each in named if each in declarant.disclosures]
            kind = DeclarationKind.INTERESTS if interests else DeclarationKind.NOTHING
            by = declarant.account or self.users["editor"]
            declare(article, declarant, by=by, kind=kind, interests=interests, at=at)

    def _moment_or_now(self, story: Story) -> datetime.datetime:
        return story.moment(self.now) or self.now

    def _address(self, slug: str) -> str:
        story = next(story for story in self.stories if story.slug == slug)
        day = self._moment_or_now(story)
        words = {"year": day.year, "month": day.month, "day": day.day, "slug": slug}
        return reverse("article", kwargs=words)

    def _tag(self, name: str) -> Tag:
        told: dict[str, Any] = {"slug": slugify(name)}
        if name in SERIES:
            told |= {"description": SERIES[name], "is_series": True}
        return Tag.objects.get_or_create(name=name, defaults=told)[0]

    def _lead_photo(self, story: Story) -> Photo | None:
        picture = story.picture
        if not picture:
            return None
        drawing = self.drawings[picture.name]
        return self._photo(picture.name, drawing, alt=picture.alt, caption=picture.caption)

    def _portrait(self, writer: Writer) -> Photo | None:
        if not writer.portrait:
            return None
        return self._photo(writer.slug, portrait(writer.portrait), alt=writer.portrait_alt)

    def _photo(self, name: str, jpeg: bytes, *, alt: str, caption: str = "") -> Photo:
        image = ContentFile(jpeg, name=f"{name}.jpg")
        photo = Photo(image=image, alt=alt, caption=caption, credit=CREDIT)
        photo.save()
        self.photos.append(photo)
        return photo

    # What they say about it

    def _hear_readers(self) -> None:
        for story in self.stories:
            if story.thread and story.thread.mode == "premoderated":
                thread = self.articles[story.slug].thread
                thread.premoderate(by=self.users["moderator"], reason=story.thread.reason)
        said: dict[Remark, Comment] = {}
        for at, remark, parent, article in sorted(self._remarks(), key=lambda item: item[0]):
            said[remark] = self._hear(remark, article, said[parent] if parent else None, at)
        for remark, comment in said.items():
            if remark.rejected and comment.is_approved:
                self._reject(comment, remark, self.now)
            if remark.withdrawn:
                comment.withdraw(at=self.now)

    def _remarks(
        self,
    ) -> Iterator[tuple[datetime.datetime, Remark, Remark | None, Article]]:
        """Every remark of every thread, with its moment, what it answers, and where."""
        for slug, remarks in THREADS.items():
            article = self.articles[slug]
            yield from _walk(remarks, None, article.publish_at or self.now, article)

    def _hear(
        self, remark: Remark, article: Article, parent: Comment | None, at: datetime.datetime
    ) -> Comment:
        comment = post(
            article.thread,
            commenter=self._commenter(remark),
            author_name=remark.name,
            body_source=remark.text,
            parent=parent,
            from_newsroom=bool(remark.staff),
            badge=badge_of(self.users[remark.staff]) if remark.staff else "",
            at=at,
        )
        if remark.rejected and not remark.replies:
            self._reject(comment, remark, at + DECIDED_AFTER)
        elif comment.is_held and not remark.held:
            by = self.users["moderator"]
            comment.decide(CommentStatus.APPROVED, by=by, at=at + DECIDED_AFTER)
        return comment

    def _reject(self, comment: Comment, remark: Remark, at: datetime.datetime) -> None:
        comment.decide(
            CommentStatus.REJECTED,
            by=self.users["moderator"],
            reason=remark.rejected,
            note=remark.note,
            at=at,
        )

    def _commenter(self, remark: Remark) -> Commenter:
        """Readers of the demo have confirmed addresses, of a domain that is nobody's."""
        user = self.users.get(remark.staff)
        address = f"{slugify(remark.name)}@readers.example"
        known = {"email": address, "email_confirmed_at": self.now}
        new = Commenter(name=remark.name, user=user, **({} if user else known))
        return self.commenters.setdefault(remark.name, new)

    def _list_words(self) -> None:
        for text, action, note in LISTED:
            by = self.users["moderator"]
            Term.objects.create(text=text, action=action, note=note, added_by=by)

    def _complain(self) -> None:
        """One reader reports a comment, another appeals against a decision."""
        name, reason, text = REPORTED
        report(Comment.objects.approved().filter(author_name=name)[0], reason=reason, text=text)
        name, text = APPEALED
        rejected = Comment.objects.rejected().filter(author_name=name)[0]
        Appeal.open(rejected.decisions.all()[0], text=text)

    def _close_threads(self) -> None:
        for story in self.stories:
            if story.thread and story.thread.mode in TAKES_NO_COMMENTS:
                thread, by = self.articles[story.slug].thread, self.users["moderator"]
                thread.set_mode(ThreadMode(story.thread.mode), by=by, reason=story.thread.reason)


def _walk(
    remarks: tuple[Remark, ...],
    parent: Remark | None,
    start: datetime.datetime,
    article: Article,
) -> Iterator[tuple[datetime.datetime, Remark, Remark | None, Article]]:
    for remark in remarks:
        at = start + datetime.timedelta(minutes=remark.minutes)
        yield at, remark, parent, article
        yield from _walk(remark.replies, remark, at, article)
