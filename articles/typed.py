"""What is typed into the form of an article, as a content; and a content as what is typed."""

import datetime
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime

from articles.content import Content, content_of, for_readers
from articles.declarants import standing
from articles.identifiers import is_row_number
from articles.languages import languages_to_choose
from articles.models import Article, Author, Photo, Section, Tag
from articles.models.kind import ArticleKind
from articles.picturing import body_with_photos
from articles.plaintext import normalise_newlines

LINES = ("sponsor", "kicker", "headline", "standfirst", "dateline")
# A day and an hour each.
MOMENTS = ("publish_at", "embargo_until")
MOST_ROWS = 100
ROW = re.compile(r"bylines-\d+-")
CORRECTION = re.compile(r"corrections-\d+-(text|wrong)")
IN_A_ROW = ("author", "role", "position", "declares", "DELETE")


def stored(article: Article) -> Content:
    """All that its form has fields for, as it is saved."""
    return {**for_readers(content_of(article)), **beside(article)}


def beside(article: Article) -> dict[str, str]:
    """What no revision keeps, written in one way."""
    return {
        "slug": article.slug,
        "publish_at": _as_sent(article.publish_at),
        "embargo_until": _as_sent(article.embargo_until),
        "planned_for": article.planned_for.isoformat() if article.planned_for else "",
    }


