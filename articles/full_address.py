"""Addresses in full, as feeds, search engines and other sites need them."""

import re
from urllib.parse import urljoin

from django.conf import settings
from django.utils.safestring import SafeString

from articles.safe_html import TAG, as_safe

# What leads to another path of this site, or to another place on the same page.
LEADS_HERE = re.compile(r'(?<=\s)(href|src)="(/(?!/)|#)')


def full_address(path: str) -> str:
    """The paper's own address before a path; what is elsewhere, such as on a media host, stays.

    It is the one that the paper has told of itself and not the one that was asked for: a page is
    the same for everybody, by whatever name they came.
    """
    return urljoin(settings.SITE_URL, path)


def in_full(clean: str, path: str) -> SafeString:
    """HTML of this site's own making, to be read elsewhere: its links and pictures name the site.

    `path` is the page that it stands on.
    """
    site, page = full_address("/"), f"{full_address(path).partition('#')[0]}#"

    def named(tag: re.Match[str]) -> str:
        return LEADS_HERE.sub(lambda to: f'{to[1]}="{site if to[2] == "/" else page}', tag[0])

    return as_safe(TAG.sub(named, clean))
