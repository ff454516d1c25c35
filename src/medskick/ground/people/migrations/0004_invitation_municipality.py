from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_user_municipality")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="municipality",
            field=models.CharField(blank=True, max_length=4, verbose_name="kommun"),
        ),
    ]
