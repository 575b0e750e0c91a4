"""Appeals at the desk: a card for each, whatever it is against, and the two ways to answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from articles.admin.staff import acting
from articles.identifiers import row_numbers
from comments.appeal_forms import (
    OVERTURN,
    PUBLISH,
    UPHOLD,
    AppealDecisionForm,
    AppealMessageForm,
)
from comments.models import Appeal, Comment, DecisionConflict

from .answers import back_of, desk_page, for_moderators, fragment, is_htmx, remember_final
from .cards import Card, CommenterCard, appeal_cards_of, cards_of, commenter_cards_of
from .queues import PER_PAGE, QUEUE_NAMED, Page, Queue, for_cards

if TYPE_CHECKING:
    from django.contrib.auth.models import User

QUEUE = QUEUE_NAMED["appealed"]


def cards_in_line(page: Page, queue: Queue, user: "User") -> Sequence[Card | CommenterCard]:
    """A page's cards in its order: one for each comment, or one for each appeal."""
    if queue is QUEUE:
        return _appeals_in_line(page, user)
    of = {card.comment.pk: card for card in cards_of(page.comments, user)}
    return [of[on] for _, on in page.lines if on in of]


def _appeals_in_line(page: Page, user: "User") -> Sequence[Card | CommenterCard]:
    found = Appeal.objects.filter(pk__in=[pk for pk, _ in page.lines])
    of = _cards_by_appeal(list(found.for_cards()), page.comments, user)
    return [of[pk] for pk, _ in page.lines if pk in of]


def _cards_by_appeal(
    appeals: list[Appeal], comments: Iterable[Comment], user: "User"
) -> dict[int, Card | CommenterCard]:
    """A card for each of these appeals, whatever it is against."""
    about = commenter_cards_of([appeal for appeal in appeals if appeal.comment is None], user)
    cards: list[Card | CommenterCard] = [*about, *appeal_cards_of(appeals, comments, user)]
    return {card.appeal.pk: card for card in cards if card.appeal}


@for_moderators
@require_safe
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal, whether or not it waits for an answer."""
    found = _appeal(request, pk)
    context = {"cards": [_card_of(request, found)], "here": request.get_full_path()}
    return desk_page(request, "desk/comment.html", str(found), context)


@for_moderators
@require_POST
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Uphold or overturn. What was typed is kept when it cannot be done."""
    found = _appeal(request, pk, "comments.decide_appeal")
    card, form = _card_of(request, found), AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(card, answer_form=form))
    try:
        _decide(found, by=acting(request), **form.cleaned_data)
    except DecisionConflict as conflict:
        form.add_error(None, str(conflict))
        fresh = _card_of(request, _appeal(request, pk))
        return _ask_again(request, replace(fresh, answer_form=form))
    remember_final(request, "An answered appeal is not taken back. Decide anew.")
    said = f"{found}: {found.get_status_display().lower()}."
    if not is_htmx(request):
        messages.success(request, said)
        return HttpResponseRedirect(back_of(request))
    return _changed(request, said, **_on_open_page(request, found, card))


@for_moderators
@require_POST
def ask_appellant(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the commenter something, before deciding."""
    found = _appeal(request, pk, "comments.decide_appeal")
    form = AppealMessageForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(_card_of(request, found), message_form=form))
    said = "Your message stands on the page of the statement."
    try:
        found.ask(form.cleaned_data["text"], by=acting(request))
    except DecisionConflict as conflict:
        form.add_error("text", str(conflict))
        return _ask_again(request, replace(_card_of(request, found), message_form=form))
    if is_htmx(request):
        return _changed(request, said, cards=[_card_of(request, _appeal(request, pk))])
    messages.success(request, said)
    return HttpResponseRedirect(back_of(request))


def _appeal(request: HttpRequest, pk: int, permission: str = "") -> Appeal:
    user = acting(request)
    if permission and not user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Appeal.objects.for_moderator(user).for_cards(), pk=pk)


def _on_open_page(
    request: HttpRequest, answered: Appeal, card: Card | CommenterCard
) -> dict[str, Any]:
    """What the answer changes: the page of one appeal keeps it, a queue what it still holds."""
    queue, user, comment = _queue_of(request), acting(request), answered.comment
    if queue is None:
        return {"cards": [_card_of(request, _appeal(request, answered.pk))]}
    left = queue.count(user)
    if queue is QUEUE:
        beside = _beside(request, answered)
        return {"gone": [card.name_in_page], "cards": beside, "left": left}
    if comment is None or not queue.holds(comment):
        return {"gone": [card.name_in_page], "left": left}
    fresh = for_cards(Comment.objects.filter(pk=comment.pk))
    return {"cards": cards_of(fresh, user), "left": left}


def _beside(request: HttpRequest, answered: Appeal) -> list[Card | CommenterCard]:
    """The cards on the open page whose appeals stand otherwise after this answer."""
    user = acting(request)
    shown = row_numbers(request.POST.getlist("appeal")[: 5 * PER_PAGE])
    open_ones = Appeal.objects.for_moderator(user).open().filter(pk__in=shown)
    found = list(open_ones.touched_by(answered).for_cards())
    on = [appeal.comment.pk for appeal in found if appeal.comment]
    of = _cards_by_appeal(found, for_cards(Comment.objects.filter(pk__in=on)), user)
    return [replace(card, trouble=f"{answered} was answered meanwhile.") for card in of.values()]


def _card_of(request: HttpRequest, found: Appeal) -> Card | CommenterCard:
    """Named as on the page that asks."""
    user = acting(request)
    if found.comment is None:
        return commenter_cards_of([found], user)[0]
    comments = for_cards(Comment.objects.filter(pk=found.comment.pk))
    (card,) = appeal_cards_of([found], comments, user)
    return replace(card, is_for_appeal=_queue_of(request) is QUEUE)


def _queue_of(request: HttpRequest) -> Queue | None:
    """The queue that an open page shows, where it shows one."""
    return QUEUE_NAMED.get(request.POST.get("queue", ""))


def _ask_again(request: HttpRequest, card: Card | CommenterCard) -> HttpResponse:
    """The same card with what is wrong at its field, and what was typed kept.

    One that was answered meanwhile has no fields any more.
    """
    wrong = " ".join(map(str, card.answer_form.non_field_errors())) if card.answer_form else ""
    if is_htmx(request):
        return _changed(request, wrong or "Not done.", cards=[card], not_done=True)
    if card.appeal and not card.appeal.is_open:
        messages.error(request, wrong)
    context = {"cards": [card], "here": back_of(request), "back": back_of(request)}
    return desk_page(request, "desk/comment.html", "Not done yet", context, status=422)


def _changed(request: HttpRequest, said: str, **changes: Any) -> HttpResponse:
    around = {"here": back_of(request), "queue": _queue_of(request), "said": said}
    return fragment(request, {**around, **changes})


def _decide(found: Appeal, *, by: "User", verdict: str, answer: str, override: str) -> None:
    if verdict == UPHOLD:
        found.uphold(by=by, answer=answer, override=override)
    elif verdict in {OVERTURN, PUBLISH}:
        publish = verdict == PUBLISH
        found.overturn(by=by, answer=answer, override=override, publish=publish)
