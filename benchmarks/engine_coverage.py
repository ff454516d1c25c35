"""Do the extractive summaries cover the public at least as well as random samples of their size?

Almedalen 2009-2012, 2021 and 2022 (kind of organiser, told by its name, as sender; year as channel) and inspel-dev
(municipality, age, channel, sender) go through the engine as anybody's file would. From result.json it counts, over all
themes and large topics, the groups for which both measures of the summary reach the mean of 200 random samples. A group
has 5 persons or more; those with fewer than 5 sendings are counted by themselves and do not decide.

Stances of inspel-dev, which the engine has not seen, are looked up in its labels afterwards and measured the same way,
and beside them how many of those groups one random sample holds. They are told, and do not decide either.

    python benchmarks/engine_coverage.py        SEED=0 is settable; exit 0 only if every deciding group holds
"""

from __future__ import annotations

import csv
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from medskick.engine.analysis.contract import ENGINE_VERSION, Contribution, Options, Result
from medskick.engine.analysis.crew import Alone
from medskick.engine.analysis.criteria import shipped_judge
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.represent import BlendedRepresentation
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.audit import ROUNDING, Chance, Coverage, Labelling, verdicts
from medskick.engine.analysis.stages.corpus import build_corpus, canonical_order
from medskick.engine.analysis.stages.prepare import prepare
from medskick.engine.analysis.stages.public import public_of
from medskick.engine.analysis.stages.quotes import Quotable
from medskick.engine.analysis.stages.summary import MOST
from medskick.engine.analysis.stages.vectors import Vectors, describe, fit

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SHARED", ROOT.parent / "shared" / "data"))
EVIDENCE = ROOT / "build" / "evidence" / "engine_coverage.json"
SEED = int(os.environ.get("SEED", "0"))
KINDS = {
    "party": ("partiet", "socialdemokrat", "moderat", "liberal", "centern", "kristdemokrat", "folkpartiet"),
    "region or municipality": ("kommun", "region", "landsting", "län", "stad"),
    "learning": ("universitet", "högskola", "institut", "akademi", "forsk"),
    "union or trade": (
        "förbund",
        "fack",
        "lo ",
        "tco",
        "saco",
        "företagarna",
        "näringsliv",
        "bransch",
        "arbetsgivar",
    ),
    "authority": ("myndighet", "verket", "styrelsen", "inspektion", "ombudsman", "rådet"),
    "company": (" ab", "bank", "bolag", "group", "sweden", "media", "tidning", "radio", "tv"),
    "association": ("förening", "stiftelse", "kyrka", "riks", "rörelse", "nätverk", "ungdom", "svenska"),
}
STANCES = {"against": -1, "neutral": 0, "for": 1}


def kind_of(organiser: str) -> str | None:
    """The kind of body that an organiser is, as far as its name says."""
    name = organiser.lower()
    if not name:
        return None
    return next((kind for kind, words in KINDS.items() if any(word in name for word in words)), "other")


def almedalen() -> list[Contribution]:
    csv.field_size_limit(10**8)
    with (SHARED / "almedalen.csv").open(encoding="utf-8", newline="") as file:
        return [
            Contribution(
                row["id"],
                row["text"],
                title=row["title"],
                sender=kind_of(row["organiser"]),
                channel=row["year"],
            )
            for row in csv.DictReader(file)
        ]


def inspel() -> tuple[list[Contribution], dict[str, list[dict[str, str]]]]:
    """The contributions, and apart from them the labelled ideas of each."""
    rows = [json.loads(line) for line in (SHARED / "inspel-dev.jsonl").read_text("utf-8").splitlines()]
    contributions = [
        Contribution(
            row["id"],
            row["text"],
            people=row["group_size"] or 1,
            municipality=row["municipality"],
            age=row["age_band"],
            channel=row["channel"],
            sender=row["sender"],
        )
        for row in rows
    ]
    return contributions, {row["id"]: row["ideas"] for row in rows}


def counted(result: Result) -> dict[str, Any]:
    """What the audits in result.json say, summed over themes and large topics."""
    audits = [node["summary"]["audit"] for node in result.themes if node["summary"]]
    everybody = [next(group for group in audit["groups"] if group["by"] == "everybody") for audit in audits]
    worse = [
        {"theme": node["label"], **group}
        for node in result.themes
        if node["summary"]
        for group in node["summary"]["audit"]["groups"]
        if not group["holds"]
    ]
    return {
        "summaries": len(audits),
        "sentences": dict(sorted(Counter(audit["size"] for audit in audits).items())),
        "groups": sum(audit["compared"] for audit in audits),
        "hold": sum(audit["held"] for audit in audits),
        "few sendings": sum(audit["few_sendings"]["compared"] for audit in audits),
        "few sendings hold": sum(audit["few_sendings"]["held"] for audit in audits),
        "share covered": mean(group["share"]["summary"] for group in everybody),
        "share covered by chance": mean(group["share"]["random"] for group in everybody),
        "nearness": mean(group["nearness"]["summary"] for group in everybody),
        "nearness by chance": mean(group["nearness"]["random"] for group in everybody),
        "worse": worse,
    }


