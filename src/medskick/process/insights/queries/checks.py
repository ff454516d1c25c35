"""What to look at before publishing, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.disclosure import SMALLEST
from medskick.ground.core.numbers import counted
from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import EditionTheme, Part, Placement, QuoteChoice, Run, Theme
from medskick.process.insights.queries import names, whole
from medskick.process.insights.queries.quotes import why_not
from medskick.process.insights.queries.shown_names import OtherWords, other_words

NAMED = 12


@dataclass(frozen=True)
class Check:
    """One line: ``tone`` is good, watch or bad; a bad one stops the publishing."""

    tone: str
    text: str
    what_to_do: str = ""

    @property
    def stops(self) -> bool:
        return self.tone == "bad"


def before_publishing(cycle: StrategyCycle, viewer: Viewer, *, reviewed: bool = True) -> list[Check]:
    """All checks, the stopping ones first. A bounded number of queries. ``reviewed``: a person approves first."""
    require("insights.publish", viewer)
    tops = Theme.objects.filter(
        cycle=cycle, parent=None, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED]
    )
    found = [
        _open_run(cycle),
        _approved(tops) if reviewed else None,
        _taken_away(cycle) if reviewed else None,
        _names(cycle),
        _other_words(cycle, viewer) if reviewed else None,
        _set_aside(cycle) if reviewed else None,
        _left(cycle),
        _lost_quotes(cycle),
        _small(cycle),
    ]
    order = {"bad": 0, "watch": 1, "good": 2}
    return sorted((check for check in found if check), key=lambda check: order[check.tone])


def _open_run(cycle: StrategyCycle) -> Check | None:
    runs = Run.objects.filter(cycle=cycle)
    if runs.filter(state__in=[Run.State.WAITING, Run.State.RUNNING]).exists():
        return Check(
            "bad", _("En analys pågår och kan ändra temana."), _("Vänta tills den är klar, eller avbryt den.")
        )
    if not runs.filter(state=Run.State.DONE).exists():
        return Check("bad", _("Ingen analys är klar än."), _("Starta en analys först."))
    return None


def _approved(tops: QuerySet[Theme]) -> Check:
    """How many themes a person has approved since they last changed; those that wait, by name."""
    waiting = list(tops.filter(state=Theme.State.PROPOSED).values_list("name", flat=True))
    approved = tops.count() - len(waiting)
    if waiting:
        text = ngettext(
            "%(n)s tema är inte godkänt av någon människa: %(names)s. Det kommer inte med. Tankarna i det räknas "
            "på raden ”inte i något tema”.",
            "%(n)s teman är inte godkända av någon människa: %(names)s. De kommer inte med. Tankarna i dem räknas "
            "på raden ”inte i något tema”.",
            len(waiting),
        ) % {"n": len(waiting), "names": named(waiting)}
        if approved:
            return Check(
                "watch", text, _("Läs och godkänn dem under Granska teman, eller publicera utan dem.")
            )
        return Check("bad", text, _("Läs och godkänn minst ett tema under Granska teman."))
    if not approved:
        return Check("bad", _("Inget tema är godkänt än."), _("Läs och godkänn minst ett tema."))
    told = ngettext(
        "Det enda temat är godkänt av en människa.",
        "Alla %(n)s teman är godkända av en människa.",
        approved,
    )
    return Check("good", told % {"n": approved})


def named(names: list[str]) -> str:
    """Names in a sentence, the first twelve where they are many."""
    shown = ", ".join(_("”%(words)s”") % {"words": name} for name in names[:NAMED])
    left = len(names) - NAMED
    return (
        shown if left <= 0 else f"{shown} " + ngettext("och %(n)s till", "och %(n)s till", left) % {"n": left}
    )


def _names(cycle: StrategyCycle) -> Check | None:
    """Nothing is done where nothing is approved yet."""
    approved = Theme.objects.filter(cycle=cycle, parent=None, state=Theme.State.APPROVED)
    told = approved.aggregate(all=Count("pk"), machine=Count("pk", filter=Q(named_by_person=False)))
    machine = told["machine"]
    if not told["all"]:
        return None
    if machine:
        text = ngettext(
            "%(n)s tema har kvar datorns namn. Namnet visas bara så länge minst två medskick använder orden.",
            "%(n)s teman har kvar datorns namn. Namnen visas bara så länge minst två medskick använder orden.",
            machine,
        ) % {"n": machine}
        return Check("watch", text, _("Ge dem namn som folk skulle säga."))
    return Check("good", _("Alla godkända teman har namn som en människa har valt."))


def _other_words(cycle: StrategyCycle, viewer: Viewer) -> Check | None:
    """Themes whose name visitors do not read: they will not in the next edition either, unless a person names them."""
    others = {key: one for key, one in other_words(cycle, viewer).items() if not one.renamed}
    live = Theme.objects.filter(pk__in=others, parent=None, named_by_person=False)
    themes = list(live.filter(state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])) if others else []
    if not themes:
        return None
    told = [_("”%(name)s” (visas som ”%(shown)s”)") % _both(theme, others[theme.pk]) for theme in themes]
    text = ngettext(
        "Besökarna ser andra ord än namnet på %(n)s tema: %(names)s. För få medskick använder orden i namnet.",
        "Besökarna ser andra ord än namnen på %(n)s teman: %(names)s. För få medskick använder orden i namnen.",
        len(told),
    ) % {"n": counted(len(told)), "names": ", ".join(told)}
    return Check("watch", text, _("Ge temat ett namn på dess sida, så visas det i nästa utgåva."))


def _both(theme: Theme, other: OtherWords) -> dict[str, str]:
    return {"name": theme.name, "shown": other.shown}


def _set_aside(cycle: StrategyCycle) -> Check | None:
    """Names that people had approved or given and that a codebook set aside; nobody has approved the new ones."""
    notes = names.waiting(cycle.pk)
    if not notes:
        return None
    told = [_("”%(old)s” (nu ”%(new)s”)") % {"old": note.old, "new": note.name} for note in notes]
    text = ngettext(
        "Kodboken har gett %(n)s tema ett annat namn än det ni hade: %(names)s.",
        "Kodboken har gett %(n)s teman andra namn än dem ni hade: %(names)s.",
        len(told),
    ) % {"n": len(told), "names": ", ".join(told)}
    return Check(
        "watch", text, _("Läs temat och godkänn det, eller ta tillbaka det gamla namnet på dess sida.")
    )


def _taken_away(cycle: StrategyCycle) -> Check | None:
    """Approved themes that still say what was taken away from an edition: the next one would show it again."""
    rows = EditionTheme.objects.filter(edition__cycle=cycle, theme__state=Theme.State.APPROVED)
    again = {
        row.theme_id
        for row in rows.exclude(taken={}).select_related("theme")
        for part in row.taken
        if _still_says(row, part)
    }
    if not again:
        return None
    text = ngettext(
        "%(n)s tema har kvar ett namn, en sammanfattning eller ett skäl som har tagits bort ur en utgåva: %(names)s.",
        "%(n)s teman har kvar namn, sammanfattningar eller skäl som har tagits bort ur en utgåva: %(names)s.",
        len(again),
    )
    names = list(Theme.objects.filter(pk__in=again).values_list("name", flat=True))
    return Check(
        "bad", text % {"n": len(again), "names": named(names)}, _("Skriv om dem och godkänn dem igen.")
    )


def _still_says(row: EditionTheme, part: str) -> bool:
    """Whether the book says what was taken away; of several reasons one is enough."""
    if part == Part.REASONS:
        return not set(row.reasons).isdisjoint(row.theme.reasons)
    return bool(getattr(row, part) == getattr(row.theme, part))


def _left(cycle: StrategyCycle) -> Check | None:
    rows = Placement.objects.filter(whole.SHOWN, cycle=cycle)
    told = rows.aggregate(
        all=Count("pk"),
        left=Count("pk", filter=whole.IN_NONE),
        other=Count("pk", filter=whole.IN_BOOK["other_language"]),
    )
    if not told["all"]:
        return None
    if told["left"]:
        text = ngettext(
            "%(n)s tanke är inte i något tema. Den räknas ändå.",
            "%(n)s tankar är inte i något tema. De räknas ändå.",
            told["left"],
        ) % {"n": counted(told["left"])}
        parts = _("Passar inget av temana: %(none)s. På ett annat språk: %(other)s.") % {
            "none": counted(told["left"] - told["other"]),
            "other": counted(told["other"]),
        }
        what = _("Läs dem under Granska teman, Inte i något tema. Flytta dem som hör hemma i ett tema.")
        return Check("watch", f"{text} {parts}", what)
    return Check("good", _("Alla tankar med innehåll är i ett tema eller utanför strategin."))


def _lost_quotes(cycle: StrategyCycle) -> Check | None:
    chosen = QuoteChoice.objects.filter(theme__cycle=cycle, chosen=True)
    if not chosen.exists():
        return None
    lost = len(why_not(chosen))
    if lost:
        text = ngettext(
            "%(n)s valt citat kan inte visas längre. Nästa kandidat tar dess plats.",
            "%(n)s valda citat kan inte visas längre. Nästa kandidater tar deras plats.",
            lost,
        ) % {"n": lost}
        return Check("watch", text, _("Välj andra citat om du vill bestämma vilka det blir."))
    return Check("good", _("Alla valda citat stämmer med originalen."))


def _small(cycle: StrategyCycle) -> Check | None:
    """Approved themes whose spread will not be shown because so few persons stand behind them."""
    rows = Placement.objects.filter(cycle=cycle, contribution__state=State.VISIBLE, outside_reason="")
    top = Coalesce("theme__parent", "theme")
    pairs = (
        rows.exclude(theme=None)
        .values_list(top, "contribution__sending")
        .order_by()
        .annotate(behind=Max("contribution__persons"))
    )
    persons: dict[int, int] = defaultdict(int)
    for theme, _sending, behind in pairs:
        persons[theme] += behind
    approved = Theme.objects.filter(cycle=cycle, parent=None, state=Theme.State.APPROVED)
    small = sum(1 for pk in approved.values_list("pk", flat=True) if persons[pk] < SMALLEST)
    if not small:
        return None
    text = ngettext(
        "%(n)s godkänt tema har färre än %(k)s personer. Hur de fördelar sig visas inte.",
        "%(n)s godkända teman har färre än %(k)s personer. Hur de fördelar sig visas inte.",
        small,
    ) % {"n": small, "k": SMALLEST}
    return Check("watch", text, _("Slå ihop dem med ett större tema, eller låt dem stå som de är."))
