"""The figures of agreement in words and small tables, for the workspace and for the public page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.engine.agreement import Estimate
from medskick.ground.core.numbers import counted
from medskick.process.insights.coding.queries.figures import (
    CARRIED,
    CODEBOOK,
    FEW,
    Figures,
    Measures,
    Stability,
)

Table = dict[str, Any]
_NEAR = 0.10  # a difference that is small in practice


def of_hundred(share: float | None) -> str:
    """A share as people say it: "71 av 100"."""
    return _("%(n)s av 100") % {"n": round(100 * share)} if share is not None else "–"


def finding(found: Figures) -> str:
    """The finding in one sentence; empty while there is too little."""
    if found.people is None or found.people.shared.value is None:
        return ""
    people = {"people": of_hundred(found.people.shared.value)}
    if found.engine is None:
        return _("Två människor är överens i %(people)s.") % people
    return _("Två människor är överens i %(people)s, datorn och en människa i %(engine)s.") % {
        **people,
        "engine": of_hundred(found.engine.shared.value),
    }


def verdict(found: Figures) -> str:
    """What the difference between people and computer means, and how sure that is."""
    if found.people is None or found.engine is None:
        return ""
    return difference(_plain(found.people.shared), _plain(found.engine.shared))


def difference(people: Mapping[str, Any], engine: Mapping[str, Any]) -> str:
    """The same from plain numbers: value, low, high."""
    gap = people["value"] - engine["value"]
    sure = people["low"] > engine["high"] or engine["low"] > people["high"]
    if gap <= 0:
        near = _("Datorn är minst lika överens med människor som människor är med varandra.")
    elif gap < _NEAR:
        near = _("Datorn ligger nära.")
    else:
        near = _("Datorn är mindre överens med människor än människor är med varandra.")
    return near if sure else near + " " + _("Skillnaden är mindre än osäkerheten, så den kan vara en slump.")


def overall(found: Figures) -> Table | None:
    """The four measures, people beside the computer."""
    if found.people is None:
        return None
    rows = [
        (_("Minst ett tema gemensamt"), "shared", share),
        (_("Exakt samma val"), "same", share),
        (_("Cohens kappa"), "kappa", coefficient),
        (_("Krippendorffs alfa"), "alpha", coefficient),
    ]
    return {
        "caption": _("Överensstämmelse, med 95 procents osäkerhet inom parentes"),
        "columns": [_("Mått"), _("Två människor"), _("Datorn och en människa")],
        "rows": [
            *(
                [label, written(getattr(found.people, name)), _of(found.engine, name, written)]
                for label, name, written in rows
            ),
            *(
                [[_("Datorns första val är bland människans"), "–", share(found.several.first)]]
                if found.several
                else []
            ),
        ],
    }


def several(engine: float, people: float) -> str:
    """How a computer that names several themes is counted, with how many it and people name."""
    return _(
        "Datorn får, som människorna, ange flera teman för en tanke: i snitt %(engine)s, människorna %(people)s. "
        "Ett gemensamt tema räcker för att vara överens, exakt samma val kräver att alla teman är lika, och alfa ger "
        "delvis rätt. Första valet är det tema som datorn satte främst."
    ) % {"engine": number_format(engine, 1), "people": number_format(people, 1)}


def criteria(found: Figures) -> Table | None:
    """The same for the questions about criteria, where enough have answered."""
    if not found.criteria:
        return None
    return {
        "caption": _("Frågorna om kriterier: andel lika svar och Cohens kappa"),
        "columns": [
            _("Fråga"),
            _("Två människor"),
            _("kappa"),
            _("Datorn och en människa"),
            _("kappa"),
        ],
        "rows": [
            [
                row.label,
                share(row.people.same),
                coefficient(row.people.kappa),
                _of(row.engine, "same", share),
                _of(row.engine, "kappa", coefficient),
            ]
            for row in found.criteria
        ],
    }


def theme_rows(found: Figures) -> Table | None:
    """Every theme that somebody chose. Those chosen for fewer than FEW statements are a row without figures."""
    if not found.themes:
        return None
    few = _("färre än %(few)s") % {"few": FEW}
    return {
        "caption": _("När den ena valde temat, hur ofta gjorde den andra det också?"),
        "columns": [_("Tema"), _("Kodade tankar"), _("Två människor"), _("Datorn och en människa")],
        "rows": [
            [row.name, few, "–", "–"]
            if row.few
            else [row.name, counted(row.coded), share(row.people), share(row.engine)]
            for row in found.themes
        ],
    }


def stable(found: Stability) -> dict[str, Any]:
    """How well the result holds when the analysis is repeated: three figures, and a table of themes."""
    return {
        "kept": of_hundred(found.figures["kept"]),
        "ari": decimal(found.figures["ari"]),
        "ami": decimal(found.figures["ami"]),
        "made": repeated_as(found.made),
        "table": _stable_themes(found),
    }


def repeated_as(made: str) -> str:
    """How a run that was not made from the beginning was repeated; empty for one that was."""
    return {
        CODEBOOK: _("Varje gång lades tankarna under samma kodbok, med samma exempel och beslut."),
        CARRIED: _(
            "Varje gång gick datorn vidare från samma tidigare analys, med samma beslut. Det som låg där ligger kvar, "
            "så skillnaden gäller det som har kommit till."
        ),
    }.get(made, "")


def _stable_themes(found: Stability) -> Table:
    return {
        "caption": _("Så väl håller varje tema ihop när datorn läser om"),
        "columns": [
            _("Tema"),
            _("Tankar"),
            _("Tankar kvar i temat"),
            _("Par av tankar som följs åt"),
            _("Likhet (Jaccard)"),
            _("Sämsta omgången"),
        ],
        "rows": [
            [
                one["name"],
                counted(one["size"]),
                of_hundred(one["kept"]),
                of_hundred(one["together"]),
                decimal(one["jaccard"]),
                decimal(one["lowest"]),
            ]
            for one in found.themes
        ],
    }


def public(report: Any) -> dict[str, Any] | None:
    """What the page "Så går det till" says of published figures; None without any."""
    if report is None:
        return None
    told = report.figures
    people, engine, stability = told["people"], told["engine"], told["stability"]
    return {
        "report": report,
        "both": told["both"],
        "people": of_hundred(people["value"]),
        "engine": of_hundred(engine["value"]),
        "verdict": difference(people, engine),
        "range_people": _("%(low)s–%(high)s") % _ends(people),
        "range_engine": _("%(low)s–%(high)s") % _ends(engine),
        "beyond_chance": beyond_chance(
            (told["people_kappa"] or {}).get("value"), (told["engine_kappa"] or {}).get("value")
        ),
        "several": _several_in_public(told.get("several")),
        "kept": of_hundred(stability["kept"]) if stability else "",
        "made": repeated_as(stability.get("made", "")) if stability else "",
        "times": ngettext("%(n)s gång till", "%(n)s gånger till", stability["times"])
        % {"n": counted(stability["times"])}
        if stability
        else "",
    }


def beyond_chance(people: float | None, engine: float | None) -> str:
    """How much of the agreement is more than luck, in words and then as Cohen's kappa."""
    told = {
        "people": better_than_luck(people),
        "engine": better_than_luck(engine),
        "people_kappa": decimal(people),
        "engine_kappa": decimal(engine),
    }
    return (
        _(
            "En del av det är tur: den som väljer på måfå träffar också rätt ibland. Med turen borträknad är "
            "människorna %(people)s och datorn %(engine)s. (Cohens kappa: %(people_kappa)s och %(engine_kappa)s. "
            "Noll är som att välja på måfå, ett är alltid överens.)"
        )
        % told
    )


