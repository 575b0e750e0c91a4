"""What readers have when versions begin to be kept is a version, and says what it says."""

from typing import Any

from django.db import migrations
from django.db.models import F

PLAIN = ("kind", "sponsor", "kicker", "headline", "standfirst", "dateline", "body_source", "body")


def begin(apps: Any, schema_editor: Any) -> None:
    """A row for each article that has one before readers, or waits for its hour."""
    using = schema_editor.connection.alias
    publications = apps.get_model("articles", "Publication").objects.using(using)
    publications.update(readable_from=F("pinned_at"))
    articles = apps.get_model("articles", "Article").objects.using(using)
    known = articles.filter(publication__isnull=False, revisions=None)
    known = known.select_related("section", "lead_photo", "publication")
    for article in known.prefetch_related("tags", "bylines__author").iterator(chunk_size=500):
        revision = _revision(apps.get_model("articles", "Revision"), article)
        revision.save(using=using)
        since = max(
            article.publish_at or article.publication.pinned_at, article.publication.pinned_at
        )
        publications.filter(pk=article.publication_id).update(
            revision=revision, readable_from=since
        )


def _revision(model: Any, article: Any) -> Any:
    return model(
        article=article,
        number=1,
        content=_content(article),
        saved_by_id=article.publication.pinned_by_id,
        saved_at=article.publication.pinned_at,
    )


def _content(article: Any) -> dict[str, Any]:
    """As `articles/content.py` took it when this was written, without what is kept elsewhere."""
    photo, bylines = article.lead_photo, article.bylines.all()
    ordered = sorted(bylines, key=lambda each: (each.position, each.pk))
    return {
        **{name: getattr(article, name) for name in PLAIN},
        "section": {"id": article.section_id, "name": article.section.name},
        "tags": [
            {"id": tag.pk, "name": tag.name}
            for tag in sorted(article.tags.all(), key=lambda tag: (tag.name, tag.pk))
        ],
        "photo": photo
        and {"id": photo.pk, "alt": photo.alt, "caption": photo.caption, "credit": photo.credit},
        "byline": [
            {"id": each.author_id, "name": each.author.name, "role": each.role} for each in ordered
        ],
        "asides": {},
    }


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_revisions"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
