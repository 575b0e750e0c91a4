"""The discussion as readers meet it: under the article, at the form, by permalink."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.identifiers import is_row_number
from articles.models import Article
from articles.views import article_page, canonical_redirect

from .addresses import network_of
from .forms import PARENT_GONE, CommentForm
from .models import Comment, Commenter, CommenterDecision, Thread
from .models.commenter import name_of
from .paging import page_address
from .posting import PostRefused, ReplyRefused, ThreadClosed, post

COMMENTER_COOKIE = "commenter"
COMMENTER_COOKIE_AGE = 365 * 24 * 60 * 60  # seconds


@require_safe
def article(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """An article with its discussion, at its one address."""
    found = get_object_or_404(
        Article.objects.published().for_page().select_related("thread"), slug=slug
    )
    return canonical_redirect(request, found) or article_page(request, found)


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment where it stands: the right page of its article, at the right place."""
    comment = get_object_or_404(
        Comment.objects.on_page()
        .filter(thread__article__in=Article.objects.published())
        .select_related("thread__article"),
        pk=pk,
    )
    return redirect(page_address(comment))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The form of a comment or a reply; a page of its own, or a fragment of the article's."""
    thread = _thread(slug)
    if request.method == "POST":
        return _receive(request, thread)
    if thread.is_closed:
        return _closed(request, thread, text="", status=200)
    form = CommentForm(thread=thread, initial=_initial(request, thread))
    return _form(request, thread, form)


@never_cache
@require_safe
def sent(
    request: HttpRequest, year: int, month: int, day: int, slug: str, receipt: uuid.UUID
) -> HttpResponse:
    """What became of a comment, for who has its receipt."""
    comment = get_object_or_404(
        Comment.objects.select_related("thread__article__section"),
        receipt=receipt,
        thread__article__in=Article.objects.published().filter(slug=slug),
    )
    last = comment.decisions.first()
    context = {"article": comment.thread.article, "comment": comment, "decision": last}
    return render(request, "comments/sent.html", context)


@never_cache
def write_again(request: HttpRequest, *, slug: str) -> HttpResponse:
    """The form with what was typed, for a reader whose browser sent no token with it."""
    thread = _thread(slug)
    form = CommentForm(request.POST, thread=thread)
    form.add_error(
        None,
        "The form was open for too long, or your browser keeps no cookies for this site. "
        "Allow them, and send it once more.",
    )
    return _form(request, thread, form, status=403)


def _receive(request: HttpRequest, thread: Thread) -> HttpResponse:
    form = CommentForm(request.POST, thread=thread)
    if not form.is_valid():
        return _form(request, thread, form, status=422)
    try:
        comment = _post(request, thread, form)
    except ThreadClosed:
        thread.refresh_from_db()
        return _closed(request, thread, text=form.cleaned_data["body"], status=409)
    except ReplyRefused:
        form.stand_alone()
        form.add_error(None, PARENT_GONE)
        return _form(request, thread, form, status=422)
    except PostRefused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, thread, form, status=422, restriction=_restriction(request))
    except ValidationError as refusal:
        form.add_error("body", refusal)
        return _form(request, thread, form, status=422)
    return _answer(request, comment)


def _post(request: HttpRequest, thread: Thread, form: CommentForm) -> Comment:
    typed = form.cleaned_data
    from_newsroom = request.user.is_authenticated and request.user.is_staff
    return post(
        thread,
        commenter=_commenter(request) or Commenter(name=typed["author_name"]),
        # Staff answer under their own name.
        author_name=_own_name(request) if from_newsroom else typed["author_name"],
        body_source=typed["body"],
        parent=typed["parent"],
        submission=typed["submission"],
        from_newsroom=from_newsroom,
        from_address=network_of(request),
        arrival=form.arrival,
    )


def _answer(request: HttpRequest, comment: Comment) -> HttpResponse:
    """To the published comment, or to the page that says it is held."""
    if comment.is_approved:
        response = redirect(comment)
    else:
        response = redirect(f"{comment.thread.article.comment_url}sent/{comment.receipt}/")
    if comment.commenter.user_id is None:
        response.set_signed_cookie(
            COMMENTER_COOKIE,
            str(comment.commenter.key),
            max_age=COMMENTER_COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def _commenter(request: HttpRequest) -> Commenter | None:
    """Who this browser or this newsroom account has commented as before."""
    if request.user.is_authenticated:
        known, _ = Commenter.objects.get_or_create(
            user=request.user, defaults={"name": _own_name(request)}
        )
        return known
    key = request.get_signed_cookie(COMMENTER_COOKIE, default=None)
    return Commenter.objects.filter(key=key).first() if key else None


def _restriction(request: HttpRequest) -> CommenterDecision | None:
    """Why this browser or account may not comment now, if that is so."""
    commenter = _commenter(request)
    return commenter.restriction if commenter and commenter.is_refused else None


def _own_name(request: HttpRequest) -> str:
    """The name that a form starts with."""
    if request.user.is_authenticated:
        return name_of(request.user)
    commenter = _commenter(request)
    return commenter.name if commenter else ""


def _initial(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    return {
        "author_name": _own_name(request),
        "submission": uuid.uuid4(),
        "parent": _answered(request, thread),
    }


def _answered(request: HttpRequest, thread: Thread) -> Comment | None:
    """The comment that a reply answers, if readers can see it."""
    parent = request.GET.get("parent") or request.POST.get("parent") or ""
    if not is_row_number(parent):
        return None
    return Comment.objects.approved().filter(thread=thread, pk=parent).first()


def _thread(slug: str) -> Thread:
    return get_object_or_404(
        Thread.objects.select_related("article__section"),
        article__in=Article.objects.published().filter(slug=slug),
    )


def _form(
    request: HttpRequest,
    thread: Thread,
    form: CommentForm,
    status: int = 200,
    restriction: CommenterDecision | None = None,
) -> HttpResponse:
    template = "comments/_form.html" if "fragment" in request.GET else "comments/form.html"
    context = {
        "article": thread.article,
        "thread": thread,
        "form": form,
        "parent": _answered(request, thread),
        "restriction": restriction,
    }
    return render(request, template, context, status=status)


def _closed(request: HttpRequest, thread: Thread, *, text: str, status: int) -> HttpResponse:
    """The thread was closed: the reason, and what the reader had typed, to keep."""
    context = {"article": thread.article, "thread": thread, "text": text}
    return render(request, "comments/closed.html", context, status=status)
