"""Appeals at the desk: a card for each, whatever it is against, and the two ways to answer."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from articles.admin.staff import acting
from comments.appeal_forms import (
    OVERTURN,
    PUBLISH,
    UPHOLD,
    AppealDecisionForm,
    AppealMessageForm,
)
from comments.models import Appeal, Comment, DecisionConflict

from .answers import back_of, desk_page, for_moderators, fragment, is_htmx, remember_final
from .cards import Card, CommenterCard, cards_of, commenter_cards_of
from .queues import QUEUE_NAMED, Page, for_cards

if TYPE_CHECKING:
    from django.contrib.auth.models import User

QUEUE = QUEUE_NAMED["appealed"]


def cards_in_line(page: Page, user: "User") -> list[Card | CommenterCard]:
    """A page's cards in its order: of comments, and of appeals that hang on none."""
    on_comments = {card.comment.pk: card for card in cards_of(page.comments, user)}
    others = Appeal.objects.filter(pk__in=[pk for pk, on in page.lines if on is None])
    about = {card.appeal.pk: card for card in commenter_cards_of(others.for_cards(), user)}
    cards = (about.get(pk) if on is None else on_comments.get(on) for pk, on in page.lines)
    return [card for card in cards if card is not None]


@for_moderators
@require_safe
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal, whether or not it waits for an answer."""
    found = _appeal(request, pk)
    context = {"cards": [_card_of(found, acting(request))], "here": request.get_full_path()}
    return desk_page(request, "desk/comment.html", str(found), context)


@for_moderators
@require_POST
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Uphold or overturn. What was typed is kept when it cannot be done."""
    found = _appeal(request, pk, "comments.decide_appeal")
    card, form = _card_of(found, acting(request)), AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(card, answer_form=form))
    try:
        _decide(found, by=acting(request), **form.cleaned_data)
    except DecisionConflict as conflict:
        form.add_error(None, str(conflict))
        fresh = _card_of(_appeal(request, pk), acting(request))
        return _ask_again(request, replace(fresh, answer_form=form))
    remember_final(request, "An answered appeal is not taken back. Decide anew.")
    said = f"{found}: {found.get_status_display().lower()}."
    if not is_htmx(request):
        messages.success(request, said)
        return HttpResponseRedirect(back_of(request))
    gone = {"gone": [card.name_in_page], "left": QUEUE.count(acting(request))}
    return _changed(request, said, **gone)


@for_moderators
@require_POST
def ask_appellant(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the commenter something, before deciding."""
    found = _appeal(request, pk, "comments.decide_appeal")
    form = AppealMessageForm(request.POST)
    if not form.is_valid():
        return _ask_again(request, replace(_card_of(found, acting(request)), message_form=form))
    said = "Your message stands on the page of the statement."
    try:
        found.ask(form.cleaned_data["text"], by=acting(request))
    except DecisionConflict as conflict:
        form.add_error("text", str(conflict))
        return _ask_again(request, replace(_card_of(found, acting(request)), message_form=form))
    if is_htmx(request):
        return _changed(request, said, cards=[_card_of(_appeal(request, pk), acting(request))])
    messages.success(request, said)
    return HttpResponseRedirect(back_of(request))


def _appeal(request: HttpRequest, pk: int, permission: str = "") -> Appeal:
    user = acting(request)
    if permission and not user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Appeal.objects.for_moderator(user).for_cards(), pk=pk)


def _card_of(found: Appeal, user: "User") -> Card | CommenterCard:
    if found.comment is None:
        return commenter_cards_of([found], user)[0]
    (card,) = cards_of(for_cards(Comment.objects.filter(pk=found.comment.pk)), user)
    return replace(card, appeal=found)


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
    queue = QUEUE_NAMED.get(request.POST.get("queue", ""))
    return fragment(request, {"here": back_of(request), "queue": queue, "said": said, **changes})


def _decide(found: Appeal, *, by: "User", verdict: str, answer: str, override: str) -> None:
    if verdict == UPHOLD:
        found.uphold(by=by, answer=answer, override=override)
    elif verdict in {OVERTURN, PUBLISH}:
        publish = verdict == PUBLISH
        found.overturn(by=by, answer=answer, override=override, publish=publish)
