"""The outbox: which letters wait, which were sent, which failed and why. Their text is not kept."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.admin.lists import hour
from articles.admin.record import OpenFirstFilter, ReadOnlyAdmin
from articles.admin.staff import acting
from comments.models import Letter
from comments.models.letter import LetterQuerySet

from .naming import NamingAdmin

# On a phone the first of them are seen.
SHOWN = ("says", "standing", "to", "about", "since")


class LetterStandingFilter(OpenFirstFilter):
    words = {
        "failed": ("Failed", LetterQuerySet.failed),
        "sent": ("Sent", LetterQuerySet.sent),
        "called-off": ("Called off", LetterQuerySet.called_off),
        "all": ("All", LetterQuerySet.all),
    }
    opens_with = "Waiting"

    def opening(self, rows: LetterQuerySet) -> LetterQuerySet:
        return rows.waiting()


@admin.register(Letter)
class LetterAdmin(NamingAdmin, ReadOnlyAdmin):
    """No address in full, and no word of what a letter says."""

    list_display = SHOWN
    list_filter = [LetterStandingFilter, "kind"]
    fields = SHOWN
    change_form_template = "admin/comments/letter/change_form.html"
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        letters = cast(LetterQuerySet, super().get_queryset(request)).for_moderator(acting(request))
        return letters.select_related("commenter__user", "comment__thread__article")

    def get_ordering(self, request: HttpRequest) -> Any:
        """What is due first; of what has left or will not, the newest."""
        return ["-pk"] if request.GET.get("status") else ["due_at", "pk"]

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.resend_letter")

    @admin.display(description="Letter")
    def says(self, letter: Letter) -> str:
        return str(letter.get_kind_display())

    @admin.display(description="To", empty_value="nobody any more")
    def to(self, letter: Letter) -> str | None:
        return letter.masked_recipient or None

    @admin.display(description="About", empty_value="")
    def about(self, letter: Letter) -> str | None:
        return letter.comment.thread.article.headline_for_readers if letter.comment else None

    @admin.display(description="Written", ordering="pk")
    def since(self, letter: Letter) -> str:
        return hour(letter.made_at)

    @admin.display(description="What became of it")
    def standing(self, letter: Letter) -> str:
        """“Failed, 7 attempts: nobody of that address.”"""
        if letter.sent_at:
            return f"Sent {hour(letter.sent_at)}"
        if letter.cancelled_at:
            return f"Called off {hour(letter.cancelled_at)}"
        because = letter.failed_because
        if letter.given_up_at:
            return f"Failed, {_attempts(letter)}: {because}"
        if because:
            return f"{_attempts(letter).capitalize()}, next {hour(letter.due_at)}: {because}"
        return f"Waits until {hour(letter.due_at)}"

    @admin.action(description="Try again", permissions=["resend"])
    def try_again(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        done = [letter.try_again() for letter in letters]
        if due := sum(done):
            messages.success(request, f"{_letters(due)} tried again from now on.")
        if left := len(done) - due:
            messages.warning(request, f"{_letters(left)} left alone: only failed ones are tried.")

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        told = [(label_for_field(name, Letter, self), getattr(self, name)(row)) for name in SHOWN]
        return super().page(request, row, status, told=told, title=self.says(row), **more)


def _attempts(letter: Letter) -> str:
    return "1 attempt" if letter.attempts == 1 else f"{letter.attempts} attempts"


def _letters(number: int) -> str:
    return "1 letter is" if number == 1 else f"{number} letters are"