def _as_sent(moment: datetime.datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def typed(data: QueryDict, *, known: Iterable[Content]) -> Content:
    """What a form would save, right or wrong. What it has no field for is as last in `known`.

    `known` are contents of the same article: what is named as in one of them is the same.
    """
    contents = list(known)
    names, last = _Names(contents), contents[-1]
    read: Content = {name: _line(_text(data, name)) for name in LINES if name in data}
    if data.get("kind") in ArticleKind.values:
        read["kind"] = data["kind"]
    if data.get("language", None) in dict(languages_to_choose()):
        read["language"] = data["language"]
    if "slug" in data:
        read["slug"] = _text(data, "slug").strip()
    if "planned_for" in data:
        read["planned_for"] = _day(_text(data, "planned_for"))
    for name in MOMENTS:
        if f"{name}_0" in data:
            read[name] = _moment(data, name)
    if "section" in data and (section := names.section(_text(data, "section"))):
        read["section"] = section
    if "lead_photo" in data:
        read["photo"] = names.photo(_text(data, "lead_photo"))
    if "headline" in data:
        read["tags"] = names.tags([str(one) for one in data.getlist("tags")])
    if "body_source" in data:
        read["body"] = _body(_text(data, "body_source"), contents)
    if "bylines-TOTAL_FORMS" in data:
        read["byline"] = names.byline(_rows(data))
    return {**last, **read}


def said_to_readers(data: QueryDict) -> set[str]:
    """What a form says beside the text: the note on the change, and the words of corrections."""
    names = [name for name in data if name == "note" or CORRECTION.fullmatch(name)]
    return {normalise_newlines(_text(data, name)).strip() for name in names} - {""}


def on_record(article: Article) -> set[str]:
    """What readers were told of it by a note or a correction."""
    notes = article.publications.values_list("note", flat=True)
    corrections = article.corrections.values_list("text", "wrong")
    return {*notes, *chain.from_iterable(corrections)}


def type_in(data: QueryDict, content: Content, name: str) -> None:
    """Make the form say of one field what a content says."""
    value = content[name]
    if name == "body":
        data["body_source"] = value
    elif name == "photo":
        data["lead_photo"] = str(value["id"]) if value else ""
    elif name == "section":
        data["section"] = str(value["id"])
    elif name == "tags":
        data.setlist("tags", [str(tag["id"]) for tag in value])
    elif name in MOMENTS:
        data[f"{name}_0"], _, data[f"{name}_1"] = value.partition(" ")
    elif name != "byline":
        data[name] = value


def type_in_byline(data: QueryDict, byline: list[dict[str, Any]], article: Article) -> None:
    """The rows that make the byline, as it is stored, into this one.

    Who is to leave it stands in a row that is marked for deletion; a row without an author stays.
    """
    if "bylines-TOTAL_FORMS" not in data:
        return
    typed_rows = _rows(data)
    said = {row["author"]: row["declares"] for row in typed_rows}
    have_said = {author for author, manager in standing(article) if not manager}
    wanted = {each["id"]: {**each, "position": n} for n, each in enumerate(byline)}
    rows: list[dict[str, Any]] = []
    for row in article.bylines.order_by("position", "pk"):
        stays = wanted.pop(row.author_id, None)
        said_of = stays or {"role": row.role, "position": row.position, "DELETE": "on"}
        rows.append({**said_of, "id": row.pk, "article": article.pk, "author": row.author_id})
    initial = len(rows)
    rows += [{**each, "author": author, "id": ""} for author, each in wanted.items()]
    for each in rows:
        if each["author"] not in have_said:
            each["declares"] = said.get(str(each["author"]), "")
    rows += [row for row in typed_rows if not row["author"] and (row["role"] or row["declares"])]
    for key in [key for key in data if ROW.match(key)]:
        del data[key]
    for n, each in enumerate(rows):
        for name in ("id", "article", *IN_A_ROW):
            if each.get(name, "") != "":
                data[f"bylines-{n}-{name}"] = str(each[name])
    data["bylines-TOTAL_FORMS"], data["bylines-INITIAL_FORMS"] = str(len(rows)), str(initial)


def _text(data: QueryDict, name: str) -> str:
    return str(data.get(name, ""))


def _line(text: str) -> str:
    return re.sub(r"\s*[\r\n]\s*", " ", text.strip())


def _moment(data: QueryDict, name: str) -> str:
    """However the form's language writes it; what is no moment stays as it was typed."""
    sent = [data.get(f"{name}_{n}", "").strip() for n in (0, 1)]
    try:
        return _as_sent(forms.SplitDateTimeField(required=False).clean(sent))
    except ValidationError:
        return " ".join(sent).strip()


def _day(sent: str) -> str:
    try:
        day = forms.DateField(required=False).clean(sent)
    except ValidationError:
        return sent.strip()
    return day.isoformat() if day else ""


def _body(source: str, contents: list[Content]) -> str:
    """As it would be saved. Where it cannot be, as it was typed."""
    source = normalise_newlines(source)
    for content in reversed(contents):
        if source == content["body"]:
            return source
    try:
        return body_with_photos(source)
    except ValidationError:
        return source


def _rows(data: QueryDict) -> list[dict[str, str]]:
    total = data.get("bylines-TOTAL_FORMS", "")
    number = min(int(total), MOST_ROWS) if is_row_number(total) else 0
    return [
        {name: data.get(f"bylines-{n}-{name}", "").strip() for name in IN_A_ROW}
        for n in range(number)
    ]


class _Names:
    """What numbers of rows stand for, in the words of a content."""

    def __init__(self, contents: list[Content]) -> None:
        self.sections = {each["section"]["id"]: each["section"] for each in contents}
        self.photos = {each["photo"]["id"]: each["photo"] for each in contents if each["photo"]}
        self.known_tags = {tag["id"]: tag for each in contents for tag in each["tags"]}
        self.authors = {one["id"]: one["name"] for each in contents for one in each["byline"]}

    def section(self, sent: str) -> Any:
        number = _number(sent)
        if number in self.sections:
            return self.sections[number]
        return Section.objects.filter(pk=number).values("id", "name").first()

    def photo(self, sent: str) -> Any:
        number = _number(sent)
        if number in self.photos:
            return self.photos[number]
        return Photo.objects.filter(pk=number).values("id", "alt", "caption", "credit").first()

    def tags(self, sent: list[str]) -> list[dict[str, Any]]:
        numbers = {_number(one) for one in sent} - {0}
        unknown = numbers - self.known_tags.keys()
        if unknown:
            found = Tag.objects.filter(pk__in=unknown).values("id", "name")
            self.known_tags |= {tag["id"]: dict(tag) for tag in found}
        tags = [self.known_tags[number] for number in numbers if number in self.known_tags]
        return sorted(tags, key=lambda tag: (tag["name"], tag["id"]))

    def byline(self, rows: list[dict[str, str]]) -> list[dict[str, Any]]:
        stay = [row for row in rows if _number(row["author"]) and not row["DELETE"]]
        stay.sort(key=lambda row: _number(row["position"]))
        unknown = {_number(row["author"]) for row in stay} - self.authors.keys()
        if unknown:
            found = Author.objects.filter(pk__in=unknown)
            self.authors |= dict(found.values_list("pk", "name"))
        credits = ((_number(row["author"]), row["role"]) for row in stay)
        return [
            {"id": number, "name": self.authors[number], "role": role}
            for number, role in credits
            if number in self.authors
        ]


def _number(sent: str) -> int:
    """0 stands for no row."""
    return int(sent) if is_row_number(sent) else 0
