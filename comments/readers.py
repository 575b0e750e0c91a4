"""Who a browser has commented as: known again by a signed key, or by an account."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Commenter
from .models.commenter import name_of

COMMENTER_COOKIE = "commenter"
HAS_COMMENTED_COOKIE = "has_commented"
ACCOUNT_COOKIE = "account"
COOKIES = (COMMENTER_COOKIE, HAS_COMMENTED_COOKIE, ACCOUNT_COOKIE)
COMMENTER_COOKIE_AGE = 365 * 24 * 60 * 60  # seconds


def commenter_of(request: HttpRequest) -> Commenter | None:
    """Who this browser or this account has commented as before. Nobody is made by asking."""
    if request.user.is_authenticated:
        return Commenter.objects.filter(user=request.user).first()
    key = request.get_signed_cookie(COMMENTER_COOKIE, default=None)
    return Commenter.of_browser(key) if key else None


def is_newsroom(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_staff


def who_acts(request: HttpRequest) -> Commenter | None:
    """The same for a request that does something: an account is a commenter from then on."""
    if not request.user.is_authenticated:
        return commenter_of(request)
    known, _ = Commenter.objects.get_or_create(
        user=request.user, defaults={"name": name_of(request.user)}
    )
    return known


def remember(
    commenter: Commenter, request: HttpRequest, response: HttpResponseBase
) -> HttpResponseBase:
    """Give a guest's browser the key by which it is known again.

    An account is known without one.
    """
    if commenter.user_id is None:
        key, options = str(commenter.key), _cookie_options(request)
        response.set_signed_cookie(COMMENTER_COOKIE, key, httponly=True, **options)
    mark_as_known(request, response)
    return response


def mark_as_known(request: HttpRequest, response: HttpResponseBase) -> None:
    """A mark without a secret, which scripts can read.

    Where it is, it is worth asking what on a page is this reader's own.
    """
    response.set_cookie(HAS_COMMENTED_COOKIE, "1", **_cookie_options(request))


def remember_account(request: HttpRequest, response: HttpResponseBase, address: str) -> None:
    """Keep in the browser that it has signed in to that account; it opens nothing by itself."""
    digest, options = _account_digest(address), _cookie_options(request)
    response.set_signed_cookie(ACCOUNT_COOKIE, digest, httponly=True, **options)


def has_signed_in(request: HttpRequest, address: str) -> bool:
    """Whether this browser has signed in to the account of that address before."""
    digest = request.get_signed_cookie(ACCOUNT_COOKIE, default=None)
    return digest is not None and constant_time_compare(digest, _account_digest(address))


def _account_digest(address: str) -> str:
    return salted_hmac("account", address.lower(), algorithm="sha256").hexdigest()


def own_submission(request: HttpRequest, submission: uuid.UUID) -> uuid.UUID:
    """What was sent, as this browser's own: with the same form another browser sends another thing.

    A form comes back with the secret of the browser that it was given to, or it is refused: so
    nobody else can repeat what was sent, nor send it before.
    """
    secret = request.META.get("CSRF_COOKIE", "")
    digest = salted_hmac("submission", f"{secret} {submission}", algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16])


def _cookie_options(request: HttpRequest) -> dict[str, Any]:
    return {"max_age": COMMENTER_COOKIE_AGE, "secure": request.is_secure(), "samesite": "Lax"}
