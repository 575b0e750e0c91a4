"""Acting at the desk. Each form works as a plain form; htmx gets what has changed."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.interest import InterestConflict
from comments.models import (
    Claim,
    Comment,
    DecisionConflict,
    HouseRules,
    Reason,
    ReasonPurpose,
    Thread,
    ThreadMode,
)
from comments.modes_address import modes_address

from . import notices
from .acts import Outcome, Seen, Verb, Why, seen_in, take_a_page, take_back
from .answers import (
    BREAK_KEY,
    answer,
    back_of,
    desk_page,
    for_moderators,
    fragment,
    is_htmx,
    takes_a_form,
)
from .cards import cards_of
from .last_act import remember_final
from .queue_page import queue_page
from .queues import QUEUE_NAMED, for_cards
from .reason_forms import ClosingForm, NoteForm, RejectionForm


@for_moderators
@takes_a_form
def decide(request: HttpRequest) -> HttpResponse:
    """Take one decision on one comment, or the same one on several."""
    user = acting(request)
    seen = seen_in(request.POST.getlist("seen"))
    verb, _, preset = request.POST.get("act", "").partition(":")
    usual, form = None, NoteForm(request.POST)
    if verb == Verb.REJECT:
        usual = _preset(preset, ReasonPurpose.REJECT)
        form = RejectionForm(request.POST, usual=usual)
    if verb not in Verb.values:
        return _choose_first(request, seen, form, notices.NO_ACT)
    if not seen:
        return _choose_first(request, seen, form, notices.NO_COMMENT)
    if verb == Verb.DISMISS and not user.has_perm("comments.decide_case"):
        raise PermissionDenied
    if not form.is_valid():
        return _ask_again(request, seen, form)
    why = Why(**form.cleaned_data, preset=usual)
    outcome = take_a_page(Verb(verb), seen, by=user, why=why)
    if outcome.gone + outcome.beyond == len(seen):
        raise Http404("None of these comments is there for this moderator.")
    return answer(request, outcome, typed=form)


def _preset(pk: str, purpose: ReasonPurpose) -> Reason | None:
    if not is_row_number(pk):
        return None
    return Reason.objects.offered(purpose).filter(pk=int(pk)).first()


def _choose_first(
    request: HttpRequest, seen: list[Seen], form: NoteForm, lacking: str
) -> HttpResponse:
    """An open page keeps what was typed and ticked; without one, it is drawn with both."""
    queue = QUEUE_NAMED.get(request.POST.get("queue", ""))
    if is_htmx(request) or not (seen or ("several" in request.POST and queue)):
        return answer(request, Outcome(), trouble=lacking)
    if "several" not in request.POST or queue is None:
        return _ask_again(request, seen, form, lacking)
    messages.error(request, lacking)
    where = back_of(request)
    page = queue_page(queue, QueryDict(urlsplit(where).query), acting(request))
    ticked = {one.pk for one in seen}
    context = {**page, "here": where, "several": form, "ticked": ticked}
    return desk_page(request, "desk/queue.html", queue.title, context, status=422)


def _ask_again(
    request: HttpRequest, seen: list[Seen], form: NoteForm, lacking: str = ""
) -> HttpResponse:
    """The same cards with what is wrong at its field and what was typed kept.

    `lacking` is what is wrong with no field.
    """
    user = acting(request)
    found = for_cards(Comment.objects.for_moderator(user).filter(pk__in=[s.pk for s in seen]))
    cards = cards_of(found, user)
    if not cards:
        raise Http404("None of these comments is there for this moderator.")
    where, queue = back_of(request), QUEUE_NAMED.get(request.POST.get("queue", ""))
    context: dict[str, Any] = {"cards": cards, "here": where, "back": where}
    if "several" in request.POST and queue:
        return _ask_again_for_several(request, form, {**context, "queue": queue})
    for card in cards:
        card.form = form
    if len(cards) > 1 and isinstance(form, RejectionForm) and not _would_be_lost(request, form):
        return answer(request, Outcome(), trouble=_first_error(form))
    if is_htmx(request):
        said = {"said": notices.INCOMPLETE, "not_done": True}
        return fragment(request, {**context, "queue": queue, **said})
    if lacking:
        messages.error(request, lacking)
    return desk_page(request, "desk/comment.html", "Not done yet", context, status=422)


def _ask_again_for_several(
    request: HttpRequest, form: NoteForm, context: dict[str, Any]
) -> HttpResponse:
    """The words for all that are ticked, with what is wrong at its field."""
    if is_htmx(request):
        said = {"said": _first_error(form), "not_done": True, "words_again": form}
        return fragment(request, {**context, "cards": [], **said})
    messages.error(request, _first_error(form))
    ticked = {card.comment.pk for card in context["cards"]}
    context |= {"several": form, "ticked": ticked}
    return desk_page(request, "desk/comment.html", "Not done yet", context, status=422)


def _would_be_lost(request: HttpRequest, form: RejectionForm) -> bool:
    """Whether something was typed and no open page keeps it."""
    return not is_htmx(request) and any(form.data.get(name) for name in ("reason", "note"))


def _first_error(form: Form) -> str:
    if isinstance(form, RejectionForm) and form.has_error("reason", "required"):
        return notices.NO_REASON
    return next(str(error) for errors in form.errors.values() for error in errors)


@for_moderators
@takes_a_form
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what this moderator did last, to exactly what stood before."""
    user = acting(request)
    pks = request.POST.getlist("decision")
    outcome = take_back(pks, by=user, rules=HouseRules.now())
    if not (outcome.done or outcome.left):
        return answer(request, outcome, trouble=notices.NOTHING_TO_TAKE_BACK)
    # The card may have left the open page.
    in_place = is_htmx(request) and not outcome.done
    why = " ".join(sentence for _, sentence in outcome.left) if in_place else ""
    return answer(request, outcome, trouble=why, restored=outcome.done)


