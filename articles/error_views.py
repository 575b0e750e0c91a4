"""Reporting an error in an article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .addresses import found_or_moved
from .error_forms import ErrorReportForm
from .models import Article
from .models.error_report import PASSAGE_LIMIT, ErrorReportConflict, report_error
from .networks import network_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@found_or_moved
def article_error(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The form for the editors. No account is needed, and no name."""
    article = get_object_or_404(
        Article.objects.published().select_related("section").defer("body", "body_source", "text"),
        slug=slug,
    )
    if request.method != "POST":
        if "sent" in request.GET:
            return render(request, "articles/error_sent.html", {"article": article})
        passage = request.GET.get("passage", "")[:PASSAGE_LIMIT]
        return _form(request, article, ErrorReportForm(initial={"passage": passage}))
    form = ErrorReportForm(request.POST)
    if not form.is_valid():
        return _form(request, article, form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("passage", "problem", "email")}
    try:
        submission = form.cleaned_data["submission"]
        report_error(article, submission=submission, network=network_of(request), **typed)
    except ErrorReportConflict as refusal:
        form.add_error(None, str(refusal))
        return _form(request, article, form, status=409)
    return redirect(f"{article.error_url}?sent")


def _form(
    request: HttpRequest, article: Article, form: ErrorReportForm, status: int = 200
) -> HttpResponse:
    context = {"article": article, "form": form}
    return render(request, "articles/error.html", context, status=status)
