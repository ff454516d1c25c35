from django.db import migrations, models

from medskick.process.contributions import guard


class Migration(migrations.Migration):
    dependencies = [("contributions", "0009_every_contribution_has_a_sending")]
    operations = [
        migrations.AddField(
            model_name="contribution",
            name="sending_persons",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        # SQLite may have rebuilt the table, and its trigger went with it.
        migrations.RunPython(guard.create, migrations.RunPython.noop),
    ]
