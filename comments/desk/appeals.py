"""Appeals at the desk: a card for each, whatever it is against, and the two ways to answer."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.admin.staff import acting
from comments.appeal_forms import (
    PUBLISH,
    UPHOLD,
    AppealDecisionForm,
    AppealMessageForm,
)
from comments.interest import InterestConflict
from comments.models import Appeal, Comment, DecisionConflict
from comments.models.decision import FINAL, ON_APPEAL

from . import notices
from .answers import back_of, desk_page, for_moderators, fragment, is_htmx, takes_a_form, threads_of
from .cards import Card, CommenterCard, cards_of, commenter_cards_of, records_of
from .last_act import remember_final
from .queue_page import part_left
from .queues import QUEUE_NAMED, Queue, for_cards


@for_moderators
@require_safe
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal, whether or not it waits for an answer."""
    found = _appeal(request, pk)
    context = {"cards": [_card_of(request, found)], "here": request.get_full_path()}
    return desk_page(request, "desk/comment.html", str(found), context)


@for_moderators
@takes_a_form
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Uphold or overturn. What was typed is kept when it cannot be done."""
    found = _appeal(request, pk, "comments.decide_appeal")
    card, form = _card_of(request, found), AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(card, answer_form=form))
    try:
        left = _decide(found, by=acting(request), **form.cleaned_data)
    except DecisionConflict as conflict:
        form.add_error(_field_of(conflict, None), str(conflict))
        fresh = _card_of(request, _appeal(request, pk))
        return _ask_again(request, replace(fresh, answer_form=form))
    remember_final(request, FINAL[ON_APPEAL])
    said = notices.answered(found)
    if not is_htmx(request):
        messages.success(request, said)
        for sentence in left:
            messages.warning(request, f"Not put back: {sentence}")
        return HttpResponseRedirect(back_of(request))
    said = " ".join([said, *(f"Not put back: {sentence}" for sentence in left)])
    return _changed(request, said, **_on_open_page(request, found, card))


@for_moderators
@takes_a_form
def ask_appellant(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the commenter something, before deciding."""
    found = _appeal(request, pk, "comments.decide_appeal")
    form = AppealMessageForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(_card_of(request, found), message_form=form))
    said = notices.asked(found)
    try:
        found.ask(**form.cleaned_data, by=acting(request))
    except DecisionConflict as conflict:
        form.add_error(_field_of(conflict, "text"), str(conflict))
        return _ask_again(request, replace(_card_of(request, found), message_form=form))
    if is_htmx(request):
        # The rest of the card stays as it is: an answer may have been begun there.
        return _changed(request, said, asked=_card_of(request, _appeal(request, pk)))
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
    records = list(records_of([card.commenter], user).items())
    threads = threads_of([comment] if comment else [])
    changes = {"records": records, "threads": threads, **part_left(queue, back_of(request), user)}
    if comment is None or not queue.holds([comment]):
        return {"gone": [card.name_in_page], **changes}
    fresh = for_cards(Comment.objects.filter(pk=comment.pk))
    return {"cards": cards_of(fresh, user), **changes}


def _card_of(request: HttpRequest, found: Appeal) -> Card | CommenterCard:
    user = acting(request)
    if found.comment is None:
        return commenter_cards_of([found], user)[0]
    comments = for_cards(Comment.objects.filter(pk=found.comment.pk))
    (card,) = cards_of(comments, user)
    return replace(card, appeal=found)


def _field_of(conflict: DecisionConflict, other: str | None) -> str | None:
    """Where a conflict is shown: an interest at the field that says why in spite of it."""
    return "override" if isinstance(conflict, InterestConflict) else other


def _queue_of(request: HttpRequest) -> Queue | None:
    """The queue that an open page shows, where it shows one."""
    return QUEUE_NAMED.get(request.POST.get("queue", ""))


def _ask_again(request: HttpRequest, card: Card | CommenterCard) -> HttpResponse:
    """The same card with what is wrong at its field, and what was typed kept.

    One that was answered meanwhile has no fields any more.
    """
    wrong = " ".join(map(str, card.answer_form.non_field_errors())) if card.answer_form else ""
    if is_htmx(request):
        return _changed(request, wrong or notices.INCOMPLETE, cards=[card], not_done=True)
    if card.appeal and not card.appeal.is_open:
        messages.error(request, wrong)
    context = {"cards": [card], "here": back_of(request), "back": back_of(request)}
    return desk_page(request, "desk/comment.html", "Not done yet", context, status=422)


def _changed(request: HttpRequest, said: str, **changes: Any) -> HttpResponse:
    around = {"here": back_of(request), "queue": _queue_of(request), "said": said}
    return fragment(request, {**around, **changes})


def _decide(found: Appeal, *, verdict: str, **why: Any) -> list[str]:
    """What could not be put back, and why."""
    if verdict == UPHOLD:
        found.uphold(**why)
        return []
    return found.overturn(publish=verdict == PUBLISH, **why)
