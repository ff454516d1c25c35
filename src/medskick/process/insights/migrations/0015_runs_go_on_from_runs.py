"""A run may go on from a run that is not published, so that what a codebook has placed is not lost."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0014_excerpts"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="goes_on_from_run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="insights.run",
            ),
        ),
    ]
