"""The discussion as readers meet it: under the article, at the form, by permalink."""

import datetime
import uuid
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.addresses import found_or_moved
from articles.identifiers import is_row_number
from articles.models import Article
from articles.networks import network_of
from articles.views import Discussed, article_page, canonical_redirect, retracted_page
from comments.forms import PARENT_GONE, CommentForm
from comments.letters import asked_to_confirm
from comments.models import Comment, Commenter, CommenterDecision, HouseRules, Thread
from comments.models.commenter import name_of
from comments.names import badge_of
from comments.paging import branch_page, own_query, page_address, page_number
from comments.posting import PostRefused, ReplyRefused, ThreadClosed, post
from comments.readers import commenter_of, is_newsroom, own_submission, remember, who_acts
from comments.standing_orders import orders_column

# A browser that has not got its answer sends the form again within so long.
SENT_AGAIN = datetime.timedelta(minutes=10)


@require_safe
@found_or_moved
def article(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """An article with its discussion, at its one address; of what is retracted the notice."""
    found = get_object_or_404(
        Article.objects.with_page()
        .for_page()
        .select_related("thread", "section__comment_rules")
        .annotate(orders=orders_column()),
        slug=slug,
    )
    elsewhere = canonical_redirect(request, found)
    if elsewhere:
        return elsewhere
    if found.is_retracted:
        return retracted_page(request, found)
    thread = Thread.under(found)
    query = "" if thread.is_hidden else own_query(thread, request.GET)
    return article_page(request, found, discussed=Discussed(thread.shown_count, query))


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment where it stands: the right page of its article, at the right place.

    Who wrote one that readers no longer see is led to what became of it; under what is retracted,
    everybody to the notice.
    """
    comment = get_object_or_404(
        Comment.objects.filter(thread__article__in=Article.objects.with_page()).select_related(
            "thread__article__section__comment_rules", "root"
        ),
        pk=pk,
    )
    if comment.thread.article.is_retracted and comment.is_on_page:
        return redirect(comment.thread.article)
    if not comment.is_approved and _is_by(commenter_of(request), comment):
        response = redirect(comment.receipt_url)
        add_never_cache_headers(response)
        return response
    if not comment.is_on_page:
        raise Http404
    return redirect(page_address(where_shown(comment)))


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """A branch at its own address, page by page; or its comments alone, for the article's page."""
    root = get_object_or_404(
        Comment.objects.on_page()
        .filter(thread__article__in=Article.objects.published())
        .select_related("thread__article__section__comment_rules", "parent"),
        pk=pk,
    )
    if root.root_id:
        return redirect(root.replies_url, permanent=True)
    where_shown(root)
    context = {
        "article": root.thread.article,
        "thread": root.thread,
        "state": root.thread.state,
        "branch": branch_page(root, page_number(request.GET.get("page", ""))),
    }
    template = "_more_replies.html" if "fragment" in request.GET else "replies.html"
    return render(request, f"comments/{template}", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@found_or_moved
def write(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponseBase:
    """The form of a comment or a reply; a page of its own, or a fragment of the article's."""
    thread = _thread(slug)
    if not _is_welcome(request):
        text, status = request.POST.get("body", ""), 403 if request.method == "POST" else 200
        return _sign_in_first(request, thread, text=text, status=status)
    if request.method == "POST":
        return _receive(request, thread)
    if thread.is_closed:
        return _closed(request, thread, text="", status=200)
    form = _comment_form(request, thread, initial=_initial(request, thread))
    return _form(request, thread, form)


@never_cache
@require_safe
@found_or_moved
def sent(
    request: HttpRequest, year: int, month: int, day: int, slug: str, receipt: uuid.UUID
) -> HttpResponse:
    """What became of a comment, for who has its receipt."""
    comment = get_object_or_404(
        Comment.objects.select_related("thread__article__section", "commenter"),
        receipt=receipt,
        thread__article__in=Article.objects.published().filter(slug=slug),
    )
    last = comment.decisions.first()
    context: dict[str, Any] = {
        "article": comment.thread.article,
        "comment": comment,
        "decision": last,
    }
    if comment.waits_for_address:
        context["was_asked"] = asked_to_confirm(comment.commenter).exists()
    return render(request, "comments/sent.html", context)


def where_shown(comment: Comment) -> Comment:
    """The comment, unless its whole thread is hidden from readers."""
    if comment.thread.is_hidden:
        raise Http404
    return comment


def _receive(request: HttpRequest, thread: Thread) -> HttpResponseBase:
    form = _comment_form(request, thread, request.POST)
    if not form.is_valid():
        return _form(request, thread, form, status=422)
    try:
        comment = _post(request, thread, form)
    except ThreadClosed:
        closed = Thread.objects.with_state().get(pk=thread.pk)
        return _closed(request, closed, text=form.cleaned_data["body"], status=409)
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
    from_newsroom = is_newsroom(request)
    return post(
        thread,
        commenter=who_acts(request) or Commenter(name=typed["author_name"]),
        # Staff answer under their own name.
        author_name=_own_name(request) if from_newsroom else typed["author_name"],
        body_source=typed["body"],
        parent=typed["parent"],
        submission=own_submission(request, typed["submission"]),
        from_newsroom=from_newsroom,
        badge=badge_of(cast(User, request.user)) if from_newsroom else "",
        email=typed.get("email", ""),
        from_address=network_of(request),
        arrival=form.arrival,
    )


def _answer(request: HttpRequest, comment: Comment) -> HttpResponseBase:
    """To the published comment, or to the page that says it is held."""
    response = redirect(comment if comment.is_approved else comment.receipt_url)
    return (
        remember(comment.commenter, request, response) if _is_theirs(request, comment) else response
    )


def _is_theirs(request: HttpRequest, comment: Comment) -> bool:
    """Whether this browser may be known as who wrote it.

    A form that its browser sent twice is answered with the first comment. Its guest is as new as
    that, or else somebody who has confirmed the address since, perhaps in another browser.
    """
    known = commenter_of(request)
    if known is not None:
        return known == comment.commenter
    is_new = comment.posted_at > timezone.now() - SENT_AGAIN
    return is_new and comment.commenter.user_id is None and not comment.commenter.is_confirmed


def _is_by(reader: Commenter | None, comment: Comment) -> bool:
    return reader is not None and reader.pk == comment.commenter_id


def _is_welcome(request: HttpRequest) -> bool:
    """Whether whoever asks may write here, signed in or not."""
    return request.user.is_authenticated or HouseRules.now().guests_welcome


def _comment_form(request: HttpRequest, thread: Thread, *typed: Any, **options: Any) -> CommentForm:
    """The form with the fields that this reader fills in."""
    return CommentForm(
        *typed,
        thread=thread,
        asks_address=not request.user.is_authenticated and not _is_confirmed(request),
        is_newsrooms=is_newsroom(request),
        **options,
    )


def _is_confirmed(request: HttpRequest) -> bool:
    commenter = commenter_of(request)
    return commenter is not None and commenter.is_confirmed


def _restriction(request: HttpRequest) -> CommenterDecision | None:
    """Why this browser or account may not comment now, if that is so."""
    commenter = commenter_of(request)
    return commenter.restriction if commenter and commenter.is_refused else None


def _own_name(request: HttpRequest) -> str:
    """The name that a form starts with."""
    known = None if is_newsroom(request) else commenter_of(request)
    if known is not None:
        return known.name
    return name_of(request.user) if request.user.is_authenticated else ""


def _own_address(request: HttpRequest) -> str:
    """The address that this very browser gave, for as long as it is not confirmed."""
    known = commenter_of(request)
    return known.email if known is not None and known.owes_confirmation else ""


def _initial(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    return {
        "author_name": _own_name(request),
        "email": _own_address(request),
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
        Thread.objects.with_state(),
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
        "state": thread.state,
        "form": form,
        "parent": _answered(request, thread),
        "restriction": restriction,
    }
    if is_newsroom(request):
        context |= {"own_name": _own_name(request), "badge": badge_of(cast(User, request.user))}
    return render(request, template, context, status=status)


def _sign_in_first(request: HttpRequest, thread: Thread, *, text: str, status: int) -> HttpResponse:
    """Guests do not comment here: the way to an account, and what the reader had typed, to keep."""
    context = {
        "article": thread.article,
        "text": text,
        "accounts_welcome": HouseRules.now().accounts_welcome,
        "next": request.get_full_path(),
    }
    return render(request, "comments/sign_in.html", context, status=status)


def _closed(request: HttpRequest, thread: Thread, *, text: str, status: int) -> HttpResponse:
    """The thread was closed: the reason, and what the reader had typed, to keep."""
    context = {
        "article": thread.article,
        "thread": thread,
        "state": thread.state,
        "text": text,
    }
    return render(request, "comments/closed.html", context, status=status)
