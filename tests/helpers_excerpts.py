"""A harbour that people disagree about, with the excerpts an analysis would find, each told exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from medskick.process.contributions.models import Contribution
from medskick.process.insights.models import Run, RunExcerpt, RunExcerptVoice, RunStatement

PRO = [
    "Bygg ut hamnen, båtarna får inte plats.",
    "Vi behöver en större hamn och hamnen behöver djupare vatten.",
    "Satsa på hamnen, den ger liv åt hela kusten.",
    "Hamnen måste få vara kvar i byn.",
    "Rädda hamnen innan pirarna rasar.",
    "Hamnen är viktig för fisket och för oss som bor här.",
    "Behåll hamnen och laga pirarna.",
    "Mer pengar till hamnen och till pirarna behövs nu.",
]
CONTRA = [
    "Lägg ner hamnen, ingen sköter den längre.",
    "Stoppa hamnen, viken ska vara till för badande.",
    "Vi säger nej till hamnen i viken.",
    "Hamnen förstör bottnarna i hela viken.",
    "Avveckla hamnen och låt naturen komma tillbaka.",
    "Ingen behöver hamnen, flytta båtarna till stan.",
    "Sluta lägga pengar på hamnen i viken.",
]
REST = [
    "Hamnen byggdes på femtiotalet av fiskarna.",
    "Hamnen har fem bryggor och en kran.",
    "Bastun vid hamnen är öppen för alla på lördagar.",
    "Vi badar bastu vid hamnen varje vecka, bastun är fin.",
    "Bastun borde eldas oftare på vintern.",
    "Kiosken vid vattnet säljer glass på sommaren.",
    "Vägen dit är smal och saknar belysning.",
    "Det växer vass längs hela stranden numera.",
    "Båtklubben har ett nytt klubbhus sedan i fjol.",
    "Fyren syns långt ut till havs på kvällarna.",
    "Skolan gjorde en utflykt dit förra våren.",
]
TEXTS = [*PRO, *CONTRA, *REST]
FOR, AGAINST = range(8), range(8, 15)
NAMING, SAUNA, PIERS, OTHERS = range(15, 20), range(17, 20), (4, 6, 7), range(20, 26)
AUDIT = {
    "samples": 200,
    "share": {"summary": 0.77, "random": 0.52, "low": 0.38, "high": 0.69},
    "holds": True,
    "groups_hold": True,
}
Parts = Mapping[str, tuple[Sequence[int], Iterable[int]]]


def tell(
    run: Run,
    voices: Sequence[Contribution],
    key: str,
    kind: str,
    label: str,
    parts: Parts,
    facts: Mapping[str, Any] | None = None,
) -> RunExcerpt:
    """One excerpt of a run. parts: by name, the voices to show and those that say so, by their place in ``voices``."""
    order = run.excerpts.filter(key=key, kind=kind).count()
    excerpt = RunExcerpt.objects.create(
        run=run, key=key, kind=kind, label=label, order=order, facts=facts or {}
    )
    of = {row.contribution_id: row for row in RunStatement.objects.filter(run=run)}
    for name, (shown, speaking) in parts.items():
        ranks = {place: rank for rank, place in enumerate(shown, 1)}
        for place in {**ranks, **dict.fromkeys(speaking)}:
            RunExcerptVoice.objects.create(
                excerpt=excerpt,
                statement=of[voices[place].pk],
                part=name,
                rank=ranks.get(place),
                speaks=place in set(speaking),
            )
    return excerpt


def tell_all(run: Run, voices: Sequence[Contribution], theme: str = "T1") -> None:
    """A summary (8 + 7 + 5 of 26 voices), a tension (8, 7 and 5 who take no side), a circle of three and a leaf."""
    summary = {
        "0": ([0], FOR),
        "1": ([8], AGAINST),
        "2": ([15], NAMING),
    }
    facts = {"estimated": False, "sentences": 3, "voices": 20, "statements": 26, "audit": AUDIT}
    tell(run, voices, theme, "summary", "", summary, facts)
    sides = {"for": ([0, 2], FOR), "against": ([8, 9], AGAINST), "neither": ([], NAMING)}
    asked = {"question": "keep_or_stop", "sides": ["against", "for"], "read": 26, "of": 26}
    tell(run, voices, f"{theme}.1", "tension", "hamnen", sides, asked)
    tell(run, voices, theme, "few", "bastun", {"": ([17, 18], SAUNA)})
    tell(run, voices, f"{theme}.1", "leaf", "pirarna", {"": ([6], PIERS)})
