"""Decisions, versions of codebooks and endings of runs are kept for readers of every language. Old rows keep their
sentences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0018_names")]

    operations = [
        migrations.AddField("bookchange", "kept", models.JSONField(default=dict)),
        migrations.AddField("codebookversion", "kept", models.JSONField(default=dict)),
        migrations.AddField("run", "kept", models.JSONField(default=dict)),
    ]
