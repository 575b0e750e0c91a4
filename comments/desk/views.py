"""The desk's pages: find, ask the verbs, answer.

Each form works as a plain form. A request by htmx is answered with the parts of the page that
have changed.
"""

import datetime
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from articles.models import Article, Section
from articles.plaintext import validate_text
from comments.forms import RejectionForm
from comments.models import (
    Act,
    Claim,
    Comment,
    Commenter,
    CommenterDecision,
    Decision,
    DecisionConflict,
    HouseRules,
    Reason,
    ReasonPurpose,
    Thread,
    ThreadMode,
)
from comments.models.beat import bound_to
from comments.models.decision import REASON_LIMIT
from comments.sanctions import act_on
from comments.screening import CHECKS, spoken

from . import filters
from .acts import Outcome, Seen, Verb, Why, already_decided, last_taken, seen_in, take, take_back
from .cards import Card, cards_of, records_of
from .forms import ActForm
from .queues import PER_PAGE, QUEUE_NAMED, QUEUES, bounded, counts, for_cards, page_of

View = Callable[..., HttpResponse]

# Grim items older than this no longer weigh on anybody.
SHIFT = datetime.timedelta(hours=3)
BREAK_KEY = "break_taken_at"
STORIES_OFFERED = 20
COMMENTS_ON_A_COMMENTER = 30


def for_moderators(view: View) -> View:
    """Who decides on comments, and nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("comments.decide_comment"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


# Reading


@for_moderators
@require_safe
def queue(request: HttpRequest, slug: str = "held") -> HttpResponse:
    """One page of a queue, oldest first, with every filter named."""
    chosen = QUEUE_NAMED.get(slug)
    if chosen is None:
        raise Http404("No queue has this name.")
    user = acting(request)
    everything = chosen.of(user)
    on = filters.active(request.GET, everything)
    inside = filters.narrowed(everything, on)
    page = page_of(inside, chosen, request.GET.get("after", ""))
    context = {
        "queue": chosen,
        "filters": on,
        "inside": bounded(inside) if on else None,
        "cards": cards_of(page.comments, user),
        "next": filters.address_after(request.GET, page.next) if page.next else "",
        "is_beginning": not request.GET.get("after"),
        "beginning": filters.address_without(request.GET),
        "all": filters.address_without(request.GET, *filters.FILTERS),
        "choices": _choices(request),
        "here": request.get_full_path(),
        "per_page": PER_PAGE,
    }
    return _page(request, "desk/queue.html", f"{chosen.label} comments", context)


@for_moderators
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with its card, wherever it stands."""
    user = acting(request)
    found = get_object_or_404(for_cards(Comment.objects.for_moderator(user)), pk=pk)
    context = {"cards": cards_of([found], user), "here": request.get_full_path()}
    return _page(request, "desk/comment.html", "One comment", context)


@for_moderators
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What has changed while a page is open: counts, who reads what, what others decided."""
    user = acting(request)
    shown = seen_in(request.GET.getlist("shown"))
    now = {
        row["pk"]: row
        for row in Comment.objects.for_moderator(user)
        .filter(pk__in=[one.pk for one in shown])
        .values("pk", "status", "revision")
    }
    context = {
        "tabs": _tabs(user, request.GET.get("queue", "")),
        "shown": shown,
        "claims": {
            claim.comment_id: claim
            for claim in Claim.objects.by_others(user).filter(comment__in=[s.pk for s in shown])
        },
        "moved": _moved(shown, now),
    }
    response = render(request, "desk/_news.html", context)
    tag = hashlib.sha256(response.content).hexdigest()[:32]
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{tag}"'
    if request.headers.get("If-None-Match") == response["ETag"]:
        return _unchanged(response)
    return response


def _unchanged(response: HttpResponse) -> HttpResponse:
    answer = HttpResponse(status=304)
    for header in ("Cache-Control", "ETag"):
        answer[header] = response[header]
    return answer


def _moved(shown: list[Seen], now: dict[int, dict[str, Any]]) -> dict[int, str]:
    """What became of the comments on a page that are no longer as they were shown."""
    gone = {
        one.pk
        for one in shown
        if one.pk in now
        and (now[one.pk]["status"], now[one.pk]["revision"]) != (one.status, one.revision)
    }
    if not gone:
        return {}
    statuses = {one.pk: one.status for one in shown}
    return {
        comment.pk: already_decided(comment)
        if comment.status != statuses[comment.pk]
        else "It was rewritten just now: load the page to read it."
        for comment in Comment.objects.filter(pk__in=gone)
    }


# Deciding


@for_moderators
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Take one decision on one comment, or the same one on several."""
    user = acting(request)
    seen = seen_in(request.POST.getlist("seen"))
    verb, _, preset = request.POST.get("act", "").partition(":")
    if verb not in Verb.values:
        return _answer(request, Outcome("Nothing"), trouble="Choose what to do.")
    if not seen:
        return _answer(request, Outcome("Nothing"), trouble="No comment was chosen.")
    why, form, override_error = _why(request, Verb(verb), preset)
    if why is None:
        return _ask_again(request, seen, form, override_error)
    outcome = take(Verb(verb), seen, by=user, why=why)
    if outcome.gone == len(seen):
        raise Http404("None of these comments is there for this moderator.")
    return _answer(request, outcome)


