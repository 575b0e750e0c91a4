"""What a reader does with comments that are there: change, withdraw, recommend, mute.

None of these pages is shared or kept. Who has commented is known by their browser's key or their
account; for everybody else a comment's own pages are not there.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.addresses import found_or_moved
from articles.identifiers import row_numbers
from articles.models import Article
from articles.networks import network_of
from comments.models import (
    Comment,
    Commenter,
    DecisionConflict,
    HouseRules,
    Mute,
    MuteRefused,
    RecommendationRefused,
    Thread,
)
from comments.models.comment_queries import CommentQuerySet
from comments.models.mute import mute as mute_writer
from comments.models.mute import stop_muting
from comments.models.recommendation import recommend as give_word
from comments.models.recommendation import stop_recommending
from comments.own_forms import RewriteForm, SwitchForm
from comments.posting import PostRefused, ThreadClosed
from comments.readers import commenter_of, remember, who_acts
from comments.rewriting import RewriteRefused, RewrittenMeanwhile, minutes_left
from comments.rewriting import rewrite as give_text

from .discussion import where_shown

# Of one's own comments, on the page that lists them.
NEWEST_OWN = 50

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@show_or_send
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another text for one's own comment."""
    comment = _own_comment(request, pk)
    if request.method == "POST":
        return _rewrite(request, comment)
    initial = {"body": comment.body_source, "revision": comment.revision}
    return _edit_form(request, comment, RewriteForm(initial=initial))


@never_cache
@show_or_send
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back one's own comment, after a question."""
    comment = _own_comment(request, pk)
    if request.method == "POST" and not comment.is_withdrawn:
        try:
            comment.withdraw()
        except DecisionConflict:
            # Decided on meanwhile: the question is asked again, of the comment as it is.
            return redirect(comment.withdraw_url)
    if comment.is_withdrawn or comment.is_rejected:
        return redirect(comment.receipt_url)
    return render(request, "comments/withdraw.html", _about(comment))


