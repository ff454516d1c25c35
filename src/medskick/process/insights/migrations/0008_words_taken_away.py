"""Words of an edition can be taken away: the published row keeps them, and a mark beside hides them at every door."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0007_what_reshaped_themes")]

    operations = [
        migrations.AddField(model, "taken", models.JSONField(blank=True, default=dict))
        for model in ("edition", "editiontheme")
    ]
