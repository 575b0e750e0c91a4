"""The addresses of articles: one at a time, and every one that readers ever had, for ever."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.timezone import localtime

from articles.objections import Objection
from articles.publishing import PublishingRefused

if TYPE_CHECKING:
    from articles.models import Article

View = Callable[..., HttpResponseBase]
LONGEST = 200
NUMBER = re.compile(r"-\d{1,2}$")


def objection_to(article: "Article") -> Objection | None:
    """Whose its slug is or was, and one that is free; None where it is its own."""
    whose = _whose(article)
    if not whose:
        return None
    return Objection(f"{whose} Try “{free_slug_like(article.slug)}”.", "slug")


def refuse_if_taken(article: "Article") -> None:
    taken = objection_to(article)
    if taken:
        raise PublishingRefused([taken])


@contextmanager
def refusing_what_was_taken_meanwhile(article: "Article") -> Iterator[None]:
    """A slug that somebody else saved since it was found free is an objection, not a crash."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        refuse_if_taken(article)
        raise


def slug_of(headline: str) -> str:
    """As the script of the form makes it while one types; empty where nothing of it can stand."""
    plain = re.sub(r"\s+", " ", headline.translate(_plain_letters())).lower()
    words = re.sub(r"[^-\w ]", "", plain, flags=re.ASCII).strip()
    return re.sub("[- ]+", "-", words)[:LONGEST].rstrip("-")


@cache
def _plain_letters() -> dict[int, str]:
    """What that script writes for a letter: it is Django's, and so are the letters."""
    script = Path(admin.__file__).parent / "static/admin/js/urlify.js"
    return str.maketrans(dict(re.findall(r"'(.)': '([^']*)'", script.read_text("utf-8"))))


def free_slug_like(slug: str) -> str:
    """“ferry-2” for “ferry”, or the first number after it that is nobody's."""
    from articles.models import Article, OldAddress  # they ask here

    stem = NUMBER.sub("", slug)[: LONGEST - 5]
    taken = {
        *Article.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
        *OldAddress.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
    }
    return next(free for n in count(2) if (free := f"{stem}-{n}") not in taken)


def found_or_moved(view: View) -> View:
    """For a page of an article, or below it: at an old address it answers with the present one.

    What is found costs nothing more; what is not, one query.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            present = _present_address(request, str(kwargs["slug"]))
            if present is None:
                raise
            # A form that was open meanwhile arrives with what was typed.
            keep = request.method not in {"GET", "HEAD"}
            moved = HttpResponsePermanentRedirect(present, preserve_request=keep)
            # A browser that kept it would go in circles once the old slug is taken up again.
            moved.headers["Cache-Control"] = "no-cache"
            return moved

    return answer


def _present_address(request: HttpRequest, slug: str) -> str | None:
    """The same page of the article that was at this slug, if it answers."""
    from articles.models import Article

    moved = Article.objects.with_page().filter(old_addresses__slug=slug)
    article = moved.only("slug", "publish_at").first()
    if article is None or article.slug == slug:
        return None
    below = request.path_info.split("/", 5)[5]  # after the year, month, day and slug
    query = request.META.get("QUERY_STRING", "")
    return f"{article.get_absolute_url()}{below}{'?' if query else ''}{query}"


def _whose(article: "Article") -> str:
    """Present slugs are looked at first: one that is left in between is among the old ones."""
    from articles.models import Article, OldAddress

    holder = Article.objects.filter(slug=article.slug).exclude(pk=article.pk).first()
    if holder:
        # What readers do not have is not named: not everybody who may type here may see it.
        whose = f"“{holder}”" if holder.is_published else "an article that readers do not have"
        return f"“{article.slug}” is the address of {whose}."
    old = OldAddress.objects.filter(slug=article.slug).exclude(article=article.pk)
    left = old.select_related("article").first()
    if left:
        day = localtime(left.left_at)
        was = f"“{left.article}”" if left.article.is_published else "another article"
        return (
            f"“{article.slug}” was the address of {was} until {day:%-d %B %Y} "
            "and leads there for ever."
        )
    return ""
