"""What the holder of a receipt reads: the original, what others do not see of it, and its journey so far."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.engine.text.language import identify
from medskick.ground.core import chain, dates, receipts, spoken
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Judgement, Receipt
from medskick.ground.core.numbers import counted
from medskick.process.contributions.models import (
    Appeal,
    Contribution,
    Correction,
    Decision,
    HiddenReason,
    Mask,
    State,
)
from medskick.process.contributions.queries.placing import (
    MOVED_AS_ASKED,
    TAKEN_OUT,
    answers,
    for_people,
    has_own_words,
    misplaced,
)
from medskick.process.contributions.queries.public import active_masks, masks_of
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import ORDER, PhaseKind


@dataclass(frozen=True)
class Step:
    """One step of the journey: ``state`` is done, now or next."""

    title: str
    state: str = "done"
    sentence: str = ""
    when: datetime.datetime | datetime.date | None = None
    address: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of the original; ``label`` says what it is when others do not see it."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Said:
    """A correction on the receipt; ``state``: what became of it, in words."""

    correction: Correction
    state: str

    @property
    def words(self) -> str:
        """As people read it."""
        return for_people(self.correction.text)[0]


@dataclass
class Sent:
    """One contribution on a receipt, as its sender reads it."""

    contribution: Contribution
    question: str
    municipality: str
    title: list[Piece]
    text: list[Piece]
    # The name that is printed beside the text, where they asked for that.
    organisation: list[Piece]
    steps: list[Step]
    corrections: list[Said] = field(default_factory=list)
    # It has been put somewhere, or left outside every theme: the sender may say that it came wrong.
    placed: bool = False
    hidden_because: str = ""
    appeal: Appeal | None = None

    @property
    def may_appeal(self) -> bool:
        """Hidden, and no appeal waits."""
        waits = self.appeal is not None and self.appeal.outcome == Appeal.Outcome.WAITING
        return self.contribution.state == State.HIDDEN and not waits

    @property
    def may_withdraw(self) -> bool:
        """Anything but what is withdrawn already."""
        return self.contribution.state != State.WITHDRAWN


def sent_with(receipt: Receipt, viewer: Viewer = PUBLIC) -> list[Sent]:
    """Everything the receipt points at that is a contribution. Queries do not grow with their number."""
    numbers = [
        int(ref.key) for ref in receipts.refs_of(receipt) if ref.kind == "contribution" and ref.key.isdigit()
    ]
    rows = Contribution.objects.filter(number__in=numbers).select_related("cycle", "submission")
    rows = rows.prefetch_related(active_masks(), "decisions", "appeals", "corrections")
    by_number = {one.number: one for one in rows}
    visible = [
        Ref("contribution", str(one.number)) for one in by_number.values() if one.state == State.VISIBLE
    ]
    onward = chain.walk_each(visible, PUBLIC)
    said = answers(it for one in by_number.values() for it in one.corrections.all())
    known = _Known(
        onward,
        chain.expected(visible, PUBLIC),
        chain.beside(
            (step.ref for branches in onward.values() for level in branches for step in level), PUBLIC
        ),
        said,
    )
    sent = [_sent(by_number[number], known) for number in numbers if number in by_number]
    if len(sent) == 1:
        sent[0].steps += coming(sent)
    return sent


@dataclass(frozen=True)
class _Known:
    """What the chain and people tell of everything on a receipt, asked for together."""

    onward: dict[Ref, list[list[chain.Description]]]
    expected: dict[Ref, str]
    beside: dict[Ref, list[Ref]]
    answers: dict[int, Judgement]


def shared_steps(sent: list[Sent]) -> list[Step]:
    """The phases ahead when several answers share a receipt: told once, below all of them."""
    return coming(sent) if len(sent) > 1 else []


def coming(sent: list[Sent]) -> list[Step]:
    """The phases ahead of what still counts on a receipt."""
    going_on = [part for part in sent if part.contribution.state in (State.VISIBLE, State.WAITING)]
    return _coming(going_on[-1].contribution) if going_on else []


def held(receipt: Receipt, number: int, viewer: Viewer = PUBLIC) -> Contribution | None:
    """A contribution that came with this receipt, or None."""
    rows = Contribution.objects.filter(submission__receipt=receipt, number=number)
    return rows.select_related("submission", "cycle").first()


def _sent(one: Contribution, known: _Known) -> Sent:
    region = regions.region()
    own = Ref("contribution", str(one.number))
    onward = known.onward.get(own, [])
    question = region.question(one.frame, one.question)
    appeals = list(one.appeals.all())
    return Sent(
        contribution=one,
        question=str(question.text) if question else "",
        municipality=region.municipality_name(one.municipality),
        title=pieces(one, "title"),
        text=pieces(one, "text"),
        organisation=pieces(one, "organisation") if "organisation" in one.public_fields else [],
        steps=[*_own_steps(one, appeals), *_onward_steps(one, onward, known.expected.get(own, ""))],
        corrections=[Said(it, _became_of(it, known.answers.get(it.pk))) for it in one.corrections.all()],
        placed=any(step.ref in known.beside for branch in onward for step in branch),
        hidden_because=str(HiddenReason(one.hidden_reason).label) if one.hidden_reason else "",
        appeal=appeals[-1] if appeals else None,
    )


def _became_of(correction: Correction, answer: Judgement | None) -> str:
    """What became of a correction: of its words, and of the thought that it says came wrong."""
    state = str(correction.get_state_display())
    if correction.hidden_reason:
        state += f": {correction.get_hidden_reason_display()}"
    said = misplaced(correction.text)
    if said is None:
        return state
    waits = correction.state == Correction.State.WAITING
    words = (
        _("Dina egna ord: %(state)s.") % {"state": state.lower()} if has_own_words(correction.text) else ""
    )
    if answer is None:
        return state if waits else " ".join([_("Läst av någon på regionen."), words]).strip()
    told = {"day": dates.day(answer.at), "theme": said.belongs_in}
    if answer.value == MOVED_AS_ASKED:
        moved = _("Åtgärdad: tanken flyttades till ”%(theme)s” den %(day)s, som du föreslog.") % told
    elif answer.value == TAKEN_OUT:
        moved = _("Åtgärdad: tanken togs ut ur temat den %(day)s. Den ligger inte i något tema nu.") % told
    else:
        moved = _("Åtgärdad: tanken flyttades till ett annat tema den %(day)s.") % told
    seen = _("Det syns här och på sidan Teman från den utgåva som publiceras efter det.")
    return " ".join(part for part in (moved, seen, words) if part)


def pieces(one: Contribution, name: str) -> list[Piece]:
    """The original's words, cut where masks begin and end."""
    original: str = getattr(one, name)
    labels = [""] * len(original)
    for mask in masks_of(one):
        if mask.field == name:
            labels[mask.start : mask.end] = [str(Mask.Kind(mask.kind).label)] * (mask.end - mask.start)
    runs = groupby(zip(original, labels, strict=True), key=lambda pair: pair[1])
    return [Piece("".join(char for char, _label in run), label) for label, run in runs]


