"""Pages that are no article: the front, a section, an author, a policy."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from articles.full_address import full_address
from articles.models import Policy, PolicyVersion, Section, Tag

from .publisher import publisher, reference
from .words import Told, breadcrumbs, without_empty


def front_data(policies: Iterable[Policy]) -> Told:
    """The site, and who publishes it."""
    search = f"{full_address(reverse('search'))}?q={{query}}"
    return without_empty(
        {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "description": settings.SITE_TAGLINE,
            "url": full_address("/"),
            "inLanguage": settings.LANGUAGE_CODE,
            "publisher": publisher(policies),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
            },
        }
    )


def collection_data(shown: Section | Tag) -> Told:
    """A section, a subject or a series."""
    path = shown.get_absolute_url()
    return without_empty(
        {
            "@type": "CollectionPage",
            "name": shown.name,
            "description": shown.description,
            "url": full_address(path),
            "breadcrumb": breadcrumbs([(shown.name, path)]),
            "isPartOf": _site(),
        }
    )


def policy_data(policy: Policy, shown: Policy | PolicyVersion, policies: Iterable[Policy]) -> Told:
    path = policy.get_absolute_url()
    return {
        "@type": "WebPage",
        "name": shown.title,
        "url": full_address(path),
        "breadcrumb": breadcrumbs([(shown.title, path)]),
        "isPartOf": _site(),
        "publisher": publisher(policies),
    }


def _site() -> Told:
    return {"@type": "WebSite", "url": full_address("/"), "publisher": reference()}
