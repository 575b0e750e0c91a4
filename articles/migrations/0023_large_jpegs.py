"""The form says what is kept of a large JPEG."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0022_avif_of_photos"),
    ]

    operations = [
        migrations.AlterField(
            model_name="photo",
            name="image",
            field=models.ImageField(
                height_field="height",
                help_text="JPEG, PNG or WebP, up to 20 MB and 50 megapixels. Of a JPEG with more "
                "than 25 megapixels, half the width and half the height are kept.",
                upload_to="photos/%Y/%m",
                width_field="width",
            ),
        ),
    ]
