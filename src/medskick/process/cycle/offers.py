"""What the cycle offers the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.process.cycle import models, population, queries, rules  # noqa: F401
from medskick.process.cycle import region as regions
from medskick.process.statistics import frame

audit.sentence("cycle.started", _("{actor} startade omgången {name}"))
audit.sentence("cycle.phase_planned", _("{actor} planerade {phase} till {start} – {end}"))
audit.sentence("cycle.phase_opened", _("{actor} öppnade {phase} den {day}"))
audit.sentence("cycle.phase_follows_plan", _("{actor} lät {phase} följa planen igen"))
audit.sentence("cycle.phase_closed", _("{actor} avslutade {phase} den {day}"))

offers.record(models.StrategyCycle, why="Omgångens ram.", public_kind="cycle")
offers.record(models.Phase, why="Tidplanen och hur den hölls.")
offers.task(offers.Task(_("Omgång och tidplan"), "cycle:plan", "cycle.manage", 90))

frame.register(population.known, population.SOURCE)


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Cycles by key."""
    found = models.StrategyCycle.objects.filter(key__in=[ref.key for ref in refs])
    return {Ref("cycle", one.key): Description(Ref("cycle", one.key), one.name, address="/") for one in found}


chain.register("cycle", describe=describe)


@offers.happening
def phases(viewer: Viewer) -> Iterable[offers.Happening]:
    """The phases of the current cycle."""
    cycle = queries.current_cycle(viewer)
    for stop in queries.phase_line(cycle, viewer) if cycle else []:
        if stop.starts:
            yield offers.Happening(
                stop.name, stop.starts, stop.ends, reverse("pages:home"), "phase", stop.state
            )


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """No cycle, a region of example data, an election that has passed."""
    region = regions.region()
    if queries.current_cycle(PUBLIC) is None:
        yield offers.Problem(
            "error", "Ingen omgång är startad.", "Starta en under Omgång och tidplan i arbetsytan."
        )
    if region.contact.email.endswith(".example"):
        yield offers.Problem(
            "warning",
            "Kontaktadressen i regionfilen är ett exempel.",
            "Skriv er funktionsbrevlåda under [contact] i region.toml.",
        )
    if region.election_day < queries.today():
        yield offers.Problem(
            "warning",
            f"Valdagen i regionfilen ({region.election_day}) har passerat.",
            "Skriv nästa valdag under [term] i region.toml.",
        )
