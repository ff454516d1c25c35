"""With PostgreSQL limits are counted in the database, so that all web processes see them."""

from django.db import migrations

from medskick.ground.core import counts


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_log_is_append_only")]
    operations = [migrations.RunPython(counts.create, counts.remove)]