def _own_steps(one: Contribution, appeals: list[Appeal]) -> list[Step]:
    decisions = list(one.decisions.all())
    steps = [Step(_("Mottagen"), "done", _received(one), one.received_at), _masked(one)]
    steps += [*_hidden_for_a_time(decisions), *(_appealed(it, one) for it in appeals if not _waits(it))]
    newest = decisions[-1] if decisions else None
    when = newest.at if newest else None
    if one.state == State.WAITING:
        sentence = _("Någon på regionen läser innan något visas. Till dess ser ingen annan det du skrev.")
        steps.append(Step(_("Väntar på att bli läst"), "now", sentence))
    elif one.state == State.VISIBLE:
        sentence = (
            _("En regel som processledaren har godkänt släppte fram den.")
            if newest and newest.by_rule
            else _("Någon på regionen har läst den.")
        )
        address = reverse("contributions:public", args=[one.number])
        steps.append(Step(_("Visas för alla"), "done", sentence, when, address, _("Se hur den visas")))
    elif one.state == State.HIDDEN:
        because = str(HiddenReason(one.hidden_reason).label)
        title = _("Dold därför att den innehåller %(reason)s") % {"reason": because}
        sentence = _("Den räknas in i summan av mottagna medskick, men ingen annan kan läsa den.")
        steps.append(Step(title, "now", sentence, when))
    else:
        steps.append(_withdrawn(newest))
    return steps + [_appealed(appeal, one) for appeal in appeals if _waits(appeal)]


