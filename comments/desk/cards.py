"""What a moderator is shown beside a comment, for a whole page in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from articles.given import fetch_last_given
from articles.models import Article
from articles.pinned import PinnedAuthor
from comments.appeal_forms import AppealDecisionForm, AppealMessageForm
from comments.interest import Interests, pinned_record
from comments.marking import found_in, marked_body, marked_name
from comments.models import (
    Appeal,
    Case,
    Claim,
    Comment,
    Commenter,
    CommenterDecision,
    CommentStatus,
    Decision,
    Hit,
    Thread,
    ThreadMode,
)
from comments.models.comment_queries import CommentQuerySet
from comments.models.comment_status import MOVES
from comments.models.standing import Settlement, in_force
from comments.modes_address import modes_address
from comments.spoken import spoken
from comments.words.texts import LINK

from . import notices
from .acts import Verb
from .queues import Page, for_cards
from .reason_forms import ClosingForm, NoteForm, RejectionForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Longer texts fold.
LONG = 1_200
LAST_REASONS = 3
LAST_NOTES = 3
LAST_COMMENTS = 3
# By which verb a moderator moves a comment.
VERB_TO = {
    CommentStatus.APPROVED: Verb.APPROVE,
    CommentStatus.HELD: Verb.HOLD,
    CommentStatus.REJECTED: Verb.REJECT,
}


@dataclass
class Record:
    """What became of a commenter's comments, and what moderators have written down."""

    published: int = 0
    rejected: int = 0
    held: int = 0
    # What holds for them at this moment.
    settled: Settlement = field(default_factory=Settlement)
    reasons: list[str] = field(default_factory=list)
    notes: list[CommenterDecision] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """One comment so far, and no rejected one."""
        return not self.rejected and self.published + self.held == 1


@dataclass
class Shown:
    """A comment as moderators read it."""

    comment: Comment

    @property
    def body(self) -> SafeString:
        return marked_body(self.comment)

    @property
    def name(self) -> SafeString:
        return marked_name(self.comment)

    @property
    def found_in_links(self) -> list[Hit]:
        """Listed words that nobody sees marked in the text, each once, as it was spelt."""
        in_links = [hit for hit in found_in(self.comment) if hit.field == LINK]
        return list({(hit.term_text, hit.passage): hit for hit in in_links}.values())

    @property
    def is_long(self) -> bool:
        return len(self.comment.body_source) > LONG or self.comment.body_source.count("\n") > 24

    @property
    def length(self) -> int:
        return len(self.comment.body_source)


