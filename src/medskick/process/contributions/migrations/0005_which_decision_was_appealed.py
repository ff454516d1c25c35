from django.db import migrations


def point(apps, _editor):
    """Older appeals are about the newest hiding before them."""
    appeals = apps.get_model("contributions", "Appeal")
    decisions = apps.get_model("contributions", "Decision")
    for appeal in appeals.objects.filter(decision__isnull=True):
        hidings = decisions.objects.filter(
            contribution_id=appeal.contribution_id, verb="hide", at__lte=appeal.created_at
        )
        hiding = hidings.order_by("-id").first()
        if hiding is not None:
            appeals.objects.filter(pk=appeal.pk).update(decision_id=hiding.pk)


class Migration(migrations.Migration):
    dependencies = [("contributions", "0004_appealed_decision_and_hidden_correction")]
    operations = [migrations.RunPython(point, migrations.RunPython.noop)]
