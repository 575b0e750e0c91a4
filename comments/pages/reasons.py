"""The statement of reasons, and the appeal, for whoever has the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comments.appeal_forms import AppealForm
from comments.models import Appeal, AppealRefused
from comments.statement import Restriction, redress_for, restriction_at, statement_of

from .private import private


@private
@require_safe
def statement(request: HttpRequest, signed: str) -> HttpResponse:
    """Why, by whom, and what can be done about it."""
    return _page(request, _restriction(signed), AppealForm())


@private
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, signed: str) -> HttpResponse:
    """Open the appeal, or write another message to it.

    Its address is in the bar when it was refused; who opens it again is led to the statement.
    """
    decision = _restriction(signed)
    if request.method != "POST":
        return redirect(f"{decision.statement_url}#appeal")
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, decision, form, status=422)
    try:
        _take(decision, form.cleaned_data["text"])
    except AppealRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, decision, form, status=409)
    return redirect(f"{decision.statement_url}#appeal")


def _take(decision: Restriction, text: str) -> None:
    opened = Appeal.against(decision)
    if opened is None:
        Appeal.open(decision, text=text)
    else:
        opened.write(text)


def _restriction(signed: str) -> Restriction:
    found = restriction_at(signed)
    if found is None:
        raise Http404("No statement of reasons has this address.")
    return found


def _page(
    request: HttpRequest, decision: Restriction, form: AppealForm, status: int = 200
) -> HttpResponse:
    said = statement_of(decision)
    context = {"statement": said, "redress": redress_for(said), "form": form}
    return render(request, "comments/statement.html", context, status=status)
