"""What must be right before readers may have an article: the paper's policy on one page."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.conflicts import Hit, open_conflicts
from articles.declarants import undeclared
from articles.models.kind import ArticleKind
from articles.models.publication import Change
from articles.models.publishing_rules import PublishingRules, Weight
from articles.objections import Objection, at_once
from articles.photo_checks import licence_ended, no_alt_text, no_credit, no_licence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article


class PublishingRefused(Exception):
    """An article may not be published; `objections` names every reason at once.

    Whoever tried `may_override` some of what stood in the way, for a reason.
    """

    def __init__(self, objections: Iterable[Objection], *, may_override: bool = False) -> None:
        self.may_override = may_override
        self.objections = at_once(objections)
        super().__init__(" ".join(objection.message for objection in self.objections))

    @property
    def hits(self) -> list[Hit]:
        """The passages that it asks about."""
        return [each.hit for each in self.objections if each.hit]


class PublishingConflict(Exception):
    """An article is not where the editor believed it to be."""


NEEDS_VERSION = "Somebody else approves this change first: write it in a pending version."
NO_BYLINE = "The byline is empty: name at least one author."


def not_approved(article: "Article") -> Iterable[str]:
    """What was let go is asked by `changed_past_approval`."""
    if article.is_let_go:
        return
    if not article.is_approved:
        yield "Nobody has approved it: send it to review."
    elif article.is_approved_by_writer:
        yield "One of those who wrote it has approved it: somebody else has to."
    elif article.is_changed_by_writers:
        yield "One of those who wrote it has changed it since: it wants approving again."


def under_embargo(article: "Article") -> Iterable[str]:
    """Asked of the moment at which readers would have it."""
    from_when = max(article.publish_at or timezone.now(), timezone.now())
    if article.embargo_until and from_when < article.embargo_until:
        ends = timezone.localtime(article.embargo_until)
        yield f"It is under embargo until {ends:%-d %B %Y, %H:%M}. Schedule it for then, or later."


def no_text(article: "Article") -> Iterable[str]:
    if not article.text.strip():
        yield "The article has no text."


def no_byline(article: "Article") -> Iterable[str]:
    if not article.bylines.exists():
        yield NO_BYLINE


def not_declared(article: "Article") -> Iterable[Objection]:
    for declarant in undeclared(article):
        said = f"{declarant.full_name} has not declared for this article."
        author, manager = declarant.key
        yield Objection(said, key=f"declarations:{author}:{manager or ''}")


def conflict_not_answered(article: "Article") -> Iterable[Objection]:
    for hit in open_conflicts(article):
        about, passage = hit.disclosure, hit.passage
        said = (
            f"{passage.where} says “{passage.name}”, and {about.author} has disclosed: "
            f"{about.label}. Say whether it matters here."
        )
        interest = f"{about.author_id}:{about.kind}:{about.entity}"
        yield Objection(said, hit=hit, key=f"conflicts:{interest}:{passage.field}")


def address_taken(article: "Article") -> Iterable[str]:
    from articles.addresses import objection_to  # it objects

    if taken := objection_to(article):
        yield taken.message


def no_sponsor_named(article: "Article") -> Iterable[str]:
    if article.kind == ArticleKind.SPONSORED and not article.sponsor:
        yield "Name who paid for this piece: readers are told."


def label_missing(article: "Article") -> Iterable[str]:
    if article.section_id and article.section.kind not in ("", article.kind):
        yield (
            f"What stands under {article.section} is labelled "
            f"“{article.section.get_kind_display()}”, and this is not."
        )


def no_standfirst(article: "Article") -> Iterable[str]:
    if not article.standfirst:
        yield "There is no standfirst: lists show the first words of the text instead."


@dataclass(frozen=True)
class Check:
    """A rule of the paper: what it objects to, and what becomes of an article it objects to."""

    # Also its key in the publishing rules: it stays.
    name: str
    asks_for: str
    objects: Callable[["Article"], Iterable["str | Objection"]]
    field: str | None = None
    weight: Weight = Weight.MUST
    # Fixed checks are always a must; of the others the newsroom chooses.
    is_fixed: bool = False
    # The permission that publishes in spite of it; empty where none does.
    overridden_by: str = ""
    # Whether it can only be asked of an article that is saved, with its byline.
    needs_saving: bool = False

    def weight_under(self, rules: PublishingRules) -> str:
        return self.weight if self.is_fixed else rules.weights.get(self.name, self.weight)

    def ask(self, article: "Article", rules: PublishingRules) -> Iterable[Objection]:
        weight = self.weight_under(rules)
        if weight == Weight.OFF:
            return
        for against in self.objects(article):
            said = against if isinstance(against, Objection) else Objection(against)
            field = said.field or self.field
            yield replace(said, field=field, weight=weight, overridden_by=self.overridden_by)


APPROVAL = Check(
    "approval", "Approval by somebody who has not written it", not_approved, weight=Weight.OFF
)
CHECKS: tuple[Check, ...] = (
    Check("text", "A text", no_text, "body_source", is_fixed=True),
    Check("byline", "An author", no_byline, "bylines", is_fixed=True, needs_saving=True),
    Check(
        "declarations",
        "A declaration of everybody in the byline",
        not_declared,
        "bylines",
        is_fixed=True,
        overridden_by="articles.override_declaration",
        needs_saving=True,
    ),
    Check(
        "conflicts",
        "An editor’s word on each interest that the article names",
        conflict_not_answered,
        is_fixed=True,
        overridden_by="articles.override_conflict",
        needs_saving=True,
    ),
    Check("sponsor", "The sponsor’s name", no_sponsor_named, "sponsor", is_fixed=True),
    Check("label", "The label that its section asks for", label_missing, "kind"),
    Check("standfirst", "A standfirst", no_standfirst, "standfirst", weight=Weight.WARN),
    Check("alt", "Alt text of each photo, or “decorative”", no_alt_text),
    Check("credit", "A credit of each photo", no_credit),
    Check("licence", "A licence of each photo", no_licence, weight=Weight.WARN),
    Check("licence-end", "A licence that has not ended", licence_ended),
    Check("embargo", "An hour after the embargo", under_embargo, "publish_at", is_fixed=True),
    APPROVAL,
    Check("address", "An address of its own", address_taken, "slug", is_fixed=True),
)
NEEDS_SAVING = frozenset(check.name for check in CHECKS if check.needs_saving)
TO_CHOOSE = tuple(check for check in CHECKS if not check.is_fixed)


def objections(article: "Article", *, besides: Container[str] = ()) -> list[Objection]:
    """Everything against publishing it, in the order of CHECKS; empty when nothing is.

    `besides` names checks that cannot be asked yet.
    """
    rules = PublishingRules.now()
    asked = (check for check in CHECKS if check.name not in besides)
    return [objection for check in asked for objection in check.ask(article, rules)]


def is_a_must(check: str) -> bool:
    """Whether nothing is published that this one objects to."""
    rules = PublishingRules.now()
    return any(each.weight_under(rules) == Weight.MUST for each in CHECKS if each.name == check)


def unsettled(article: "Article") -> list[Objection]:
    """What is missing of the words of authors and editors, which may change by itself."""
    rules = PublishingRules.now()
    words = (check for check in CHECKS if check.overridden_by)
    return [objection for check in words for objection in check.ask(article, rules)]


def unapproved(article: "Article") -> list[Objection]:
    """What is in the way of an editor's approval, where nothing goes out without."""
    return [each for each in APPROVAL.ask(article, PublishingRules.now()) if each.is_in_the_way]


def changed_past_approval(
    article: "Article", change: Change | None, *, by: "User"
) -> list[Objection]:
    """Against a change of what was let go, which somebody else than `by` has to approve.

    A material one always, as its note is new to readers; any other one unless `by` could have
    approved it.
    """
    if not is_a_must("approval"):
        return []
    is_told = change == Change.MATERIAL and article.has_changed_for_readers
    is_let_by = not article.has_changed or article.is_approver(by)
    return [Objection(NEEDS_VERSION, "change")] if is_told or not is_let_by else []


def in_the_way(article: "Article", *, besides: Container[str] = ()) -> list[Objection]:
    return [each for each in objections(article, besides=besides) if each.is_in_the_way]
