"""Entries of codebooks remember what they call their themes, what that set aside, and what people chose instead.

What was made before: an entry whose theme bears its label has named it; where a person renamed the theme after the
first run under the codebook, that is what they chose in the label's place. Any other theme that an entry fills keeps
its name until the next run under the codebook, which tells it.
"""

from django.db import migrations, models


def remember(apps, schema_editor):
    """Brings ``EntryTheme`` to what ``actions.entry_names`` would have kept; newest runs first, one entry a theme."""
    Link = apps.get_model("insights", "EntryTheme")
    Run = apps.get_model("insights", "Run")
    Theme = apps.get_model("insights", "Theme")
    Change = apps.get_model("insights", "BookChange")
    Published = apps.get_model("insights", "EditionTheme")
    found = []
    for link in Link.objects.order_by("pk").select_related("theme"):
        runs = Run.objects.filter(codebook__codebook=link.codebook_id, cycle=link.cycle_id, state="done")
        done = list(runs.order_by("number").select_related("codebook"))
        entries = done[-1].codebook.entries if done else []
        label = next((entry["label"][:120] for entry in entries if entry["key"] == link.key), "")
        if label and done[0].finished_at and link.theme.state in ("proposed", "approved"):
            found.append((-done[-1].number, link.pk, link, label, done[0].finished_at))
    taken = set()
    for _number, _pk, link, label, made_at in sorted(found, key=lambda row: row[:2]):
        theme = link.theme
        changes = Change.objects.filter(cycle=link.cycle_id)
        since = changes.filter(at__lte=made_at).order_by("-pk").values_list("pk", flat=True).first() or 0
        renamed = changes.filter(verb="theme_renamed", undone_at=None, undo__theme=theme.pk, pk__gt=since)
        link.label = label
        own = theme.name in (label, label[:1].upper() + label[1:])
        if theme.pk not in taken and (own or (theme.named_by_person and renamed.exists())):
            link.names, link.since, link.chosen = True, since, "" if theme.name == label else theme.name
            taken.add(theme.pk)
            machine = Published.objects.filter(slug=link.key, name=theme.name, named_by_person=False)
            if own and not machine.exists():
                Theme.objects.filter(pk=theme.pk).update(named_by_person=True)
        link.save(update_fields=["label", "chosen", "names", "since"])


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0017_approvals_lost_and_runs_that_ask"),
    ]

    operations = [
        migrations.AddField(
            model_name="entrytheme",
            name="before",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="entrytheme",
            name="chosen",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="entrytheme",
            name="label",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="entrytheme",
            name="names",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="entrytheme",
            name="since",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="entrytheme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("names", True)),
                fields=("theme",),
                name="insights_one_entry_names_a_theme",
            ),
        ),
    ]
