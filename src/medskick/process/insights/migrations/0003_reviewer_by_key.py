"""Keep the key of the role that reviewed an edition, and plainer words for what became of a text."""

from django.db import migrations, models

# As the words stood, in the two languages they may have been written in.
KEYS = {
    "systemet": "system",
    "the system": "system",
    "processledare": "process_lead",
    "process lead": "process_lead",
    "process leader": "process_lead",
    "analytiker": "analyst",
    "analyst": "analyst",
    "administratör": "administrator",
    "administrator": "administrator",
}
OUTCOMES = [
    ("assigned", "i ett tema"),
    ("outside", "utanför strategin"),
    ("no_content", "utan innehåll, till exempel ”vet ej”"),
    ("unassigned", "ännu inte i något tema"),
]


def keep_the_key(apps, schema_editor):
    editions = apps.get_model("insights", "Edition").objects
    for words, key in KEYS.items():
        editions.filter(reviewed_by_role=words).update(reviewed_by_role=key)


class Migration(migrations.Migration):
    dependencies = [("insights", "0002_approvals_by_people")]

    operations = [
        migrations.RunPython(keep_the_key, migrations.RunPython.noop),
        migrations.AlterField(
            "editionstatement",
            "contribution_outcome",
            models.CharField(blank=True, choices=OUTCOMES, max_length=10),
        ),
        migrations.AlterField(
            "editionstatement", "outcome", models.CharField(choices=OUTCOMES, max_length=10)
        ),
    ]
