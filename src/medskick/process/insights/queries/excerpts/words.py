"""How excerpts are told: sides by what is asked, shares in words, coverage in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted
from medskick.process.insights.queries.excerpts.shape import Coverage, Sentence, Side, Summary, Tension


def wants(question: str, side: str) -> str:
    """What a side wants of the matter."""
    told = {
        ("more_or_less", "for"): _("Vill ha mer"),
        ("more_or_less", "against"): _("Vill ha mindre eller inget alls"),
        ("keep_or_stop", "for"): _("Vill ha eller behålla"),
        ("keep_or_stop", "against"): _("Vill stoppa eller ta bort"),
        ("raise_or_lower", "for"): _("Vill höja eller inte sänka"),
        ("raise_or_lower", "against"): _("Vill sänka eller inte höja"),
    }
    return told.get((question, side)) or (_("Är för") if side == "for" else _("Är emot"))


def in_ten(percent: int) -> str:
    """A share in words, of ten persons."""
    told = (
        _("färre än en av tio"),
        _("ungefär en av tio"),
        _("ungefär två av tio"),
        _("ungefär tre av tio"),
        _("ungefär fyra av tio"),
        _("ungefär hälften"),
        _("ungefär sex av tio"),
        _("ungefär sju av tio"),
        _("ungefär åtta av tio"),
        _("ungefär nio av tio"),
        _("nästan alla"),
    )
    if percent == 50:
        return _("hälften")
    return told[(percent + 5) // 10]


def alike(sentence: Sentence, summary: Summary) -> str:
    """How many say something like a sentence."""
    if sentence.persons is None:
        return _("Några säger något liknande")
    told = {"n": counted(sentence.persons)}
    if summary.estimated:
        return _("Ungefär %(n)s röster säger något liknande") % told
    return (
        ngettext("%(n)s röst säger något liknande", "%(n)s röster säger något liknande", sentence.persons)
        % told
    )


def others(summary: Summary) -> str:
    """How many say something else than all sentences; empty where nobody does."""
    if not summary.some_others:
        return ""
    if summary.others is None:
        return _("Några säger annat.")
    told = {"n": counted(summary.others)}
    if summary.estimated:
        return _("Ungefär %(n)s röster säger annat.") % told
    return ngettext("%(n)s röst säger annat.", "%(n)s röster säger annat.", summary.others) % told


def coverage(found: Coverage) -> str:
    """What was measured, in one or two sentences."""
    if found.covered is None:
        return (
            _("Meningarna täcker rösterna minst lika bra som tankar valda på slump.")
            if found.holds
            else _("Meningarna täcker rösterna sämre än tankar valda på slump. Läs fler av rösterna.")
        )
    told = {"covered": found.covered, "random": found.random, "samples": counted(found.samples)}
    return (
        _(
            "Av 100 röster har %(covered)s skrivit något som liknar en av meningarna. Lika många tankar valda på slump "
            "når i genomsnitt %(random)s av 100. Vi har jämfört med %(samples)s sådana urval."
        )
        % told
    )


def groups(found: Coverage) -> str:
    """Whether it holds for everybody."""
    if found.groups_hold:
        return _("Ingen av de grupper som är stora nog att jämföra täcks sämre än av slumpen.")
    if found.holds:
        return _("Någon grupp täcks sämre än av slumpen. Läs fler av rösterna innan du drar slutsatser.")
    return _("Det är sämre än slumpen. Läs fler av rösterna innan du drar slutsatser.")


def voices(persons: int | None) -> str:
    """A number of persons, or that they are few."""
    if persons is None:
        return _("Några röster")
    return ngettext("%(n)s röst", "%(n)s röster", persons) % {"n": counted(persons)}


def side(one: Side) -> str:
    """How many stand on a side: numbers and words; empty where it is not told."""
    if one.persons is None or one.percent is None:
        return ""
    return _("%(persons)s, %(percent)s %% av dem som tar ställning") % {
        "persons": voices(one.persons),
        "percent": one.percent,
    }


def neither(tension: Tension) -> str:
    """Those who name the matter without taking a side."""
    if not tension.some_neither:
        return ""
    if tension.neither is None:
        return _("Några till nämner saken utan att ta tydlig ställning.")
    return _("Ytterligare %(persons)s nämner saken utan att ta tydlig ställning.") % {
        "persons": voices(tension.neither)
    }