def _why(
    request: HttpRequest, verb: Verb, preset: str
) -> tuple[Why | None, RejectionForm | None, str]:
    """The reasons typed or chosen; without them, the form and the words that say what is wrong."""
    override = request.POST.get("override", "").strip()
    wrong = _not_a_reason(override)
    if wrong or ("override" in request.POST and not override):
        form = RejectionForm(request.POST)
        return None, form, wrong or "Say why you decide although you have an interest."
    if verb is not Verb.REJECT:
        return Why(override=override), None, ""
    if chosen := _preset(preset or request.POST.get("preset", ""), ReasonPurpose.REJECT):
        return Why(reason=chosen.text, preset=chosen, override=override), None, ""
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return None, form, ""
    return Why(**form.cleaned_data, override=override), form, ""


def _not_a_reason(text: str) -> str:
    """What is wrong with a short text that is optional; empty when nothing is."""
    if len(text) > REASON_LIMIT:
        return f"At most {REASON_LIMIT} characters: this text has {len(text)}."
    try:
        validate_text(text)
    except Exception as error:  # ValidationError carries its words in `messages`
        return " ".join(getattr(error, "messages", [str(error)]))
    return ""


def _preset(pk: str, purpose: ReasonPurpose) -> Reason | None:
    if not is_row_number(pk):
        return None
    return Reason.objects.offered(purpose).filter(pk=int(pk)).first()


def _ask_again(
    request: HttpRequest, seen: list[Seen], form: RejectionForm | None, override_error: str
) -> HttpResponse:
    """The same cards with what is wrong at its field and what was typed kept."""
    user = acting(request)
    found = for_cards(Comment.objects.for_moderator(user).filter(pk__in=[s.pk for s in seen]))
    cards = cards_of(found, user)
    if not cards:
        raise Http404("None of these comments is there for this moderator.")
    for card in cards:
        card.form, card.override_error = form, override_error
    if len(cards) > 1 and form:
        return _answer(request, Outcome("Nothing"), trouble="Rejecting needs a reason.")
    context = {"cards": cards, "here": _back(request), "back": _back(request), "said": "Not done."}
    if is_htmx(request):
        return _fragment(request, context)
    return _page(request, "desk/comment.html", "Not done yet", context, status=422)


