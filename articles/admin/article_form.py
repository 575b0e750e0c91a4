"""The form of an article, with its corrections."""

import datetime
import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.addresses import objection_to, slug_of
from articles.conflicts import ANSWER, MOST_SHOWN, Hit
from articles.correction_forms import CorrectionForm
from articles.editor import BodyField
from articles.insets import text_of
from articles.languages import languages_to_choose
from articles.limits import validate_moment
from articles.models import Article, Correction
from articles.models.override import REASON_LIMIT
from articles.objections import Objection
from articles.people import name_of
from articles.picturing import body_with_photos, refuse_unruly_photos
from articles.plaintext import validate_text
from articles.publishing import NEEDS_SAVING, NO_BYLINE, in_the_way

from .lists import hour
from .locking import is_to_read
from .revising import ChangeFields
from .rows import BoundedRows, RowsFormSet

# How the byline's rows send who is in them.
AUTHOR_TYPED = re.compile(r"bylines-\d+-author")
# The buttons that let an article go.
PUBLISHES = {"_publish", "_schedule", "_now"}
MADE_OF_HEADLINE = "The end of its address. Left empty, it is made of the headline."
LEADS_HERE = "The end of its address. If you change it, the one readers have leads here for ever."


class ArticleForm(ChangeFields, forms.ModelForm):
    """Says beside each field what stands in the way of publishing."""

    body_source = BodyField(
        label="Body",
        required=False,
        help_text="On a line of its own: a photo of the library by its number, [photo 12], or "
        "words of the text in large letters, [quote: It took a choir.]. In a line: [note: May.].",
    )
    in_spite = forms.CharField(
        label="Reason",
        required=False,
        max_length=REASON_LIMIT,
        validators=[validate_text],
        help_text="It stays on record with your name, and readers see whose word is missing.",
    )
    # Whether readers will have what is saved, and what was refused in a first pass.
    lets_go = False
    objections: tuple[Objection, ...] = ()
    # What it says of passages, which that refusal undid.
    answered: Iterable[Hit] = ()
    # Whether what was typed is shown again, and whatever it is not saved.
    is_only_shown = False

    class Meta:
        model = Article
        fields = [
            *(
                "kind",
                "sponsor",
                "kicker",
                "headline",
                "slug",
                "standfirst",
                "dateline",
                "language",
                "body_source",
            ),
            *("lead_photo", "section", "tags", "planned_for", "publish_at", "embargo_until"),
        ]
        help_texts = {"headline": "Of 2 to 22 words: news search engines leave out what has fewer."}
        widgets = {"standfirst": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What the editor opens is the clean text, not what was once pasted.
            self.initial["body_source"] = self.instance.body
        if "body_source" in self.fields:
            self.fields["body_source"].widget.attrs["data-photos"] = reverse("admin:photo_pick")
        if "language" in self.fields:
            cast(forms.ChoiceField, self.fields["language"]).choices = languages_to_choose()
        if "slug" in self.fields:
            is_kept = self.fields["slug"].required = self.instance.has_been_public
            self.fields["slug"].help_text = LEADS_HERE if is_kept else MADE_OF_HEADLINE
        for name, what in [("publish_at", "to publish"), ("embargo_until", "the embargo ends")]:
            if name in self.fields:
                day, hour = self.fields[name].widget.widgets
                day.attrs["aria-label"] = f"Day {what}"
                hour.attrs["aria-label"] = f"Hour {what}"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_hour()
        self._show(self.objections)
        return cleaned

    def full_clean(self) -> None:
        """With what is wrong in the fields, whatever else stands in the way: all at once.

        Where nothing is wrong in the fields, the gate says all there is to say.
        """
        if self.is_only_shown:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()
        if not (self.is_bound and self.lets_go and self.errors):
            return
        later = set(NEEDS_SAVING)
        if "body_source" in self.errors:
            later.add("text")
        elif "body_source" in self.fields:
            self.instance.body = body_with_photos(self.cleaned_data["body_source"])
            self.instance.text = text_of(self.instance.body)
        self._show(in_the_way(self.instance, besides=later))
        if not self._names_an_author():
            self._show([Objection(NO_BYLINE)])

    def is_valid(self) -> bool:
        return not self.is_only_shown and super().is_valid()

    @property
    def hits(self) -> list[Hit]:
        """The passages that it asks about."""
        return [*self.answered, *(each.hit for each in self.objections if each.hit)]

    @property
    def kept_answers(self) -> dict[str, str]:
        """What was said of passages that it cannot ask about before its fields are right."""
        shown = {hit.key for hit in self.hits}
        said = {key: self.data[key] for key in self.data if ANSWER.fullmatch(key)}
        kept = [(key, word) for key, word in said.items() if word and key not in shown]
        return dict(kept[:MOST_SHOWN])

    def _names_an_author(self) -> bool:
        return any(value for name, value in self.data.items() if AUTHOR_TYPED.fullmatch(name))

    def _show(self, objections: Iterable[Objection]) -> None:
        """Each once, beside its field; those against the byline stand above the byline."""
        for objection in objections:
            field = objection.field if objection.field in self.fields else None
            known = list(self.errors.get(field or NON_FIELD_ERRORS, []))
            if objection.field != "bylines" and objection.message not in known:
                self.add_error(field, objection.message)

    def clean_body_source(self) -> str:
        body: str = self.cleaned_data["body_source"]
        refuse_unruly_photos(body)
        return body

    def clean_standfirst(self) -> str:
        """One paragraph, however it was pasted."""
        return re.sub(r"\s*[\r\n]\s*", " ", self.cleaned_data["standfirst"])

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("headline", ""))
        if not slug and "headline" in self.cleaned_data:
            raise ValidationError("None can be made of this headline: type one.", code="required")
        taken = objection_to(Article(pk=self.instance.pk, slug=slug))
        if taken:
            raise ValidationError(taken.message, code="taken")
        return slug

    def clean_publish_at(self) -> Any:
        return _bounded(self.cleaned_data["publish_at"])

    def clean_embargo_until(self) -> Any:
        return _bounded(self.cleaned_data["embargo_until"])

    def _check_hour(self) -> None:
        """An hour to come, where there is one to choose."""
        if "publish_at" not in self.fields:
            if "_schedule" in self.data:
                self.add_error(None, "It was public before and keeps its date: press “Publish”.")
            return
        if "publish_at" in self.errors:
            return
        hour = self.cleaned_data.get("publish_at")
        if hour is None and "_schedule" in self.data:
            self.add_error("publish_at", "Choose the moment to publish at.")
        elif hour is None and self.instance.is_scheduled and not PUBLISHES & self.data.keys():
            self.add_error("publish_at", "To publish at once, press “Publish now”.")
        elif (
            hour
            and hour <= timezone.now()
            and ("_schedule" in self.data or "publish_at" in self.changed_data)
        ):
            self.add_error("publish_at", "That moment has passed. Choose one to come.")


def _bounded(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Raises ValidationError for a moment that no calendar of the site shows."""
    if moment:
        validate_moment(moment)
    return moment


class CorrectionFormSet(RowsFormSet):
    @property
    def added(self) -> list[Any]:
        """The forms of it that were filled in, in the order of the page."""
        return [form for form in self.extra_forms if form.has_changed()]


class CorrectionInline(BoundedRows, admin.StackedInline):
    """A correction is added here; those in the record are shown and stay as they are."""

    model = Correction
    form = CorrectionForm
    formset = CorrectionFormSet
    view_on_site = False
    # Open already: without JavaScript nobody could add one.
    extra = 1
    fields = ["kind", "wrong", "text", "place", "corrects", "made"]
    readonly_fields = ["made"]
    classes = ["corrections"]
    verbose_name_plural = "Corrections (readers see a new one as soon as you save)"

    @admin.display(description="Made")
    def made(self, correction: Correction) -> str:
        by = name_of(correction.made_by)
        return f"{hour(correction.made_at)}, by {by}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related("made_by", "corrects")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_add_permission(request, obj)
        is_open = obj is not None and obj.has_been_public
        return allowed and is_open and not is_to_read(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
