"""The page on which an author declares, reached by the link in a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.asking import Asked, LinkRefused, asked_by
from articles.conflicts import conflicts, first_of_each
from articles.declarants import standing
from articles.declaration_forms import DeclarationForm
from articles.declaring import declare, settled
from articles.models.declaration import DeclarationRefused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft and ask what its author has to declare for it. Nobody has to sign in."""
    try:
        asked = asked_by(token)
    except LinkRefused as refusal:
        return render(request, "articles/declare_refused.html", {"why": refusal}, status=410)
    if request.method != "POST":
        return _page(request, asked, DeclarationForm(declarant=asked.declarant))
    form = DeclarationForm(request.POST, declarant=asked.declarant)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    kind, interests, statement = form.declared()
    try:
        declare(
            asked.article,
            asked.declarant,
            by=asked.user,
            kind=kind,
            interests=interests,
            statement=statement,
        )
    except DeclarationRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, asked, form, status=409)
    return redirect(f"{request.path}?declared")


def _page(
    request: HttpRequest, asked: Asked, form: DeclarationForm, status: int = 200
) -> HttpResponse:
    article, declarant = asked.article, asked.declarant
    own = {disclosure.pk for disclosure in declarant.disclosures}
    context = {
        "article": article,
        "declarant": declarant,
        "form": form,
        "said": standing(article).get(declarant.key),
        "has_declared": "declared" in request.GET,
        "is_settled": declarant.key in settled(article),
        "hits": [hit for hit in first_of_each(conflicts(article)) if hit.disclosure.pk in own],
    }
    return render(request, "articles/declare.html", context, status=status)
