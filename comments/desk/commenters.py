"""A commenter at the desk: their record, their log, and what is done about them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.admin.staff import acting
from articles.identifiers import is_row_number
from comments.models import Act, Comment, Commenter, DecisionConflict
from comments.models.beat import is_bound
from comments.models.standing import newest_acts
from comments.sanctions import act_on, unread_of
from comments.spoken import decider

from . import notices
from .answers import desk_page, for_moderators, of_admin, takes_a_form
from .cards import records_of, shown_of
from .forms import ActForm
from .last_act import remember_final
from .queues import for_cards

COMMENTS_ON_A_COMMENTER = 30


@for_moderators
@require_safe
def commenter(request: HttpRequest, pk: int) -> HttpResponse:
    """A commenter's record, log and comments, and what can be done about them."""
    found = _commenter(request, pk)
    wanted = request.GET.get("act", "")
    initial = {"seen": found.standing, "act": wanted if wanted in Act.values else None}
    return _commenter_page(request, found, _form(request, found, initial=initial))


@for_moderators
@takes_a_form
def act_on_commenter(request: HttpRequest, pk: int) -> HttpResponse:
    found = _commenter(request, pk, "comments.decide_commenter")
    form = _form(request, found, data=request.POST)
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
    said = notices.acted(decision)
    _remember(request, found, said)
    messages.success(request, said)
    for sentence in left:
        messages.warning(request, sentence)
    return HttpResponseRedirect(_came_from(request) or _address_of(request, found))


@for_moderators
@takes_a_form
def undo_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back the standing from before an act, and what was decided with it."""
    found = _commenter(request, pk, "comments.decide_commenter")
    number = request.POST.get("decision", "")
    decision = get_object_or_404(found.acts, pk=int(number) if is_row_number(number) else 0)
    try:
        _, left = found.undo(decision, by=acting(request))
        remember_final(request, notices.UNDONE_ON_THEIR_PAGE)
        messages.success(request, notices.as_before(found))
        for sentence in left:
            messages.warning(request, f"Not put back: {sentence}")
    except DecisionConflict as conflict:
        messages.error(request, str(conflict))
    return HttpResponseRedirect(_address_of(request, found))


def _remember(request: HttpRequest, found: Commenter, said: str) -> None:
    """Undo does not reach behind it. The page that led here is shown the way to this one."""
    there = {"way": notices.THEIR_PAGE, "way_back": _address_of(request, found)}
    way = {"words": said, **there} if _came_from(request) else {}
    remember_final(request, notices.UNDONE_ON_THEIR_PAGE, **way)


def _came_from(request: HttpRequest) -> str:
    """The card or the queue that led to this commenter, if one did."""
    return of_admin(request.POST.get("back") or request.GET.get("back", ""))


def _address_of(request: HttpRequest, found: Commenter) -> str:
    """The commenter's page, with the way back that this one has."""
    back = _came_from(request)
    address = reverse("admin:desk_commenter", args=[found.pk])
    return f"{address}?{urlencode({'back': back})}" if back else address


def _commenter(request: HttpRequest, pk: int, permission: str = "") -> Commenter:
    """Somebody who has written where this moderator reads."""
    user = acting(request)
    if permission and not user.has_perm(permission):
        raise PermissionDenied
    found = get_object_or_404(Commenter, pk=pk).themselves
    theirs = Comment.objects.for_moderator(user).filter(commenter=found)
    if is_bound(user) and not theirs.exists():
        raise Http404("This commenter has written nothing in the moderator's sections.")
    return found


def _form(request: HttpRequest, found: Commenter, **typed: Any) -> ActForm:
    user = acting(request)
    return ActForm(by=user, unread=unread_of(found, user), **typed)


def _commenter_page(
    request: HttpRequest, found: Commenter, form: ActForm, status: int = 200
) -> HttpResponse:
    user = acting(request)
    theirs = Comment.objects.for_moderator(user).filter(commenter=found)
    newest = for_cards(theirs).order_by("-posted_at", "-pk")[: COMMENTS_ON_A_COMMENTER + 1]
    is_oneself = found.is_account_of(user)
    log = found.acts.select_related("moderator", "preset", "undone_by", "undoes")
    context = {
        "commenter": found,
        "record": records_of([found], user)[found.pk],
        "log": log,
        "is_oneself": is_oneself,
        "undoable": [] if is_oneself or is_bound(user) else newest_acts(found),
        "form": form,
        "comments": shown_of(newest[:COMMENTS_ON_A_COMMENTER]),
        "most": COMMENTS_ON_A_COMMENTER,
        "may_decide": user.has_perm("comments.decide_commenter"),
        "came_from": _came_from(request),
        "here": reverse("admin:desk_commenter", args=[found.pk]),
    }
    return desk_page(request, "desk/commenter.html", found.name, context, status=status)


def _standing_meanwhile(found: Commenter) -> str:
    last = found.acts.select_related("moderator").first()
    who = f" by {decider(last)}" if last else ""
    return f"{found} is “{found.get_standing_display()}” by now{who}. What you typed is below."
