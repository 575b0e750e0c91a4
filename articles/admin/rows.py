"""Rows in a form of the admin, whatever number of them is said to have been sent."""

from typing import Any, cast

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.utils.functional import cached_property

# Those that are stored among them.
MOST_ROWS = 300
NOT_COUNTED = (
    "Nothing is saved: how many rows there are did not arrive as the page sends it. "
    "Load the page again."
)


class CountForm(ManagementForm):
    """What a page says of its rows: some of them stored, and not fewer in all."""

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        total, stored = told.get(TOTAL_FORM_COUNT), told.get(INITIAL_FORM_COUNT)
        if total is not None and stored is not None and not 0 <= stored <= total:
            self.add_error(INITIAL_FORM_COUNT, NOT_COUNTED)
            self.add_error(TOTAL_FORM_COUNT, NOT_COUNTED)
        return cast(dict[str, Any], super().clean())


class BoundedRows:
    """An inline that lays out no more rows than anybody writes, whatever number was sent."""

    max_num: int | None = MOST_ROWS

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)  # type: ignore[misc]


class RowsFormSet(forms.BaseInlineFormSet):
    """Says of rows that cannot be counted that they did not arrive, and saves nothing."""

    default_error_messages = forms.BaseInlineFormSet.default_error_messages | {
        "missing_management_form": NOT_COUNTED
    }

    @cached_property
    def management_form(self) -> ManagementForm:
        form: ManagementForm = super().management_form
        if self.is_bound:
            form = CountForm(self.data, auto_id=self.auto_id, prefix=self.prefix)
            form.full_clean()
        return form
