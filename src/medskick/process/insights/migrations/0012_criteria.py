"""Suggestions and decisions by the criteria; what people have said about scope before counts as decided."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def keep_what_was_decided(apps, schema_editor):
    placements = apps.get_model("insights", "Placement").objects
    placements.exclude(outside_reason="").update(scope_decided=True)
    decisions = apps.get_model("insights", "CriterionDecision").objects
    changes = apps.get_model("insights", "BookChange").objects.filter(
        verb__in=["theme_outside", "theme_inside"], undone_at=None, author_id__isnull=False
    )
    for change in changes.order_by("pk"):
        decisions.update_or_create(
            theme_id=change.undo["theme"],
            criterion="within_reach",
            defaults={
                "value": "no" if change.verb == "theme_outside" else "yes",
                "author_name": change.author_name,
                "author_id": change.author_id,
                "at": change.at,
            },
        )


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0011_codebook'),
    ]

    operations = [
        migrations.AddField(
            model_name='editionstatement',
            name='belongs_to',
            field=models.CharField(blank=True, choices=[('municipality', 'kommunen'), ('state', 'staten'), ('eu', 'EU'), ('region_service', 'regionens egen verksamhet, i det dagliga arbetet'), ('company', 'ett företag'), ('association', 'en förening eller en by')], max_length=20),
        ),
        migrations.AddField(
            model_name='editionstatement',
            name='suggested_outside',
            field=models.CharField(blank=True, choices=[('beyond_influence', 'regionen råder inte över det'), ('short_term', 'gäller något kortsiktigt'), ('local_only', 'gäller en enda plats'), ('single_actor', 'en enda aktör kan lösa det själv')], max_length=20),
        ),
        migrations.AddField(
            model_name='editiontheme',
            name='belongs_to',
            field=models.CharField(blank=True, choices=[('municipality', 'kommunen'), ('state', 'staten'), ('eu', 'EU'), ('region_service', 'regionens egen verksamhet, i det dagliga arbetet'), ('company', 'ett företag'), ('association', 'en förening eller en by')], max_length=20),
        ),
        migrations.AddField(
            model_name='editiontheme',
            name='criteria',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='placement',
            name='belongs_to',
            field=models.CharField(blank=True, choices=[('municipality', 'kommunen'), ('state', 'staten'), ('eu', 'EU'), ('region_service', 'regionens egen verksamhet, i det dagliga arbetet'), ('company', 'ett företag'), ('association', 'en förening eller en by')], max_length=20),
        ),
        migrations.AddField(
            model_name='placement',
            name='cooperation',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='long_term',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='scope_decided',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='placement',
            name='suggested_scope',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='runstatement',
            name='cooperation',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='runstatement',
            name='long_term',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='runstatement',
            name='scope',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='runtheme',
            name='criteria',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='theme',
            name='belongs_to',
            field=models.CharField(blank=True, choices=[('municipality', 'kommunen'), ('state', 'staten'), ('eu', 'EU'), ('region_service', 'regionens egen verksamhet, i det dagliga arbetet'), ('company', 'ett företag'), ('association', 'en förening eller en by')], max_length=20),
        ),
        migrations.AddField(
            model_name='theme',
            name='criteria',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='CriterionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('shared_by_many', 'Delas av många'), ('cooperation', 'Kräver samverkan'), ('long_term', 'Långsiktigt'), ('within_reach', 'Inom regionens räckvidd')], max_length=20)),
                ('value', models.CharField(choices=[('yes', 'Ja'), ('no', 'Nej'), ('open', 'Lämnas öppet')], max_length=4)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('role', models.CharField(blank=True, max_length=80)),
                ('author_name', models.CharField(max_length=200)),
                ('author_id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('needs_renewal', models.BooleanField(default=False)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='insights.theme')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('theme', 'criterion'), name='insights_criterion_decided_once'), models.CheckConstraint(condition=models.Q(('value__in', ['yes', 'no', 'open'])), name='insights_criterion_known_value')],
            },
        ),
        migrations.RunPython(keep_what_was_decided, migrations.RunPython.noop),
    ]
