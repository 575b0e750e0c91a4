"""What colleagues are called."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def name_of(user: "User") -> str:
    """As they sign; without a name of their own, as they sign in."""
    return user.get_full_name() or user.get_username()
