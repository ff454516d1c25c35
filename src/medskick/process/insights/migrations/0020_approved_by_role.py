"""In which role each theme was approved, and all those roles of an edition. Old editions do not know."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0019_kept_for_readers")]

    operations = [
        migrations.AddField(
            "theme", "approved_by_role", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
        migrations.AddField("edition", "approved_by_roles", models.JSONField(default=list)),
    ]
