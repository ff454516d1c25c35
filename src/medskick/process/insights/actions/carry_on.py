"""Make a codebook of a published edition."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.told import keep
from medskick.process.insights.actions.codebooks import create_codebook
from medskick.process.insights.models import Codebook, Edition, EntryTheme
from medskick.process.insights.queries.carrying import carried


def carry_on(edition: Edition, name: str, *, by: Viewer) -> Codebook:
    """A codebook of a published edition's themes. In the edition's own cycle its entries fill the same themes.

    A theme whose name may not show is called by the words that stand in place of it. What cannot be an entry is told by
    ``queries.carrying``.
    """
    require("insights.run", by)
    rows, _left = carried(edition, by)
    if not rows:
        raise ValidationError(_("Utgåvan har inga teman med namn som får visas."))
    entries = [{"key": one.key, "label": one.label, "definition": one.definition} for one in rows]
    with transaction.atomic():
        what = keep("insights.codebook.carried_on", number=edition.number)
        codebook = create_codebook(name, by=by, entries=entries, what=what)
        EntryTheme.objects.bulk_create(
            EntryTheme(codebook=codebook, key=one.key, cycle_id=edition.cycle_id, theme_id=one.theme)
            for one in rows
        )
    return codebook
