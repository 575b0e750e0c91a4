"""Arranging the front page: what is in force, what is to come, what was, and the next one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import front
from articles.identifiers import row_numbers
from articles.models import Arrangement, Section
from articles.models.arrangement import ArrangementQuerySet, ArrangingConflict, Slot
from articles.models.plan import LEAD
from articles.people import name_of
from articles.views import front_page_as

from .arranging_form import ArrangingForm, found, initial_of
from .lists import hour
from .record import ReadOnlyAdmin, WordsFilter
from .staff import acting


class ArrangementFilter(WordsFilter):
    words = {
        "to-come": ("To come", ArrangementQuerySet.to_come),
        "begun": ("In force and earlier", ArrangementQuerySet.begun),
        "dropped": ("Cancelled or replaced", ArrangementQuerySet.dropped),
    }


@admin.register(Arrangement)
class ArrangementAdmin(ReadOnlyAdmin):
    list_display = ["begins", "standing", "leads", "maker", "made"]
    list_display_links = ["begins"]
    list_filter = [ArrangementFilter]
    ordering = ["-in_force_from", "-number"]
    change_form_template = "admin/articles/arrangement/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.arrange_front")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Arrangement]:
        """Each with the number of the one in force, asked once for all of them."""
        present = Subquery(Arrangement.objects.begun().values("pk")[:1])
        rows: QuerySet[Arrangement] = super().get_queryset(request).annotate(present=present)
        people = rows.select_related("made_by", "cancellation__cancelled_by", "replaced_by")
        return people.prefetch_related("slots__article")

    # The list

    @admin.display(description="From", ordering="in_force_from")
    def begins(self, arrangement: Arrangement) -> str:
        return hour(arrangement.in_force_from)

    @admin.display(description="Status")
    def standing(self, arrangement: Arrangement) -> SafeString:
        label, look = _standing(arrangement)
        return format_html('<span class="standing standing--{}">{}</span>', look, label)

    @admin.display(description="Lead")
    def leads(self, arrangement: Arrangement) -> str:
        placed = {slot.place: slot.article for slot in arrangement.slots.all()}
        return str(placed[LEAD]) if LEAD in placed else "The newest with a photo"

    @admin.display(description="Made by", ordering="made_by")
    def maker(self, arrangement: Arrangement) -> str:
        return name_of(arrangement.made_by)

    @admin.display(description="Made", ordering="made_at")
    def made(self, arrangement: Arrangement) -> str:
        return hour(arrangement.made_at)

    # Pages of its own

    def get_urls(self) -> list[Any]:
        view, one = self.admin_site.admin_view, "<path:object_id>"
        return [
            path(f"{one}/cancel/", view(self.cancel), name="arrangement_cancel"),
            path(f"{one}/preview/", view(self.preview), name="arrangement_preview"),
            *super().get_urls(),
        ]

    def page(self, request: HttpRequest, row: Any, status: int = 200, **more: Any) -> HttpResponse:
        shown = {
            "standing": _standing(row),
            "is_in_force": _is_in_force(row),
            "rivers": _rivers(row),
            "may_arrange": self.has_add_permission(request),
            "late": _late(row),
        }
        return super().page(request, row, status, **shown, **more)

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The front page as it was, or will be, at the hour of this one."""
        arrangement = self.found(request, object_id)
        if not self.has_view_permission(request, arrangement):
            raise PermissionDenied
        composed = front.compose(arrangement.plan, at=arrangement.in_force_from)
        return front_page_as(request, composed, is_preview=True)

    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask once, then take it out of what is to come."""
        arrangement = self.found(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        back = reverse("admin:articles_arrangement_change", args=[arrangement.pk])
        if request.method == "POST":
            try:
                arrangement.cancel(by=acting(request))
                messages.success(request, f"{arrangement} is cancelled.")
            except ArrangingConflict as conflict:
                messages.error(request, str(conflict))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Cancel {arrangement}",
            "opts": self.opts,
            "original": arrangement,
            "back": back,
        }
        return TemplateResponse(request, "admin/articles/arrangement/cancel.html", context)

    # Arranging

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Find, look, or put in force. Without JavaScript each is a button of one form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._form_page(request, self._begun(request))
        if "_find" in request.POST:
            words = request.POST.get("find", "").replace("\x00", "").strip()[:100]
            hits = found(words) if words else {}
            typed = hits | request.POST.dict()
            form = ArrangingForm(initial=typed)
            form.seek_on()
            return self._form_page(request, form, found=hits, words=words)
        form = ArrangingForm(request.POST)
        if not form.is_valid():
            return self._form_page(request, form, status=409)
        if "_preview" in request.POST:
            composed = front.compose(form.plan, at=form.cleaned_data["in_force_from"])
            return front_page_as(request, composed, is_preview=True)
        try:
            made = self._arrange(request, form)
        except ArrangingConflict as conflict:
            return self._overtaken(request, form, str(conflict))
        messages.success(request, _told(made))
        return HttpResponseRedirect(reverse("admin:articles_arrangement_change", args=[made.pk]))

    def _begun(self, request: HttpRequest) -> ArrangingForm:
        """With the front page in force, or with another that the address names."""
        known = {name: request.GET[name] for name in ("from", "replaces") if name in request.GET}
        numbers = row_numbers(known.values())
        rows = Arrangement.objects.prefetch_related("slots")
        named = get_object_or_404(rows, pk=numbers[0]) if numbers else None
        base = named or Arrangement.objects.in_force()
        initial = initial_of(base.plan if base else front.NOTHING_PLACED)
        initial["after"] = Arrangement.objects.last_number()
        if named and "replaces" in known:
            initial |= {"replaces": named.pk, "in_force_from": named.in_force_from}
        return ArrangingForm(initial=initial)

    def _arrange(self, request: HttpRequest, form: ArrangingForm) -> Arrangement:
        typed = form.cleaned_data
        return Arrangement.arrange(
            form.plan,
            by=acting(request),
            after=typed["after"],
            at=typed["in_force_from"],
            replaces=Arrangement.objects.filter(pk=typed["replaces"] or 0).first(),
        )

    def _overtaken(self, request: HttpRequest, form: ArrangingForm, why: str) -> HttpResponse:
        """With all that was typed, and with what others made meanwhile.

        Pressed again, it is put in force after what its maker is shown here.
        """
        form.add_error(None, f"{why} Yours is still here, and not in force.")
        seen, replaces = form.cleaned_data["after"], form.cleaned_data["replaces"]
        meanwhile = self.get_queryset(request).filter(number__gt=seen).order_by("-number")
        typed = request.POST.copy()
        typed["after"] = str(max(seen, Arrangement.objects.last_number()))
        if replaces and not Arrangement.objects.to_come().filter(pk=replaces).exists():
            typed["replaces"] = ""
        form.data = typed
        return self._form_page(request, form, status=409, meanwhile=meanwhile)

    def _form_page(
        self, request: HttpRequest, form: ArrangingForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Arrange the front page",
            "opts": self.opts,
            "form": form,
            "to_come": Arrangement.objects.to_come().select_related("made_by"),
            **more,
        }
        template = "admin/articles/arrangement/arrange.html"
        return TemplateResponse(request, template, context, status=status)


def _standing(arrangement: Arrangement) -> tuple[str, str]:
    """In a word, and how the word looks."""
    if hasattr(arrangement, "cancellation"):
        return "Cancelled", "withdrawn"
    if hasattr(arrangement, "replaced_by"):
        return "Replaced", "draft"
    if arrangement.is_to_come:
        return "To come", "scheduled"
    return ("In force", "published") if _is_in_force(arrangement) else ("Earlier", "draft")


def _is_in_force(arrangement: Arrangement) -> bool:
    """Asked of a row of the list, which knows the number of the one that is."""
    return vars(arrangement).get("present") == arrangement.pk


def _late(arrangement: Arrangement) -> list[Slot]:
    """Places whose story readers do not have yet, on a front page that is or will be theirs."""
    waits = arrangement.is_to_come or _is_in_force(arrangement)
    return [slot for slot in arrangement.slots.all() if slot.is_late] if waits else []


def _rivers(arrangement: Arrangement) -> list[tuple[Section, bool]]:
    """The sections that it names and that there still are."""
    sections = Section.objects.in_bulk([section for section, _ in arrangement.rivers])
    return [
        (sections[section], is_shown)
        for section, is_shown in arrangement.rivers
        if section in sections
    ]


def _told(made: Arrangement) -> str:
    if made.is_to_come:
        return f"{made} will be in force from {hour(made.in_force_from)}."
    return f"{made} is in force."