def better_than_luck(kappa: float | None) -> str:
    """A kappa in words. The steps are ours: fifths, as in Landis and Koch 1977."""
    if kappa is None:
        return _("omöjliga att bedöma, eftersom alla valde samma tema")
    for least, words in (
        (0.8, _("nästan alltid överens")),
        (0.6, _("överens i det mesta")),
        (0.4, _("överens ganska ofta")),
        (0.2, _("överens ibland")),
        (0.05, _("sällan överens")),
    ):
        if kappa >= least:
            return words
    return _("inte mer överens än om de hade valt på måfå")


def _several_in_public(told: Mapping[str, Any] | None) -> str:
    if not told:
        return ""
    return _(
        "Datorn anger ibland flera teman för en tanke, i snitt %(engine)s mot människornas %(people)s, och räknas som "
        "överens när ett av dem är gemensamt. Dess första val är bland människans i %(first)s."
    ) % {
        "engine": number_format(told["engine"], 1),
        "people": number_format(told["people"], 1),
        "first": of_hundred((told["first"] or {}).get("value")),
    }


def share(estimate: Estimate) -> str:
    """A share with its interval: "71 av 100 (62–79)"."""
    if estimate.value is None:
        return "–"
    told = of_hundred(estimate.value)
    return told if estimate.low is None else f"{told} ({_('%(low)s–%(high)s') % _ends(_plain(estimate))})"


def coefficient(estimate: Estimate) -> str:
    """A coefficient with its interval: "0,64 (0,51 till 0,77)"."""
    if estimate.value is None:
        return _("går inte att räkna ut")
    if estimate.low is None:
        return decimal(estimate.value)
    return _("%(value)s (%(low)s till %(high)s)") % {
        "value": decimal(estimate.value),
        "low": decimal(estimate.low),
        "high": decimal(estimate.high),
    }


def decimal(value: float | None) -> str:
    """Two decimals in the page's language, with a minus sign that is one."""
    return "–" if value is None else number_format(round(value, 2) + 0.0, 2).replace("-", "−")


def _of(measures: Measures | None, name: str, written: Any) -> str:
    return written(getattr(measures, name)) if measures is not None else "–"


def _plain(estimate: Estimate) -> dict[str, Any]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def _ends(told: Mapping[str, Any]) -> dict[str, int]:
    return {"low": round(100 * told["low"]), "high": round(100 * told["high"])}
