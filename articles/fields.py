"""Fields of forms that are asked for in more than one place."""

import datetime
from typing import Any

from django import forms

from .limits import validate_moment


class MomentField(forms.DateTimeField):
    """A day and an hour of the paper's own clock, picked in the browser's own way."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def to_python(self, value: Any) -> datetime.datetime | None:
        moment: datetime.datetime | None = super().to_python(value)
        if moment:
            validate_moment(moment)
        return moment
