"""An edition knows which book it was made of, so that the same one is not published twice by a second press."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_approved_by_a_person")]

    operations = [
        migrations.AddField("edition", "made_of", models.CharField(blank=True, max_length=64)),
    ]
