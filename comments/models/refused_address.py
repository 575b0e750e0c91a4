"""Addresses of whoever wants no mail of this site."""

from django.db import models


class RefusedAddress(models.Model):
    """Somebody wants no mail of this site. The address itself is not kept, only its digest."""

    digest = models.CharField(max_length=64, unique=True)
    refused_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest
