from django.db import migrations

from medskick.ground.core import guard


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(guard.create, guard.remove)]
