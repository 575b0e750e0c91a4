"""Who stands behind an article, as pinned to it, and an author on a page of their own."""

from collections.abc import Iterable

from articles.full_address import full_address
from articles.models import Author, Disclosure, DisclosureKind, Manager
from articles.pinned import PinnedAuthor, PinnedDisclosure

from .words import Told, breadcrumbs, without_empty

# A declared interest of these kinds is an organisation that somebody belongs to.
BELONGS = {DisclosureKind.EMPLOYMENT, DisclosureKind.MEMBERSHIP}


def pinned(author: PinnedAuthor) -> Told:
    """As the article shows them: with the title and the interests of its day."""
    return _author(
        author.name,
        is_group=author.is_group,
        title=author.title,
        path=author.url,
        disclosures_path=author.disclosures_url,
        photo_url=author.photo_url,
        belongs_to=_organisations(author.disclosures),
        members=[manager.name for manager in author.managers],
    )


def named(name: str) -> Told:
    """Somebody of whom a page shows the name alone."""
    return {"@type": "Person", "name": name}


def profile(
    author: Author, *, managers: Iterable[Manager], disclosures: Iterable[Disclosure]
) -> Told:
    """The page of an author: who they are today."""
    photo = author.shown_photo
    about = _author(
        author.name,
        is_group=author.is_group,
        title=author.title,
        path=author.get_absolute_url(),
        disclosures_path=author.disclosures_url,
        photo_url=photo.image.square if photo else "",
        belongs_to=_organisations(disclosures),
        members=[manager.name for manager in managers],
    )
    path = author.get_absolute_url()
    return {
        "@type": "ProfilePage",
        "url": full_address(path),
        "mainEntity": without_empty({**about, "description": author.bio}),
        "breadcrumb": breadcrumbs([(author.name, path)]),
    }


def _author(
    name: str,
    *,
    is_group: bool,
    title: str,
    path: str,
    disclosures_path: str,
    photo_url: str,
    belongs_to: list[str],
    members: list[str],
) -> Told:
    """A name holds the name alone: no title, no “by”, no paper."""
    told: Told = {
        "@type": "Organization" if is_group else "Person",
        "@id": full_address(f"{path}#author"),
        "name": name,
        "url": full_address(path),
        "image": full_address(photo_url) if photo_url else "",
        "publishingPrinciples": full_address(disclosures_path),
    }
    if is_group:
        told["member"] = [named(each) for each in members]
    else:
        told["jobTitle"] = title
        told["affiliation"] = [{"@type": "Organization", "name": each} for each in belongs_to]
    return without_empty(told)


def _organisations(disclosures: Iterable[PinnedDisclosure | Disclosure]) -> list[str]:
    belongs = (each.entity for each in disclosures if each.kind in BELONGS)
    return list(dict.fromkeys(filter(None, belongs)))
