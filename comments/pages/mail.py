"""The pages that letters lead to: confirming an address, choosing letters, stopping them.

Programs that look through mail follow its links: a GET here changes nothing. The signed link is
the permission, so that no sign-in is needed.
"""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments import letters
from comments.confirming import LinkRefused, LinkUsed, confirm, letter_of, waiting
from comments.mail_forms import MailWishesForm
from comments.mailing import WISHES_SALT
from comments.models import Comment, Commenter, LetterKind, MailWishes, RefusedAddress
from comments.models.mail_wishes import CHOSEN
from comments.readers import commenter_of, remember


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether this is theirs; the button confirms it."""
    try:
        if request.method == "POST":
            return _confirmed(request, token)
        commenter = letter_of(token).commenter
    except LinkRefused as refusal:
        context = {"why": refusal, "is_used": isinstance(refusal, LinkUsed), "confirms": True}
        return render(request, "comments/link_refused.html", context, status=410)
    context = {
        "comments": waiting(commenter) if commenter else [],
        "is_elsewhere": commenter_of(request) != commenter,
    }
    return render(request, "comments/confirm.html", context)


def _confirmed(request: HttpRequest, token: str) -> HttpResponse:
    done = confirm(token)
    context = {"comments": done.comments, "commenter": done.commenter}
    response = render(request, "comments/confirmed.html", context)
    remember(done.commenter, request, response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_again(request: HttpRequest, receipt: str) -> HttpResponse:
    """Another letter with a link, for who has the receipt; whose address it is, nobody is told.

    Looking sends none, and leads to the receipt, which is there while the article is.
    """
    comment = get_object_or_404(
        Comment.objects.select_related("commenter", "thread__article__section"),
        receipt=receipt,
        thread__article__in=Article.objects.published(),
    )
    if request.method != "POST":
        return redirect(comment.receipt_url)
    sent = letters.please_confirm(comment, again=True)
    return redirect(f"{comment.receipt_url}?again={'sent' if sent else 'not'}")


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_wishes(request: HttpRequest, token: str) -> HttpResponse:
    """Which letters somebody wants. A mail program's own button posts here too (RFC 8058)."""
    try:
        told = signing.loads(token, salt=WISHES_SALT)
    except signing.BadSignature as error:
        raise Http404("This link is not whole.") from error
    if "address" in told:
        return _refusing(request, told["address"])
    commenter = get_object_or_404(Commenter, key=told["commenter"])
    return _wishing(request, commenter.themselves, told["kind"])


def _wishing(request: HttpRequest, commenter: Commenter, kind: str) -> HttpResponse:
    wishes = MailWishes.of(commenter)
    if request.method != "POST":
        return _wishes_page(request, wishes, kind)
    if "again" in request.POST:
        letters.write_again(commenter.letter_address)
        return _wishes_page(request, wishes, kind, welcomed=True)
    if "pace" not in request.POST and kind in CHOSEN:
        wishes.stop(kind)
        return _wishes_page(request, wishes, kind, stopped=True)
    form = MailWishesForm(request.POST, instance=wishes)
    if form.is_valid():
        form.save()
        return _wishes_page(request, wishes, kind, saved=True)
    return _wishes_page(request, wishes, kind, form=form)


def _wishes_page(
    request: HttpRequest,
    wishes: MailWishes,
    kind: str,
    *,
    form: MailWishesForm | None = None,
    **done: bool,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form or MailWishesForm(instance=wishes),
        "kind": LetterKind(kind) if kind else None,
        "is_refused": letters.is_refused(wishes.commenter.letter_address),
        "is_wanted": kind in CHOSEN and wishes.allow(kind),
        **done,
    }
    return render(request, "comments/mail_wishes.html", context, status=422 if form else 200)


def _refusing(request: HttpRequest, digest: str) -> HttpResponse:
    """An address that is nobody's here yet: no letter goes there, until its owner wants one."""
    if request.method == "POST":
        if "again" in request.POST:
            RefusedAddress.objects.filter(digest=digest).delete()
        else:
            RefusedAddress.objects.get_or_create(digest=digest)
    is_refused = RefusedAddress.objects.filter(digest=digest).exists()
    return render(request, "comments/mail_refused.html", {"is_refused": is_refused})
