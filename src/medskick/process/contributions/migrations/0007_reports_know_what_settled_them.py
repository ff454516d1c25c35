import django.db.models.deletion
from django.db import migrations, models

from medskick.process.contributions import guard


class Migration(migrations.Migration):
    dependencies = [("contributions", "0006_masks_over_a_printed_name")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contributions.decision",
            ),
        ),
        # SQLite may have rebuilt the table, and its trigger went with it.
        migrations.RunPython(guard.create, migrations.RunPython.noop),
    ]
