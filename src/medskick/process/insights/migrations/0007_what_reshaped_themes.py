"""Decisions tell which themes statements left or came to; those made before this are read from their undo."""

from django.db import migrations, models


def read_the_undo(apps, schema_editor):
    themes = apps.get_model("insights", "Theme").objects
    parent_of = dict(themes.values_list("pk", "parent_id"))
    changes = apps.get_model("insights", "BookChange").objects
    for change in changes.filter(verb__in=["theme_merged", "theme_split", "statements_moved"]):
        undo = change.undo
        touched = [undo.get(key) for key in ("theme", "into", "created")]
        touched += [place[1] for place in undo.get("places", [])]
        tops = {parent_of.get(pk) or pk for pk in touched if pk}
        if len(tops) > 1 or change.verb == "statements_moved":
            changes.filter(pk=change.pk).update(reshaped=sorted(tops))


class Migration(migrations.Migration):
    dependencies = [("insights", "0006_published_once")]

    operations = [
        migrations.AddField("bookchange", "reshaped", models.JSONField(default=list)),
        migrations.RunPython(read_the_undo, migrations.RunPython.noop),
    ]
