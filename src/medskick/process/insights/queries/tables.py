"""Ages and kinds of sender of an edition as a whole: decided once, when it is published, and never counted again.

Age and sender stand on no row, so a table of them is safe only if no reader can subtract tables from each other until a
few persons are left. Therefore there is one table per edition and none per theme, hiding a contribution later changes
nothing in it, and a new one is made only if everything that can be worked out by comparing it with the earlier ones is
itself fit to print. To see that, sendings are laid in blocks by which of the tables count them: every sum and
difference of tables is made of blocks.

A sending is counted once, however many of its contributions show, and always with the same persons in the same group:
those of its largest contribution, whether that shows or not. So hiding one of two answers never moves anybody.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from medskick.ground.core.access import SYSTEM, Viewer
from medskick.ground.core.printed import FEWEST_SENDINGS, Earlier, Voice, fit_to_print
from medskick.process.contributions.models import AgeBand, SenderKind
from medskick.process.contributions.queries.sendings import largest, sendings_of
from medskick.process.insights.models import Edition, EditionStatement, EditionTable
from medskick.process.participation import queries as participation

__all__ = [
    "AGE",
    "FEWEST_SENDINGS",
    "SENDER",
    "Earlier",
    "Voice",
    "fit_to_print",
    "freeze",
    "printed",
    "tables_of",
]

AGE, SENDER = "age_band", "sender_kind"


def freeze(edition: Edition) -> list[EditionTable]:
    """The tables of a new edition that may be printed, not saved: safe beside those of earlier editions, and beside
    those that tell who has taken part (``participation``).
    """
    rows = EditionStatement.objects.filter(edition=edition).exclude(contribution_outcome="")
    now = set(rows.filter(contribution__state="visible").values_list("contribution_id", flat=True))
    counted = set(sendings_of(now).values())
    made = []
    for dimension in (AGE, SENDER):
        earlier = [
            *printed(edition.cycle_id, dimension),
            *participation.printed(edition.cycle_id, dimension, SYSTEM),
        ]
        before = {key for one in earlier for key in one.counted if isinstance(key, UUID)}
        every = largest(counted | before, dimension)
        voices = [Voice(key, persons, group, key in counted) for key, (persons, group) in every.items()]
        cells = fit_to_print(voices, earlier)
        if cells is not None:
            whole = sum(voice.persons for voice in voices if voice.now)
            together = whole - sum(persons or 0 for persons in cells.values())
            made.append(
                EditionTable(
                    edition=edition, dimension=dimension, cells=cells, together=together, counted=sorted(now)
                )
            )
    return made


def printed(cycle: int, dimension: str) -> list[Earlier]:
    """The tables of a cycle's editions that are out, as later tables are compared with them."""
    out = EditionTable.objects.filter(edition__cycle=cycle, dimension=dimension).order_by("pk")
    rows = list(out.values_list("counted", "cells"))
    sent_with = sendings_of({pk for counted, _cells in rows for pk in counted})
    return [
        Earlier(
            frozenset(sent_with[pk] for pk in counted),
            frozenset(group for group, persons in cells.items() if persons is None),
        )
        for counted, cells in rows
    ]


def tables_of(edition: Edition, viewer: Viewer) -> list[dict[str, Any]]:
    """The edition's tables for a page: title, lines with each one's share of the largest, persons told together."""
    from django.utils.translation import gettext as _

    titles = {AGE: (_("Åldrar"), _("Ålder")), SENDER: (_("Avsändare"), _("Avsändare"))}
    choices: dict[str, Any] = {AGE: AgeBand.choices, SENDER: SenderKind.choices}
    found = []
    for table in edition.tables.defer("counted"):
        title, place = titles[table.dimension]
        labels = {**dict(choices[table.dimension]), "": _("Inte angivet")}
        largest = max((persons or 0 for persons in table.cells.values()), default=0) or 1
        lines = [
            {
                "label": str(label),
                "value": table.cells[group],
                "share": round(100 * (table.cells[group] or 0) / largest),
            }
            for group, label in labels.items()
            if group in table.cells
        ]
        if sum(line["value"] != 0 for line in lines) < 2:  # one row compares nothing
            lines = []
        found.append({"title": title, "place": place, "lines": lines, "together": table.together})
    return found