@dataclass
class Card(Shown):
    """One comment with what is needed to decide on it.

    `interest` keeps this moderator from deciding without a reason, and one that `is_on_oneself`
    from deciding at all; who `may_dismiss` closes cases too. `claim` says who else reads it, `case`
    what was reported, `trouble` why the last decision was not taken. `form` is what was typed and
    refused, or taken back, and `closing` what was typed to close its thread. One that
    `is_taken_back` has just come back alone.
    """

    record: Record
    decisions: list[Decision]
    claim: Claim | None
    interest: str
    case: Case | None = None
    appeal: Appeal | None = None
    trouble: str = ""
    form: NoteForm | None = None
    closing: ClosingForm | None = None
    answer_form: AppealDecisionForm | None = None
    message_form: AppealMessageForm | None = None
    is_on_oneself: bool = False
    may_dismiss: bool = False
    is_taken_back: bool = False
    template = "desk/_card.html"

    @property
    def name_in_page(self) -> str:
        return str(self.comment.pk)

    @property
    def is_newest_appealed(self) -> bool:
        """Whether overturning its appeal restores exactly what stood before."""
        return self.appeal is not None and self.appeal.is_newest_among(self.decisions)

    @property
    def thread(self) -> Thread:
        return self.comment.thread

    @property
    def opening_url(self) -> str:
        """Where its thread is opened again."""
        return modes_address(self.thread, ThreadMode.OPEN)

    @property
    def unread_because(self) -> str:
        """Why no mode of its thread shows readers anything; empty where one does."""
        return notices.unread_with(self.article) if self.thread.lies_with_article else ""

    @property
    def article(self) -> Article:
        return self.comment.thread.article

    @property
    def commenter(self) -> Commenter:
        return self.comment.commenter

    @property
    def seen(self) -> str:
        """What the moderator decides on: which comment, which text, where it stood, what of it
        was reported."""
        shown = f"{self.comment.pk}:{self.comment.revision}:{self.comment.status}"
        return f"{shown}:{self.case.report_count}" if self.case else shown

    @property
    def is_refused_rejection(self) -> bool:
        """Whether what was typed and refused was a rejection, and no mere note."""
        return isinstance(self.form, RejectionForm) and self.form.is_bound

    @property
    def is_rejected_anew(self) -> bool:
        """Whether words for a rejection stand in its fold, to go on with."""
        was_typed = bool(self.form and self.form.initial.get("reason"))
        return self.is_refused_rejection or (self.is_taken_back and was_typed)

    @property
    def offers(self) -> set[Verb]:
        """What can be done with the comment; nothing while it is appealed, nor with one's own."""
        if self.appeal or self.is_on_oneself:
            return set()
        comment, offered = self.comment, {VERB_TO[to] for to in self._moves & VERB_TO.keys()}
        if self.case and comment.is_approved and self.may_dismiss:
            offered.add(Verb.DISMISS)
        if comment.is_new:
            offered.add(Verb.SEE)
        if comment.is_approved:
            offered.add(Verb.UNFEATURE if comment.is_featured else Verb.FEATURE)
        if self.commenter.erased_at:
            return offered - {Verb.APPROVE, Verb.HOLD}
        return offered - ({Verb.APPROVE} if self.awaits_confirmation else set())

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it could be published, if its guest had confirmed the address."""
        return CommentStatus.APPROVED in self._moves and self.commenter.owes_confirmation

    @property
    def times_decided(self) -> int:
        """How often the comment was decided on; taking back is no decision."""
        return sum(not one.is_taking_back for one in self.decisions)

    @property
    def _moves(self) -> set[CommentStatus]:
        return MOVES[CommentStatus(self.comment.status)]

    @property
    def rule(self) -> str:
        return spoken(self.comment.held_by_rule)

    @property
    def disclosed(self) -> tuple[PinnedAuthor, ...]:
        """The authors who have declared an interest under this article."""
        return tuple(author for author in pinned_record(self.article) if author.interests)


@dataclass
class CommenterCard:
    """An appeal against what was decided about a commenter, with what is needed to answer it."""

    appeal: Appeal
    record: Record
    decisions: list[CommenterDecision]
    # What of theirs was decided in the same act, and stands or falls with it.
    along: list[Shown]
    # The newest of theirs, which the act may have been about.
    newest: list[Shown]
    is_on_oneself: bool = False
    answer_form: AppealDecisionForm | None = None
    message_form: AppealMessageForm | None = None
    interest = ""
    template = "desk/_commenter_card.html"

    @property
    def name_in_page(self) -> str:
        return f"appeal-{self.appeal.pk}"

    @property
    def is_newest_appealed(self) -> bool:
        """Whether overturning the appeal restores exactly what stood before."""
        return self.appeal.is_newest_among(self.decisions)

    @property
    def commenter(self) -> Commenter:
        return self.appeal.commenter


def cards_in_line(page: Page, user: "User") -> list[Card | CommenterCard]:
    """A page's cards in its order: of comments, and of the appeals that hang on none."""
    on = {card.comment.pk: card for card in cards_of(page.comments, user)}
    beside = Appeal.objects.filter(pk__in=[pk for pk, comment in page.lines if comment is None])
    about = {card.appeal.pk: card for card in commenter_cards_of(beside.for_cards(), user)}
    cards = (on.get(comment) if comment else about.get(pk) for pk, comment in page.lines)
    return [card for card in cards if card]


def commenter_cards_of(appeals: Iterable[Appeal], user: "User") -> list[CommenterCard]:
    """The appeals come with what their `for_cards` brings."""
    shown = list(appeals)
    # Most queues have none: nothing is asked about nobody.
    if not shown:
        return []
    writers = {appeal.commenter.pk for appeal in shown}
    records = records_of({appeal.commenter for appeal in shown}, user)
    log = _decisions_about(writers)
    along, newest = _taken_along(shown), _newest_of(writers, user)
    return [
        CommenterCard(
            appeal=appeal,
            record=records[appeal.commenter.pk],
            decisions=log[appeal.commenter.pk],
            along=along[appeal.commenter_decision_id or 0],
            newest=newest[appeal.commenter.pk],
            is_on_oneself=appeal.commenter.is_account_of(user),
        )
        for appeal in shown
    ]