@for_moderators
@takes_a_form
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
        messages.success(request, notices.READING)
    else:
        messages.warning(request, notices.read_by_another(stands))
    return HttpResponseRedirect(back_of(request))


@for_moderators
@takes_a_form
def close_thread(request: HttpRequest) -> HttpResponse:
    """Close a thread from a card, bound to the mode that the moderator saw."""
    user = acting(request)
    if not user.has_perm("comments.moderate_thread"):
        raise PermissionDenied
    pk, _, mode = request.POST.get("thread", "").partition(":")
    if not is_row_number(pk):
        raise Http404("No thread was named.")
    thread = get_object_or_404(
        Thread.objects.set_by(user).select_related("article__publication"), pk=int(pk)
    )
    _, _, number = request.POST.get("act", "").partition(":")
    preset = _preset(number, ReasonPurpose.CLOSE)
    form = ClosingForm({"reason": preset.text} if preset else request.POST)
    if form.is_valid():
        try:
            thread.close(by=user, seen=mode, **form.cleaned_data)
        except InterestConflict as conflict:
            form.add_error("override", str(conflict))
        except DecisionConflict as conflict:
            form.add_error(None, str(conflict))
    if form.errors:
        return _ask_again_to_close(request, thread, form)
    remember_final(
        request,
        notices.REOPENED_ON_ITS_PAGE,
        words=notices.CLOSED,
        name=thread.article.headline_for_readers,
        way=notices.OPEN_AGAIN,
        way_back=modes_address(thread, ThreadMode.OPEN),
    )
    shown = _shown_of(request, thread)
    return answer(request, Outcome(), said=notices.CLOSED_NOW, redrawn=shown)


def _ask_again_to_close(request: HttpRequest, thread: Thread, form: ClosingForm) -> HttpResponse:
    """An open page keeps what was typed; without one, the card is drawn with it."""
    user, seen = acting(request), seen_in(request.POST.getlist("seen"))
    theirs = Comment.objects.for_moderator(user).filter(thread=thread)
    cards = cards_of(for_cards(theirs.filter(pk__in=[one.pk for one in seen[:1]])), user)
    if is_htmx(request) or not cards:
        return answer(request, Outcome(), trouble=_first_error(form))
    for card in cards:
        card.closing, card.trouble = form, " ".join(map(str, form.non_field_errors()))
    where = back_of(request)
    context = {"cards": cards, "here": where, "back": where}
    return desk_page(request, "desk/comment.html", "Not done yet", context, status=422)


def _shown_of(request: HttpRequest, thread: Thread) -> list[Comment]:
    """The comments of a thread that are on the open page."""
    shown = [one.pk for one in seen_in(request.POST.getlist("shown"))]
    theirs = Comment.objects.for_moderator(acting(request))
    return list(theirs.filter(thread=thread, pk__in=shown))


@for_moderators
@takes_a_form
def dismiss_break(request: HttpRequest) -> HttpResponse:
    """The moderator has read that a break would do good."""
    request.session[BREAK_KEY] = timezone.now().isoformat()
    if is_htmx(request):
        return HttpResponse("")
    return HttpResponseRedirect(back_of(request))
