"""The content security policy and the other headers that say what a page may do.

The policy is the setting SECURE_CSP, in the form Django 6 gave it. This middleware serves it on
every Django version, because it also sends the headers beside the policy and because one code
path is easier to trust than two.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

# Stands in a directive for the nonce of the response. Django 6 names it CSP.NONCE.
NONCE = "<CSP_NONCE_SENTINEL>"

PERMISSIONS_POLICY = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)

# Django's own pages for a developer's error carry inline styles and a script.
DEBUG_PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

GetResponse = Callable[[HttpRequest], HttpResponse]


class LazyNonce(SimpleLazyObject):
    """A nonce that exists once somebody has written it into a page."""

    def __init__(self) -> None:
        super().__init__(lambda: secrets.token_urlsafe(16))

    @property
    def was_used(self) -> bool:
        return self._wrapped is not empty


class ContentSecurityPolicyMiddleware:
    """Give every response the site's policy, unless its view has set its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = LazyNonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(response, nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def policy_for(response: HttpResponse, nonce: LazyNonce) -> str:
    if settings.DEBUG and _is_for_a_developer(response):
        return DEBUG_PAGE_POLICY
    return policy(settings.SECURE_CSP, str(nonce) if nonce.was_used else "")


def _is_for_a_developer(response: HttpResponse) -> bool:
    """Django's page of an error and not the site's own, which looks the same with DEBUG on."""
    mark = b'content="NONE,NOARCHIVE"'
    return response.status_code in {404, 500} and mark in getattr(response, "content", b"")


def policy(directives: Mapping[str, Iterable[str]], nonce: str = "") -> str:
    """The header's value. Without a nonce its place is left out, so that pages can be cached."""
    return "; ".join(
        f"{name} {' '.join(sources)}"
        for name, values in directives.items()
        if (sources := list(_sources(values, nonce)))
    )


def _sources(values: Iterable[str], nonce: str) -> Iterable[str]:
    for value in values:
        if value != NONCE:
            yield value
        elif nonce:
            yield f"'nonce-{nonce}'"
