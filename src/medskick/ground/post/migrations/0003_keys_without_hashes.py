"""Keys of confirmations to a changed address held a hash of it, which outlived the address. Their number tells them
apart as well."""

import re

from django.db import migrations

_HASHED = re.compile(r"(meetings\.(?:signed_up|waiting):\d+):[0-9a-f]{16}")


def without_hashes(apps, schema_editor):
    Mail = apps.get_model("post", "Mail")
    kinds = ("meetings.signed_up", "meetings.waiting")
    for mail in Mail.objects.filter(kind__in=kinds).only("pk", "key").iterator():
        if found := _HASHED.fullmatch(mail.key):
            Mail.objects.filter(pk=mail.pk).update(key=f"{found[1]}:mail-{mail.pk}")


class Migration(migrations.Migration):
    dependencies = [("post", "0002_not_after")]

    operations = [migrations.RunPython(without_hashes, migrations.RunPython.noop)]
