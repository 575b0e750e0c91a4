"""All that an article consists of, taken down as plain JSON, and put back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.picturing import photo_numbers

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article, Photo

Content = dict[str, Any]

# Columns that are taken as they are. The address is no part of it: readers keep theirs.
PLAIN = (
    *("kind", "sponsor", "kicker", "headline", "standfirst", "dateline", "language"),
    *("body_source", "body"),
)
# What a content says that was taken down before there was a field for it.
UNSAID: Content = {"language": ""}


@dataclass(frozen=True)
class Aside:
    """Something that belongs to an article and is kept elsewhere, such as how it is discussed.

    `put_back` answers what could not be put back, as words for the editor.
    """

    take: Callable[["Article"], Any]
    put_back: Callable[["Article", Any, "User"], Iterable[str]]


# By name. Whoever keeps something enters it here when the site starts.
asides: dict[str, Aside] = {}


def content_of(article: "Article") -> Content:
    """As it stands in the database, in six queries and those of the asides.

    One more takes the words of the photos in the text; where there are none, neither are `photos`.
    """
    photo, section = article.lead_photo, article.section
    inside = article.photos_in_text
    bylines = article.bylines.select_related("author").order_by("position", "pk")
    return {
        **{name: getattr(article, name) for name in PLAIN},
        "section": {"id": section.pk, "name": section.name},
        "tags": [{"id": tag.pk, "name": tag.name} for tag in article.tags.order_by("name", "pk")],
        "photo": photo and _words_of(photo),
        **({"photos": list(map(_words_of, inside))} if inside else {}),
        "byline": [
            {"id": each.author_id, "name": each.author.name, "role": each.role} for each in bylines
        ],
        "asides": {
            **({"embargo": _embargo(article)} if article.embargo_until else {}),
            **{name: aside.take(article) for name, aside in sorted(asides.items())},
        },
    }


def _embargo(article: "Article") -> dict[str, str]:
    """Kept so that it is known who changed or took it away; nothing puts it back."""
    ends = article.embargo_until
    return {"until": f"{timezone.localtime(ends):%Y-%m-%d %H:%M}"} if ends else {}


def _words_of(photo: "Photo") -> dict[str, Any]:
    words = {"alt": photo.alt, "caption": photo.caption, "credit": photo.credit}
    return {"id": photo.pk, **words}


def for_readers(content: Content) -> Content:
    """What of it readers are given."""
    kept_inside = ("asides", "body_source")
    return {name: value for name, value in content.items() if name not in kept_inside}


# What of a field is chosen in the article itself, of those that name what is kept elsewhere.
CHOSEN: dict[str, Callable[[Any], Any]] = {
    "section": itemgetter("id"),
    "tags": lambda tags: {tag["id"] for tag in tags},
    "photo": itemgetter("id"),
    "byline": lambda byline: [(each["id"], each["role"]) for each in byline],
    # The body names the photos in it.
    "photos": lambda photos: None,
}


def own(name: str, value: Any) -> Any:
    """What of a field is written or chosen in the article itself, to be compared.

    A section that is called otherwise or a caption that is mended in the library is not.
    """
    chosen = CHOSEN.get(name)
    return chosen(value) if chosen and value is not None else value


def own_to_article(content: Content) -> Content:
    return {
        name: mine
        for name, value in for_readers(content).items()
        if (mine := own(name, value)) is not None
    }


def put_back(article: "Article", content: Content, *, by: "User") -> list[str]:
    """Make the article what it was, and save it; answers what is lost since, in words."""
    from articles.models import Author, Photo, Section, Tag  # they keep what this takes

    lost = []
    for name in PLAIN:
        setattr(article, name, content[name])
    if section := Section.objects.filter(pk=content["section"]["id"]).first():
        article.section = section
    else:
        lost.append(f"the section “{content['section']['name']}”")
    was = content["photo"]
    article.lead_photo = Photo.objects.filter(pk=was["id"]).first() if was else None
    if was and article.lead_photo is None:
        lost.append("the lead photo")
    numbers = photo_numbers(content["body"])
    there = set(Photo.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    lost += [f"photo {number} in the text" for number in numbers if number not in there]
    article.save()
    tags = Tag.objects.in_bulk([tag["id"] for tag in content["tags"]])
    article.tags.set(tags.values())
    lost += [f"the tag “{tag['name']}”" for tag in content["tags"] if tag["id"] not in tags]
    authors = Author.objects.in_bulk([each["id"] for each in content["byline"]])
    lost += [each["name"] for each in content["byline"] if each["id"] not in authors]
    _put_back_byline(article, [each for each in content["byline"] if each["id"] in authors])
    for name, kept in content["asides"].items():
        if name in asides:
            lost += asides[name].put_back(article, kept, by)
    return lost


def _put_back_byline(article: "Article", byline: list[dict[str, Any]]) -> None:
    article.bylines.exclude(author__in=[each["id"] for each in byline]).delete()
    for position, each in enumerate(byline):
        told = {"role": each["role"], "position": position}
        article.bylines.update_or_create(author_id=each["id"], defaults=told)
