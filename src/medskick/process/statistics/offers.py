"""What statistics offer the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers
from medskick.ground.core.access import PUBLIC
from medskick.process.statistics import models, queries, rules  # noqa: F401

OLDEST_YEARS = 2

audit.sentence(
    "statistics.taken_in",
    _("{actor} läste in {source}. Nya siffror: {new}. Ändrade: {revised}. Som förut: {same}"),
)

offers.record(models.Source, why="Visar var siffrorna kommer ifrån.")
offers.record(models.Series, why="Visar vad siffrorna mäter.")
offers.record(models.Observation, why="Underlag för det som har visats. Gamla versioner finns kvar.")
offers.task(offers.Task(_("Folkmängd"), "statistics:population", "statistics.manage", 91))
offers.data_set(
    offers.DataSet(
        "statistik",
        _("Statistik som Medskick räknar med"),
        (
            ("serie", _("Vad som mäts: population är folkmängd, population-age folkmängd efter ålder")),
            ("plats", _("Kommunens eller länets kod hos SCB")),
            ("period", _("År; folkmängden gäller den 31 december")),
            ("kategori", _("Åldersgrupp; tom för alla åldrar")),
            ("varde", _("Antalet som källan anger. Från 2025 lägger SCB till små slumptal")),
            ("status", _("Källans eget tecken där antalet saknas")),
            ("kalla", _("Var siffran kommer ifrån")),
            ("version", _("Nya uppgifter om samma sak får nästa nummer; högst nummer gäller")),
            ("hamtad", _("Dag då siffran lästes in")),
        ),
        queries.open_rows,
    )
)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """No population, or an old one."""
    found = queries.population(PUBLIC)
    what_to_do = "Läs in en fil under Folkmängd i arbetsytan, eller skriv siffrorna i region.toml."
    if found.year is None:
        yield offers.Problem("warning", "Folkmängden saknas, så ingen ser vilka som saknas.", what_to_do)
    elif timezone.localdate().year - found.year > OLDEST_YEARS:
        yield offers.Problem("warning", f"Folkmängden är från {found.year}, äldre än två år.", what_to_do)
