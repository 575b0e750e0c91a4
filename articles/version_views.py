"""What readers were given of an article, and what changed between any two versions."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.addresses import found_or_moved
from articles.comparing import Difference, compare
from articles.models import Article
from articles.versions import Version, versions_of
from articles.views import canonical_redirect


class ChooseForm(forms.Form):
    """Two versions, by their numbers."""

    def __init__(self, *args: object, versions: list[Version], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        numbers = [(each.number, f"Version {each.number}") for each in versions]
        self.fields["from"] = forms.TypedChoiceField(label="From", choices=numbers, coerce=int)
        self.fields["to"] = forms.TypedChoiceField(label="to", choices=numbers, coerce=int)


@require_safe
@found_or_moved
def versions(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """All of them; with `from` and `to`, what differs between two."""
    article = get_object_or_404(
        Article.objects.published().select_related("section", "publication"), slug=slug
    )
    if moved := canonical_redirect(request, article, below="versions/"):
        return moved
    listed = versions_of(article)
    comparable = [each for each in listed if each.can_be_compared]
    usual = {"from": max(1, len(listed) - 1), "to": len(listed)}
    form = ChooseForm(request.GET or None, versions=comparable, initial=usual)
    chosen = _chosen(comparable, form.cleaned_data) if form.is_valid() else None
    context = {
        "article": article,
        "versions": list(reversed(listed)),
        "form": form if len(comparable) > 1 else None,
        "chosen": chosen,
        "differences": _differences(*chosen) if chosen else [],
        "corrections": article.corrections.all(),
    }
    return render(request, "articles/versions.html", context)


def _chosen(comparable: list[Version], numbers: dict[str, int]) -> tuple[Version, Version]:
    by_number = {each.number: each for each in comparable}
    return by_number[numbers["from"]], by_number[numbers["to"]]


def _differences(before: Version, after: Version) -> list[Difference]:
    was, now = before.publication.revision, after.publication.revision
    return compare(was.content, now.content) if was and now else []
