"""Taking articles away from readers: the page that asks why, for one or for many."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.identifiers import is_row_number
from articles.models import Article
from articles.plaintext import validate_text
from articles.publishing import PublishingConflict
from articles.rights import rights_of

from .staff import acting, allowed


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Reason, for the newsroom’s log", max_length=500, validators=[validate_text]
    )


def withdraw_address(*articles: Article) -> str:
    """Where these articles are withdrawn."""
    query = urlencode([("article", str(article.pk)) for article in articles])
    return f"{reverse('admin:articles_withdraw')}?{query}"


class WithdrawingAdmin(admin.ModelAdmin):
    """Adds the page and the action. Whoever may publish may withdraw."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def get_urls(self) -> list[Any]:
        withdraw = self.admin_site.admin_view(self.withdraw)
        return [path("withdraw/", withdraw, name="articles_withdraw"), *super().get_urls()]

    @admin.action(description="Withdraw, with a reason", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse:
        theirs = list(allowed(request, articles, rights_of(request).may_let_go))
        if not theirs:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(withdraw_address(*theirs))

    def withdraw(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason, then withdraw every article that the address names."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        articles = _named(request)
        if not all(map(rights_of(request).may_let_go, articles)):
            raise PermissionDenied
        form = WithdrawalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._withdraw(request, articles, form.cleaned_data["reason"])
        one = articles[0] if len(articles) == 1 else None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw “{one}”" if one else f"Withdraw {len(articles)} articles",
            "opts": self.opts,
            "original": one,
            "articles": articles,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)

    def _withdraw(self, request: HttpRequest, articles: list[Article], reason: str) -> HttpResponse:
        for article in articles:
            try:
                article.withdraw(by=acting(request), reason=reason)
                messages.success(request, f"“{article}” is withdrawn: readers no longer find it.")
            except PublishingConflict as conflict:
                messages.error(request, str(conflict))
        if len(articles) == 1:
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[articles[0].pk])
            )
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))


def _named(request: HttpRequest) -> list[Article]:
    ids = [pk for pk in request.GET.getlist("article") if is_row_number(pk)]
    return list(Article.objects.filter(pk__in=ids[:1000]))