@for_moderators
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what this moderator did last, to exactly what stood before."""
    user = acting(request)
    pks = request.POST.getlist("decision")
    outcome = take_back(pks, by=user, rules=HouseRules.now())
    if not (outcome.done or outcome.left):
        return _answer(request, outcome, trouble="There is nothing to take back.")
    return _answer(request, outcome, restored=outcome.comments)


@for_moderators
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """“I am reading this”: others see it for some minutes, and can decide all the same."""
    user = acting(request)
    seen = seen_in(request.POST.getlist("seen"))
    found = get_object_or_404(
        Comment.objects.for_moderator(user), pk__in=[one.pk for one in seen[:1]]
    )
    stands = Claim.objects.take(found, by=user, minutes=HouseRules.now().claim_minutes)
    if is_htmx(request):
        theirs = None if stands.moderator == user else stands
        return render(request, "desk/_claim.html", {"pk": found.pk, "claim": theirs, "oob": True})
    if stands.moderator == user:
        messages.success(request, "Others see that you are reading it.")
    else:
        messages.warning(request, f"{_name(stands.moderator)} is reading it.")
    return HttpResponseRedirect(_back(request))


@for_moderators
@require_POST
def close_thread(request: HttpRequest) -> HttpResponse:
    """Close a thread from a card, bound to the mode that the moderator saw."""
    user = acting(request)
    if not user.has_perm("comments.moderate_thread"):
        raise PermissionDenied
    pk, _, mode = request.POST.get("thread", "").partition(":")
    if not is_row_number(pk):
        raise Http404("No thread was named.")
    thread = get_object_or_404(
        Thread.objects.for_moderator(user).select_related("article__publication"), pk=int(pk)
    )
    _, _, number = request.POST.get("act", "").partition(":")
    preset = _preset(number, ReasonPurpose.CLOSE)
    reason = preset.text if preset else request.POST.get("reason", "").strip()
    override = request.POST.get("override", "").strip()
    trouble = _not_a_reason(reason) or _not_a_reason(override)
    if not trouble:
        try:
            thread.set_mode(ThreadMode.CLOSED, by=user, reason=reason, seen=mode, override=override)
        except DecisionConflict as conflict:
            trouble = str(conflict)
    outcome = Outcome("Thread closed")
    if trouble:
        return _answer(request, outcome, trouble=trouble)
    return _answer(request, outcome, said=f"Comments on “{thread.article}” are closed.")


@for_moderators
@require_POST
def dismiss_break(request: HttpRequest) -> HttpResponse:
    """The moderator has read that a break would do good."""
    request.session[BREAK_KEY] = timezone.now().isoformat()
    if is_htmx(request):
        return HttpResponse("")
    return HttpResponseRedirect(_back(request))


# Commenters


@for_moderators
@require_safe
def commenter(request: HttpRequest, pk: int) -> HttpResponse:
    """A commenter's record, log and comments, and what can be done about them."""
    found = _commenter(request, pk)
    wanted = request.GET.get("act", "")
    initial = {"seen": found.standing, "act": wanted if wanted in Act.values else None}
    return _commenter_page(request, found, ActForm(initial=initial))


@for_moderators
@require_POST
def act_on_commenter(request: HttpRequest, pk: int) -> HttpResponse:
    found = _commenter(request, pk, "comments.decide_commenter")
    form = ActForm(request.POST)
    if not form.is_valid():
        return _commenter_page(request, found, form, status=422)
    asked = form.cleaned_data
    if asked.pop("seen") != found.standing:
        form.add_error(None, _standing_meanwhile(found))
        return _commenter_page(request, found, form, status=409)
    try:
        decision, left = act_on(found, asked.pop("act"), by=acting(request), **asked)
    except DecisionConflict as conflict:
        form.add_error(None, str(conflict))
        return _commenter_page(request, found, form, status=409)
    taken = decision.comment_decisions.count()
    with_it = f" With it, {taken} of their comments." if taken else ""
    messages.success(request, f"{found}: {Act(decision.act).label.lower()}. Done.{with_it}")
    for sentence in left:
        messages.warning(request, sentence)
    return HttpResponseRedirect(reverse("admin:desk_commenter", args=[pk]))


