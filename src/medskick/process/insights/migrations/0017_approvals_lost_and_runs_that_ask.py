"""Decisions remember which approvals they took away, and a run may wait for a person before the book follows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0016_changes_as_matched_now"),
    ]

    operations = [
        migrations.AddField(
            model_name="bookchange",
            name="lost",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Väntar"),
                    ("running", "Pågår"),
                    ("ready", "Väntar på ert beslut"),
                    ("done", "Klar"),
                    ("cancelled", "Avbruten"),
                    ("failed", "Misslyckades"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
