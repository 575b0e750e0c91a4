"""What is kept about a reader, for that reader alone: to read, to take along, to have erased."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.networks import network_of
from comments import letters
from comments.confirming import LINK_AGE, LinkRefused, letter_of
from comments.erasing import ErasureRefused, erase
from comments.exporting import export
from comments.mail_forms import AddressForm
from comments.mailing import YOURS_SALT, wishes_path_of
from comments.models import Comment, Commenter, HouseRules, LetterKind
from comments.models.commenter import name_of
from comments.readers import COOKIES, commenter_of, who_acts


@never_cache
@require_safe
def your_account(request: HttpRequest) -> HttpResponse:
    """The door that every page links to; behind it the reader meets their own page.

    Who is not signed in is asked to, or, where the paper makes no accounts, for their address.
    """
    if request.user.is_authenticated:
        return redirect("admin:index" if request.user.is_staff else "yours")
    return redirect("account_login" if HouseRules.now().accounts_welcome else "yours")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in; a guest is asked where to send the link."""
    if request.user.is_authenticated:
        new = Commenter(user=request.user, name=name_of(request.user))
        return _page(request, commenter_of(request) or new)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send_the_link(form.cleaned_data["email"], network_of(request))
        return render(request, "comments/yours_asked.html")
    status = 422 if form.errors else 200
    context = {"form": form, "is_known": commenter_of(request) is not None}
    return render(request, "comments/yours_ask.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
def yours_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The same page, for a guest who came by the link in a letter."""
    try:
        return _page(request, _guest(token), token)
    except LinkRefused as refusal:
        return render(request, "comments/link_refused.html", {"why": refusal}, status=410)


@never_cache
@require_POST
def take_along(request: HttpRequest, token: str = "") -> HttpResponse:
    """Everything that is kept, as a file."""
    commenter = _whose(request, token)
    if isinstance(commenter, HttpResponse):
        return commenter
    response = JsonResponse(
        export(commenter), encoder=DjangoJSONEncoder, json_dumps_params={"indent": 2}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="what-is-kept.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_me(request: HttpRequest, token: str = "") -> HttpResponse:
    """For good, and only when the box is ticked; looking leads back to the question."""
    if request.method != "POST":
        return redirect("yours_by_mail", token) if token else redirect("yours")
    commenter = _whose(request, token)
    if isinstance(commenter, HttpResponse):
        return commenter
    if "sure" not in request.POST:
        return _page(request, commenter, token, unsure=True, status=422)
    try:
        erase(commenter)
    except ErasureRefused as refusal:
        return _page(request, commenter, token, refused=str(refusal), status=409)
    request.session.flush()
    response = render(request, "comments/erased.html")
    return _forgotten(response)


@never_cache
@require_POST
def forget_browser(request: HttpRequest) -> HttpResponse:
    """On a machine that others use too: the next comment from here is a stranger's."""
    response = redirect("yours")
    return _forgotten(response)


def _forgotten(response: HttpResponse) -> HttpResponse:
    """With a browser that carries no key any more."""
    for cookie in COOKIES:
        response.delete_cookie(cookie)
    return response


def _send_the_link(address: str, network: str) -> None:
    """To who has confirmed the address; an account's letter leads to signing in.

    The page tells nobody whether there is one.
    """
    known = Commenter.objects.filter(email=address, email_confirmed_at__isnull=False).first()
    if known is not None:
        letters.ask(LetterKind.YOURS, known, asked_from=HouseRules.now().keeps(network))


def _guest(token: str) -> Commenter:
    letter = letter_of(token, salt=YOURS_SALT)
    guest = letter.commenter
    is_old = letter.made_at < timezone.now() - LINK_AGE
    if guest is None or is_old or guest.user_id or guest.email != letter.address:
        raise LinkRefused("This link is too old. Ask for another one.")
    return guest


def _whose(request: HttpRequest, token: str) -> Commenter | HttpResponse:
    """Who asks, by the link or by being signed in; or the page that says why nobody."""
    try:
        commenter = _guest(token) if token else None
    except LinkRefused as refusal:
        return render(request, "comments/link_refused.html", {"why": refusal}, status=410)
    if commenter is None and request.user.is_authenticated:
        commenter = who_acts(request)
    return commenter or redirect("yours")


def _page(
    request: HttpRequest, commenter: Commenter, token: str = "", status: int = 200, **done: Any
) -> HttpResponse:
    context = {
        "commenter": commenter,
        "count": Comment.objects.filter(commenter=commenter.pk).count(),
        "wishes_url": wishes_path_of(commenter) if commenter.pk else "",
        "token": token,
        **done,
    }
    return render(request, "comments/yours.html", context, status=status)
