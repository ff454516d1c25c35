from django.db import migrations

from medskick.process.contributions import guard


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial")]
    operations = [migrations.RunPython(guard.create, guard.remove)]
