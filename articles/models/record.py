"""Rows that are written once: disclosures, corrections, publications, decisions."""

from typing import Any, NoReturn, TypeVar

from django.db import models

RecordRow = TypeVar("RecordRow", bound=models.Model)


class RecordIsPermanent(Exception):
    """Something tried to rewrite or remove a row of the record."""


class RecordQuerySet(models.QuerySet[RecordRow]):
    """Rows are only ever added and read."""

    def update(self, **values: Any) -> NoReturn:
        raise RecordIsPermanent(f"{self.model._meta.verbose_name_plural} are never edited")

    def delete(self) -> NoReturn:
        raise RecordIsPermanent(f"{self.model._meta.verbose_name_plural} are never deleted")

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts") or any(args[3:]):
            raise RecordIsPermanent(f"{self.model._meta.verbose_name_plural} are never edited")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordIsPermanent(f"{self.model._meta.verbose_name_plural} are never edited")


class Record(models.Model):
    """Append-only: saved once, never edited, never deleted.

    Whatever a row points at is protected by its own `on_delete`, so that no cascade reaches it.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsPermanent(f"{self._meta.verbose_name} {self.pk} is never edited")
        # Under the number of a row that is there, it would overwrite that row.
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordIsPermanent(f"{self._meta.verbose_name} {self.pk} is never deleted")


def refuse_fixture(
    sender: type[models.Model], instance: models.Model, *, raw: bool, using: str, **kwargs: Any
) -> None:
    """What is loaded from a file goes round `save`: it may add rows and rewrite none."""
    if raw and isinstance(instance, Record):
        rows = type(instance)._base_manager.using(using)
        if rows.filter(pk=instance.pk).exists():
            raise RecordIsPermanent(f"{instance._meta.verbose_name} {instance.pk} is never edited")
