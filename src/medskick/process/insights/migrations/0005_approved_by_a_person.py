"""Approved means: by a person, since the theme last changed. What the demonstration approved is a proposal again."""

from django.db import migrations, models


def only_people_approve(apps, schema_editor):
    themes = apps.get_model("insights", "Theme").objects
    themes.filter(state="approved", approved_by_id=None).update(
        state="proposed", approved_by="", approved_at=None
    )


class Migration(migrations.Migration):
    dependencies = [("insights", "0004_tables_of_whole_editions")]

    operations = [
        migrations.RunPython(only_people_approve, migrations.RunPython.noop),
        migrations.AddConstraint(
            "theme",
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_by_id__isnull=False),
                name="insights_approved_by_a_person",
            ),
        ),
    ]
