"""What a reader's account asks for beside the mailed code: an authenticator's, where there is one.

The desk's own sign-in does not come by here.
"""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # it comes without types
    """A passkey is another door, not a second lock: who has one may still come by the code."""

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        asks_for_a_lock = types is None or Authenticator.Type.TOTP in types
        locks = [Authenticator.Type.TOTP] if asks_for_a_lock else types
        return bool(super().is_mfa_enabled(user, types=locks))
