"""How the desk answers: whole pages in the admin's frame, and parts of a page that is open."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from articles.admin.staff import acting
from comments.figures import may_be_read_by
from comments.models import Comment, Decision, HouseRules, Reason, ReasonPurpose, Thread

from .acts import Outcome
from .cards import Card, cards_of, records_of
from .last_act import last_act
from .queue_page import part_left
from .queues import QUEUE_NAMED, QUEUES, counts, for_cards
from .reason_forms import NoteForm

View = Callable[..., HttpResponse]

# Grim items older than this no longer weigh on anybody.
SHIFT = datetime.timedelta(hours=3)
BREAK_KEY = "break_taken_at"


def for_moderators(view: View) -> View:
    """Who decides on comments, and nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("comments.decide_comment"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def takes_a_form(view: View) -> View:
    """Following a link does nothing; signing in after a form that came too late leads here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        page = desk_page(request, "desk/not_sent.html", "Nothing was done", {}, status=405)
        page["Allow"] = "POST"
        return page

    return guarded


def is_htmx(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def answer(
    request: HttpRequest,
    outcome: Outcome,
    *,
    trouble: str = "",
    said: str = "",
    typed: NoteForm | None = None,
    restored: list[Comment] | None = None,
    redrawn: list[Comment] | None = None,
) -> HttpResponse:
    """What was done, what was not, and why: in place for htmx, as a page or a message without.

    `typed` stands again on the one card on which it was not done; `restored` come back to an open
    page; `redrawn` stand on it, and look different by now.
    """
    left = _left(request, outcome, typed) if outcome.left else []
    if is_htmx(request):
        changes = _changes(request, outcome, trouble, said, restored or [], redrawn or [])
        return fragment(request, {**changes, "cards": [*left, *changes["cards"]]})
    if outcome.done or said:
        messages.success(request, said or outcome.said)
    if outcome.in_closed:
        messages.warning(request, outcome.in_closed)
    if trouble:
        messages.error(request, trouble)
    if outcome.left:
        context = {
            "cards": left,
            "here": back_of(request),
            "back": back_of(request),
            "done": len(outcome.done),
        }
        return desk_page(request, "desk/comment.html", "Not all was done", context, status=409)
    return HttpResponseRedirect(back_of(request))


def _left(request: HttpRequest, outcome: Outcome, typed: NoteForm | None) -> list[Card]:
    """The cards of what was not done, as they stand now, each with the reason."""
    why = {comment.pk: sentence for comment, sentence in outcome.left}
    user = acting(request)
    found = for_cards(Comment.objects.for_moderator(user).filter(pk__in=why))
    cards = cards_of(found, user)
    for card in cards:
        card.trouble = why[card.comment.pk]
        card.form = typed if len(cards) == 1 else None
    return cards


def _changes(
    request: HttpRequest,
    outcome: Outcome,
    trouble: str,
    said: str,
    restored: list[Comment],
    redrawn: list[Comment],
) -> dict[str, Any]:
    """For a page that is open: which cards go, come back or stay with a message."""
    user = acting(request)
    chosen = QUEUE_NAMED.get(request.POST.get("queue", ""))
    # The page of one comment keeps it, wherever it stands.
    kept = chosen.holds(outcome.done) if chosen else {c.pk for c in outcome.done}
    there = [c for c in outcome.done if c.pk in kept]
    again = for_cards(Comment.objects.filter(pk__in=[c.pk for c in [*there, *redrawn]]))
    fresh = cards_of(again, user)
    comes_back = bool(chosen and restored)
    if chosen and comes_back:
        line = chosen.in_line(Comment.objects.filter(pk__in=[card.comment.pk for card in fresh]))
        places = {pk: place for place, pk in enumerate(line)}
        fresh.sort(key=lambda card: places.get(card.comment.pk, 0))
    is_several = len(fresh) > 1
    for card in fresh:
        card.is_taken_back = comes_back and not is_several
    concerned = {comment.commenter for comment in outcome.concerned}
    # What is said is no number of comments.
    part = part_left(chosen, back_of(request), user) if chosen and not said else {}
    return {
        **part,
        "records": list(records_of(concerned, user).items()),
        "threads": threads_of(outcome.concerned),
        "cards": [] if comes_back else fresh,
        "restored": fresh if comes_back else [],
        "gone": [c.pk for c in outcome.done if c not in there],
        "said": trouble or said or outcome.said,
        "trouble": trouble,
        "not_done": bool(outcome.left) and not outcome.done,
        "in_closed": outcome.in_closed,
        "words_again": fresh[0].form if comes_back and is_several else None,
        "ticked": {card.comment.pk for card in fresh} if comes_back and is_several else set(),
        "words_are_used": bool(outcome.done) and "several" in request.POST,
        "queue": chosen,
        "here": back_of(request),
    }


def threads_of(comments: list[Comment]) -> QuerySet[Thread]:
    """As they are by now, with how many they hold."""
    return Thread.objects.filter(pk__in={comment.thread_id for comment in comments})


def fragment(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    tabs = tabs_of(acting(request), request.POST.get("queue", ""))
    around = {**_surroundings(request, context), "tabs": tabs}
    return render(request, "desk/_answer.html", {**around, **context})


def desk_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    user = acting(request)
    current = context["queue"].slug if "queue" in context else ""
    frame = {
        **admin.site.each_context(request),
        **_surroundings(request, context),
        "title": title,
        "tabs": tabs_of(user, current),
        "is_nav_sidebar_enabled": False,
        "may_read_figures": may_be_read_by(user),
    }
    return render(request, template, {**frame, **context}, status=status)


def _surroundings(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What every page needs: the reasons on offer, the rules of the house, what can be undone.

    What is the same in each card is rendered once for all of them.
    """
    rules = HouseRules.now()
    offered = list(Reason.objects.offered(ReasonPurpose.REJECT, ReasonPurpose.CLOSE))
    return {
        "rules": rules,
        "reject_buttons": _buttons("reject", offered, ReasonPurpose.REJECT),
        "close_buttons": _buttons("close", offered, ReasonPurpose.CLOSE),
        "hidden": _hidden(request, context),
        **last_act(request, rules),
        "break_after": _break_due(request, rules),
        "may_close": request.user.has_perm("comments.moderate_thread"),
        "may_act": request.user.has_perm("comments.decide_commenter"),
    }


def _buttons(act: str, offered: list[Reason], purpose: ReasonPurpose) -> SafeString:
    reasons = [reason for reason in offered if reason.purpose == purpose]
    return render_to_string("desk/_reasons.html", {"reasons": reasons, "act": act})


def _hidden(request: HttpRequest, context: dict[str, Any]) -> SafeString:
    """What each form of a card carries: its token, and where it came from."""
    came_from = {"here": context.get("here", ""), "queue": context.get("queue")}
    return render_to_string("desk/_hidden.html", came_from, request)


def _break_due(request: HttpRequest, rules: HouseRules) -> int:
    """How many grim comments this moderator rejected without a break; 0 before it is many."""
    if not rules.break_after:
        return 0
    since = timezone.now() - SHIFT
    taken = datetime.datetime.fromisoformat(request.session.get(BREAK_KEY, since.isoformat()))
    grim = Decision.objects.that_count().filter(
        moderator=acting(request), preset__is_grim=True, decided_at__gt=max(since, taken)
    )
    count = grim.count()
    return count if count >= rules.break_after else 0


def tabs_of(user: Any, current: str) -> list[dict[str, Any]]:
    numbers = counts(user)
    return [
        {"queue": one, "count": numbers[one.slug], "is_current": one.slug == current}
        for one in QUEUES
    ]


def back_of(request: HttpRequest) -> str:
    """To the page that the form came from."""
    return of_admin(request.POST.get("back", "")) or reverse("admin:desk")


def of_admin(address: str) -> str:
    """An address that was handed in, when it is one of the admin; empty when it leads elsewhere."""
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and address.startswith(reverse("admin:index")) else ""
