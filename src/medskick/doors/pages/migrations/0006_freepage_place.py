from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0005_only_what_is_seen")]

    operations = [
        migrations.AddField(
            model_name="freepage",
            name="place",
            field=models.CharField(
                blank=True,
                choices=[("menu", "I menyn"), ("footer", "I sidfoten")],
                help_text="På en översättning gäller det som är valt på den svenska sidan.",
                max_length=10,
                verbose_name="länk på alla sidor",
            ),
        ),
    ]
