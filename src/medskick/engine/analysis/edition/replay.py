"""People's edits replayed on an edition: the tree and the places of statements as people left them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..contract import AnalysisError
from .edits import Edit, Edits, FitsNone, Merge, Move, Outside, Rename, Span, Split
from .numbering import Numbers, is_id
from .previous import Previous

THEME, UNPLACED = "theme", "unplaced"


@dataclass
class Edited:
    """An edition after the edits.

    nodes: live themes and topics by id, with id, parent, kind, label and, in a codebook, key. home: the topic of each
    statement of the edition, as id. wanted: where people put statements, by span: a topic's or a theme's id.
    named: ids whose label a person gave. outside: reasons by id; outside_spans: by span. merged: what became of
    merged ids. split: what new ids came out of. given: number of edits.
    """

    nodes: dict[str, dict[str, Any]]
    home: list[str]
    wanted: dict[Span, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    outside: dict[str, str] = field(default_factory=dict)
    outside_spans: dict[Span, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    given: int = 0

    def theme_of(self, own: str) -> str:
        """The theme that a topic lies in; a theme is its own."""
        return self.nodes[own]["parent"] or own

    def topics_in(self, theme: str) -> list[str]:
        return [own for own, node in self.nodes.items() if node["parent"] == theme]

    def now(self, own: str) -> str:
        """What an id is called after the merges."""
        while own in self.merged:
            own = self.merged[own]
        return own


def replay(previous: Previous, edits: Edits) -> Edited:
    """Apply the edits in order. Raises AnalysisError that names the edit which cannot be done and why."""
    kept = ("id", "parent", "kind", "label", "key")
    nodes = {own: {k: node[k] for k in kept if k in node} for own, node in previous.nodes.items()}
    edited = Edited(nodes, [previous.topics[t] for t in previous.topic.tolist()])
    for (
        own,
        node,
    ) in previous.nodes.items():  # what earlier editions were told stands until it is told otherwise
        if node.get("named_by_person"):
            edited.named[own] = node["label"]
        if node.get("outside"):
            edited.outside[own] = node["outside"]
    told = dict((previous.result.document.get("edits") or {}).get("outside", []))
    if told:
        spans = zip(previous.ids, previous.spans, strict=True)
        edited.outside_spans.update((span, told[own]) for own, span in spans if own in told)
    members = _members(edited.home)
    for number, edit in enumerate(edits.edits, start=1):
        edited.given += 1
        try:
            _apply(edited, edit, members, previous)
        except _Refused as refused:
            raise AnalysisError(f"Ändring {number}: {refused}") from None
    for n, span in enumerate(previous.spans):
        if (to := edited.wanted.get(span)) and edited.nodes[to]["parent"]:
            edited.home[n] = to
    return edited


class _Refused(Exception):
    pass


def _members(home: list[str]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for n, own in enumerate(home):
        members.setdefault(own, []).append(n)
    return members


def _apply(edited: Edited, edit: Edit, members: dict[str, list[int]], previous: Previous) -> None:
    match edit:
        case Rename(own, label):
            _known(edited, own)["label"] = label
            edited.named[own] = label
        case Merge(ids, into):
            for own in ids:
                _merge(edited, own, into, members)
        case Split():
            _split(edited, edit, previous)
        case Move(spans, to):
            _ordinary(edited, to)
            edited.wanted.update(dict.fromkeys(spans, to))
        case FitsNone(spans):
            edited.wanted.update(dict.fromkeys(spans, _fits_none(edited, previous)))
        case Outside(reason, own, spans):
            if own:
                _known(edited, own)
                edited.outside[own] = reason
            edited.outside_spans.update(dict.fromkeys(spans, reason))


def _known(edited: Edited, own: str) -> dict[str, Any]:
    if own not in edited.nodes:
        raise _Refused(f"det finns inget tema med id ”{own}” i utgåvan.")
    return edited.nodes[own]


def _ordinary(edited: Edited, own: str) -> dict[str, Any]:
    node = _known(edited, own)
    if node["kind"] not in (THEME, UNPLACED):
        raise _Refused(f"”{own}” är inget vanligt tema, så dit kan inget flyttas.")
    return node


def _merge(edited: Edited, own: str, into: str, members: dict[str, list[int]]) -> None:
    node, target = _ordinary(edited, own), _ordinary(edited, into)
    if own == into or target["parent"] == own:
        raise _Refused(f"”{own}” kan inte slås ihop med sig själv eller med en del av sig.")
    below = edited.topics_in(own)
    if target["parent"] is None:  # into a theme: its topics, or it as a topic, come to lie there
        for topic in below or [own]:
            edited.nodes[topic]["parent"] = into
        moved = [own] if below else []
        if node["parent"] is not None:
            return
    else:
        moved = [*below, own]
        for gone in moved:
            for n in members.pop(gone, []):
                edited.home[n] = into
                members.setdefault(into, []).append(n)
    for gone in moved:
        del edited.nodes[gone]
        edited.merged[gone] = into
        edited.named.pop(gone, None)
        edited.outside.pop(gone, None)
    for span, to in edited.wanted.items():
        if to in moved:
            edited.wanted[span] = into


def _fits_none(edited: Edited, previous: Previous) -> str:
    """The topic for what belongs to no theme: the first one there is, else a new one."""
    for own, node in edited.nodes.items():
        if node["kind"] == UNPLACED and node["parent"]:
            return own
    numbers = Numbers([*previous.nodes, *edited.nodes, *previous.retired], edited.split)
    theme = numbers.theme()
    topic = numbers.topic(theme)
    edited.nodes[theme] = {"id": theme, "parent": None, "kind": UNPLACED, "label": ""}
    edited.nodes[topic] = {"id": topic, "parent": theme, "kind": UNPLACED, "label": ""}
    return topic


def _split(edited: Edited, edit: Split, previous: Previous) -> None:
    node = _ordinary(edited, edit.id)
    if not is_id(edit.new):
        raise _Refused(
            f"”{edit.new}” är inget id. Skriv till exempel T9 för ett tema eller T3.7 för ett ämne."
        )
    if edit.new in edited.nodes or edit.new in previous.nodes or edit.new in previous.retired:
        raise _Refused(f"id ”{edit.new}” finns redan, eller har funnits.")
    parent = edit.parent or node["parent"]
    if edit.parent and _ordinary(edited, edit.parent)["parent"]:
        raise _Refused(f"”{edit.parent}” är en del av ett tema, inte ett tema.")
    label = edit.label or node["label"]
    edited.nodes[edit.new] = {"id": edit.new, "parent": parent, "kind": node["kind"], "label": label}
    home = edit.new
    if parent is None:
        home = f"{edit.new}.1"
        edited.nodes[home] = {"id": home, "parent": edit.new, "kind": node["kind"], "label": label}
    for own in {edit.new, home}:
        edited.split[own] = edit.id
        if edit.label:
            edited.named[own] = label
    edited.wanted.update(dict.fromkeys(edit.spans, home))
