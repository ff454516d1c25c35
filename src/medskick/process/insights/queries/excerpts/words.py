"""How excerpts are told: sides by what is asked, shares in words, coverage in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted
from medskick.process.insights.queries.excerpts.shape import Coverage, Sentence, Side, Summary, Tension

HALF = 50


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
    """How many speak of something like a sentence; whether they want the same of it is another matter."""
    if sentence.persons is None:
        return _("Några röster handlar om något liknande")
    told = {"n": counted(sentence.persons)}
    if summary.estimated:
        return _("Ungefär %(n)s röster handlar om något liknande") % told
    return (
        ngettext(
            "%(n)s röst handlar om något liknande",
            "%(n)s röster handlar om något liknande",
            sentence.persons,
        )
        % told
    )


def unseen(summary: Summary) -> str:
    """How many speak of what a sentence said that shows no more; empty where no sentence is away."""
    if not summary.sentence_away:
        return ""
    if not summary.some_unseen:
        return _("En mening visas inte längre.")
    if summary.unseen is None:
        return _(
            "En mening visas inte längre. Några röster handlar om något som liknar den. De räknas som förut."
        )
    told = {"n": counted(summary.unseen)}
    if summary.estimated:
        return (
            _(
                "En mening visas inte längre. Ungefär %(n)s röster handlar om något som liknar den. De räknas som "
                "förut."
            )
            % told
        )
    return (
        ngettext(
            "En mening visas inte längre. %(n)s röst handlar om något som liknar den. Den räknas som förut.",
            "En mening visas inte längre. %(n)s röster handlar om något som liknar den. De räknas som förut.",
            summary.unseen,
        )
        % told
    )


def others(summary: Summary) -> str:
    """How many speak of something else than all sentences; empty where nobody does."""
    if not summary.some_others:
        return ""
    if summary.others is None:
        return _("Några röster handlar om annat.")
    told = {"n": counted(summary.others)}
    if summary.estimated:
        return _("Ungefär %(n)s röster handlar om annat.") % told
    return ngettext("%(n)s röst handlar om annat.", "%(n)s röster handlar om annat.", summary.others) % told


def verdict(found: Coverage) -> str:
    """Whether the sentences cover the voices, in words and before any number."""
    if not found.holds:
        return _("Nej, sämre än tankar valda på slump. Läs fler av rösterna innan du drar slutsatser.")
    if not found.groups_hold:
        return _("Ja för alla tillsammans, men inte för varje grupp: någon täcks sämre än av slumpen.")
    if found.covered is None:
        return _("Minst lika bra som tankar valda på slump.")
    if found.covered >= HALF:
        return _(
            "Ja, de flesta. Och ingen grupp som går att jämföra täcks sämre än av tankar valda på slump."
        )
    return _("Bara en del. Men ingen grupp som går att jämföra täcks sämre än av tankar valda på slump.")


def coverage(found: Coverage) -> str:
    """What was measured, in numbers; empty where these would tell of a small group."""
    if found.covered is None:
        return ""
    told = {"covered": found.covered, "random": found.random, "samples": counted(found.samples)}
    return (
        _(
            "Av 100 röster har %(covered)s skrivit något som liknar en av meningarna. Lika många tankar valda på slump "
            "når i genomsnitt %(random)s av 100. Vi har jämfört med %(samples)s sådana urval."
        )
        % told
    )


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


def both(tension: Tension) -> str:
    """Those who speak for both sides; empty where nobody does, or where it is not told."""
    if not tension.told or not tension.both:
        return ""
    return _(
        "%(persons)s (%(percent)s %%) talar för båda sidor. De räknas för sig, så andelarna blir 100 %% ihop."
    ) % {
        "persons": voices(tension.both),
        "percent": tension.both_percent,
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
