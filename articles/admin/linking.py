"""Preview links at the desk: made for somebody, listed with every visit, revoked."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from articles.models import Article, PreviewLink, PreviewVisit, Revision
from articles.models.preview_link import MOST_VISITS, PURPOSE_LIMIT, LinkNotMade, make_link
from articles.people import name_of
from articles.plaintext import validate_name

from .finding import FindingAdmin
from .lists import hour
from .staff import acting

PER_PAGE = 20
# How many visits of each link, and how many revisions to choose from, a page has.
VISITS, REVISIONS = 20, 50
HOURS = [(1, "1 hour"), (24, "1 day"), (72, "3 days"), (168, "7 days")]
BY_DEFAULT = 24


class LinkForm(forms.Form):
    purpose = forms.CharField(
        label="For whom, or what for",
        max_length=PURPOSE_LIMIT,
        validators=[validate_name],
        help_text="Such as “for the lawyer”. Only the newsroom sees it.",
    )
    lasts = forms.TypedChoiceField(
        label="Open for", choices=HOURS, coerce=int, initial=BY_DEFAULT, widget=forms.RadioSelect
    )
    revision = forms.ModelChoiceField(
        label="What it shows",
        queryset=Revision.objects.none(),
        required=False,
        empty_label="The article as it is saved now",
        to_field_name="number",
        help_text="It shows that text also after later saves.",
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["revision"]
        choice.queryset = _latest(article)
        choice.label_from_instance = _label


def _latest(article: Article) -> QuerySet[Revision]:
    """The last ones, without what they say."""
    oldest = article.revisions.values_list("number", flat=True)[:REVISIONS]
    listed = article.revisions.filter(number__gte=min(oldest, default=0))
    return listed.defer("content").select_related("saved_by")


def _label(revision: Revision) -> str:
    by = name_of(revision.saved_by)
    return f"Revision {revision.number}, {hour(revision.saved_at)}, {by}"


class LinkingAdmin(FindingAdmin):
    """Adds the page of an article's preview links."""

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        revoke = view(require_POST(self.revoke_link))
        return [
            path(f"{article}/links/", view(self.links), name="article_links"),
            path(f"{article}/links/<int:number>/revoke/", revoke, name="article_link_revoke"),
            *super().get_urls(),
        ]

    def may_link(self, request: HttpRequest, article: Article) -> bool:
        """Whoever may change the article, and lets others in besides."""
        may_add = request.user.has_perm("articles.add_previewlink")
        return may_add and self.has_change_permission(request, article)

    def links(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make one, and see what became of the others."""
        article = self._found_to_link(request, object_id)
        form = LinkForm(request.POST if request.method == "POST" else None, article=article)
        made, address = None, ""
        if form.is_valid():
            told = form.cleaned_data
            lasts = datetime.timedelta(hours=told["lasts"])
            try:
                made, token = make_link(
                    article,
                    by=acting(request),
                    purpose=told["purpose"],
                    lasts=lasts,
                    revision=told["revision"],
                )
            except LinkNotMade as refusal:
                form.add_error(None, str(refusal))
            else:
                self.log_change(request, article, f"Made a preview link: {made.purpose}")
                address = f"{settings.SITE_URL}{reverse('preview_by_link', args=[token])}"
                form = LinkForm(article=article)
        return self._links_page(request, article, form, made, address)

    def _links_page(
        self,
        request: HttpRequest,
        article: Article,
        form: LinkForm,
        made: PreviewLink | None,
        address: str,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Preview links",
            "opts": self.opts,
            "original": article,
            "form": form,
            "made": made,
            "address": address,
            "page": Paginator(_listed(article), PER_PAGE).get_page(request.GET.get("p")),
            "most_visits": MOST_VISITS,
            "open": set(article.preview_links.open().values_list("pk", flat=True)),
        }
        template = "admin/articles/article/links.html"
        status = 422 if form.errors else 200
        answer = TemplateResponse(request, template, context, status=status)
        # An address stands in this page, once.
        patch_cache_control(answer, no_store=True, private=True)
        return answer

    def revoke_link(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        article = self._found_to_link(request, object_id)
        link = get_object_or_404(article.preview_links.all(), pk=number)
        link.revoke(by=acting(request))
        self.log_change(request, article, f"Revoked a preview link: {link.purpose}")
        messages.success(request, f"The link for “{link.purpose}” is revoked: it opens nothing.")
        return HttpResponseRedirect(reverse("admin:article_links", args=[article.pk]))

    def _found_to_link(self, request: HttpRequest, object_id: str) -> Article:
        article = self._found(request, object_id)
        if not self.may_link(request, article):
            raise PermissionDenied
        return article

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if article := context.get("original"):
            context["may_link"] = self.may_link(request, article)
        return super().render_change_form(request, context, *args, **kwargs)


def _listed(article: Article) -> QuerySet[PreviewLink]:
    """With their last visits, in two questions however many there are."""
    related = ("made_by", "revocation__revoked_by", "revision", "further")
    links = article.preview_links.select_related(*related)
    last = PreviewVisit.objects.order_by("-visited_at", "-pk")[:VISITS]
    visited = Prefetch("visits", queryset=last, to_attr="last_visits")
    theirs = PreviewVisit.objects.filter(link=OuterRef("pk")).order_by().values("link")
    written = Coalesce(Subquery(theirs.annotate(count=Count("pk")).values("count")), 0)
    count = written + Coalesce("further__count", 0)
    return links.annotate(visit_count=count).defer("revision__content").prefetch_related(visited)