def by_stance(
    result: Result, contributions: list[Contribution], ideas: dict[str, list[dict[str, str]]]
) -> dict[str, float]:
    """Groups by labelled stance in every theme: how many, for how many the summary holds, and a random sample does."""
    ordered = canonical_order(contributions)
    corpus = build_corpus(ordered, [prepare(contribution) for contribution in ordered])
    representation = fit(corpus, BlendedRepresentation(seed=SEED))
    seen = describe(corpus, representation, shipped_judge(), Alone(), lambda done, total: None)
    vectors = Vectors(np.vstack([described.vectors for _, described in seen]))
    quotable = Quotable(corpus).allowed
    place = {corpus.statement_id(s): s for s in range(len(corpus))}
    theme = {place[s.statement_id]: s.theme_id for s in statements(result)}
    codes = np.full(len(corpus), -1)
    for s in range(len(corpus)):
        source = ordered[corpus.owner[s]]
        for idea in ideas[source.id]:
            start = source.text.find(idea["quote"])
            if start < corpus.end[s] and start + len(idea["quote"]) > corpus.start[s]:
                codes[s] = STANCES[idea["stance"]] + 1
    found: dict[str, float] = {"groups": 0, "hold": 0, "few sendings": 0, "few sendings hold": 0}
    by_chance = 0.0
    for node in result.themes:
        if node["parent"] or not node["summary"]:
            continue
        own = np.array(sorted(s for s, name in theme.items() if name == node["id"]))
        public = public_of(corpus, own)
        coverage = Coverage(
            public, [Labelling("stance", [-1, 0, 1], codes)], node["summary"]["audit"]["near"]
        )
        chance = Chance(coverage, public, own[quotable[own]], vectors, MOST, (SEED, len(own), int(own[0])))
        chosen = [
            next(s for s in own.tolist() if same_span(corpus, s, sentence))
            for sentence in node["summary"]["sentences"]
        ]
        nearest = np.round(vectors[public.statements] @ vectors[chosen].T, 5).max(axis=1)
        rows = verdicts(coverage.of(nearest[:, np.newaxis])[:, :, 0], chance, len(chosen))
        reach = chance.of(len(chosen)) >= chance.mean(len(chosen))[:, :, np.newaxis] - ROUNDING
        likely = reach.all(axis=1).mean(axis=1)
        for number, (group, row) in enumerate(zip(coverage.groups, rows, strict=True)):
            if group.labelling == "stance":
                must = bool(coverage.must_hold[number])
                found["groups" if must else "few sendings"] += 1
                found["hold" if must else "few sendings hold"] += int(bool(row["holds"]))
                by_chance += float(likely[number]) if must else 0.0
    return {**found, "held by one random sample, mean": round(by_chance, 1)}


def same_span(corpus: Any, statement: int, sentence: dict[str, Any]) -> bool:
    own = corpus.contributions[corpus.owner[statement]].id
    return own == sentence["contribution_id"] and int(corpus.start[statement]) == sentence["start"]


def mean(values: Any) -> float:
    numbers = list(values)
    return round(sum(numbers) / max(1, len(numbers)), 4)


def show(name: str, figures: dict[str, Any]) -> None:
    print(f"\n{name}")
    for key, value in figures.items():
        if key != "worse":
            print(f"  {key:34}{value}")
    for group in figures.get("worse", []):
        if not group["few_sendings"]:
            print(f"  WORSE {group['theme']}: {group['by']} {group['value']}")


def main() -> int:
    if not (SHARED / "almedalen.csv").exists():
        print(f"needs {SHARED}, which is not here")
        return 0
    figures: dict[str, dict[str, Any]] = {}
    voices, ideas = inspel()
    with tempfile.TemporaryDirectory() as folder:
        for name, contributions in (("inspel-dev", voices), ("Almedalen", almedalen())):
            started = time.perf_counter()
            result = analyse(contributions, Path(folder) / name, Options(seed=SEED))
            figures[name] = counted(result)
            figures[name]["whole analysis, s"] = round(time.perf_counter() - started, 1)
            show(name, figures[name])
            if name == "inspel-dev":
                with threadpool_limits(limits=1):
                    figures["labelled stances of inspel-dev"] = by_stance(result, contributions, ideas)
                show("labelled stances of inspel-dev", figures["labelled stances of inspel-dev"])
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    evidence = {"name": "engine_coverage", "seed": SEED, "machine": machine, "engine": ENGINE_VERSION}
    EVIDENCE.write_text(
        json.dumps({**evidence, "figures": figures}, indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
    missed = sum(figures[name]["groups"] - figures[name]["hold"] for name in ("inspel-dev", "Almedalen"))
    print(f"\n{'every group holds' if not missed else f'MISSED in {missed} groups'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
