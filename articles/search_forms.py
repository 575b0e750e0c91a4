"""What a reader may ask for: words, and by what they are narrowed down."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest

from articles.models import ArticleKind, Author, Section
from articles.models.article_words import author_label, kind_label, section_label
from articles.searching.query import QUERY_LIMIT, Query, parse

# The paper prints nothing before, and no calendar shows a day after.
FIRST_DAY, LAST_DAY = datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)
DAY = "%Y-%m-%d"
NEWEST = "newest"


class DayInput(forms.DateInput):
    """A calendar; of what is no day of it a browser shows nothing, and so it is a plain field."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        context["widget"]["type"] = "date" if typed is None or parsed_day(typed) else "text"
        return context


def parsed_day(typed: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(typed, DAY).replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None


class DayField(forms.DateField):
    """A day as a calendar writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=DayInput(format=DAY),
            input_formats=[DAY],
            error_messages={"invalid": "Choose a day, such as 2026-03-01, or leave this empty."},
            validators=[
                MinValueValidator(FIRST_DAY, "Choose a day from the year 1000 on."),
                MaxValueValidator(LAST_DAY, "Choose a day before the year 3000."),
            ],
            **options,
        )


class AuthorField(forms.CharField):
    """Who has written something that readers have, by name or by the address of their page."""

    def clean(self, value: Any) -> Author | None:
        typed = super().clean(value)
        if not typed:
            return None
        authors = Author.objects.with_articles().order_by("pk")
        for spelled in ("slug", "name__iexact", "name__icontains"):
            found = list(authors.filter(**{spelled: typed})[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise forms.ValidationError(
                    "More than one author is called so. Write the whole name, or the end of the "
                    "address of their page, such as ana-ruiz."
                )
        raise forms.ValidationError("Nobody of that name has written here.")


class FindForm(forms.Form):
    """What articles and comments are found by alike."""

    q = forms.CharField(
        label="Words",
        required=False,
        max_length=QUERY_LIMIT,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
        error_messages={"max_length": f"Search for at most {QUERY_LIMIT} characters."},
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label="Any section",
        error_messages={"invalid_choice": "Choose a section of this paper."},
    )
    since = DayField(label="From")
    until = DayField(label="To")
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Best match first"), (NEWEST, "Newest first")],
        error_messages={"invalid_choice": "Choose one of the two orders."},
    )

    # Beside the words and the order.
    narrows: tuple[str, ...] = ("section", "since", "until")

    def __init__(self, request: HttpRequest) -> None:
        given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
        # For a mended field the browser says nothing: what is wrong is said in words.
        typed = {name: given.get(name, "") for name in self.base_fields}
        super().__init__(typed, auto_id="find-%s", label_suffix="")
        self.use_required_attribute = False
        # As typed, with the limit said by the paper and not by a field that takes no more.
        del self.fields["q"].widget.attrs["maxlength"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", "The last day is before the first.")
        return cleaned

    @property
    def words(self) -> str:
        """As they were typed."""
        return str(self["q"].value() or "").strip()

    @property
    def query(self) -> Query:
        """Of a form that is valid; of any other nothing is sought."""
        return parse(self.cleaned_data["q"]) if self.is_valid() else Query(())

    @property
    def is_newest_first(self) -> bool:
        return bool(self.cleaned_data["sort"] == NEWEST)

    @property
    def is_narrowed(self) -> bool:
        return any(self[name].value() for name in self.narrows)

    @property
    def set_count(self) -> int:
        """How much is chosen beside the words. Results are not pushed down by it on a phone."""
        return sum(bool(self[name].value()) for name in (*self.narrows, "sort"))

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[name] for name in self.narrows]

    def given(self, **otherwise: str) -> dict[str, str]:
        """What an address of the same search carries, or of one with something else in it."""
        typed = {name: str(self[name].value() or "") for name in self.fields}
        return {name: value for name, value in (typed | otherwise).items() if value}


class SearchForm(FindForm):
    """Articles, also by who wrote them and what sort of work they are."""

    author = AuthorField(required=False, max_length=120, help_text="A name, or part of one.")
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "Any kind"), *ArticleKind.choices],
        error_messages={"invalid_choice": "Choose a kind that this paper has."},
    )

    narrows = ("section", "author", "kind", "since", "until")

    @property
    def labels(self) -> tuple[str, ...]:
        """Of a valid form: what the index has to have beside the words."""
        section, author = self.cleaned_data["section"], self.cleaned_data["author"]
        kind = self.cleaned_data["kind"]
        return (
            *([section_label(section.pk)] if section else []),
            *([author_label(author.pk)] if author else []),
            *([kind_label(kind)] if kind else []),
        )
