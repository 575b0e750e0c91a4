"""Text that is computed from other text whenever a row is saved."""

from collections.abc import Callable
from typing import Any

from django.db import models

from articles.safe_html import POLICY_VERSION


class DerivedTextField(models.TextField):
    """Holds `derive(instance)`, computed at every save and never typed by anybody.

    The derivation is where HTML is made safe, so that form, inline, command and import all go
    through it. `update()`, `bulk_update()` and a `save()` that names only the source do not: they
    are for columns that nothing is derived from. It may read derived fields declared above it,
    and raises ValidationError on what it refuses. In a migration there is no `derive`: values stay.
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


class PolicyVersionField(models.PositiveSmallIntegerField):
    """The version of the cleaner's policy that a row was saved under; older ones can be found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": False, "default": POLICY_VERSION, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        setattr(model_instance, self.attname, POLICY_VERSION)
        return POLICY_VERSION