def _decisions_about(writers: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    taken: QuerySet[Any] = CommenterDecision.objects.on_persons(writers)
    for decision in taken.select_related("moderator", "undoes"):
        found[decision.person].append(decision)
    return found


def _taken_along(appeals: list[Appeal]) -> dict[int, list[Shown]]:
    acts = [appeal.commenter_decision_id for appeal in appeals]
    taken = Decision.objects.filter(part_of__in=acts).values_list("comment", "part_of")
    comments = for_cards(Comment.objects.filter(pk__in=[comment for comment, _ in taken]))
    shown = {each.comment.pk: each for each in shown_of(comments)}
    found: dict[int, list[Shown]] = defaultdict(list)
    for comment, act in taken:
        found[act or 0].append(shown[comment])
    return found


def _newest_of(writers: set[int], user: "User") -> dict[int, list[Shown]]:
    theirs = Comment.objects.for_moderator(user).filter(commenter__in=writers)
    newest = theirs.annotate(nth=_place("commenter", "posted_at")).filter(nth__lte=LAST_COMMENTS)
    found: dict[int, list[Shown]] = defaultdict(list)
    for shown in shown_of(for_cards(newest).order_by("-posted_at", "-pk")):
        found[shown.comment.commenter_id].append(shown)
    return found


def shown_of(comments: Iterable[Comment]) -> list[Shown]:
    """The comments come with what `queues.for_cards` brings."""
    shown = [Shown(comment) for comment in comments]
    fetch_last_given(each.comment.thread.article for each in shown)
    return shown


def cards_of(comments: Iterable[Comment], user: "User") -> list[Card]:
    """The comments come with what `queues.for_cards` brings."""
    shown = list(comments)
    for comment in shown:
        comment.thread.read_with(comment)
    fetch_last_given(comment.thread.article for comment in shown)
    records = records_of({comment.commenter for comment in shown}, user)
    decisions = decisions_on(shown)
    claims = {claim.comment_id: claim for claim in Claim.objects.by_others(user).on(shown)}
    interests = Interests(user)
    cases = {case.comment_id: case for case in Case.objects.open().for_cards_of(shown)}
    open_appeals = Appeal.objects.open().filter(decision__comment__in=shown).for_cards()
    appeals = {appeal.comment.pk: appeal for appeal in open_appeals if appeal.comment}
    return [
        Card(
            comment=comment,
            record=records[comment.commenter_id],
            decisions=decisions[comment.pk],
            claim=claims.get(comment.pk),
            interest=interests.in_article(comment.thread.article),
            case=cases.get(comment.pk),
            appeal=appeals.get(comment.pk),
            is_on_oneself=comment.commenter.is_account_of(user),
            may_dismiss=user.has_perm("comments.decide_case"),
            form=_words_taken_back(decisions[comment.pk], user),
        )
        for comment in shown
    ]


def _words_taken_back(decisions: list[Decision], user: "User") -> RejectionForm | None:
    """What the moderator had typed for a rejection that they took back, until the next decision."""
    undone = next((one for one in decisions if one.pk == decisions[0].undoes_id), None)
    if undone is None or undone.moderator_id != user.pk:
        return None
    if undone.to_status != CommentStatus.REJECTED:
        return None
    reason = "" if undone.preset_id else undone.reason
    return RejectionForm(
        initial={"reason": reason, "note": undone.note, "override": undone.override}
    )


def records_of(people: Iterable[Commenter], user: "User") -> dict[int, Record]:
    """Each commenter's record, as far as this moderator's beat goes."""
    records: dict[int, Record] = defaultdict(Record)
    settled = in_force(people)
    for writer, settlement in settled.items():
        records[writer].settled = settlement
    writers = set(settled)
    counted = (
        Comment.objects.for_moderator(user)
        .filter(commenter__in=writers)
        .values_list("commenter", "status")
        .annotate(count=Count("pk"))
        .order_by()
    )
    names = {
        CommentStatus.APPROVED: "published",
        CommentStatus.REJECTED: "rejected",
        CommentStatus.HELD: "held",
    }
    for writer, status, count in counted:
        if status in names:
            setattr(records[writer], names[CommentStatus(status)], count)
    for writer, reason in _last_reasons(writers, user):
        if reason not in records[writer].reasons:
            records[writer].reasons.append(reason)
    for note in _last_notes(writers):
        records[note.person].notes.append(note)
    return records


def _last_reasons(writers: set[int], user: "User") -> list[tuple[int, str]]:
    """Why the newest rejected ones of each commenter were rejected."""
    rejected = CommentQuerySet.rejected(Comment.objects.for_moderator(user))
    newest = rejected.filter(commenter__in=writers).annotate(nth=_place("commenter", "posted_at"))
    return list(
        Decision.objects.filter(
            comment__in=newest.filter(nth__lte=LAST_REASONS).values("pk"),
            to_status=CommentStatus.REJECTED,
        )
        .exclude(reason="")
        .order_by("-decided_at", "-pk")
        .values_list("comment__commenter", "reason")
    )


def _last_notes(writers: set[int]) -> list[Any]:
    """Also on whom they were known as before."""
    notes = CommenterDecision.objects.on_persons(writers).exclude(note="")
    return list(
        notes.annotate(nth=_place("person", "decided_at"))
        .filter(nth__lte=LAST_NOTES)
        .select_related("moderator")
        .order_by("-decided_at", "-pk")
    )


def _place(of: str, by: str) -> Window:
    """The how-manieth newest of its kind a row is."""
    return Window(RowNumber(), partition_by=F(of), order_by=F(by).desc())


def decisions_on(comments: list[Comment]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    taken = Decision.objects.filter(comment__in=comments).select_related("moderator", "preset")
    for decision in taken:
        found[decision.comment_id].append(decision)
    return found
