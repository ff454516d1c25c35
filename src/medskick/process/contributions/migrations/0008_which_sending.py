import uuid

from django.db import migrations, models

CHUNK = 500


def share(apps, _editor):
    """Give what came together one key: the answers of a submission, and those of a row of an imported file.

    Only the first contribution of a row carries the row's number. The others were stored right after it in the same
    transaction, so they belong to the numbered one that precedes them in their file.
    """
    contributions = apps.get_model("contributions", "Contribution")
    keys = {}
    row = {}
    rows = contributions.objects.order_by("pk").values_list("pk", "submission", "import_batch", "import_row")
    changed = []
    for pk, submission, batch, number in list(rows):
        if number is not None:
            row[batch] = uuid.uuid5(batch, str(number))
        if submission is not None:
            key = keys.setdefault(submission, uuid.uuid4())
        else:
            key = row.get(batch) or uuid.uuid4()
        changed.append(contributions(pk=pk, sending=key))
    contributions.objects.bulk_update(changed, ["sending"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("contributions", "0007_reports_know_what_settled_them")]
    operations = [
        migrations.AddField(
            model_name="contribution",
            name="sending",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(share, migrations.RunPython.noop),
    ]
