"""Live placements know why they lie outside; what changed between editions is told as it is for new ones.

Editions published before themes were compared by their statements told growth and new names that were none. The rules
are those of ``queries.changes.since_previous``, as they stood when this was written. What people did (merged, moved)
was kept right and is taken over.
"""

from collections import defaultdict

from django.db import migrations, models

FRESH = "fresh"


def tell_anew(apps, schema_editor):
    editions = apps.get_model("insights", "Edition").objects
    by_number = {edition.number: edition for edition in editions.order_by("number")}
    for edition in by_number.values():
        before = by_number.get(edition.changes.get("since"))
        if before is None:
            continue
        changes = _since(apps, before, edition)
        if changes != edition.changes:
            editions.filter(pk=edition.pk).update(changes=changes)


def _since(apps, before, edition):
    old, new = _tops(apps, before), _tops(apps, edition)
    told = edition.changes
    merged = told.get("merged", [])
    gone = [was for pk, was in old.items() if pk not in new and was.pk not in {pair[0] for pair in merged}]
    kept = [(old[pk], theme) for pk, theme in new.items() if pk in old]
    refilled = _refilled(apps, before, edition, kept)
    by_people = dict(pair for pair in told.get("reshaped", []) if pair[1] != FRESH)
    names = {was.name.casefold() for was in gone}
    taken = {theme.pk for theme in new.values() if theme.name.casefold() in names}
    borne = {theme.name.casefold() for theme in new.values() if theme.pk in taken}
    reshaped = dict.fromkeys([*refilled, *taken], FRESH) | by_people
    like = [(was, theme) for was, theme in kept if theme.pk not in reshaped]
    renamed = [
        (was, theme)
        for was, theme in kept
        if was.name != theme.name
        and reshaped.get(theme.pk) != FRESH
        and (theme.named_by_person or theme.pk not in refilled)
    ]
    return {
        "since": before.number,
        "new": [theme.pk for pk, theme in new.items() if pk not in old and theme.pk not in taken],
        "merged": merged,
        "gone": [was.pk for was in gone if was.name.casefold() not in borne],
        "renamed": [[was.pk, theme.pk] for was, theme in renamed],
        "outside": [theme.pk for was, theme in kept if theme.outside_reason and not was.outside_reason],
        "inside": [theme.pk for was, theme in kept if was.outside_reason and not theme.outside_reason],
        "counts": [
            [theme.pk, theme.persons_then - was.persons_then]
            for was, theme in like
            if theme.persons_then != was.persons_then
        ],
        "grown": {str(theme.theme_id): theme.persons_then - was.persons_then for was, theme in like},
        "reshaped": [[theme.pk, reshaped[theme.pk]] for theme in new.values() if theme.pk in reshaped],
    }


def _tops(apps, edition):
    themes = apps.get_model("insights", "EditionTheme").objects.filter(edition=edition, parent=None)
    return {theme.theme_id: theme for theme in themes.order_by("order", "id")}


def _refilled(apps, before, edition, kept):
    """Themes with less than two thirds of their old statements, or of whose known ones less than half came from it."""
    was_in, is_in = _shown(apps, before), _shown(apps, edition)
    held, known = defaultdict(set), defaultdict(set)
    for key, pk in was_in.items():
        held[pk].add(key)
    for key, pk in is_in.items():
        if key in was_in:
            known[pk].add(key)
    found = set()
    for was, theme in kept:
        had, has = held[was.pk], known[theme.pk]
        shared = len(had & has)
        if 3 * shared < 2 * len(had) or 2 * shared < len(has):
            found.add(theme.pk)
    return found


def _shown(apps, edition):
    rows = apps.get_model("insights", "EditionStatement").objects.filter(edition=edition)
    rows = rows.filter(contribution__state="visible").values_list(
        "contribution_id", "field", "start", "end", "theme_id"
    )
    return {row[:4]: row[4] for row in rows.iterator()}


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0015_runs_go_on_from_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='liveplacement',
            name='outside_reason',
            field=models.CharField(blank=True, choices=[('beyond_influence', 'regionen råder inte över det'), ('short_term', 'gäller något kortsiktigt'), ('local_only', 'gäller en enda plats'), ('single_actor', 'en enda aktör kan lösa det själv')], max_length=20),
        ),
        migrations.RunPython(tell_anew, migrations.RunPython.noop),
    ]
