import django.db.models.deletion
from django.db import migrations, models

from medskick.process.contributions import guard


class Migration(migrations.Migration):
    dependencies = [("contributions", "0003_words_for_states")]
    operations = [
        migrations.AddField(
            model_name="appeal",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contributions.decision",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="hidden_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("abuse", "hot, hat eller kränkningar"),
                    ("personal", "uppgifter om en enskild person"),
                    ("spam", "reklam eller skräp"),
                    ("injection", "försök att styra datorn som läser texterna"),
                    ("secrecy", "uppgifter som omfattas av sekretess"),
                    ("security", "uppgifter som omfattas av säkerhetsskydd"),
                    ("illegal", "sådant som är olagligt att sprida"),
                ],
                default="",
                max_length=12,
            ),
        ),
        # SQLite has rebuilt the tables, and their triggers went with them.
        migrations.RunPython(guard.create, migrations.RunPython.noop),
    ]
