"""New contributions placed live in an edition, how well it fits them, and runs that go on from an edition."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0009_every_contribution_has_a_sending'),
        ('insights', '0009_language_model'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='carried',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='run',
            name='goes_on_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='insights.edition'),
        ),
        migrations.AddField(
            model_name='run',
            name='homes',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Drift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.JSONField(default=list)),
                ('proposals', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='drift', to='insights.edition')),
            ],
        ),
        migrations.CreateModel(
            name='LivePlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(default='text', max_length=5)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('assigned', 'i ett tema'), ('outside', 'utanför strategin'), ('no_content', 'utan innehåll, till exempel ”vet ej”'), ('unassigned', 'ännu inte i något tema')], max_length=10)),
                ('contribution_outcome', models.CharField(blank=True, choices=[('assigned', 'i ett tema'), ('outside', 'utanför strategin'), ('no_content', 'utan innehåll, till exempel ”vet ej”'), ('unassigned', 'ännu inte i något tema')], max_length=10)),
                ('opens_theme', models.BooleanField(default=False)),
                ('strength', models.FloatField(default=0)),
                ('strength_class', models.CharField(choices=[('core', 'tydlig'), ('near', 'nära'), ('weak', 'svag'), ('mixed', 'mellan två teman'), ('no_content', 'utan innehåll')], max_length=12)),
                ('x', models.FloatField(default=0)),
                ('y', models.FloatField(default=0)),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contributions.contribution')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='live', to='insights.edition')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='live', to='insights.editiontheme')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='topic_live', to='insights.editiontheme')),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'theme', 'outcome'], name='insights_li_edition_0c203d_idx'), models.Index(fields=['contribution', 'edition'], name='insights_li_contrib_163627_idx')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'contribution', 'field', 'start', 'end'), name='insights_live_once'), models.UniqueConstraint(condition=models.Q(('contribution_outcome', ''), _negated=True), fields=('edition', 'contribution'), name='insights_live_one_outcome')],
            },
        ),
    ]
