"""What an author fills in to declare, on a page of the paper and at the desk."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from articles.declarants import Declarant
from articles.declaring import refuse_unfit
from articles.identifiers import is_row_number
from articles.lines import LinesField
from articles.models import Disclosure
from articles.models.declaration import STATEMENT_LIMIT, DeclarationKind, DeclarationRefused


class InterestsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """A number that no row has is refused like any other that was not offered."""
        for number in value or ():
            if not is_row_number(str(number)):
                message, told = self.error_messages["invalid_pk_value"], {"pk": number}
                raise ValidationError(message, code="invalid_pk_value", params=told)
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label}. {obj.text}"


class DeclarationForm(forms.Form):
    """Nothing, interests from the record, or a statement for one article."""

    kind = forms.ChoiceField(
        label="For this article",
        choices=DeclarationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    interests = InterestsField(
        label="Interests on record", queryset=Disclosure.objects.none(), required=False
    )
    statement = LinesField(
        label="Statement",
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see it beside the article, word for word.",
    )

    def __init__(self, *args: Any, declarant: Declarant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declarant = declarant
        on_record = declarant.disclosures
        interests = cast(InterestsField, self.fields["interests"])
        interests.queryset = Disclosure.objects.filter(pk__in=[each.pk for each in on_record])
        # They are here already: a page of many forms asks for none of them again.
        interests.choices = [(each.pk, interests.label_from_instance(each)) for each in on_record]
        if not on_record:
            del self.fields["interests"]
            kinds = [each for each in DeclarationKind.choices if each[0] != "interests"]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                refuse_unfit(self.declarant, *self.declared())
            except DeclarationRefused as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def declared(self) -> tuple[DeclarationKind, list[Disclosure], str]:
        """The kind, the chosen interests and the statement."""
        told = self.cleaned_data
        return DeclarationKind(told["kind"]), list(told.get("interests", ())), told["statement"]
