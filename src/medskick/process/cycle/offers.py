"""What the cycle offers the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, chain, dates, offers
from medskick.ground.core.access import PUBLIC, SYSTEM, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.ground.people import places
from medskick.ground.post import kinds
from medskick.ground.post.subscriptions import Topic, topics
from medskick.process.cycle import mail, models, population, queries, rules  # noqa: F401
from medskick.process.cycle import region as regions
from medskick.process.statistics import frame

audit.sentence("cycle.started", _("{actor} startade omgången {name}"))
audit.sentence("cycle.phase_planned", _("{actor} planerade {phase} till {start} – {end}"))
audit.sentence("cycle.phase_opened", _("{actor} öppnade {phase} den {day}"))
audit.sentence("cycle.phase_follows_plan", _("{actor} lät {phase} följa planen igen"))
audit.sentence("cycle.phase_closed", _("{actor} avslutade {phase} den {day}"))
audit.sentence("cycle.milestone_added", _("{actor} lade till milstolpen {title} den {day}"))
audit.sentence("cycle.milestone_changed", _("{actor} ändrade milstolpen {title}, planerad till {day}"))
audit.sentence("cycle.milestone_done", _("{actor} skrev att milstolpen {title} blev klar den {day}"))
audit.sentence("cycle.milestone_reopened", _("{actor} tog tillbaka att milstolpen {title} är klar"))
audit.sentence("cycle.milestone_withdrawn", _("{actor} strök milstolpen {title}"))
audit.sentence("cycle.milestone_put_back", _("{actor} satte tillbaka milstolpen {title}"))
audit.sentence(
    "cycle.budget_saved",
    _("{actor} sparade budgeten för {ref}: {cost} kronor i kostnader, {financed} kronor i finansiering"),
)
audit.sentence("cycle.budget_published", _("{actor} visade budgeten för {ref} för alla: {cost} kronor"))
audit.sentence("cycle.budget_unpublished", _("{actor} tog bort budgeten för {ref} från den öppna sidan"))
audit.sentence("cycle.election_reminded", _("{actor} påminde om valet den {election}, {months} månader före"))
audit.sentence("cycle.election_seen", _("{actor} har sett påminnelsen om valet den {election}"))

offers.record(models.StrategyCycle, why="Omgångens ram.", public_kind="cycle")
offers.record(models.Phase, why="Tidplanen och hur den hölls.")
offers.record(models.Milestone, why="Vad som lovades och vad det blev av det.", public_kind="milestone")
offers.record(models.EarlierPlan, why="Löften som har ändrats ska gå att se.")
offers.record(models.BudgetLine, why="Vad arbetet kostar och vem som betalar.")
offers.record(models.ElectionReminder, why="Att påminnelsen har gått ut, en gång.")
offers.task(offers.Task(_("Omgång och tidplan"), "cycle:plan", "cycle.manage", 90, queries.unseen))
offers.menu(offers.MenuItem(_("Tidplan"), "timeline:page", 35))
mail.register()

frame.register(population.known, population.SOURCE)
places.register(lambda: [(one.code, one.name) for one in regions.region().municipalities])


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Cycles by key."""
    found = models.StrategyCycle.objects.filter(key__in=[ref.key for ref in refs])
    return {Ref("cycle", one.key): Description(Ref("cycle", one.key), one.name, address="/") for one in found}


def describe_milestones(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Milestones by their lasting key."""
    told = {}
    for one in queries.milestones_by_key([ref.key for ref in refs], viewer):
        ref = Ref("milestone", str(one.key))
        day = dates.day(one.actual or one.planned)
        told[ref] = Description(ref, one.title, day, None, queries.address(one.phase.cycle), one.words)
    return told


chain.register("cycle", describe=describe)
chain.register("milestone", describe=describe_milestones)


@kinds.common
def letterhead() -> dict[str, str]:
    """Who writes, in every mail."""
    region = regions.region()
    return {"site": region.title, "organisation": region.name, "contact": region.contact.email}


@topics.register
def municipalities(viewer: Viewer) -> Iterable[Topic]:
    """The region's municipalities, for those who want to hear about their own."""
    for one in regions.region().municipalities:
        yield Topic(queries.municipality_topic(one.code), one.name, _("Kommuner"))


@offers.happening
def of_the_cycle(viewer: Viewer) -> Iterable[offers.Happening]:
    """Phases and milestones of the current cycle."""
    cycle = queries.current_cycle(viewer)
    return queries.happenings(cycle, viewer) if cycle else ()


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """No cycle, a region of example data, an election that has passed or comes first, a budget that does not sum."""
    region = regions.region()
    cycle = queries.current_cycle(PUBLIC)
    if cycle is None:
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
    elif cycle is not None:
        yield from _too_late(cycle)
    if cycle is not None:
        yield from _does_not_sum(cycle)


def _too_late(cycle: models.StrategyCycle) -> Iterable[offers.Problem]:
    """The plan ends after the election, and the strategy has not been updated since the one before."""
    ahead = queries.deadline(SYSTEM)
    decision = next(
        (one for one in queries.phases(cycle, SYSTEM) if one.kind == models.PhaseKind.DECISION), None
    )
    if ahead.updated or decision is None or decision.ends is None:
        return
    if decision.ends >= ahead.election_day:
        yield offers.Problem(
            "warning",
            f"Beslutet är planerat till {decision.ends}, efter valet den {ahead.election_day}.",
            "Strategin ska uppdateras före valet. Ändra beslutsfasen under Omgång och tidplan.",
        )


def _does_not_sum(cycle: models.StrategyCycle) -> Iterable[offers.Problem]:
    found = queries.budget(cycle, SYSTEM)
    if found.is_empty or found.sums:
        return
    what = "mindre" if found.missing > 0 else "mer"
    yield offers.Problem(
        "warning",
        f"Budgeten går inte ihop: finansieringen är {abs(found.missing)} kronor {what} än kostnaderna.",
        "Rätta raderna under Omgång och tidplan, Budget. Budgeten visas när summorna är lika.",
    )
