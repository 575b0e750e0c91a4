"""Photos of the library in a text: how a text names them, and what readers see in their place.

What is stored is a reference, `<figure data-photo="12"></figure>`, perhaps with a caption of its
own. Everything else (address, size, alt text, caption, credit) is asked of the library when a page
is made: what an editor puts right there is right everywhere at once, and a photo whose licence has
ended can be gone in time, which no text that was written out when it was saved could do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator, get_text_list

from articles.insets import laid_out
from articles.safe_html import article_body, as_safe

if TYPE_CHECKING:
    from articles.models import Photo

# Each is looked up and written out for every reader.
PHOTO_LIMIT = 100
# Of pictures that are refused, so many are looked for.
MOST_NAMED = 20
# So many characters of an address tell which one is meant.
LONGEST_NAMED = 120
# How a photo stands on a page.
FIGURE = "articles/_figure.html"
# As the cleaner writes it: nothing but this reaches a page.
REFERENCE = re.compile(
    r'<figure data-photo="([1-9][0-9]{0,8})">(?:<figcaption>(.*?)</figcaption>)?</figure>',
    re.DOTALL,
)
# Every other picture, as the cleaner writes it.
IMAGE = re.compile(r'<img(?: [^>]*)? src="([^"]*)"')
# A link to elsewhere, as the cleaner writes it: in a text, “<” is never “<”.
LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*)rel="noopener"')
# As it is typed where no editor is: “[photo 12]” or “[photo 12: At dusk.]”, on a line of its own.
TYPED = re.compile(
    r"<p>\[photo ([1-9][0-9]{0,8})(?: ?: ?([^<\]]*))?\]</p>",
    re.IGNORECASE,
)


def body_with_photos(source: str) -> str:
    """The clean text of an article, each photo in it as a reference.

    Raises ValidationError, as the cleaner does.
    """
    clean = TYPED.sub(_reference, article_body(source))
    if len(REFERENCE.findall(clean)) > PHOTO_LIMIT:
        raise ValidationError(f"At most {PHOTO_LIMIT} photos in a text.", code="photos")
    return clean


def photo_numbers(clean: str) -> list[int]:
    """Which photos a clean text names, each once, in its order."""
    return list(dict.fromkeys(int(found[1]) for found in REFERENCE.finditer(clean)))


def pictured(
    clean: str, photos: Mapping[int, Photo], *, is_paid: bool = False, figure: str = FIGURE
) -> SafeString:
    """The text as readers see it: quotes and notes set apart, each photo by the template of that
    name. One that is hidden, or not there, leaves no trace.

    Where somebody paid for it, its links tell search engines so.
    """
    written = laid_out(LINK.sub(r'\1rel="sponsored noopener"', clean) if is_paid else clean)
    return as_safe(REFERENCE.sub(lambda found: _figure(found, photos, figure), written))


def to_copy(source: str) -> SafeString:
    """A text to be selected and pasted into the editor again, its photos as they are typed.

    Raises ValidationError, as the cleaner does.
    """
    return as_safe(REFERENCE.sub(_typed, body_with_photos(source)))


def refuse_unruly_photos(source: str) -> None:
    """Raises ValidationError that names what is not in the library, or there by its address alone.

    No rule is kept and no use is known of a picture that is there by its address.
    """
    from articles.models import Photo  # it is shown by what this module makes

    clean = body_with_photos(source)
    addresses = dict.fromkeys(unescape(found[1]) for found in IMAGE.finditer(clean))
    _refuse_addresses(list(addresses)[:MOST_NAMED])
    numbers = photo_numbers(clean)
    known = set(Photo.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    if missing := [str(number) for number in numbers if number not in known]:
        said = get_text_list([f"photo {number}" for number in missing], "and")
        raise ValidationError(f"The library has no {said}.", code="photo")


def _refuse_addresses(addresses: list[str]) -> None:
    """With what to write in place of each."""
    from articles.models import Photo

    photos = list(Photo.objects.named_like(addresses)) if addresses else []
    refused = []
    for address in addresses:
        number = next((photo.pk for photo in photos if photo.has_file(address)), None)
        todo = (
            f"is photo {number}: write [photo {number}] in its place, on a line of its own."
            if number
            else "is no photo of the library: add it there and write its number, as [photo 12]."
        )
        called = Truncator(address).chars(LONGEST_NAMED)
        refused.append(ValidationError(f"The picture {called} {todo}", code="address"))
    if refused:
        raise ValidationError(refused)


def _reference(found: re.Match[str]) -> str:
    number, caption = found[1], (found[2] or "").strip()
    inner = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-photo="{number}">{inner}</figure>'


def _typed(found: re.Match[str]) -> str:
    caption = f": {found[2]}" if found[2] else ""
    return f"<p>[photo {found[1]}{caption}]</p>"


def _figure(found: re.Match[str], photos: Mapping[int, Photo], figure: str) -> str:
    photo = photos.get(int(found[1]))
    if photo is None or photo.is_hidden:
        return ""
    context = {"photo": photo, "caption": as_safe(found[2] or "")}
    return render_to_string(figure, context).strip()
