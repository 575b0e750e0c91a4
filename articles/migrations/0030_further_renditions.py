"""Photos that were there before have a small card, and what a link is shown with elsewhere."""

import logging
from typing import Any

from django.db import migrations

logger = logging.getLogger(__name__)


def render(apps: Any, schema_editor: Any) -> None:
    from articles.models import Photo  # only it knows how a picture is cut

    rows = apps.get_model("articles", "Photo").objects.using(schema_editor.connection.alias)
    for row in rows.values("image", "ppoi", "width", "height").iterator():
        image = Photo(**row).image
        try:
            for rendition in ("small", "shared"):
                image.process(rendition)
        except Exception as error:  # Pillow raises whatever it stumbles over in a broken file.
            logger.warning("No further renditions were made of %s: %s", image.name, error)
    # The worker makes them anew, with a small card among them.
    rows.update(avif_of="")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0029_language_and_kinds"),
    ]

    operations = [
        migrations.RunPython(render, migrations.RunPython.noop),
    ]
