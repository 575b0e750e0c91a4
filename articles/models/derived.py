"""Text that is computed from other text whenever a row is saved."""

from collections.abc import Callable
from typing import Any

from django.db import models


class DerivedTextField(models.TextField):
    """Holds `derive(instance)`, computed at every save and never typed by anybody.

    The derivation is where HTML is made safe, so that no path to the database (form, inline,
    command, import) can go round it. It may read derived fields declared above it, and raises
    ValidationError on what it refuses. In a migration there is no `derive`: values stay.
    """

    def __init__(
        self, *args: Any, derive: Callable[[Any], str] | None = None, **kwargs: Any
    ) -> None:
        self.derive = derive
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.derive:
            setattr(model_instance, self.attname, self.derive(model_instance))
        return getattr(model_instance, self.attname)