def _hidden_for_a_time(decisions: list[Decision]) -> list[Step]:
    """Each time that it was hidden and then was not any more, with both days and the reason."""
    told = []
    for hiding, ending in pairwise(decisions):
        if hiding.verb != Decision.Verb.HIDE:
            continue
        days = {
            "start": dates.day(hiding.at),
            "end": dates.day(ending.at),
            "reason": str(HiddenReason(hiding.reason).label),
        }
        sentence = (
            _("Den var dold den %(start)s, därför att den bedömdes innehålla %(reason)s.")
            if days["start"] == days["end"]
            else _(
                "Den var dold från den %(start)s till den %(end)s, "
                "därför att den bedömdes innehålla %(reason)s."
            )
        )
        told.append(Step(_("Doldes en tid"), "done", sentence % days, hiding.at))
    return told


def _waits(appeal: Appeal) -> bool:
    return appeal.outcome == Appeal.Outcome.WAITING


def _received(one: Contribution) -> str:
    came = _("Kom in via %(channel)s") % {"channel": str(one.get_channel_display()).lower()}
    if one.source_date:
        came = _("%(came)s den %(day)s") % {"came": came, "day": dates.day(one.source_date)}
    if one.persons > 1:
        people = ngettext("%(n)s person", "%(n)s personer", one.persons) % {"n": counted(one.persons)}
        return _("%(came)s. Ni är %(people)s bakom texten.") % {"came": came, "people": people}
    return f"{came}."


def _masked(one: Contribution) -> Step:
    kinds = Counter(Mask.Kind(mask.kind) for mask in masks_of(one))
    if not kinds:
        return Step(_("Inget i texten behöver täckas över"))
    sentence = _("Vi täcker över %(what)s.") % {"what": _in_words(kinds)}
    return Step(_("Personuppgifter täcks över för andra"), "done", sentence)


def _in_words(kinds: Counter[Mask.Kind]) -> str:
    """What is covered, as one says it: "två namn och ett telefonnummer" (figures where there are several)."""
    parts = [
        words % {"n": counted(kinds[kind])}
        for kind, words in (
            (Mask.Kind.NAME, ngettext("ett namn", "%(n)s namn", kinds[Mask.Kind.NAME])),
            (Mask.Kind.PHONE, ngettext("ett telefonnummer", "%(n)s telefonnummer", kinds[Mask.Kind.PHONE])),
            (Mask.Kind.EMAIL, ngettext("en e-postadress", "%(n)s e-postadresser", kinds[Mask.Kind.EMAIL])),
            (Mask.Kind.ADDRESS, ngettext("en adress", "%(n)s adresser", kinds[Mask.Kind.ADDRESS])),
            (
                Mask.Kind.PERSONAL_NUMBER,
                ngettext("ett personnummer", "%(n)s personnummer", kinds[Mask.Kind.PERSONAL_NUMBER]),
            ),
            (
                Mask.Kind.COORDINATION_NUMBER,
                ngettext(
                    "ett samordningsnummer", "%(n)s samordningsnummer", kinds[Mask.Kind.COORDINATION_NUMBER]
                ),
            ),
            (Mask.Kind.OTHER, ngettext("en uppgift till", "%(n)s andra uppgifter", kinds[Mask.Kind.OTHER])),
        )
        if kinds[kind]
    ]
    if len(parts) == 1:
        return parts[0]
    return _("%(several)s och %(last)s") % {"several": ", ".join(parts[:-1]), "last": parts[-1]}


def _withdrawn(newest: Decision | None) -> Step:
    by_import = newest is not None and newest.verb == Decision.Verb.WITHDRAW_IMPORT
    sentence = (
        _("Inläsningen som den kom med ångrades.")
        if by_import
        else _("Den visas inte och är inte med i analysen. Originalet finns kvar hos regionen.")
    )
    return Step(_("Tillbakatagen"), "done", sentence, newest.at if newest else None)


