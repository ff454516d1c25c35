"""Why a job failed is kept for readers of every language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [migrations.AddField("job", "kept", models.JSONField(default=dict))]
