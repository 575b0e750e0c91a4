"""The signed address of a statement of reasons: who has it may read, and nobody can guess it."""

from django.core import signing
from django.urls import reverse

_signer = signing.Signer(salt="statement of reasons")


def statement_address(kind: str, pk: int) -> str:
    """For “comment” 12: /comments/reasons/comment-12:…/. It has no end; the appeal has."""
    return reverse("statement", args=[_signer.sign(f"{kind}-{pk}")])


def decision_named_by(signed: str) -> tuple[str, int] | None:
    """Kind and number, or nothing for an address that the newsroom has not given out."""
    try:
        kind, _, pk = _signer.unsign(signed).partition("-")
    except signing.BadSignature:
        return None
    return kind, int(pk)