def _appealed(appeal: Appeal, one: Contribution) -> Step:
    if appeal.outcome == Appeal.Outcome.WAITING:
        sentence = _("Någon annan än den som dolde rösten läser den och avgör.")
        return Step(_("Du har bett oss titta igen"), "now", sentence, appeal.created_at)
    if appeal.outcome == Appeal.Outcome.MOOT:
        # Somebody closed it, or else it ended by itself when the voice was taken back.
        sentence = _("Rösten var inte längre dold, så det fanns inget kvar att avgöra.")
        return Step(
            _("Du bad oss titta igen"), "done", sentence if appeal.decided_by else "", appeal.decided_at
        )
    shows, hidden = one.state == State.VISIBLE, one.state == State.HIDDEN
    if appeal.outcome == Appeal.Outcome.KEPT:
        title = _("Vi tittade igen: rösten förblir dold") if hidden else _("Vi tittade igen: den var dold då")
    else:
        title = _("Vi tittade igen: rösten visas") if shows else _("Vi tittade igen: den fick visas då")
    return Step(title, "done", spoken.words(appeal.answer, identify(appeal.answer) or ""), appeal.decided_at)


def _onward_steps(one: Contribution, onward: list[list[chain.Description]], expected: str) -> list[Step]:
    """What the chain tells. Nothing is called done that a computer has put somewhere for the time being: that is where
    it stands now, and what it leads to is what comes."""
    if one.state not in (State.VISIBLE, State.WAITING):
        return []
    told = [step for level in onward for step in level if step.title]
    preliminary = any(not step.settled for step in told)
    steps = [
        Step(step.title, _state(step, preliminary), step.sentence, step.when, step.address) for step in told
    ]
    if not steps:
        sentence = expected or _(
            "Alla medskick läses tillsammans och sorteras i teman. Då ser du här vilket din hör till."
        )
        steps.append(Step(_("Blir del av ett tema"), "next", sentence))
    return steps


def _state(step: chain.Description, preliminary: bool) -> str:
    if not step.settled:
        return "now"
    return "next" if preliminary else "done"


def _coming(one: Contribution) -> list[Step]:
    """The phases that remain, with their planned days; for the decision the day that the timeline gives for it."""
    line = [stop for stop in cycles.phase_line(one.cycle, PUBLIC) if stop.state == "next"]
    days = {stop.kind: stop.starts for stop in line}
    if PhaseKind.DECISION in days:
        days[PhaseKind.DECISION] = cycles.decision_day(one.cycle, PUBLIC)
    told = {
        PhaseKind.REFERRAL: _("Alla kan tycka till om förslaget till strategi."),
        PhaseKind.DECISION: _("%(council)s fattar beslut.") % {"council": _capital(regions.region().council)},
        PhaseKind.FOLLOWUP: _("Du kan följa vad som blev gjort."),
    }
    return [
        Step(stop.name, "next", told[PhaseKind(stop.kind)] + _when_else(stop, days), days[stop.kind])
        for stop in line
        if stop.kind in told and ORDER[stop.kind] > ORDER[PhaseKind.DRAFT]
    ]


def _when_else(stop: cycles.Stop, days: dict[str, datetime.date | None]) -> str:
    """When a phase goes on, where no day is told for what happens in it."""
    if days[stop.kind] or not stop.starts:
        return ""
    if stop.ends is None:
        return " " + _("Det blir efter den %(day)s.") % {"day": dates.day(stop.starts)}
    told = {"start": dates.day(stop.starts), "end": dates.day(stop.ends)}
    return " " + _("Det blir mellan den %(start)s och den %(end)s.") % told


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def as_text(receipt: Receipt, sent: list[Sent], address: str, viewer: Viewer = PUBLIC) -> str:
    """The receipt as a plain text file to keep."""
    lines = [regions.region().title, "", _("Kvitto %(code)s") % {"code": receipt.code}, address, ""]
    for part in sent:
        lines += [part.question, ""] if part.question else []
        lines += [text for text in (part.contribution.title, part.contribution.text) if text]
        for said in part.corrections:
            correction = said.correction
            day = dates.day(correction.created_at)
            lines += ["", f"{_('Din rättelse')} ({day}):", said.words, said.state]
        lines += ["", *(_line(step) for step in part.steps), ""]
    if shared := shared_steps(sent):
        lines += [_("Det här händer sedan"), "", *(_line(step) for step in shared), ""]
    return "\n".join(lines)


def _line(step: Step) -> str:
    mark: dict[str, Any] = {"done": "[x]", "now": "[>]", "next": "[ ]"}
    when = step.when
    if isinstance(when, datetime.datetime):
        when = timezone.localtime(when).date()
    day = f" ({dates.day(when)})" if when else ""
    return f"{mark[step.state]} {step.title}{day}{'. ' if step.sentence else ''}{step.sentence}"
