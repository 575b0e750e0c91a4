"""Photos that were there before have the picture that a link to an article is shown with."""

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
            image.process("shared")
        except Exception as error:  # Pillow raises whatever it stumbles over in a broken file.
            logger.warning("Nothing to share was made of %s: %s", image.name, error)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0029_language_and_kinds"),
    ]

    operations = [
        migrations.RunPython(render, migrations.RunPython.noop),
    ]
