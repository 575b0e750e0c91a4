"""Photos that were there before renditions were WebP have them too."""

import logging
from typing import Any

from django.db import migrations

logger = logging.getLogger(__name__)


def render(apps: Any, schema_editor: Any) -> None:
    """The earlier files stay: what is pinned to articles points at them."""
    from articles.models import Photo  # only it knows how a picture is cut

    rows = apps.get_model("articles", "Photo").objects.using(schema_editor.connection.alias)
    names = ("image", "ppoi", "width", "height")
    for row in rows.values(*names).iterator():
        image = Photo(**row).image
        try:
            for rendition in image.field.formats:
                image.process(rendition)
        except FileNotFoundError:
            logger.warning("There is no file %s: its photo has no renditions.", image.name)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_photo_library"),
    ]

    operations = [
        migrations.RunPython(render, migrations.RunPython.noop),
    ]
