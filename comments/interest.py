"""Who has an interest in an article, and so leaves what is said under it to somebody else.

Whoever wrote it, answers for the group that wrote it, or is named in its disclosures. What was
pinned at publication counts, because that is what readers are told.
"""

import re
from typing import TYPE_CHECKING

from articles import pinning
from articles.models import Article, Author
from articles.pinned import PinnedAuthor
from articles.plaintext import casefolded
from comments.models.decision import DecisionConflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class InterestConflict(DecisionConflict):
    """Whoever decides has an interest and has given no reason to decide all the same."""


class Interests:
    """One moderator's interests, asked for many articles with one query in all."""

    def __init__(self, user: "User") -> None:
        self.account = user.pk
        self.author = Author.objects.filter(user=user.pk).first()
        names = {user.get_full_name(), self.author.name if self.author else ""}
        self.names = {_folded(name) for name in names} - {""}

    def in_article(self, article: Article) -> str:
        """A sentence that says what the interest is; empty when there is none."""
        for author in pinned_record(article):
            if because := self._in_author(author):
                return because
        return ""

    def _in_author(self, author: PinnedAuthor) -> str:
        if self._are(author.author_id, author.account_id, author.name):
            return f"You wrote this article as {author.name}."
        if any(self._are(None, each.account_id, each.name) for each in author.managers):
            return f"You answer for {author.name}, who wrote this article."
        for disclosure in author.disclosures:
            if self._are_named_in(disclosure.entity) or self._are_named_in(disclosure.text):
                return f"You are named in what {author.name} disclosed: {disclosure.label}."
        return ""

    def _are(self, author: int | None, account: int | None, name: str) -> bool:
        """By the account that was pinned: whose byline it is today may be another matter."""
        is_own = self.author is not None and author == self.author.pk
        return is_own or account == self.account or _folded(name) in self.names

    def _are_named_in(self, text: str) -> bool:
        """By a whole name. A name of one word must be all there is: “Grace” is also a word."""
        text = _folded(text)
        return any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) if " " in name else name == text
            for name in self.names
        )


def interest_of(user: "User", article: Article) -> str:
    """What interest a moderator has in an article, as a sentence; empty when there is none."""
    return Interests(user).in_article(article)


def refuse_interested(user: "User", article: Article, *, override: str) -> None:
    """Raises InterestConflict, unless a reason to decide all the same is given."""
    if override.strip():
        return
    if because := interest_of(user, article):
        raise InterestConflict(f"{because} Leave it to somebody else, or say why you decide.")


def pinned_record(article: Article) -> tuple[PinnedAuthor, ...]:
    """Who stands behind it for readers; nobody before it was ever let go."""
    return pinning.read(article.publication) if article.publication else ()


def _folded(name: str) -> str:
    return " ".join(casefolded(name).split())
