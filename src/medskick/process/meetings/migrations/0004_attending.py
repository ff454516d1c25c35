"""Who takes part on the net is told apart from who comes to the room; a move remembers what was before."""

from typing import Any

from django.db import migrations, models


def online_meetings(apps: Any, schema_editor: Any) -> None:
    """Those who signed up for a meeting that is on the net alone take part there."""
    online = apps.get_model("meetings", "Meeting").objects.filter(form="online")
    apps.get_model("meetings", "SignUp").objects.filter(meeting__in=online, is_walk_in=False).update(online=True)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_kiosks_and_logos")]

    operations = [
        migrations.AddField("signup", "online", models.BooleanField(default=False)),
        migrations.AddField("notice", "was_starts_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("notice", "was_ends_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("notice", "was_place", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(online_meetings, migrations.RunPython.noop),
    ]
