"""What is typed about the front page: a place for each story, an order of rivers, a notice."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from articles.fields import MomentField
from articles.identifiers import row_numbers
from articles.models import Article, Section
from articles.models.arrangement import NOTICE_LIMIT, validate_own_address
from articles.models.plan import PLACES, Plan, is_late, place_name
from articles.plaintext import validate_text

# How many stories the page offers by itself, and how many it lists at most.
OFFERED = 10
FOUND = 10
MOST_LISTED = 100
TO_CHOOSE = [("", "Not placed"), *((place, place_name(place)) for place in PLACES)]


@dataclass(frozen=True)
class Story:
    """A story that can be placed, with its field."""

    article: Article
    field: forms.BoundField


@dataclass(frozen=True)
class Place:
    name: str
    story: Story | None

    @property
    def article(self) -> Article | None:
        return self.story.article if self.story else None


@dataclass(frozen=True)
class RiverRow:
    section: Section
    order: forms.BoundField
    shown: forms.BoundField


class ArrangingForm(forms.Form):
    """Has a field `place_<number>` for every story listed, and two for every section.

    Unbound, it shows what `initial` says, as it was typed or as a plan has it.
    """

    notice = forms.CharField(
        max_length=NOTICE_LIMIT,
        required=False,
        validators=[validate_text],
        help_text="A sentence above everything else, such as where to read about the storm.",
    )
    notice_link = forms.CharField(
        label="It leads to",
        max_length=NOTICE_LIMIT,
        required=False,
        validators=[validate_own_address],
        help_text="An address of this site, such as /policies/about/.",
    )
    notice_until = MomentField(label="It ends", help_text="Empty: with this front page.")
    in_force_from = MomentField(label="From", help_text="Empty: at once.")
    # The last arrangement that whoever types has seen, and the one that this is to replace.
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    find = forms.CharField(
        label="Find a story",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}), label_suffix="")
        typed = data if data is not None else self.initial
        numbers = row_numbers(
            name.removeprefix("place_") for name in typed if str(name).startswith("place_")
        )
        self.articles = _with_cards(numbers[:MOST_LISTED])
        for article in self.articles:
            self.fields[f"place_{article.pk}"] = forms.TypedChoiceField(
                label=f"Place of “{article}”",
                choices=TO_CHOOSE,
                coerce=int,
                empty_value=None,
                required=False,
            )
        # A section that was made since the page was opened is arranged by nobody.
        self.sections = [each for each in Section.objects.all() if f"order_{each.pk}" in typed]
        for section in self.sections:
            self.fields[f"order_{section.pk}"] = forms.IntegerField(
                label=f"Position of {section}", min_value=1, max_value=999
            )
            self.fields[f"shown_{section.pk}"] = forms.BooleanField(
                label=f"Show {section}", required=False
            )

    # For the page

    def seek_on(self) -> None:
        """Something was sought: the page begins where one seeks, and says there what was found."""
        sought = {"autofocus": True, "aria-describedby": "found"}
        self.fields["find"].widget.attrs |= sought

    @property
    def stories(self) -> list[Story]:
        return [Story(each, self[f"place_{each.pk}"]) for each in self.articles]

    @property
    def places(self) -> list[Place]:
        """Every place with the story in it, if there is one."""
        held = self._held()
        return [Place(place_name(place), held.get(place)) for place in PLACES]

    @property
    def late(self) -> list[Place]:
        """Those whose story readers do not have yet when this front page begins."""
        begins = self._begins()
        return [each for each in self.places if each.article and is_late(each.article, begins)]

    @property
    def shelf(self) -> list[Story]:
        """What is listed and has no place, or one that another story has."""
        held = [story.article for story in self._held().values()]
        return [story for story in self.stories if story.article not in held]

    @property
    def rivers(self) -> list[RiverRow]:
        rows = [
            RiverRow(each, self[f"order_{each.pk}"], self[f"shown_{each.pk}"])
            for each in self.sections
        ]
        return sorted(rows, key=lambda row: _as_number(row.order.value(), 999))

    def _held(self) -> dict[int, Story]:
        held: dict[int, Story] = {}
        for story in self.stories:
            place = _as_number(story.field.value(), -1)
            if place in PLACES:
                held.setdefault(place, story)
        return held

    def _begins(self) -> datetime.datetime:
        """As it was typed; at once, where that is no moment."""
        field = self["in_force_from"]
        try:
            return field.field.clean(field.value()) or timezone.now()
        except ValidationError:
            return timezone.now()

    # What it says

    def clean_in_force_from(self) -> Any:
        moment = self.cleaned_data["in_force_from"]
        if moment and moment <= timezone.now():
            raise ValidationError("That moment has passed. Leave it empty to begin at once.")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_places()
        self._check_notice()
        return cleaned

    def _check_places(self) -> None:
        taken: dict[int, Article] = {}
        for article in self.articles:
            name = f"place_{article.pk}"
            place = self.cleaned_data.get(name)
            if place is None:
                continue
            if not article.is_let_go:
                self.add_error(name, "Neither published nor scheduled: take it off.")
            elif place in taken:
                self.add_error(name, f"“{taken[place]}” stands there. Choose another place.")
            taken.setdefault(place, article)

    def _check_notice(self) -> None:
        if "notice" in self.errors:
            return
        cleaned = self.cleaned_data
        begins = cleaned.get("in_force_from") or timezone.now()
        ends = cleaned.get("notice_until")
        if not cleaned["notice"] and (cleaned.get("notice_link") or ends):
            self.add_error("notice", "Write the notice, or leave its link and end empty.")
        elif ends and ends <= begins:
            self.add_error("notice_until", "It would end before it begins.")

    @property
    def plan(self) -> Plan:
        """What a valid form says."""
        cleaned = self.cleaned_data
        placed = {cleaned[f"place_{each.pk}"]: each.pk for each in self.articles}
        in_order = sorted(self.sections, key=lambda each: cleaned[f"order_{each.pk}"])
        return Plan(
            places={place: placed[place] for place in PLACES if place in placed},
            rivers=tuple((each.pk, cleaned[f"shown_{each.pk}"]) for each in in_order),
            notice=cleaned["notice"],
            notice_link=cleaned["notice_link"],
            notice_until=cleaned["notice_until"],
        )


def initial_of(plan: Plan) -> dict[str, Any]:
    """What a form begins with: the plan, without what readers would not be shown of it."""
    let_go = Article.objects.filter(pk__in=plan.places.values()).let_go()
    known = set(let_go.values_list("pk", flat=True))
    offered = {f"place_{number}": "" for number in _offered()}
    placed = {f"place_{n}": place for place, n in plan.places.items() if n in known}
    return {
        **offered,
        **placed,
        **_rivers_of(plan),
        "notice": plan.notice,
        "notice_link": plan.notice_link,
        "notice_until": plan.notice_until,
    }


def found(words: str) -> dict[str, str]:
    """Stories to place that have these words, those with the words in the headline first."""
    in_headline = Q(headline__icontains=words)
    asked = Article.objects.let_go().containing(words).alias(in_headline=in_headline)
    numbers = asked.order_by("-in_headline", "-publish_at").values_list("pk", flat=True)
    return {f"place_{number}": "" for number in numbers[:FOUND]}


def _offered() -> list[int]:
    """The next that are scheduled, and the newest."""
    scheduled = Article.objects.scheduled().order_by("publish_at")
    newest = Article.objects.published().newest_first()
    return [
        *scheduled.values_list("pk", flat=True)[:OFFERED],
        *newest.values_list("pk", flat=True)[:OFFERED],
    ]


def _rivers_of(plan: Plan) -> dict[str, Any]:
    """Every section: first those that the plan names, then younger ones as in the menu."""
    shown = dict(plan.rivers)
    sections = list(Section.objects.values_list("pk", flat=True))
    in_order = [*(each for each in shown if each in sections)]
    in_order += [each for each in sections if each not in shown]
    return {f"order_{each}": number for number, each in enumerate(in_order, 1)} | {
        f"shown_{each}": shown.get(each, True) for each in in_order
    }


def _with_cards(numbers: Iterable[int]) -> list[Article]:
    """In the order of the numbers; of what was never let go nothing is told."""
    wanted = list(dict.fromkeys(numbers))
    rows = Article.objects.filter(pk__in=wanted, publication__isnull=False).select_related(
        "section"
    )
    by_number = rows.defer("body", "body_source", "text", "search_text").in_bulk()
    return [by_number[number] for number in wanted if number in by_number]


def _as_number(value: Any, otherwise: int) -> int:
    return next(iter(row_numbers([str(value)])), otherwise)
