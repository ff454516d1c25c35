from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0005_which_decision_was_appealed")]
    operations = [
        migrations.AlterField(
            model_name="mask",
            name="field",
            field=models.CharField(
                choices=[("text", "text"), ("title", "title"), ("organisation", "organisation")],
                default="text",
                max_length=12,
            ),
        ),
    ]
