"""Where the mode of a thread is set: the admin's page, which the desk leads to as well."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from comments.models import Thread, ThreadMode


def modes_address(thread: "Thread", to: "ThreadMode | None" = None) -> str:
    """With the mode that is ticked there at first, if one is named."""
    asked = {"thread": thread.pk} | ({"mode": to.value} if to else {})
    return f"{reverse('admin:comments_thread_modes')}?{urlencode(asked)}"
