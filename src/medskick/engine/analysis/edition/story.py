"""What result.json and the manifest tell of an edition's past: changes, drift, and how people's edits stand."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..checkpoint import LIBRARIES, own_source, version_of
from ..contract import AnalysisError, Options
from . import bundle, manifest
from .carry import Carried
from .changes import compare, order
from .edits import Edits
from .followed import lost_of
from .keys import Keys, keys_of
from .previous import Previous
from .replay import replay

if TYPE_CHECKING:
    from ..run import Analysis
    from ..stages.corpus import Corpus


def refuse_unheld(options: Options) -> None:
    """Raise AnalysisError for edits that nothing could hold."""
    if options.edits is None:
        return
    if options.previous is None:
        raise AnalysisError("Ändringar gäller en tidigare utgåva. Ange mappen med --from.")
    if options.themes is not None:
        raise AnalysisError(
            "Med --themes görs temana om från början, och då kan inga ändringar spelas upp. "
            "Kör utan --themes eller utan --edits."
        )


def add_story(
    document: dict[str, Any], corpus: Corpus, ids_of_topic: list[str], previous: Previous, carried: Carried | None,
    edits: Edits | None,
) -> np.ndarray:  # fmt: skip
    """Write changes, drift, edits and what is outside into the document, and on its themes what people decided.

    Answers for each statement its number in the edition before, -1 for new ones.
    """
    keys: Keys = carried.keys if carried else keys_of(corpus)
    old = carried.old if carried else previous.found_in(keys)
    edited, followed = (carried.edited, carried.followed) if carried else (None, None)
    nodes = document["themes"]
    placed = followed.wanted if followed else {}
    document["changes"] = compare(previous, old, ids_of_topic, nodes, edited, placed)
    before = previous.result.document.get("retired_ids", [])
    now = {node["id"] for node in nodes}
    document["retired_ids"] = sorted({*before, *document["changes"]["gone"]} - now, key=order)
    document["drift"] = carried.drift if carried else None
    if edited is None or followed is None:
        document["edits"] = _all_lost(previous, edits) if edits and edits.edits else None
        return old
    for node in nodes:
        if node["id"] in edited.named:
            node["named_by_person"] = True
        if reason := edited.outside.get(node["id"]):
            node["outside"] = reason
    parents = {node["id"]: node["parent"] for node in nodes}
    held = sum(to in (ids_of_topic[s], parents[ids_of_topic[s]]) for s, to in followed.wanted.items())
    document["edits"] = {
        "given": edited.given,
        "given_before": _given_before(previous),
        "hash": edits.hash if edits else None,
        "statements": len(edited.wanted),
        "statements_here": len(followed.wanted),
        "statements_held": held,
        "merged": dict(sorted(edited.merged.items())),
        "outside": sorted([corpus.statement_id(s), reason] for s, reason in followed.outside.items()),
        "elsewhere": [
            {"statement": list(span), "now": [corpus.statement_id(s) for s in own]}
            for span, own in followed.elsewhere.items()
        ],
        "lost": followed.lost,
    }
    return old


def _given_before(previous: Previous) -> int:
    """How many edits earlier editions were given: what they held is held on."""
    told = previous.result.document.get("edits") or {}
    return int(told.get("given", 0)) + int(told.get("given_before", 0))


def _all_lost(previous: Previous, edits: Edits) -> dict[str, Any]:
    """What is said of edits where nothing of the edition is here that they could be done to."""
    edited = replay(previous, edits)
    return {
        "given": edited.given,
        "given_before": _given_before(previous),
        "hash": edits.hash,
        "statements": len(edited.wanted),
        "statements_here": 0,
        "statements_held": 0,
        "merged": dict(sorted(edited.merged.items())),
        "outside": [],
        "elsewhere": [],
        "lost": lost_of(edited, edited.wanted.keys() | edited.outside_spans.keys(), set()),
    }


def write_private(folder: Path, analysis: Analysis) -> None:
    """The file for placing new contributions, and last of all the manifest over everything in the folder."""
    bundle.write_bundle(folder / bundle.FILE, analysis)
    options, document = analysis.options, analysis.document
    edits = options.edits
    made = manifest.build(
        folder,
        made_by={
            "engine": document["engine"],
            "source": own_source(),
            "model": document["model"],
            "libraries": {name: version_of(name) for name in LIBRARIES},
            "processor": platform.machine(),
        },
        options={
            **document["options"],
            "seed": options.seed,
            "clusterer": options.clusterer,
            "heading": options.heading,
        },
        received=analysis.corpus.contributions,
        previous=analysis.previous,
        edits=edits.hash if edits else None,
    )
    manifest.write(folder / manifest.FILE, made)
