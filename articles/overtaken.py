"""A form that somebody else's save has overtaken: what of both texts can stand together."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from articles.comparing import LABELS, Difference, compare
from articles.content import Content, content_of
from articles.merging import merge
from articles.models import Article, Revision, StatusChange
from articles.opened import Opened
from articles.typed import stored, type_in, type_in_byline, typed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

THEIRS = "theirs"
BUTTONS = {"_publish", "_schedule", "_now", "_review", "_approve", "_draft"}


@dataclass(frozen=True)
class Field:
    """One thing that differs. `theirs` and `mine` are against what was there when it was opened."""

    name: str
    theirs: Difference | None = None
    mine: Difference | None = None
    whole: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.name]


@dataclass(frozen=True)
class Overtaken:
    """What the page says. `taken` was changed by them alone, `clashes` by both, `kept` by you."""

    by: "User | None"
    at: datetime.datetime
    is_own: bool
    became: str
    knows_origin: bool
    taken: tuple[Field, ...]
    clashes: tuple[Field, ...]
    kept: tuple[Field, ...]


def keep_beginning(article: Article, *, by: "User") -> None:
    """What has no revision gets one before it is saved, or nobody could tell who changed what.

    It is dated as the text is; a form that was opened on it knows it by that.
    """
    saved_by = article.created_by or by
    first = Revision(article=article, number=1, content=content_of(article), saved_by=saved_by)
    first.saved_at = article.saved_at
    first.save()


def settle(data: QueryDict, article: Article, opened: Opened, now: Opened) -> None:
    """Of each clash for which theirs was chosen, make the form say theirs."""
    chosen = [name for name in LABELS if data.get(f"settle-{name}") == THEIRS]
    if not chosen:
        return
    theirs = stored(article) if opened == now else opened.content(article)
    for name in chosen if theirs else ():
        if name == "byline":
            type_in_byline(data, theirs["byline"], article)  # type: ignore[index]
        else:
            type_in(data, theirs, name)  # type: ignore[arg-type]
        del data[f"settle-{name}"]


def overtaken(
    data: QueryDict, article: Article, *, by: "User", opened: Opened, now: Opened
) -> Overtaken | None:
    """What somebody saved since it was opened; None where saving it now would lose nothing.

    What only they have changed is taken over into `data`.
    """
    if opened == now:
        return None
    theirs, origin = stored(article), opened.content(article)
    mine = typed(data, known=[origin or theirs, theirs])
    move = article.log.first() if now.move != opened.move else None
    is_moved = move is not None and move.changed_by != by
    if origin:
        origin = typed_as_now(origin, theirs)
    _drop_what_is_on_record(data, article)
    if theirs == mine:
        is_harmless = not (is_moved and BUTTONS & data.keys()) and not _corrects(data)
    else:
        is_harmless = theirs == origin and not is_moved
    if is_harmless:
        # Its rows have numbers of their own that it may not know yet.
        type_in_byline(data, mine["byline"], article)
        return None
    merged = merge(origin or theirs, mine=mine, theirs=theirs)
    for name in LABELS:
        if merged.content[name] != mine[name]:
            type_in(data, merged.content, name)
    type_in_byline(data, merged.content["byline"], article)
    return _told(article, by, opened, move, origin, theirs, mine)


def typed_as_now(origin: Content, theirs: Content) -> Content:
    """Without the names that somebody else or something has changed elsewhere since."""
    names = {(kind, one["id"]): one["name"] for kind in ("tags", "byline") for one in theirs[kind]}
    same = {
        kind: [{**one, "name": names.get((kind, one["id"]), one["name"])} for one in origin[kind]]
        for kind in ("tags", "byline")
    }
    for kind in ("section", "photo"):
        was, is_ = origin[kind], theirs[kind]
        same[kind] = is_ if was and is_ and was["id"] == is_["id"] else was
    if "photos" in origin:
        is_now = {one["id"]: one for one in theirs.get("photos", [])}
        same["photos"] = [is_now.get(one["id"], one) for one in origin["photos"]]
    same["tags"].sort(key=lambda tag: (tag["name"], tag["id"]))
    return {**origin, **same}


def _told(
    article: Article,
    by: "User",
    opened: Opened,
    move: StatusChange | None,
    origin: Content | None,
    theirs: Content,
    mine: Content,
) -> Overtaken:
    base = origin or theirs
    by_them = {each.label: each for each in compare(base, theirs)}
    by_you = {each.label: each for each in compare(base, mine)}
    fields = [
        Field(name, by_them.get(label), by_you.get(label), _whole(name, theirs))
        for name, label in LABELS.items()
    ]
    their = {name for name in LABELS if theirs[name] != base[name]}
    your = {name for name in LABELS if mine[name] != base[name]}
    both = {name for name in their & your if mine[name] != theirs[name]}
    both = both if origin else your
    last = article.revisions.select_related("saved_by").first()
    saved = last if last and last.number != opened.revision else None
    who, at = _who(article, saved, move)
    return Overtaken(
        by=who,
        at=at,
        is_own=who == by,
        became=move.get_to_status_display() if move else "",
        knows_origin=origin is not None,
        taken=tuple(one for one in fields if one.name in their - your),
        clashes=tuple(one for one in fields if one.name in both),
        kept=tuple(one for one in fields if one.name in your - both - their),
    )


def _who(
    article: Article, saved: Revision | None, move: StatusChange | None
) -> tuple["User | None", datetime.datetime]:
    """Who came last, and when."""
    if move and (saved is None or move.changed_at >= saved.saved_at):
        return move.changed_by, move.changed_at
    return (saved.saved_by, saved.saved_at) if saved else (None, article.saved_at)


def _whole(name: str, theirs: Content) -> str:
    """What can be copied from, of what is shown in part only."""
    return str(theirs["body"]) if name == "body" else ""


def _drop_what_is_on_record(data: QueryDict, article: Article) -> None:
    """A correction that was sent twice is made once."""
    made = set(article.corrections.values_list("kind", "text", "wrong"))
    for n in _added(data):
        sent = tuple(data.get(f"corrections-{n}-{name}", "").strip() for name in CORRECTS)
        if sent in made:
            for name in CORRECTS:
                data.pop(f"corrections-{n}-{name}", None)
    if not _corrects(data) and "corrections-TOTAL_FORMS" in data:
        data["corrections-TOTAL_FORMS"] = data.get("corrections-INITIAL_FORMS", "0")


CORRECTS = ("kind", "text", "wrong")


def _added(data: QueryDict) -> list[int]:
    first, total = (
        data.get(f"corrections-{name}_FORMS", "0").strip() for name in ("INITIAL", "TOTAL")
    )
    numbers = [int(one) if one.isascii() and one.isdigit() else 0 for one in (first, total)]
    return list(range(numbers[0], min(numbers[1], numbers[0] + 100)))


def _corrects(data: QueryDict) -> bool:
    """Whether the form adds a correction."""
    return any(data.get(f"corrections-{n}-text", "").strip() for n in _added(data))
