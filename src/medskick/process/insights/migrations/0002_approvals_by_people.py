"""Tell approvals by people from the demonstration's, also in editions that are out already."""

from django.db import migrations, models


def read_the_log(apps, schema_editor):
    """Who approved a theme is in the audit log: an account, or none for the demonstration."""
    entries = apps.get_model("core", "AuditEntry").objects.filter(action="insights.theme_approved")
    entries = entries.exclude(actor_id=None).exclude(actor_name="Demonstration").order_by("id")
    themes = apps.get_model("insights", "Theme").objects.filter(state="approved")
    for actor, key in entries.values_list("actor_id", "ref_key"):
        themes.filter(pk=int(key)).update(approved_by_id=actor)
    for edition in apps.get_model("insights", "Edition").objects.all():
        tops = edition.themes.filter(parent=None)
        edition.themes_in_all = tops.count()
        edition.themes_by_people = tops.exclude(theme__approved_by_id=None).count()
        if not edition.themes_by_people:
            edition.reviewed_by_role = ""
        elif not edition.reviewed_by_role:
            edition.themes_by_people = 0
        edition.save()


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial"), ("core", "0001_initial")]

    operations = [
        migrations.AddField("theme", "approved_by_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("edition", "themes_by_people", models.PositiveIntegerField(default=0)),
        migrations.AddField("edition", "themes_in_all", models.PositiveIntegerField(default=0)),
        migrations.RunPython(read_the_log, migrations.RunPython.noop),
    ]
