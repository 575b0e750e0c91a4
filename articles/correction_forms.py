"""What an editor types to correct an article."""

from typing import Any

from django import forms

from articles.models import Article, Correction, CorrectionKind
from articles.models.correction import AGAINST_THE_TEXT
from articles.plaintext import normalise_newlines

# A retraction is no line of a form: it takes the article away, on a page that says so.
WRITTEN = [kind for kind in CorrectionKind if kind != CorrectionKind.RETRACTION]
TOLD = ["kind", "wrong", "text", "place", "corrects"]
LINES = {"rows": 3, "class": "vLargeTextField"}


class CorrectionForm(forms.ModelForm):
    """A notice that stands for good from the moment it is saved."""

    class Meta:
        model = Correction
        fields = TOLD
        widgets = {"wrong": forms.Textarea(attrs=LINES), "text": forms.Textarea(attrs=LINES)}

    def __init__(self, *args: Any, article: Article | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in WRITTEN]  # type: ignore
        if "corrects" in self.fields:
            # Of an article that is not saved yet there are none.
            own = Correction.objects.filter(article=article and article.pk)
            self.fields["corrects"].queryset = own  # type: ignore[attr-defined]
            self.fields["corrects"].empty_label = "None: it is about the article"  # type: ignore

    @property
    def is_typed(self) -> bool:
        """Whether somebody has written something of their own into it."""
        text, wrong = (
            normalise_newlines(self.data.get(self.add_prefix(name), "")).strip()
            for name in ("text", "wrong")
        )
        return bool(text) or wrong not in {"", self.initial.get("wrong", "").strip()}

    def clean_wrong(self) -> str:
        return normalise_newlines(self.cleaned_data["wrong"])

    def clean_text(self) -> str:
        return normalise_newlines(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        quotes = cleaned.get("kind") in AGAINST_THE_TEXT and not cleaned.get("corrects")
        if quotes and "wrong" in cleaned and not cleaned["wrong"].strip():
            self.add_error("wrong", "Say what was wrong: readers compare the two.")
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """What `Article.correct` is told."""
        return {name: self.cleaned_data[name] for name in TOLD}
