import uuid

from django.db import migrations, models

from medskick.process.contributions import guard


class Migration(migrations.Migration):
    dependencies = [("contributions", "0008_which_sending")]
    operations = [
        migrations.AlterField(
            model_name="contribution",
            name="sending",
            field=models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
        ),
        # SQLite has rebuilt the table, and its trigger went with it.
        migrations.RunPython(guard.create, migrations.RunPython.noop),
    ]
