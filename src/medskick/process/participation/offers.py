"""What participation offers the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from medskick.ground.core import audit, offers
from medskick.ground.core.access import Viewer
from medskick.process.cycle import queries as cycles
from medskick.process.participation import models, queries, rules  # noqa: F401

audit.sentence(
    "participation.printed",
    ngettext_lazy(
        "{actor} publicerade vilka som har tyckt till, {table}: {persons} röst",
        "{actor} publicerade vilka som har tyckt till, {table}: {persons} röster",
        "persons",
    ),
    by="persons",
)

offers.record(models.PrintedTable, why="Publicerat resultat.")
offers.menu(offers.MenuItem(_("Vilka är med?"), "participation:participation", 37))
offers.task(offers.Task(_("Vilka saknas än?"), "participation_staff:plan", "participation.plan", 55))


def _rows(viewer: Viewer) -> Iterable[tuple[object, ...]]:
    cycle = cycles.current_cycle(viewer)
    return queries.rows(cycle, viewer) if cycle else iter(())


offers.data_set(
    offers.DataSet(
        "deltagande",
        _("Vilka som har tyckt till, bredvid vilka som bor här"),
        (
            ("tabell", _("Vad raden delar upp efter: kommun, ålder, kanal eller avsändare")),
            ("grupp", _("Gruppens namn")),
            ("roster", _("Antal personer; tom där de är för få för att visas")),
            ("invanare", _("Antal invånare i gruppen. Från 2025 lägger SCB till små slumptal")),
            ("per_1000", _("Röster per 1 000 invånare")),
            ("andel_roster", _("Procent av de röster vars grupp visas")),
            ("andel_invanare", _("Procent av länets invånare")),
            ("raknad", _("Dag då tabellen räknades; tom när den räknas om hela tiden")),
        ),
        _rows,
    )
)
