"""What contributions offer the house."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, chain, offers
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Ref
from medskick.process.contributions import demo, models, queries, rules  # noqa: F401
from medskick.process.contributions.imports import offers as _imports  # noqa: F401
from medskick.process.contributions.queries import staff
from medskick.process.cycle import leaving
from medskick.process.cycle import queries as cycles
from medskick.process.cycle.models import StrategyCycle

audit.sentence("contributions.entered", _("{actor} skrev in medskick {ref} ({channel})"))
audit.sentence("contributions.pass", _("{actor} godkände medskick {ref}"))
audit.sentence("contributions.hide", _("{actor} dolde medskick {ref}: {reason}"))
audit.sentence("contributions.restore", _("{actor} visade medskick {ref} igen"))
audit.sentence("contributions.undo", _("{actor} ångrade det senaste beslutet om medskick {ref}"))
audit.sentence("contributions.withdraw", _("Avsändaren tog tillbaka medskick {ref}"))
audit.sentence("contributions.masked", _("{actor} täckte över en uppgift ({kind}) i medskick {ref}"))
audit.sentence("contributions.mask_lifted", _("{actor} tog bort en maskering ({kind}) i medskick {ref}"))
audit.sentence("contributions.corrected", _("Avsändaren skickade en rättelse till medskick {ref}"))
audit.sentence("contributions.correction_shown", _("{actor} lät en rättelse visas vid medskick {ref}"))
audit.sentence(
    "contributions.correction_answered",
    _("{actor} flyttade en tanke i medskick {ref} som avsändaren hade sagt hamnade fel"),
)
audit.sentence(
    "contributions.correction_reopened",
    _("{actor} flyttade tillbaka en tanke i medskick {ref}: avsändarens rättelse är öppen igen"),
)
audit.sentence("contributions.correction_hidden", _("{actor} lät inte en rättelse visas vid medskick {ref}"))
audit.sentence(
    "contributions.correction_taken_down", _("{actor} dolde en rättelse till medskick {ref}: {reason}")
)
audit.sentence(
    "contributions.correction_restored", _("{actor} lät en dold rättelse till medskick {ref} visas igen")
)
audit.sentence(
    "contributions.correction_masked",
    _("{actor} täckte över en uppgift ({kind}) i en rättelse till medskick {ref}"),
)
audit.sentence("contributions.appealed", _("Avsändaren bad om en ny prövning av medskick {ref}"))
audit.sentence("contributions.appeal_granted", _("{actor} prövade medskick {ref} på nytt och lät det visas"))
audit.sentence(
    "contributions.appeal_refused", _("{actor} prövade medskick {ref} på nytt och lät det vara dolt")
)
audit.sentence(
    "contributions.appeal_moot",
    _("{actor} avslutade överklagandet av medskick {ref}, eftersom det inte längre var dolt"),
)
audit.sentence("contributions.reported", _("En besökare anmälde medskick {ref}"))
audit.sentence("contributions.report_handled", _("{actor} läste en anmälan och lät medskick {ref} visas"))
audit.sentence(
    "contributions.rule_approved", _("{actor} godkände en regel för det som kommer via {channels}")
)
audit.sentence("contributions.rule_ended", _("{actor} avslutade regeln för godkännande"))
audit.sentence("contributions.rule_applied", _("{actor} lät regeln godkänna {count} medskick som väntade"))

offers.record(models.Contribution, why="Inkommen allmän handling.", public_kind="contribution")
offers.record(models.Submission, why="Knyter kvittot till det som skickades.")
offers.record(models.Mask, why="Lager över originalet.")
offers.record(models.Correction, why="Inkommen allmän handling.")
offers.record(models.Decision, why="Visar varför något syns eller inte.")
offers.record(models.Appeal, why="Inkommen allmän handling.")
offers.record(models.Report, why="Inkommen allmän handling.")
offers.record(models.ApprovalRule, why="Visar vad som godkänts utan att en person läst.")
offers.record(models.ImportBatch, why="Visar var inläst material kommer ifrån.")

offers.menu(offers.MenuItem(_("Tyck till"), "contributions:form", 10))
offers.menu(offers.MenuItem(_("Följ din röst"), "contributions:lookup", 40))


def _waiting(viewer: Viewer) -> int:
    return staff.waiting_in_all(viewer)


offers.task(
    offers.Task(_("Granska medskick"), "contributions_staff:queue", "contributions.read_all", 20, _waiting)
)
offers.task(
    offers.Task(
        _("Överklaganden"),
        "contributions_staff:appeals",
        "contributions.moderate",
        22,
        lambda viewer: staff.open_appeals(viewer).count(),
    )
)
offers.task(
    offers.Task(
        _("Anmälningar"),
        "contributions_staff:reports",
        "contributions.moderate",
        24,
        lambda viewer: staff.open_reports(viewer).count(),
    )
)
offers.task(
    offers.Task(
        _("Rättelser"),
        "contributions_staff:corrections",
        "contributions.moderate",
        26,
        lambda viewer: staff.open_corrections(viewer).count(),
    )
)
offers.task(
    offers.Task(_("Regel för godkännande"), "contributions_staff:rule", "contributions.approve_rule", 28)
)
offers.task(offers.Task(_("Skriv in ett medskick"), "contributions_staff:enter", "contributions.enter", 29))


@leaving.register
def left_unread(cycle: StrategyCycle, viewer: Viewer) -> Iterable[leaving.Left]:
    """What nobody has read when the next cycle starts."""
    if waiting := staff.waiting(cycle, viewer):
        text = ngettext("%(n)s medskick är inte läst.", "%(n)s medskick är inte lästa.", waiting)
        yield leaving.Left(
            text % {"n": waiting},
            gettext("Kön finns kvar och går att läsa färdigt."),
            f"{reverse('contributions_staff:queue')}?omgang={cycle.key}",
        )


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Contributions by number, as far as everybody may read them: masked, and only those that show."""
    numbers = {ref: int(ref.key) for ref in refs if ref.key.isdigit()}
    texts = queries.public_texts(numbers.values(), viewer)
    return {
        ref: Description(
            ref,
            Truncator(" ".join(texts[number].plain.split())).chars(90),
            address=reverse("contributions:public", args=[number]),
        )
        for ref, number in numbers.items()
        if number in texts
    }


