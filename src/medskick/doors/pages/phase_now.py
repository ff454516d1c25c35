"""What the front page tells of a phase in which nothing new is sent in: what goes on and what one can do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from medskick.ground.core.offers import Text
from medskick.process.cycle.models import PhaseKind


@dataclass(frozen=True)
class Way:
    """Something that a visitor can do now: the words of the link and the name of its address."""

    words: Text
    name: str


@dataclass(frozen=True)
class PhaseNow:
    """The words of a phase. ``what`` and ``lead`` may name ``%(council)s``, with a capital too; ``first`` is the
    large button."""

    title: Text
    lead: Text
    what: Text
    first: Way
    ways: tuple[Way, ...]


_THEMES = Way(_("Läs vad många har sagt, tema för tema"), "insights:themes")
_NEWS = Way(_("Läs nyheterna"), "pages:news")
_MAIL = Way(_("Få nyheter med mejl"), "post:subscribe")
_QUESTIONS = Way(_("Läs frågor och svar"), "pages:questions")

WORDS: dict[str, PhaseNow] = {
    PhaseKind.ANALYSIS: PhaseNow(
        _("Nu läser vi vad ni har sagt"),
        _("Dialogen är slut. Tack, alla som har skickat med något! Nu läser och räknar vi rösterna."),
        _(
            "En dator sorterar rösterna i teman. Människor läser, rättar och bestämmer. "
            "När det är klart skriver vi ett förslag till strategi."
        ),
        Way(_("Se vad många säger"), "insights:themes"),
        (
            Way(_("Läs hur vi sorterar och räknar"), "insights:method"),
            Way(_("Se när analysen ska vara klar"), "timeline:page"),
            _NEWS,
            _MAIL,
            _QUESTIONS,
        ),
    ),
    PhaseKind.DRAFT: PhaseNow(
        _("Nu skriver vi förslaget"),
        _("Rösterna är lästa. Nu blir det som många har sagt ett förslag till strategi."),
        _(
            "I förslaget står vision, mål och det som ska göras först. När det är skrivet går det på remiss. "
            "Då får alla tycka till om det."
        ),
        Way(_("Se vad många säger"), "insights:themes"),
        (
            Way(_("Se när förslaget ska vara klart"), "timeline:page"),
            _NEWS,
            Way(_("Få mejl när det händer något"), "post:subscribe"),
            _QUESTIONS,
        ),
    ),
    PhaseKind.REFERRAL: PhaseNow(
        _("Förslaget är ute på remiss"),
        _("Nu får alla tycka till om förslaget: du, kommuner, myndigheter, företag och föreningar."),
        _(
            "Remiss betyder att andra läser förslaget och svarar innan något beslutas. Alla svar läses, och "
            "förslaget ändras där det behövs. Skriv ditt svar till oss: hur du når oss står under Kontakt. "
            "Där kan du också be att få förslaget. Formuläret här på webben hörde till dialogen och är stängt."
        ),
        Way(_("Svara på remissen: skriv till oss"), "pages:contact"),
        (
            Way(_("Se när svaren ska vara inne"), "timeline:page"),
            _THEMES,
            _NEWS,
            _MAIL,
            _QUESTIONS,
        ),
    ),
    PhaseKind.DECISION: PhaseNow(
        _("Nu är det dags för beslut"),
        _("Remissen är slut. Förslaget ändras efter svaren, och %(council)s beslutar."),
        _(
            "Vi läser alla svar på remissen och ändrar det som behöver ändras. Sedan röstar de förtroendevalda "
            "i %(council)s. Nya svar kommer inte med, men du kan följa vägen fram till beslutet."
        ),
        Way(_("Se när beslutet tas"), "timeline:page"),
        (_THEMES, _NEWS, _MAIL, _QUESTIONS),
    ),
    PhaseKind.FOLLOWUP: PhaseNow(
        _("Strategin gäller. Hur går det?"),
        _("%(Council)s har beslutat. Nu gör vi det som står i strategin och ser efter hur det går."),
        _(
            "Vi berättar vad som har hänt, vad som har börjat och vad som återstår. "
            "Undrar du hur det går med något? Fråga oss."
        ),
        Way(_("Se vad som är gjort och vad som kommer"), "timeline:page"),
        (
            _NEWS,
            Way(_("Läs vad strategin bygger på: det som många sa"), "insights:themes"),
            _MAIL,
            _QUESTIONS,
            Way(_("Fråga oss"), "pages:contact"),
        ),
    ),
}


def phase_now(kind: str, council: str, *, with_themes: bool) -> PhaseNow | None:
    """The words of a phase; None for the dialogue, whose words are the question itself."""
    known = WORDS.get(kind)
    if known is None:
        return None
    named = {"council": council, "Council": council[:1].upper() + council[1:]}
    ways = tuple(way for way in known.ways if with_themes or way.name != _THEMES.name)
    first = known.first if with_themes or known.first.name != _THEMES.name else ways[0]
    return PhaseNow(
        known.title,
        str(known.lead) % named,
        str(known.what) % named,
        first,
        tuple(way for way in ways if way.name != first.name),
    )
