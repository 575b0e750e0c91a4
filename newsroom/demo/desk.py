"""What lies on the editors' desk of the demo: a pending version, notes, an embargo, front pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles import pending
from articles.models import Arrangement, Article, Note
from articles.models.plan import LEAD, Plan

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# By the story: what its pending version is called, and says below its headline.
REWRITTEN = (
    "night-trams-return",
    "Night trams return on Fridays, and now on Saturdays too",
    "Line 1 will run until half past one on two nights, after 140 night nurses signed the letter.",
)
# Who notes what on which story.
NOTES = (
    ("editor", "one-class-on-skerrow", "Who counted the children? The council says twelve."),
    ("reporter", "one-class-on-skerrow", "The teacher did, on Monday. Asking the council again."),
    ("publisher", "the-harbourmaster", "Good beginning. It wants the accident in the third line."),
)
EMBARGOED = "dredging-line-by-line"
# What leads, and what stands beside it; from the hour of the embargo on, another front page.
LEADS = "the-town-buys-its-harbour-back"
BESIDE = "a-rope-round-the-screw"
NOTICE = "The counter on Quay Street is shut on Friday: the stairs are being mended."


def lay_out(articles: dict[str, Article], users: dict[str, User]) -> None:
    """As a reporter and the editors have left it."""
    for name, slug, text in NOTES:
        Note(article=articles[slug], text=text, written_by=users[name]).save()
    waiting = articles[EMBARGOED]
    Article.objects.filter(pk=waiting.pk).update(embargo_until=waiting.publish_at)
    _rewrite(articles, users["reporter"], users["editor"])
    _arrange(articles, users["editor"])


def _rewrite(articles: dict[str, Article], reporter: User, editor: User) -> None:
    """Written by the reporter and approved: it waits to be put in force."""
    slug, headline, standfirst = REWRITTEN
    version = pending.begin(articles[slug], by=reporter)
    version.headline, version.standfirst = headline, standfirst
    version.save()
    version.keep(by=reporter)
    version.send_to_review(by=reporter)
    version.approve(by=editor)


def _arrange(articles: dict[str, Article], editor: User) -> None:
    """The front page of today, and the one that waits for what is under embargo."""
    leads, beside, waiting = articles[LEADS].pk, articles[BESIDE].pk, articles[EMBARGOED]
    today = Plan(places={LEAD: leads, LEAD + 1: beside}, notice=NOTICE)
    number = Arrangement.arrange(today, by=editor, after=0).number
    next_one = Plan(places={LEAD: waiting.pk, LEAD + 1: leads})
    Arrangement.arrange(next_one, by=editor, after=number, at=waiting.publish_at)