chain.register("contribution", describe=describe)


def findable(numbers: Iterable[str], viewer: Viewer) -> dict[str, offers.Findable]:
    """Contributions that show, by their open words."""
    return {
        number: offers.Findable(
            number,
            title or Truncator(text).chars(70),
            text,
            reverse("contributions:public", args=[number]),
            language,
        )
        for number, (title, text, language) in queries.searchable(numbers, viewer).items()
    }


offers.searchable(offers.SearchSource("medskick", _("Medskick"), 90, queries.searchable_keys, findable))


def _public_rows(viewer: Viewer) -> Iterable[tuple[object, ...]]:
    cycle = cycles.current_cycle(viewer)
    return queries.public_rows(cycle, viewer) if cycle else iter(())


offers.data_set(
    offers.DataSet(
        "roster",
        _("Medskick som visas"),
        (
            ("nummer", _("Röstens nummer; adressen är /medskick/nummer/")),
            (
                "text",
                _(
                    "Avsändarens egna ord. Uppgifter om enskilda personer är ersatta av en text inom hakparentes"
                ),
            ),
            ("fraga", _("Frågan som besvarades")),
            ("kanal", _("Hur rösten kom in")),
            ("kommun", _("Kommun; tom där färre än fem personer delar den i samma kanal")),
            ("sprak", _("Språkkod, tom där språket är osäkert")),
        ),
        _public_rows,
    )
)

OLD_QUEUE = datetime.timedelta(days=7)


@offers.readiness
def problems() -> Iterable[offers.Problem]:
    """Contributions that nobody has read for a week, and no rule that would let them show."""
    cycle = cycles.current_cycle(PUBLIC)
    if cycle is None:
        return
    waiting = models.Contribution.objects.filter(
        cycle=cycle, state=models.State.WAITING, received_at__lt=timezone.now() - OLD_QUEUE
    )
    # The demonstration's voices have been given days in the past: nobody has kept them waiting.
    shown = models.Submission.objects.filter(client_key__startswith=demo.KEY)
    old = waiting.exclude(submission__in=shown).count()
    if not old:
        return
    ruled = staff.current_rule(cycle, PUBLIC) is not None
    yield offers.Problem(
        "warning",
        f"{old} medskick har väntat på granskning i mer än en vecka.",
        "Läs dem under Granska medskick."
        if ruled
        else "Läs dem under Granska medskick, eller låt processledaren godkänna en regel.",
    )