@never_cache
@show_or_send
def recommend(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The button that says a comment is worth reading, or takes that back."""
    comment = _shown_comment(pk)
    reader = commenter_of(request)
    if request.method != "POST":
        return _recommend_form(request, comment, reader)
    try:
        reader = _recommend(request, comment, reader)
    except RecommendationRefused as refusal:
        return _recommend_form(request, comment, reader, refused=str(refusal), status=409)
    if "fragment" in request.GET:
        return _known_again(reader, request, _recommend_form(request, comment, reader))
    return _known_again(reader, request, redirect(comment))


@never_cache
@show_or_send
def mute(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fold or unfold what the writer of a comment says, for this reader alone."""
    comment, reader = _shown_comment(pk), commenter_of(request)
    if comment.from_newsroom:
        raise Http404
    if comment.commenter == reader:
        status = 409 if request.method == "POST" else 200
        return render(request, "comments/mute_own.html", _about(comment), status=status)
    if request.method != "POST":
        return _mute_form(request, comment, reader)
    try:
        reader = _mute(request, comment, reader)
    except MuteRefused as refusal:
        return _mute_form(request, comment, reader, refused=str(refusal), status=409)
    return _known_again(reader, request, redirect(f"{comment.mute_url}?done=1"))


@never_cache
@show_or_send
def my_comments(request: HttpRequest) -> HttpResponseBase:
    """One's own newest comments with what can be done about them, and whom one has muted."""
    reader = commenter_of(request)
    if request.method == "POST":
        Mute.objects.filter(
            reader=reader, pk__in=row_numbers(request.POST.getlist("mute"))
        ).delete()
        return redirect("my_comments")
    own = Comment.objects.none() if reader is None else _public(reader.comments.all())
    rules = HouseRules.now()
    threads = Prefetch("thread", queryset=Thread.objects.with_state())
    newest = (
        own.select_related("commenter")
        .prefetch_related(threads)
        .order_by("-posted_at", "-pk")[:NEWEST_OWN]
    )
    context = {
        "own": [(comment, _minutes(comment, rules)) for comment in newest],
        "mutes": reader.mutes.all() if reader else [],
    }
    return render(request, "comments/mine.html", context)


@never_cache
@require_safe
@found_or_moved
def mine(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """What in a thread is this reader's own, for the script of its page."""
    reader = commenter_of(request)
    if reader is None:
        return JsonResponse({})
    thread = get_object_or_404(
        Thread.objects.with_state(), article__in=Article.objects.published().filter(slug=slug)
    )
    is_closed = thread.is_closed
    comments = Comment.objects.filter(thread=thread)
    own = list(comments.filter(commenter=reader).select_related("thread__article", "commenter"))
    muted = comments.approved().filter(commenter__muted_by__reader=reader)
    word_given = comments.filter(recommendations__commenter=reader)
    rules = HouseRules.now()
    return JsonResponse(
        {
            "own": [
                _own_entry(comment, rules, is_closed) for comment in own if comment.is_approved
            ],
            "held": [_held_entry(comment, rules) for comment in own if comment.is_held],
            "muted": list(muted.values_list("pk", flat=True)),
            "recommended": list(word_given.values_list("pk", flat=True)),
        }
    )


def _recommend(
    request: HttpRequest, comment: Comment, reader: Commenter | None
) -> Commenter | None:
    """Who has recommended it, or taken that back: somebody new, where it is their first word."""
    if _is_on(request):
        reader = who_acts(request) or Commenter()
        give_word(comment, by=reader, from_address=network_of(request))
    elif reader is not None:
        stop_recommending(comment, by=reader)
    return reader


def _mute(request: HttpRequest, comment: Comment, reader: Commenter | None) -> Commenter | None:
    if _is_on(request):
        reader = who_acts(request) or Commenter()
        mute_writer(comment, by=reader, from_address=network_of(request))
    elif reader is not None:
        stop_muting(comment, by=reader)
    return reader


def _is_on(request: HttpRequest) -> bool:
    form = SwitchForm(request.POST)
    return form.is_valid() and bool(form.cleaned_data["on"])


def _known_again(
    reader: Commenter | None, request: HttpRequest, response: HttpResponseBase
) -> HttpResponseBase:
    """Who has done nothing yet is given no key."""
    return response if reader is None else remember(reader, request, response)


def _rewrite(request: HttpRequest, comment: Comment) -> HttpResponseBase:
    form = RewriteForm(request.POST)
    if not form.is_valid():
        return _edit_form(request, comment, form, status=422)
    typed = form.cleaned_data
    try:
        comment = give_text(comment, typed["body"], seen=typed["revision"])
    except (ThreadClosed, RewriteRefused, PostRefused) as refusal:
        form.add_error(None, str(refusal))
        return _edit_form(request, comment, form, status=409)
    except (RewrittenMeanwhile, DecisionConflict) as conflict:
        comment.refresh_from_db()
        form.put_in_place_of(comment.revision)
        form.add_error(None, str(conflict))
        return _edit_form(request, comment, form, status=409)
    except ValidationError as refusal:
        form.add_error("body", refusal)
        return _edit_form(request, comment, form, status=422)
    return redirect(comment if comment.is_approved else comment.receipt_url)


def _edit_form(
    request: HttpRequest, comment: Comment, form: RewriteForm, status: int = 200
) -> HttpResponse:
    context = _about(comment) | {"form": form, "minutes": _minutes(comment)}
    return render(request, "comments/edit.html", context, status=status)


def _recommend_form(
    request: HttpRequest,
    comment: Comment,
    reader: Commenter | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    given = reader is not None and comment.recommendations.filter(commenter=reader).exists()
    is_own = reader is not None and comment.commenter_id == reader.pk
    context = _about(comment) | {"given": given, "is_own": is_own, "refused": refused}
    template = "_recommend.html" if "fragment" in request.GET else "recommend.html"
    return render(request, f"comments/{template}", context, status=status)


def _mute_form(
    request: HttpRequest,
    comment: Comment,
    reader: Commenter | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    muted = reader is not None and reader.mutes.filter(muted=comment.commenter).exists()
    context = _about(comment) | {"muted": muted, "refused": refused}
    return render(request, "comments/mute.html", context, status=status)


def _minutes(comment: Comment, rules: HouseRules | None = None) -> int:
    """For how long it can be changed; who may not write at present changes nothing."""
    return 0 if comment.commenter.is_refused else minutes_left(comment, rules)


def _own_entry(comment: Comment, rules: HouseRules, is_closed: bool) -> dict[str, Any]:
    minutes = 0 if is_closed else _minutes(comment, rules)
    return {
        "id": comment.pk,
        "minutes": minutes,
        "edit": comment.edit_url,
        "withdraw": comment.withdraw_url,
    }


def _held_entry(comment: Comment, rules: HouseRules) -> dict[str, Any]:
    context = {"comment": comment, "minutes": _minutes(comment, rules)}
    return {
        "id": comment.pk,
        "answers": comment.parent_id,
        "html": render_to_string("comments/_own_held.html", context),
    }


def _about(comment: Comment) -> dict[str, Any]:
    return {"article": comment.thread.article, "thread": comment.thread, "comment": comment}


def _public(comments: Any) -> CommentQuerySet:
    """Of articles that readers can read."""
    found: CommentQuerySet = comments.filter(thread__article__in=Article.objects.published())
    return found


def _shown_comment(pk: int) -> Comment:
    comments = _public(Comment.objects.approved())
    found = get_object_or_404(
        comments.select_related("thread__article__section__comment_rules", "commenter"), pk=pk
    )
    return where_shown(found)


def _own_comment(request: HttpRequest, pk: int) -> Comment:
    reader = commenter_of(request)
    if reader is None:
        raise Http404
    comments = _public(Comment.objects.filter(commenter=reader))
    return get_object_or_404(
        comments.select_related("thread__article__section", "commenter"), pk=pk
    )
