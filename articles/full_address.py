"""Addresses in full, as feeds, search engines and other sites need them."""

from urllib.parse import urljoin

from django.conf import settings


def full_address(path: str) -> str:
    """The paper's own address before a path; what is elsewhere, such as on a media host, stays.

    It is the one that the paper has told of itself and not the one that was asked for: a page is
    the same for everybody, by whatever name they came.
    """
    return urljoin(settings.SITE_URL, path)
