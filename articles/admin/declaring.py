"""What is declared for an article: recorded, and asked for."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from articles.asking import NotAsked, ask
from articles.conflicts import conflicts, first_of_each, open_conflicts, to_show
from articles.declarants import Declarant, declarants, standing, undeclared, with_record
from articles.declaration_forms import DeclarationForm
from articles.declaring import declare, settled
from articles.models import Article
from articles.models.declaration import DeclarationRefused
from articles.rights import rights_of

from .answering import AnsweringAdmin, declarations_address
from .finding import may_use
from .staff import acting


class DeclaringAdmin(AnsweringAdmin):
    """Adds the page where declarations are recorded and asked for, and interests are answered."""

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        ask = view(require_POST(self.ask))
        return [
            path(f"{article}/declarations/", view(self.declarations), name="article_declarations"),
            path(f"{article}/declarations/ask/", ask, name="article_ask"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if article := context.get("original"):
            context["undeclared"] = undeclared(article)
            if rights_of(request).may_see_inside(article):
                context["open_hits"] = first_of_each(open_conflicts(article))
            context["nobody"] = not article.bylines.exists()
            context["let_go_without"] = _let_go_without(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def declarations(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who has declared what; a form for each whom this member of staff may speak for."""
        article = self._found(request, object_id)
        if request.method == "POST":
            return self._declare(request, article)
        return self._declarations_page(request, article)

    def _declare(self, request: HttpRequest, article: Article) -> HttpResponse:
        declarant = _named(request, article)
        if not declarant.may_be_spoken_for(article, by=rights_of(request)):
            raise PermissionDenied
        form = DeclarationForm(request.POST, declarant=declarant, prefix=_prefix(declarant))
        if form.is_valid():
            kind, interests, statement = form.declared()
            try:
                declare(
                    article,
                    declarant,
                    by=acting(request),
                    kind=kind,
                    interests=interests,
                    statement=statement,
                )
            except DeclarationRefused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, f"{declarant.name}: {kind.label.lower()}. On record.")
                return HttpResponseRedirect(declarations_address(article))
        return self._declarations_page(request, article, refused=form, status=422)

    def _declarations_page(
        self,
        request: HttpRequest,
        article: Article,
        refused: DeclarationForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        sees_inside = rights_of(request).may_see_inside(article)
        hits, hits_left_out = to_show(conflicts(article) if sees_inside else [])
        context = {
            **self.admin_site.each_context(request),
            "title": "Declarations",
            "opts": self.opts,
            "original": article,
            "rows": list(_rows(request, article, refused)),
            "hits": hits,
            "hits_left_out": hits_left_out,
            "may_answer": may_use(request, article, "add_conflictanswer"),
            "may_ask": may_use(request, article, "add_declaration"),
            "overrides": article.overrides.select_related("made_by") if sees_inside else [],
        }
        template = "admin/articles/article/declarations.html"
        return TemplateResponse(request, template, context, status=status)

    def ask(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._found(request, object_id)
        if not may_use(request, article, "add_declaration"):
            raise PermissionDenied
        self._ask(request, article, _named(request, article))
        return HttpResponseRedirect(declarations_address(article))

    def _ask(self, request: HttpRequest, article: Article, declarant: Declarant) -> None:
        try:
            asked = ask(article, declarant, by=acting(request))
            messages.success(request, f"{declarant.name} was asked at {asked.address}.")
        except NotAsked as refusal:
            messages.warning(request, str(refusal))

    def ask_the_undeclared(self, request: HttpRequest, article: Article) -> None:
        """It goes to review: everybody who has an account and has not declared gets the link."""
        for declarant in undeclared(article):
            if declarant.is_account_of(acting(request)):
                messages.warning(request, f"You have still to declare for “{article}”.")
            elif declarant.address:
                self._ask(request, article, declarant)


def _let_go_without(article: Article) -> list[str]:
    """Under whose names readers have it, or will, though they have declared nothing."""
    pinned = article.record if article.is_let_go else ()
    return [author.name for author in pinned if author.was_asked and not author.declaration]


def _prefix(declarant: Declarant) -> str:
    author, manager = declarant.key
    return f"for-{author}-{manager or 0}"


def _named(request: HttpRequest, article: Article) -> Declarant:
    """Whom the form is about."""
    for declarant in declarants(article):
        if _prefix(declarant) == request.POST.get("who"):
            return declarant
    raise Http404


def _rows(
    request: HttpRequest, article: Article, refused: DeclarationForm | None
) -> Iterator[dict[str, Any]]:
    rights, said, stays = rights_of(request), standing(article), settled(article)
    asked = {each.who: each for each in article.declaration_requests.all()}
    for declarant in with_record(declarants(article)):
        prefix = _prefix(declarant)
        form: DeclarationForm | None = None
        if refused is not None and refused.prefix == prefix:
            form = refused
        elif declarant.key not in stays and declarant.may_be_spoken_for(article, by=rights):
            form = DeclarationForm(declarant=declarant, prefix=prefix)
        yield {
            "declarant": declarant,
            "who": prefix,
            "said": said.get(declarant.key),
            "asked": asked.get(declarant.key),
            "form": form,
            "is_you": declarant.is_account_of(rights.user),
            "is_settled": declarant.key in stays,
        }