@for_moderators
@require_POST
def undo_on_commenter(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back the standing from before an act, and what was decided with it."""
    found = _commenter(request, pk, "comments.decide_commenter")
    number = request.POST.get("decision", "")
    decision = get_object_or_404(
        CommenterDecision, commenter=found, pk=int(number) if is_row_number(number) else 0
    )
    try:
        found.undo(decision, by=acting(request))
        messages.success(request, f"{found} stands as before: {found.get_standing_display()}.")
    except DecisionConflict as conflict:
        messages.error(request, str(conflict))
    return HttpResponseRedirect(reverse("admin:desk_commenter", args=[pk]))


def _commenter(request: HttpRequest, pk: int, permission: str = "") -> Commenter:
    """Somebody who has written where this moderator reads."""
    user = acting(request)
    if permission and not user.has_perm(permission):
        raise PermissionDenied
    found = get_object_or_404(Commenter, pk=pk)
    theirs = Comment.objects.for_moderator(user).filter(commenter=found)
    if bound_to(user) is not None and not theirs.exists():
        raise Http404("This commenter has written nothing in the moderator's sections.")
    return found


def _commenter_page(
    request: HttpRequest, found: Commenter, form: ActForm, status: int = 200
) -> HttpResponse:
    user = acting(request)
    theirs = Comment.objects.for_moderator(user).filter(commenter=found)
    newest = for_cards(theirs).order_by("-posted_at", "-pk")[: COMMENTS_ON_A_COMMENTER + 1]
    log = list(found.decisions.select_related("moderator", "preset", "undone_by", "undoes"))
    context = {
        "commenter": found,
        "record": records_of({found.pk}, user)[found.pk],
        "log": log,
        "undoable": next((d for d in log if d.act not in (Act.NOTE, Act.WARN)), None),
        "form": form,
        "comments": newest[:COMMENTS_ON_A_COMMENTER],
        "most": COMMENTS_ON_A_COMMENTER,
        "may_decide": user.has_perm("comments.decide_commenter"),
        "here": reverse("admin:desk_commenter", args=[found.pk]),
    }
    return _page(request, "desk/commenter.html", found.name, context, status=status)


def _standing_meanwhile(found: Commenter) -> str:
    last = found.decisions.select_related("moderator").first()
    who = f" by {_name(last.moderator)}" if last else ""
    return f"{found} is “{found.get_standing_display()}” by now{who}. What you typed is below."


# Answering


def _answer(
    request: HttpRequest,
    outcome: Outcome,
    *,
    trouble: str = "",
    said: str = "",
    restored: list[Comment] | None = None,
) -> HttpResponse:
    """What was done, what was not, and why: in place for htmx, as a page or a message without."""
    if is_htmx(request):
        return _fragment(request, _changes(request, outcome, trouble, said, restored or []))
    if outcome.done or said:
        messages.success(request, said or outcome.said)
    for one in outcome.into_closed:
        messages.warning(request, f"{one} is published in a closed thread.")
    if trouble:
        messages.error(request, trouble)
    if outcome.left:
        context = {
            "cards": _left(request, outcome),
            "here": _back(request),
            "back": _back(request),
            "done": len(outcome.done),
        }
        return _page(request, "desk/comment.html", "Not all was done", context, status=409)
    return HttpResponseRedirect(_back(request))


def _left(request: HttpRequest, outcome: Outcome) -> list[Card]:
    """The cards of what was not done, as they stand now, each with the reason."""
    why = {comment.pk: sentence for comment, sentence in outcome.left}
    user = acting(request)
    found = for_cards(Comment.objects.for_moderator(user).filter(pk__in=why))
    cards = cards_of(found, user)
    for card in cards:
        card.trouble = why[card.comment.pk]
    return cards


def _changes(
    request: HttpRequest,
    outcome: Outcome,
    trouble: str,
    said: str,
    restored: list[Comment],
) -> dict[str, Any]:
    """For a page that is open: which cards go, come back or stay with a message."""
    user = acting(request)
    chosen = QUEUE_NAMED.get(request.POST.get("queue", ""))
    back = [c for c in restored if chosen is None or chosen.holds(c)]
    stays = [c for c in outcome.comments if c not in back and chosen and chosen.holds(c)]
    again = for_cards(Comment.objects.filter(pk__in=[c.pk for c in (*back, *stays)]))
    fresh = {card.comment.pk: card for card in cards_of(again, user)}
    words = trouble or said or outcome.said
    return {
        "cards": [*_left(request, outcome), *(fresh[c.pk] for c in stays if c.pk in fresh)],
        "restored": [fresh[c.pk] for c in back if c.pk in fresh],
        "gone": [c.pk for c in outcome.comments if c not in back and c not in stays],
        "said": words,
        "left": bounded(chosen.of(user)) if chosen else None,
        "trouble": trouble,
        "into_closed": outcome.into_closed,
        "queue": chosen,
        "here": _back(request),
    }


def _fragment(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    user = acting(request)
    tabs = _tabs(user, request.POST.get("queue", ""))
    return render(request, "desk/_answer.html", {**_surroundings(request), "tabs": tabs, **context})


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    user = acting(request)
    current = context["queue"].slug if "queue" in context else ""
    frame = {
        **admin.site.each_context(request),
        **_surroundings(request),
        "title": title,
        "tabs": _tabs(user, current),
        "is_nav_sidebar_enabled": False,
        "break_after": _break_due(request),
    }
    return render(request, template, {**frame, **context}, status=status)


def _surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every card needs: the reasons on offer, the rules of the house, what can be undone."""
    rules = HouseRules.now()
    taken = last_taken(acting(request), rules)
    offered = list(
        Reason.objects.filter(
            is_offered=True, purpose__in=[ReasonPurpose.REJECT, ReasonPurpose.CLOSE]
        )
    )
    return {
        "rules": rules,
        "reject_reasons": [r for r in offered if r.purpose == ReasonPurpose.REJECT],
        "close_reasons": [r for r in offered if r.purpose == ReasonPurpose.CLOSE],
        "taken": taken,
        "taken_words": _taken_words(taken),
        "seconds_left": _seconds_left(taken, rules),
        "may_close": request.user.has_perm("comments.moderate_thread"),
        "may_act": request.user.has_perm("comments.decide_commenter"),
    }


def _taken_words(taken: list[Decision]) -> str:
    """“Approved: Nora”, “12 rejected”."""
    if not taken:
        return ""
    did = taken[0].rule if taken[0].is_mark else taken[0].to_status
    if len(taken) > 1:
        return f"{len(taken)} {did}"
    return f"{did.capitalize()}: {taken[0].comment.author_name}"


def _seconds_left(taken: list[Decision], rules: HouseRules) -> int:
    if not taken:
        return 0
    left = taken[0].decided_at + rules.undo_window - timezone.now()
    return max(1, int(left.total_seconds()))


def _break_due(request: HttpRequest) -> int:
    """How many grim comments this moderator rejected without a break; 0 before it is many."""
    limit = HouseRules.now().break_after
    if not limit:
        return 0
    since = timezone.now() - SHIFT
    taken = datetime.datetime.fromisoformat(request.session.get(BREAK_KEY, since.isoformat()))
    grim = Decision.objects.filter(
        moderator=acting(request), preset__is_grim=True, decided_at__gt=max(since, taken)
    )
    count = grim.count()
    return count if count >= limit else 0


def _tabs(user: Any, current: str) -> list[dict[str, Any]]:
    numbers = counts(user)
    return [
        {"queue": one, "count": numbers[one.slug], "is_current": one.slug == current}
        for one in QUEUES
    ]


def _choices(request: HttpRequest) -> dict[str, Any]:
    """What the form of filters offers."""
    user = acting(request)
    sections = bound_to(user)
    own = Section.objects.all() if sections is None else Section.objects.filter(pk__in=sections)
    stories = Article.objects.filter(thread__held_count__gt=0).order_by("-thread__held_count")
    if sections is not None:
        stories = stories.filter(section__in=sections)
    return {
        "sections": own,
        "stories": stories.select_related("thread").only("headline", "thread__held_count")[
            :STORIES_OFFERED
        ],
        "rules": [(check.__name__, spoken(check.__name__)) for check in CHECKS],
        "ages": filters.AGES.items(),
        "asked": {name: request.GET.getlist(name) for name in filters.FILTERS},
    }


def _back(request: HttpRequest) -> str:
    """To the page of the desk that the form came from."""
    desk = reverse("admin:desk")
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours and back.startswith(desk) else desk


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())
