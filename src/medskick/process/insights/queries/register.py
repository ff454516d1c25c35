"""The register of AI: every engine and model there is, with what it is for, who decided and who reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.process.insights.models import ModelDecision, Run
from medskick.process.insights.queries import language_model


@dataclass(frozen=True)
class Entry:
    """One engine or model, in the language of the page. `since` and `until` None: not used yet, still in use."""

    key: str
    name: str
    version: str
    purpose: str
    data: str
    decision: str
    reviewer: str
    since: date | None
    until: date | None
    in_use: bool
    where: str
    prompt: str = ""
    prompt_version: str = ""
    card: str = ""

    def as_row(self) -> dict[str, Any]:
        """The entry under Swedish column names, for files."""
        return {
            "nyckel": self.key,
            "namn": self.name,
            "version": self.version,
            "anvands": "ja" if self.in_use else "nej",
            "syfte": self.purpose,
            "data": self.data,
            "plats": self.where,
            "beslut": self.decision,
            "granskare": self.reviewer,
            "fran": self.since.isoformat() if self.since else "",
            "till": self.until.isoformat() if self.until else "",
            "promptversion": self.prompt_version,
            "prompt": self.prompt,
            "modellkort": self.card,
        }


def entries(viewer: Viewer) -> list[Entry]:
    """What ships with Medskick first, then language models by decision, newest first. Public."""
    return [*_shipped(), *_language_models(viewer)]


def _shipped() -> list[Entry]:
    done = Run.objects.filter(state=Run.State.DONE)
    newest = done.exclude(engine_version="").first()
    first = done.aggregate(first=Min("finished_at"))["first"]
    since = first.date() if first else None
    engine, model = (newest.engine_version, newest.model_version) if newest else ("", "")
    own = _own_version()
    here = _("Regionens egen dator. Inget skickas vidare.")
    reviewers = _("Processledare eller analytiker läser, rättar och godkänner varje tema.")
    decided = _("Det följer med Medskick. Regionen sa ja till det när den började använda Medskick.")
    told = [
        (
            "analysis", _("Analysmotorn"), engine, since,
            _("Delar texter i tankar, samlar tankar som handlar om samma sak, föreslår namn, nyckelord och citat, "
              "väljer meningar till sammanfattningar."),
            _("Medskick som visas, utan det som är övertäckt."), reviewers, "",
        ),
        (
            "swedish", _("Den svenska modellen"), model, since,
            _("Mäter hur nära två texter ligger varandra i mening. Den kan inte skriva."),
            _("Tränad på offentliga dokument och på påhittad vardagssvenska. Ser medskick utan det som är övertäckt."),
            reviewers, reverse("insights:model_card"),
        ),
        (
            "criteria", _("Bedömaren av kriterier"), engine, since,
            _("Föreslår om något rör samarbete, lång sikt och regionens uppdrag, med orden som talar för det."),
            _("Tränad på påhittade texter som människor har märkt."), reviewers, reverse("insights:model_card"),
        ),
        (
            "stance", _("Läsaren av för och emot"), engine, since,
            _("Läser ut om en tanke är för eller emot en sak, så att båda sidor kan visas bredvid varandra."),
            _("Regler, ordlistor och en modell tränad på påhittade texter. Lär sig inget av medskicken."),
            reviewers, reverse("insights:model_card"),
        ),
        (
            "personal_data", _("Sökaren efter personuppgifter"), own, None,
            _("Hittar namn, telefonnummer, adresser och liknande så att de täcks över."),
            _("Regler och ordlistor. Lär sig inget av medskicken."),
            _("Moderator kan täcka över mer och ta bort täckning."), "",
        ),
        (
            "conduct", _("Reglerna för uppförande"), own, None,
            _("Håller kvar texter som ser ut som hot, kränkningar, reklam eller försök att styra datorn, tills en "
              "människa har läst dem."),
            _("Regler och ordlistor. Lär sig inget av medskicken."),
            _("Moderator läser varje text som hålls kvar."), "",
        ),
    ]  # fmt: skip
    return [
        Entry(key, name, number, purpose, data, decided, reviewer, start, None, True, here, card=card)
        for key, name, number, start, purpose, data, reviewer, card in told
    ]


def _language_models(viewer: Viewer) -> list[Entry]:
    return [_language_model(one) for one in language_model.decisions(viewer)] or [_none_yet()]


def _language_model(one: ModelDecision) -> Entry:
    decision = _("%(reference)s, %(day)s. %(reason)s") % {
        "reference": one.reference,
        "day": one.decided_at.date().isoformat(),
        "reason": one.reason,
    }
    return Entry(
        key=f"language_model_{one.pk}",
        name=_("Språkmodell: %(model)s") % {"model": one.model},
        version=one.model,
        purpose=one.purpose,
        data=one.data_sent,
        decision=decision,
        reviewer=_("Processledare eller analytiker godkänner eller avvisar varje text. Annat är märkt."),
        since=one.decided_at.date(),
        until=one.ended_at.date() if one.ended_at else None,
        in_use=one.is_on,
        where=one.processed_where,
        prompt=one.prompt,
        prompt_version=one.prompt_version,
    )


def _none_yet() -> Entry:
    return Entry(
        key="language_model",
        name=_("Språkmodell som skriver"),
        version="",
        purpose=_("Får föreslå ord till rubriker och korta meningar. Används inte här."),
        data=_("Ingenting."),
        decision=_("Inget beslut. Språkmodellen är avstängd."),
        reviewer="",
        since=None,
        until=None,
        in_use=False,
        where="",
    )


def _own_version() -> str:
    try:
        return version("medskick")
    except PackageNotFoundError:
        return ""
