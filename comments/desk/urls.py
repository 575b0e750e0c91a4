"""The desk's addresses, below `/admin/desk/`. The admin site wraps each in its own guard."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from . import appeals, commenters, deciding, views


def addresses(guard: Callable[..., Any]) -> list[URLPattern]:
    """`guard` is the admin site's `admin_view`."""
    return [
        path("", guard(views.queue), name="desk"),
        path("decide/", guard(deciding.decide), name="desk_decide"),
        path("undo/", guard(deciding.undo), name="desk_undo"),
        path("claim/", guard(deciding.claim), name="desk_claim"),
        path("close/", guard(deciding.close_thread), name="desk_close"),
        path("break/", guard(deciding.dismiss_break), name="desk_break"),
        # Kept by the browser, so that it can ask whether anything has changed.
        path("news/", guard(views.news, cacheable=True), name="desk_news"),
        path("comments/<int:pk>/", guard(views.comment), name="desk_comment"),
        path("appeals/<int:pk>/", guard(appeals.appeal), name="desk_appeal"),
        path("appeals/<int:pk>/decide/", guard(appeals.decide_appeal), name="desk_appeal_decide"),
        path("appeals/<int:pk>/ask/", guard(appeals.ask_appellant), name="desk_appeal_ask"),
        path("commenters/<int:pk>/", guard(commenters.commenter), name="desk_commenter"),
        path("commenters/<int:pk>/act/", guard(commenters.act_on_commenter), name="desk_act"),
        path("commenters/<int:pk>/undo/", guard(commenters.undo_act), name="desk_act_undo"),
        path("<slug:slug>/", guard(views.queue), name="desk_queue"),
    ]
