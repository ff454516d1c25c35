"""Pictures are only what is seen, whatever way they come in; those that already lie there become so."""

from typing import Any

import wagtail.images.models
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import medskick.doors.pages.models.stored
from medskick.doors.pages.cleaning import clean


def clean_what_is_stored(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    clean(apps.get_model("pages", "Picture"), sizes=apps.get_model("pages", "Rendition"))
    clean(apps.get_model("pages", "Material"))
    clean(apps.get_model("wagtailcore", "UploadedFile"))


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_questions_anchor"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="material",
            name="file",
            field=medskick.doors.pages.models.stored.MaterialField(
                upload_to="documents", verbose_name="fil"
            ),
        ),
        migrations.AlterField(
            model_name="picture",
            name="file",
            field=medskick.doors.pages.models.stored.PictureField(
                height_field="height",
                upload_to=wagtail.images.models.get_upload_to,
                verbose_name="fil",
                width_field="width",
            ),
        ),
        migrations.RunPython(clean_what_is_stored, migrations.RunPython.noop),
    ]
